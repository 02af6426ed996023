import { Refused } from '../refusal.ts'
import { FoldedText, foldForBoundary } from './fold.ts'
import type { CompiledRule, FieldKind, Scanner } from './scanner.ts'

/** What was hit: never the text itself. */
export type Hit = {
  ruleId: string
  ruleKey: string
  /** Where in the value, like `measures.0.text`; empty when the value is itself the text. */
  path: string
  /** `ask`: the person may say that it is something else and send it again with the rule's key confirmed. */
  action: 'refuse' | 'ask'
  advice: string
}

export type ScanOptions = {
  /** What strings are; those under a key like `fileName` are file names in any case. */
  as?: FieldKind
  /** Keys of asking rules which the person has answered. Refusing rules cannot be confirmed away. */
  confirmed?: ReadonlySet<string>
}

const DEEPEST = 32
const FILE_NAME_KEY = /^file_?names?$/i
/** A key that a program wrote; others (an unknown column's heading) are text that somebody wrote. */
const PROGRAM_KEY = /^[\w$.-]{0,60}$/

const joined: Record<FieldKind, FoldedText> = { text: new FoldedText(), filename: new FoldedText() }

/**
 * Looks at every string of a JSON value, keys that are no program's included.
 * @returns the first hit, refusing rules before asking ones, or null.
 * @throws Refused `invalid` when the value is nested deeper than anything that is looked at.
 */
export function scan(scanner: Scanner, value: unknown, options: ScanOptions = {}): Hit | null {
  const as = options.as ?? 'text'
  for (const kind of ['text', 'filename'] as const) joined[kind].clear()
  walk(value, as, (text, kind) => {
    if (scanner[kind]) joined[kind].add(text)
  })
  const suspect = (['text', 'filename'] as const).some((kind) =>
    scanner[kind]?.any.test(joined[kind].toString()),
  )
  return suspect ? findHit(scanner, value, as, options.confirmed ?? new Set()) : null
}

/** Where a request carries them. */
export const CONFIRMED_HEADER = 'x-boundary-confirmed'

/** The rule keys that a person confirmed, as a header or upload metadata carries them: `a.b, c.d`. */
export function confirmedKeys(header: unknown): ReadonlySet<string> {
  if (typeof header !== 'string') return new Set()
  return new Set(
    header
      .slice(0, 1_000)
      .split(',')
      .map((key) => key.trim()),
  )
}

type Seen = { path: string; kind: FieldKind; folded: string }

function findHit(
  scanner: Scanner,
  value: unknown,
  as: FieldKind,
  confirmed: ReadonlySet<string>,
): Hit | null {
  const seen: Seen[] = []
  walk(value, as, (text, kind, path) => seen.push({ path: path(), kind, folded: foldForBoundary(text) }))
  const hits = (['refuse', 'ask'] as const).flatMap((action) =>
    seen.flatMap(({ path, kind, folded }) => {
      const rule = scanner[kind]?.rules.find(
        (one) => one.action === action && !isConfirmed(one, confirmed) && one.regex.test(folded),
      )
      return rule ? [toHit(rule, path)] : []
    }),
  )
  return hits[0] ?? null
}

const isConfirmed = (rule: CompiledRule, confirmed: ReadonlySet<string>) =>
  rule.action === 'ask' && confirmed.has(rule.ruleKey)

const toHit = ({ ruleId, ruleKey, action, advice }: CompiledRule, path: string): Hit => ({
  ruleId,
  ruleKey,
  path,
  action,
  advice,
})

type Visit = (text: string, kind: FieldKind, path: () => string) => void

function walk(value: unknown, as: FieldKind, visit: Visit): void {
  const path: (string | number)[] = []
  const asText = () => path.join('.')
  const step = (value: unknown, kind: FieldKind, depth: number): void => {
    if (typeof value === 'string') visit(value, kind, asText)
    if (typeof value !== 'object' || value === null) return
    if (depth === DEEPEST)
      throw new Refused({ code: 'invalid', issues: [{ path: asText(), reason: 'too_deep' }] })
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        path.push(index)
        step(value[index], kind, depth + 1)
        path.pop()
      }
      return
    }
    for (const key of Object.keys(value)) {
      path.push(PROGRAM_KEY.test(key) ? key : '?')
      if (!PROGRAM_KEY.test(key)) visit(key, 'text', asText)
      step((value as Record<string, unknown>)[key], FILE_NAME_KEY.test(key) ? 'filename' : kind, depth + 1)
      path.pop()
    }
  }
  step(value, as, 0)
}
