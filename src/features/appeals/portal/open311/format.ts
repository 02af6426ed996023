/** Answers of GeoReport v2 in both of its formats, from one value: lists of flat records, and of records in a record. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

export type Format = 'json' | 'xml'

/** @param names of the root and of what is in it: services, service */
export const toXml = (root: string, item: string, records: readonly Value[]): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<${root}>${records.map((record) => element(item, record)).join('')}</${root}>\n`

/** What lists are made of, by the list's name: attributes of a service, their values. */
const items: Readonly<Record<string, string>> = { attributes: 'attribute', values: 'value' }

function element(name: string, value: Value): string {
  if (Array.isArray(value))
    return `<${name}>${value.map((each: Value) => element(items[name] ?? 'item', each)).join('')}</${name}>`
  if (typeof value === 'object' && value !== null)
    return `<${name}>${Object.entries(value)
      .map(([key, inner]) => element(key, inner))
      .join('')}</${name}>`
  return value === null || value === '' ? `<${name}/>` : `<${name}>${escaped(String(value))}</${name}>`
}

const escaped = (text: string): string =>
  text
    // What XML 1.0 has no place for.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is what it is for
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
