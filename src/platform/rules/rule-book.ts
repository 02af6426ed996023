/**
 * One version of one rule, as table `rules` keeps it: a deadline, formula, threshold, dictionary, checklist or
 * pattern, with where it comes from. Versions are added, never changed.
 */
export type RuleRow = {
  countyId: number
  id: string
  kind: string
  key: string
  /** 1, 2, 3 … within (county, kind, key). */
  version: number
  value: unknown
  /** The law, notice or decision it rests on, as people cite it. */
  basis: string
  /** Where the text was read. */
  source: string
  /** First local day on which it is in force, YYYY-MM-DD. */
  validFrom: string
  note: string | null
}

/** A county's rules in memory, found without searching. Made by `buildRuleBook`. */
export type RuleBook = {
  /** kind → key → versions, highest first. */
  readonly kinds: ReadonlyMap<string, ReadonlyMap<string, readonly RuleRow[]>>
}

/** The code asks for a rule that the county does not have on that day: a seed or migration is missing. A bug. */
export class MissingRule extends Error {
  readonly kind: string
  readonly key: string
  readonly on: string
  constructor(kind: string, key: string, on: string) {
    super(`no rule ${kind}/${key} in force on ${on}`)
    this.name = 'MissingRule'
    this.kind = kind
    this.key = key
    this.on = on
  }
}

/** Indexes the rows of one county, in any order. */
export function buildRuleBook(rows: readonly RuleRow[]): RuleBook {
  const kinds = new Map<string, Map<string, RuleRow[]>>()
  for (const row of rows) {
    const keys = kinds.get(row.kind) ?? new Map<string, RuleRow[]>()
    kinds.set(row.kind, keys.set(row.key, [...(keys.get(row.key) ?? []), row]))
  }
  for (const keys of kinds.values()) {
    for (const versions of keys.values()) versions.sort((a, b) => b.version - a.version)
  }
  return { kinds }
}

/** The version in force on that local day: begun by then, and of those the highest. */
export function findRule(book: RuleBook, kind: string, key: string, on: string): RuleRow | undefined {
  return book.kinds
    .get(kind)
    ?.get(key)
    ?.find(({ validFrom }) => validFrom <= on)
}

/** Like `findRule`; throws MissingRule when there is none. */
export function rule(book: RuleBook, kind: string, key: string, on: string): RuleRow {
  const found = findRule(book, kind, key, on)
  if (!found) throw new MissingRule(kind, key, on)
  return found
}

/** Every rule of a kind that is in force on that local day, by key. For patterns and checklists of open number. */
export function rulesInForce(book: RuleBook, kind: string, on: string): RuleRow[] {
  return [...(book.kinds.get(kind)?.keys() ?? [])]
    .sort()
    .flatMap((key) => findRule(book, kind, key, on) ?? [])
}
