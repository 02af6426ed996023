import { compileBoundary, confirmedKeys, type Scanner, scan } from '#platform/boundary/index.ts'
import type { Refusal } from '#platform/refusal.ts'
import { type RuleBook, rulesInForce } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'

export { CONFIRMED_HEADER } from '#platform/boundary/index.ts'

const scanners = new WeakMap<RuleBook, { today: string; scanner: Scanner }>()

/** The county's scanner of today; compiled again when its rules or the day change. */
export function scannerOf({ rules, today }: World): Scanner {
  const known = scanners.get(rules)
  if (known?.today === today) return known.scanner
  const scanner = compileBoundary(rulesInForce(rules, 'boundary', today))
  scanners.set(rules, { today, scanner })
  return scanner
}

/** What a body may not hold in a system that is not for secrets (domain.md 7.5); the refusal never carries the text. */
export function boundaryFault(world: World, body: unknown, header: unknown): Refusal | undefined {
  const hit = scan(scannerOf(world), body, { confirmed: confirmedKeys(header) })
  if (!hit) return undefined
  const { path, ruleId, ruleKey, advice, action } = hit
  return { code: 'boundary', path, ruleId, ruleKey, advice, action }
}
