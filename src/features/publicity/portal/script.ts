import { createRequire } from 'node:module'

type Convert = (text: string) => string

let convert: Convert | undefined

/**
 * A whole page in traditional characters: markup, addresses and ids are ASCII and stay. The tables take a tenth of a
 * second and some megabytes, so only the first who asks for it waits.
 */
export function toTraditional(page: string): string {
  convert ??= load()
  return convert(page)
}

function load(): Convert {
  const { Converter } = createRequire(import.meta.url)('opencc-js/cn2t') as {
    Converter(options: { from: 'cn'; to: 'tw' }): Convert
  }
  return Converter({ from: 'cn', to: 'tw' })
}
