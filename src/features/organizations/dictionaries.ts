import { DictionaryValue, type RuleBook, rulesInForce, ruleValue } from '#platform/rules/index.ts'

export type Dictionaries = Record<string, { code: string; label: string; group?: string }[]>

/** Every dictionary in force on that local day, by key, its entries in the order they are shown. */
export function dictionariesInForce(book: RuleBook, on: string): Dictionaries {
  return Object.fromEntries(
    rulesInForce(book, 'dictionary', on).map((row) => [
      row.key,
      ruleValue(row, DictionaryValue).map(({ code, label, group }) =>
        typeof group === 'string' ? { code, label, group } : { code, label },
      ),
    ]),
  )
}
