import type { Actor } from '#features/accounts/index.ts'
import { advance, offered, permit, type Step } from '#platform/lifecycle/step.ts'
import { type Decision, decided } from '#platform/refusal.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import { type ActOnPublication, decisions, type Effect, type Situation } from './acts/index.ts'
import { type Need, type PublicationState, publicationLifecycle } from './lifecycle.ts'
import { needs } from './needs.ts'
import { actingOn } from './policy.ts'
import type { Parts, PublicationRow } from './row.ts'
import type { ActBody } from './schema.ts'

export type Decided = { step: Step<PublicationState>; effect: Effect }
export type Given = Pick<Situation, 'mask' | 'fresh' | 'pictures' | 'names'>

/** One act on one publication: who may, what is missing, what it changes, where it leads. Pure. */
export function decideAct<A extends ActOnPublication>(
  act: A,
  body: ActBody<A>,
  row: PublicationRow,
  parts: Parts,
  actor: Actor,
  world: World,
  given: Given,
): Decision<Decided> {
  const acting = actingOn(actor, row)
  const unmet = (need: Need) => !needs[need]({ row, parts })
  const permitted = permit(publicationLifecycle, { facts: row, act, actor: acting, unmet })
  if (!permitted.ok) return permitted
  const outcome = decisions[act].decide(body, { ...world, row, parts, personId: actor.personId, ...given })
  if (!outcome.ok) return outcome
  const step = advance(publicationLifecycle, row, act, permitted.value, acting, {
    now: world.now,
    calendar: world.calendar,
    ruleFor: (clock) => deadlineRule(world.rules, `publicity.${clock}`, world.today),
    fixed: outcome.value.fixed ?? {},
  })
  return decided({ step, effect: outcome.value })
}

/** What the reader may do now, each with what is missing: the buttons of the publication's page. */
export const offeredActs = (row: PublicationRow, parts: Parts, actor: Actor) =>
  offered(publicationLifecycle, row, actingOn(actor, row), (need) => !needs[need]({ row, parts }))
