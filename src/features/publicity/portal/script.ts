import { createRequire } from 'node:module'

type Convert = (text: string) => string

let convert: Convert | undefined

/**
 * A whole page in traditional characters: markup, addresses and ids are ASCII and stay. The tables take a tenth of a
 * second and some megabytes, so only the first who asks for it waits.
 */
export function toTraditional(page: string): string {
  convert ??= load()
  return convert(page).replace(valley, '沖')
}

/** A valley in the name of a village, which the tables take for a thrust. */
const valley = /衝(?=村|社區|組)/g

function load(): Convert {
  const { Converter } = createRequire(import.meta.url)('opencc-js/cn2t') as {
    Converter(options: { from: 'cn'; to: 'tw' }): Convert
  }
  return Converter({ from: 'cn', to: 'tw' })
}
