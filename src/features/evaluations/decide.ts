import type { Actor } from '#features/accounts/index.ts'
import { advance, offered, permit, type Step } from '#platform/lifecycle/step.ts'
import { type Decision, decided } from '#platform/refusal.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import { type ActOnCampaign, decisions, type Effect, type Situation } from './acts.ts'
import { type CampaignState, campaignLifecycle, type Need } from './lifecycle.ts'
import { needs } from './needs.ts'
import { actingOn } from './policy.ts'
import type { CampaignRow, Parts } from './row.ts'
import type { ActBody } from './schema.ts'

export type Decided = { step: Step<CampaignState>; effect: Effect }

type Asked = { act: ActOnCampaign; row: CampaignRow; parts: Parts; actor: Actor }

/** Whether somebody may do it now: asked before what it needs is made ready, which costs. Pure. */
export function permitAct({ act, row, parts, actor }: Asked) {
  const unmet = (need: Need) => !needs[need]({ row, parts })
  return permit(campaignLifecycle, { facts: row, act, actor: actingOn(actor, row), unmet })
}

/** One act on one campaign: who may, what is missing, what it changes, where it leads. Pure. */
export function decideAct<A extends ActOnCampaign>(
  act: A,
  body: ActBody<A>,
  row: CampaignRow,
  parts: Parts,
  actor: Actor,
  world: World,
  given: Pick<Situation, 'prepared' | 'key' | 'counts'>,
): Decision<Decided> {
  const permitted = permitAct({ act, row, parts, actor })
  if (!permitted.ok) return permitted
  const outcome = decisions[act](body, { ...world, row, parts, personId: actor.personId, ...given })
  if (!outcome.ok) return outcome
  const step = advance(campaignLifecycle, row, act, permitted.value, actingOn(actor, row), {
    now: world.now,
    calendar: world.calendar,
    ruleFor: (clock) => deadlineRule(world.rules, `evaluation.${clock}`, world.today),
    fixed: outcome.value.fixed ?? {},
  })
  return decided({ step, effect: outcome.value })
}

/** What the reader may do now, each with what is missing: the buttons of the campaign's page. */
export const offeredActs = (row: CampaignRow, parts: Parts, actor: Actor) =>
  offered(campaignLifecycle, row, actingOn(actor, row), (need) => !needs[need]({ row, parts }))
