import type { Actor as Acting } from '#platform/lifecycle/step.ts'
import { advance, offered, permit, type Step } from '#platform/lifecycle/step.ts'
import { type Decision, decided } from '#platform/refusal.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import { type ActOnAppeal, decisions, type Effect, type Situation } from './acts/index.ts'
import { ruleKeyOf } from './clock-rules.ts'
import { type AppealState, appealLifecycle, type Need, type Party } from './lifecycle.ts'
import { needs } from './needs.ts'
import type { AppealRow, Part, Parts } from './row.ts'
import type { ActBody } from './schema.ts'

export type Decided = { step: Step<AppealState>; effect: Effect }
export type Named = Pick<Situation, 'organizations' | 'main' | 'leads' | 'problemId'>

/** One act on one appeal: who may, what is missing, what it changes, where it leads. Pure. */
export function decideAct<A extends ActOnAppeal>(
  act: A,
  body: ActBody<A>,
  row: AppealRow,
  parts: Parts,
  acting: Acting<Party>,
  world: World,
  named: Named,
): Decision<Decided> {
  const unmet = (need: Need) => !needs[need].met({ ...world, row, parts, main: named.main })
  const permitted = permit(appealLifecycle, { facts: row, act, actor: acting, unmet })
  if (!permitted.ok) return permitted
  const { personId, parties } = acting
  const outcome = decisions[act].decide(body, { ...world, row, parts, personId, parties, ...named })
  if (!outcome.ok) return outcome
  const after = { ...row, ...outcome.value.set }
  const step = advance(appealLifecycle, row, act, permitted.value, acting, {
    now: world.now,
    calendar: world.calendar,
    ruleFor: (clock) => deadlineRule(world.rules, ruleKeyOf(clock, after), world.today),
    fixed: outcome.value.fixed ?? {},
    moved: outcome.value.moved ?? {},
  })
  return decided({ step, effect: outcome.value })
}

/** Which parts have to be read before this act can be decided. */
export function partsFor(act: ActOnAppeal): Part[] {
  const parts = new Set<Part>(decisions[act].reads ?? [])
  for (const rows of Object.values(appealLifecycle.table))
    for (const need of rows[act]?.needs ?? []) for (const part of needs[need].reads) parts.add(part)
  return [...parts].sort()
}

/**
 * What the reader may do now, each with what is missing: the buttons of the appeal's page.
 * @param main what it was joined into, where the reader may say something of that
 */
export const offeredActs = (
  row: AppealRow,
  parts: Parts,
  acting: Acting<Party>,
  world: World,
  main?: AppealRow,
) => offered(appealLifecycle, row, acting, (need) => !needs[need].met({ ...world, row, parts, main }))
