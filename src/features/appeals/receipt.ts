import { createHmac } from 'node:crypto'

/**
 * The receipt that a resident gets: ten random symbols and two that check them, in groups of four, to be read out on
 * the phone and copied by hand. Twenty-nine symbols, none of which is taken for another; 29^10 is 4 × 10^14.
 */
const SYMBOLS = '23456789ABCDEFGHJKMNPQRTUVWXY'
const RANDOM = 10
const LENGTH = RANDOM + 2
const P = SYMBOLS.length

/** What is written for what, and heard as what. */
const alike: Readonly<Record<string, string>> = { O: 'Q', '0': 'Q', I: 'J', '1': 'J', L: 'J', S: '5', Z: '2' }

const mod = (n: number): number => ((n % P) + P) % P

/** Inverse in the field of 29 elements (Fermat). */
const inverse = (n: number): number => {
  let result = 1
  for (let i = 0; i < P - 2; i++) result = (result * n) % P
  return result
}

/**
 * The two last symbols make both sums vanish: of the symbols, and of each times its place. Every one or two wrong
 * symbols, and every two that changed places, then show (Reed–Solomon over 29 elements, distance 3).
 */
function checked(values: readonly number[]): number[] {
  const sum = mod(-values.reduce((a, v) => a + v, 0))
  const weighted = mod(-values.reduce((a, v, i) => a + v * (i + 1), 0))
  const [m, n] = [LENGTH - 1, LENGTH]
  const last = mod((weighted - m * sum) * inverse(mod(n - m)))
  return [...values, mod(sum - last), last]
}

/** A receipt out of a secret and what it is for: the same command, sent twice, is answered with the same receipt. */
export function receiptOf(secret: string, commandId: string): string {
  const values: number[] = []
  for (let block = 0; values.length < RANDOM; block++) {
    const bytes = createHmac('sha256', secret).update(`bihuan receipt ${commandId} ${block}`).digest()
    // 232 is the greatest multiple of 29 below 256: beyond it some symbols would be likelier than others.
    for (const byte of bytes) if (byte < 232 && values.length < RANDOM) values.push(byte % P)
  }
  return shown(checked(values))
}

const shown = (values: readonly number[]): string =>
  values.map((v, i) => (i > 0 && i % 4 === 0 ? '-' : '') + SYMBOLS[v]).join('')

/** What somebody typed, as the receipt it is; undefined: mistyped, or none. */
export function readReceipt(typed: string): string | undefined {
  const symbols = [
    ...typed
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[\s\-—–_.·]/g, ''),
  ]
  if (symbols.length !== LENGTH) return undefined
  const values = symbols.map((symbol) => SYMBOLS.indexOf(alike[symbol] ?? symbol))
  if (values.includes(-1)) return undefined
  const right =
    mod(values.reduce((a, v) => a + v, 0)) === 0 && mod(values.reduce((a, v, i) => a + v * (i + 1), 0)) === 0
  return right ? shown(values) : undefined
}
