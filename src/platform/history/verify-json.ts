/**
 * Parses stored JSON and refuses numbers that JavaScript would round: the hash is taken over the parsed value, so
 * `1.00000000000000000001` in the database would otherwise pass for the `1` that was recorded.
 * @returns undefined for what is no JSON or holds such a number
 */
export function parseExactly(text: string): unknown {
  try {
    if (!suspicious.test(text)) return JSON.parse(text)
    let exact = true
    const look: Reviver = (_key, part, { source }) => {
      if (typeof part === 'number' && decimal(source ?? '') !== decimal(String(part))) exact = false
      return part
    }
    // The third argument is newer than TypeScript's declaration of JSON.parse.
    const value: unknown = JSON.parse(text, look as (key: string, part: unknown) => unknown)
    return exact ? value : undefined
  } catch {
    return undefined
  }
}

type Reviver = (key: string, part: unknown, context: { source?: string }) => unknown

/** Cheap to test and true for every number that is not a short whole one, time stamps (`.123Z`) left out. */
const suspicious = /[0-9]{16}|[0-9]\.[0-9]+[^0-9Z]|[0-9][eE][-+0-9]/

/** A number's digits without leading and trailing zeros, and the power of ten: equal for equal values. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? []
  const digits = (whole + fraction).replace(/^0+/, '')
  const short = digits.replace(/0+$/, '')
  if (short === '') return '0'
  return `${sign}${short}e${Number(power) - fraction.length + digits.length - short.length}`
}
