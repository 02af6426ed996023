import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { hashRequest, replayable } from '#platform/history/replay.ts'
import { begun } from '#platform/lifecycle/step.ts'
import { Refused } from '#platform/refusal.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import type { Acted } from './api.ts'
import type { Deps } from './deps.ts'
import { campaignLifecycle } from './lifecycle.ts'
import { actingOn } from './policy.ts'
import { type Places, prepare } from './prepare.ts'
import type { ActBody } from './schema.ts'
import { insertCampaign, writeItems } from './store.ts'

/** A new campaign, in the draft of whoever prepares it. */
export async function performBegin(
  { database, directory, numbers }: Pick<Deps, 'database' | 'directory' | 'numbers'>,
  world: World,
  actor: Actor,
  body: ActBody<'begin'>,
): Promise<Acted> {
  const { countyId } = actor
  const requestHash = hashRequest('begin', '', body)
  const places = await directory.organizations(countyId)
  judgedHolder(actor, places, body.organizationId)
  return replayable(database, actor, body.commandId, requestHash, async () => {
    const year = Number(world.today.slice(0, 4))
    const number = campaignNumber(year, await numbers(countyId, counterOf(year)))
    return database.write(countyId, (tx) => beginIn(tx, world, actor, places, body, number, requestHash))
  })
}

/** Which running number the campaigns of a year have, and what it looks like: 2026-012. */
export const counterOf = (year: number): string => `evaluation.${year}`
export const campaignNumber = (year: number, n: number): string => `${year}-${String(n).padStart(3, '0')}`

/** Who holds it, if this actor may prepare it for them. @throws Refused */
function judgedHolder(actor: Actor, places: Places, id: string) {
  const holder = places.get(id)
  const isTownship = holder !== undefined && holder.townshipId === holder.id
  if (!holder || !(isTownship || holder.kind === 'county'))
    throw new Refused({ code: 'invalid', issues: [{ path: 'organizationId', reason: 'not_a_holder' }] })
  const belonging = { organization_id: holder.id, township_id: isTownship ? holder.id : null }
  const acting = actingOn(actor, belonging)
  if (!acting.parties.has('organizer'))
    throw new Refused({ code: 'not_yours', act: 'begin', by: ['organizer'] })
  return { belonging, onBehalfOf: acting.standsIn?.get('organizer') ?? null }
}

/** The same inside a transaction that is already open. */
export async function beginIn(
  tx: Tx,
  world: World,
  actor: Actor,
  places: Places,
  body: ActBody<'begin'>,
  number: string,
  requestHash: string,
): Promise<Acted> {
  const { countyId, personId } = actor
  const { belonging, onBehalfOf } = judgedHolder(actor, places, body.organizationId)
  const prepared = await prepare(tx, actor, world, places, belonging, body)
  const id = world.newId()
  const { due, ...facts } = begun(
    campaignLifecycle,
    'begin',
    { personId, onBehalfOf },
    {
      ...{ now: world.now, calendar: world.calendar },
      ruleFor: (clock) => deadlineRule(world.rules, `evaluation.${clock}`, world.today),
    },
  )
  const row = {
    ...{ county_id: countyId, id, number },
    ...facts,
    ...belonging,
    ...prepared,
    ...{ due_at: due ? new Date(due.dueAt) : null, due_kind: due?.kind ?? null },
    ...{ entered_state_at: world.now, created_at: world.now },
  }
  const { version, state, round } = facts
  const acted: Acted = { id, number, version, state, round, seq: 1 }
  const { county_id: _, id: __, acted: ___, ...content } = row
  await insertCampaign(tx, row, {
    countyId,
    head: null,
    recorded: {
      ...{ kind: 'evaluation', case: id, act: 'begin', at: world.now, entered: world.now, actor: personId },
      ...{ as: 'organizer', onBehalfOf, command: body.commandId, from: null, to: state },
      rows: { [`evaluation_campaigns/${id}`]: content },
    },
    receipt: { personId, requestHash, outcome: acted },
  })
  await writeItems(tx, countyId, id, problemsIn(prepared.plan))
  return acted
}

export const problemsIn = (plan: { places: { items: { problemId: string }[] }[] }): string[] =>
  plan.places.flatMap(({ items }) => items.map(({ problemId }) => problemId))
