import { type RuleRow, ruleValue } from '../rules/index.ts'
import { compilePattern, readPattern } from './pattern.ts'
import { BoundaryValue } from './value.ts'

/** What strings are scanned as. */
export type FieldKind = 'text' | 'filename'

export type CompiledRule = {
  ruleId: string
  ruleKey: string
  action: BoundaryValue['action']
  advice: string
  regex: RegExp
}

/** A county's boundary rules, ready to look at texts. Made once per change of the rules. */
export type Scanner = Readonly<Record<FieldKind, Compiled | null>>

/** `any` says in one pass that nothing is found, which is nearly always; only then rule after rule is asked. */
type Compiled = { any: RegExp; rules: readonly CompiledRule[] }

/** Compiles the rows of kind `boundary` that are in force; refusing rules come first. Throws InvalidRule. */
export function compileBoundary(rows: readonly RuleRow[]): Scanner {
  const all = rows.map((row) => ({ row, value: ruleValue(row, BoundaryValue) }))
  const forKind = (kind: FieldKind): Compiled | null => {
    const chosen = all.filter(({ value }) => value.fields === 'all' || value.fields === kind)
    if (chosen.length === 0) return null
    const rules = chosen.map(({ row, value }) => ({
      ruleId: row.id,
      ruleKey: row.key,
      action: value.action,
      advice: value.advice,
      regex: compilePattern(readPattern(value.pattern).source),
    }))
    const refusing = rules.filter(({ action }) => action === 'refuse')
    const asking = rules.filter(({ action }) => action === 'ask')
    return {
      any: compilePattern(rules.map(({ regex }) => `(?:${regex.source})`).join('|')),
      rules: [...refusing, ...asking],
    }
  }
  return { text: forKind('text'), filename: forKind('filename') }
}
