/** Digits that stand together, perhaps in groups with one space or hyphen between: how people write long numbers. */
export type Digits = { from: number; to: number; digits: string; groups: number }

const GROUPS = /\d+(?:[ -]\d+)*x?(?:\d\d(?!\d))?/g
/** More groups than any number people write; what follows is looked at by itself. */
const MOST_GROUPS = 10

/**
 * Every way to take neighbouring groups as one number, longest first from each group on. The caller says which it
 * takes; what is taken is not looked at again.
 */
export function* numbersIn<T>(text: string, take: (digits: Digits) => T | undefined): Generator<T> {
  for (const { 0: all, index } of text.matchAll(GROUPS)) {
    const groups = [...all.matchAll(/\d+(?:x(?:\d\d)?)?/g)].map(({ 0: digits, index: at }) => ({
      digits,
      at: index + at,
    }))
    for (let first = 0; first < groups.length; first++) {
      let joined = groups.slice(first, first + MOST_GROUPS)
      for (; joined.length > 0; joined = joined.slice(0, -1)) {
        const last = joined.at(-1)!
        const taken = take({
          from: joined[0]!.at,
          to: last.at + last.digits.length,
          digits: joined.map(({ digits }) => digits).join(''),
          groups: joined.length,
        })
        if (taken === undefined) continue
        yield taken
        first += joined.length - 1
        break
      }
    }
  }
}
