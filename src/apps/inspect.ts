import { compileBoundary, confirmedKeys, type Hit, type Scanner, scan } from '#platform/boundary/index.ts'
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

type AtBoundary = Extract<Refusal, { code: 'boundary' }>

/** Which asking rules a body hits that the sender has answered for: they are kept, as what is refused is. */
export function boundaryConfirmed(world: World, body: unknown, header: unknown): AtBoundary[] {
  const answered = confirmedKeys(header)
  const passed = new Set<string>()
  const hits: AtBoundary[] = []
  if (answered.size === 0) return hits
  for (;;) {
    const hit = scan(scannerOf(world), body, { confirmed: passed })
    if (!hit || !answered.has(hit.ruleKey) || passed.has(hit.ruleKey)) return hits
    passed.add(hit.ruleKey)
    hits.push(toRefusal(hit))
  }
}

/** What a body may not hold in a system that is not for secrets (domain.md 7.5); the refusal never carries the text. */
export function boundaryFault(world: World, body: unknown, header: unknown): Refusal | undefined {
  const hit = scan(scannerOf(world), body, { confirmed: confirmedKeys(header) })
  return hit ? toRefusal(hit) : undefined
}

const toRefusal = ({ path, ruleId, ruleKey, advice, action }: Hit): AtBoundary => ({
  ...{ code: 'boundary', path, ruleId, ruleKey, advice, action },
})
