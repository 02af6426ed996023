/**
 * The address bar holds plain text (`?year=2026&state=claimed,rectifying`), so that people can read, write and
 * send it. The router's own way would put quotation marks round every number that is a text.
 */
export const parseSearch = (search: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(search))

export function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  const text = given.map(([name, value]) => `${name}=${readable(String(value))}`).join('&')
  return text ? `?${text}` : ''
}

const readable = (value: string) => encodeURIComponent(value).replace(/%2C/g, ',').replace(/%2F/g, '/')
