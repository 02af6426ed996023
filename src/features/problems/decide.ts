import { type Actor, standingFor } from '#features/accounts/index.ts'
import { advance, offered, permit, type Step } from '#platform/lifecycle/step.ts'
import { type Decision, decided } from '#platform/refusal.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import { type ActOnProblem, decisions, type Effect, type Situation } from './acts/index.ts'
import { evaluationRule } from './evaluation-rule.ts'
import { type Need, type ProblemState, problemLifecycle } from './lifecycle.ts'
import { needs } from './needs.ts'
import { actingOn, isVillageProblem } from './policy.ts'
import type { Part, Parts, ProblemRow } from './row.ts'
import type { ActBody } from './schema.ts'

export type Decided = { step: Step<ProblemState>; effect: Effect }

/** One act on one problem: who may, what is missing, what it changes, where it leads. Pure. */
export function decideAct<A extends ActOnProblem>(
  act: A,
  body: ActBody<A>,
  row: ProblemRow,
  parts: Parts,
  actor: Actor,
  world: World,
  named: Pick<Situation, 'organization' | 'companion'>,
): Decision<Decided> {
  const acting = actingOn(actor, row)
  const evaluation = evaluationRule(world.rules, world.today)
  const unmet = (need: Need) => !needs[need].met({ row, parts, personId: actor.personId, evaluation })
  const permitted = permit(problemLifecycle, { facts: row, act, actor: acting, unmet })
  if (!permitted.ok) return permitted
  const sides = (['discipline', 'personnel'] as const).filter((body_) => acting.parties.has(body_))
  const persons = standingFor(actor)
  const situation: Situation = { ...world, row, parts, personId: actor.personId, persons, sides, ...named }
  const outcome = decisions[act].decide(body, situation)
  if (!outcome.ok) return outcome
  const step = advance(problemLifecycle, row, act, permitted.value, acting, {
    now: world.now,
    calendar: world.calendar,
    ruleFor: (clock) => deadlineRule(world.rules, clockRuleKey(clock, row), world.today),
    fixed: outcome.value.fixed ?? {},
    moved: outcome.value.moved ?? {},
  })
  return decided({ step, effect: outcome.value })
}

/** Villages may have limits of their own (domain.md 2.3); the county's rule rows say what they are. */
export const clockRuleKey = (
  clock: string,
  row: Pick<ProblemRow, 'organization_id' | 'township_id'>,
): string => (clock === 'plan' && isVillageProblem(row) ? 'problem.plan.village' : `problem.${clock}`)

/** Which parts have to be read before this act can be decided. */
export function partsFor(act: ActOnProblem): Part[] {
  const parts = new Set<Part>(decisions[act].reads ?? [])
  for (const rows of Object.values(problemLifecycle.table))
    for (const need of rows[act]?.needs ?? []) for (const part of needs[need].reads) parts.add(part)
  return [...parts].sort()
}

/** What the reader may do now, each with what is missing: the buttons of the problem's page. */
export const offeredActs = (
  row: ProblemRow,
  parts: Parts,
  actor: Actor,
  world: Pick<World, 'rules' | 'today'>,
) =>
  offered(
    problemLifecycle,
    row,
    actingOn(actor, row),
    (need) =>
      !needs[need].met({
        ...{ row, parts, personId: actor.personId },
        evaluation: evaluationRule(world.rules, world.today),
      }),
  )
