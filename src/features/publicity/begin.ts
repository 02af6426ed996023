import { type Actor, scopeOf } from '#features/accounts/index.ts'
import { findStories, inScope } from '#features/problems/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { hashRequest, replayable } from '#platform/history/replay.ts'
import { begun } from '#platform/lifecycle/step.ts'
import { Refused } from '#platform/refusal.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import type { Acted } from './api.ts'
import { collect, type Subject, subjectOf } from './collect.ts'
import type { Content } from './content.ts'
import { correctedTitle, REASON_HEADING, REASON_PAGE } from './corrections.ts'
import type { Deps } from './deps.ts'
import { page } from './generate.ts'
import { publicationLifecycle } from './lifecycle.ts'
import { keptMarks, noMasks } from './masks.ts'
import { holdLine, isRevisable, refuseOther, refuseSecond } from './month-issues.ts'
import { actingOn, partiesOf } from './policy.ts'
import type { PublicationRow } from './row.ts'
import { type ActBody, type Audience, isMonthly } from './schema.ts'
import { findPublication, insertPublication } from './store.ts'

export type Places = ReadonlyMap<
  string,
  { id: string; name: string; kind: string; townshipId: string | null }
>

/** A draft from data, for one audience. */
export async function performBegin(
  deps: Pick<Deps, 'database' | 'numbers' | 'directory' | 'appealMonths'>,
  world: World,
  actor: Actor,
  body: ActBody<'begin'>,
): Promise<Acted> {
  const { countyId } = actor
  const { database, numbers, directory, appealMonths } = deps
  const requestHash = hashRequest('begin', '', body)
  return replayable(database, actor, body.commandId, requestHash, async () => {
    const places = await directory.organizations(countyId)
    // A number that nobody uses would look as if something had been taken away.
    await database.read(countyId, async (tx) => {
      const subject = await judgedSubject(tx, actor, world, places, body)
      await refuseSecond(tx, issueOf(actor.countyId, subject, body.audience))
      if (subject.kind === 'appeals') await collect(tx, { countyId, world, places, appealMonths }, subject)
    })
    const year = Number(world.today.slice(0, 4))
    const number = publicationNumber(year, await numbers(countyId, counterOf(year)))
    return database.write(countyId, (tx) =>
      beginIn(tx, { world, actor, places, appealMonths }, body, number, requestHash),
    )
  })
}

/** Which running number the publications of a year have, and what it looks like: 2026-0012. */
export const counterOf = (year: number): string => `publication.${year}`
export const publicationNumber = (year: number, n: number): string => `${year}-${String(n).padStart(4, '0')}`

export type Beginning = { world: World; actor: Actor; places: Places } & Pick<Deps, 'appealMonths'>

/** The same inside a transaction that is already open. */
export async function beginIn(
  tx: Tx,
  { world, actor, places, appealMonths }: Beginning,
  body: ActBody<'begin'>,
  number: string,
  requestHash: string,
): Promise<Acted> {
  const subject = await judgedSubject(tx, actor, world, places, body)
  await refuseSecond(tx, issueOf(actor.countyId, subject, body.audience))
  const content = await collect(tx, { countyId: actor.countyId, world, places, appealMonths }, subject)
  const { audience } = body
  const days = deadlineRule(world.rules, `publicity.period.${subject.kind}`, world.today).amount
  return enter(tx, world, actor, 'begin', body.commandId, requestHash, {
    ...{
      number,
      edition: 1,
      replaces_id: null,
      kind: subject.kind,
      audience,
      days,
      content,
      generated: content,
    },
    ...{ organization_id: subject.organizationId, township_id: subject.townshipId },
    ...{ problem_id: subject.problemId, month: subject.month, place_id: placeOf(subject) },
  })
}

const issueOf = (county_id: number, { kind, month, organizationId }: Subject, audience: Audience) => ({
  ...{ county_id, kind, month, audience, place_id: placeOf({ month, organizationId }) },
})

/** Whose month it is; it stays when another organisation comes to answer for it. */
const placeOf = ({ month, organizationId }: Pick<Subject, 'month' | 'organizationId'>) =>
  month === null ? null : organizationId

/** What it is about, if this actor may publish it for this audience. */
async function judgedSubject(
  tx: Tx,
  actor: Actor,
  world: World,
  places: Places,
  body: ActBody<'begin'>,
): Promise<Subject> {
  const { subject, isWorkSecret } = await askedSubject(tx, actor, world, places, body)
  mayBegin(actor, 'begin', { organization_id: subject.organizationId, township_id: subject.townshipId })
  // 工作秘密 is protected though it is no state secret (保密法 64). Said only to whoever may begin.
  if (isWorkSecret && body.audience === 'society') throw refused('problemId', 'work_secret')
  return subject
}

/**
 * What was published is not changed: a new edition is drafted under its number, and the old one stands until then. An
 * issue of a month is corrected by another issue, under a number of its own, and stays beside it; where it was withdrawn,
 * the other one takes its place and says so.
 */
export async function performRevise(
  deps: Pick<Deps, 'database' | 'numbers' | 'directory' | 'appealMonths'>,
  world: World,
  actor: Actor,
  id: string,
  body: ActBody<'revise'>,
): Promise<Acted> {
  const requestHash = hashRequest('revise', id, body)
  const { countyId } = actor
  const { database, numbers, directory, appealMonths } = deps
  return replayable(database, actor, body.commandId, requestHash, async () => {
    const year = Number(world.today.slice(0, 4))
    const places = await directory.organizations(countyId)
    const isIssue = await database.read(countyId, async (tx) => {
      const { row } = await revisable(tx, actor, id, body)
      return isMonthly(row.kind)
    })
    const fresh = isIssue ? publicationNumber(year, await numbers(countyId, counterOf(year))) : undefined
    const beginning = { world, actor, places, appealMonths }
    return database.write(countyId, (tx) => reviseIn(tx, beginning, id, body, requestHash, fresh))
  })
}

async function revisable(tx: Tx, actor: Actor, id: string, body: ActBody<'revise'>, lock = false) {
  const found = await findPublication(tx, actor.countyId, id, { lock })
  if (!found) throw new Refused({ code: 'not_found' })
  const { row } = found
  mayBegin(actor, 'revise', row)
  if (!isRevisable(row)) throw new Refused({ code: 'wrong_state', state: row.state, act: 'revise' })
  if (body.version !== row.version)
    throw new Refused({ code: 'stale_version', seen: body.version, now: row.version })
  if (lock) await holdLine(tx, row)
  await refuseOther(tx, row)
  return found
}

export async function reviseIn(
  tx: Tx,
  { world, actor, places, appealMonths }: Beginning,
  id: string,
  body: ActBody<'revise'>,
  requestHash: string,
  /** Of the correction of a month. */
  fresh?: string,
): Promise<Acted> {
  const { row, parts } = await revisable(tx, actor, id, body, true)
  const { kind, audience, organization_id, township_id, problem_id, month, place_id, days } = row
  const number = fresh ?? row.number
  const edition = fresh ? 1 : (await lastEditionOf(tx, actor.countyId, number)) + 1
  // What was erased comes back from no row of ours: drafted from the data, as if it were the first.
  const isErased = parts.release === 'erased'
  const where = { countyId: actor.countyId, world, places, appealMonths }
  const text = isErased ? await collect(tx, where, subjectOf(row)) : row.content
  // The pictures of the former edition are chosen anew.
  const content = { ...(fresh ? corrected(row, text, body.reason) : text), captions: {} }
  const masks = isErased ? noMasks : { ...keptMarks(row.masks, row.content, content), of: content }
  const place = { organization_id, township_id, problem_id, month, place_id }
  const fields = { kind, audience, ...place, days, content, masks }
  return enter(
    tx,
    world,
    actor,
    'revise',
    body.commandId,
    requestHash,
    {
      ...fields,
      ...{ number, edition, replaces_id: row.id, generated: content },
    },
    { reason: body.reason },
  )
}

/** It says itself why it is there; what has changed is found when it is published. */
function corrected({ number, edition, state }: PublicationRow, content: Content, reason: string): Content {
  const of = edition === 1 ? number : `${number}-${edition}`
  const said =
    state === 'withdrawn'
      ? `公示${of}已撤下，由本期代替。改了什么：${reason}`
      : `本期更正公示${of}。更正原因：${reason}`
  const why = page(REASON_PAGE, REASON_HEADING, { paragraphs: [said] })
  const pages = [why, ...content.pages.filter(({ key }) => key !== REASON_PAGE)]
  return { ...content, title: correctedTitle(content.title), pages }
}

/** Dropped drafts too: an edition's number is used once. */
async function lastEditionOf(tx: Tx, countyId: number, number: string): Promise<number> {
  const { last } = await tx
    .selectFrom('publications')
    .select(({ fn }) => fn.max('edition').as('last'))
    .where('county_id', '=', countyId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
  return Number(last)
}

function mayBegin(
  actor: Actor,
  act: 'begin' | 'revise',
  belonging: { organization_id: string; township_id: string | null },
): void {
  const by = publicationLifecycle.begins[act]?.by ?? []
  const parties = partiesOf(actor, belonging)
  if (!by.some((party) => parties.has(party))) throw new Refused({ code: 'not_yours', act, by })
}

type Fields = Pick<
  PublicationRow,
  | 'number'
  | 'edition'
  | 'replaces_id'
  | 'kind'
  | 'audience'
  | 'organization_id'
  | 'township_id'
  | 'problem_id'
  | 'month'
  | 'place_id'
  | 'days'
> & { content: Content; generated: Content; masks?: PublicationRow['masks'] }

async function enter(
  tx: Tx,
  world: World,
  actor: Actor,
  act: 'begin' | 'revise',
  commandId: string,
  requestHash: string,
  fields: Fields,
  words: Record<string, unknown> = {},
): Promise<Acted> {
  const id = world.newId()
  const onBehalfOf = actingOn(actor, fields).standsIn?.get('drafting') ?? null
  const { due, ...facts } = begun(
    publicationLifecycle,
    act,
    { personId: actor.personId, onBehalfOf },
    {
      ...{ now: world.now, calendar: world.calendar },
      ruleFor: (clock) => deadlineRule(world.rules, `publicity.${clock}`, world.today),
    },
  )
  const row = {
    ...{ county_id: actor.countyId, id },
    ...facts,
    ...{ masks: noMasks, ...fields, title: fields.content.title },
    ...{ due_at: due ? new Date(due.dueAt) : null, due_kind: due?.kind ?? null },
    ...{ entered_state_at: world.now, created_at: world.now },
  }
  const { version, state, round } = facts
  const acted: Acted = { id, number: row.number, version, state, round, seq: 1 }
  const { county_id: _, id: __, acted: ___, ...content } = row
  await insertPublication(tx, row as never, {
    countyId: actor.countyId,
    head: null,
    recorded: {
      ...{ kind: 'publication', case: id, act, at: world.now, entered: world.now, actor: actor.personId },
      ...{ as: 'drafting', onBehalfOf, command: commandId, from: null, to: state },
      rows: { [`publications/${id}`]: content, ...(Object.keys(words).length > 0 ? { words } : {}) },
    },
    receipt: { personId: actor.personId, requestHash, outcome: acted },
  })
  return acted
}

const refused = (path: string, reason: string): Refused =>
  new Refused({ code: 'invalid', issues: [{ path, reason }] })

/** What it is about, and whose it is. What the actor may not see is answered as what is not there. */
async function askedSubject(
  tx: Tx,
  actor: Actor,
  world: World,
  places: Places,
  { kind, problemId, organizationId, month }: ActBody<'begin'>,
): Promise<{ subject: Subject; isWorkSecret: boolean }> {
  if (kind === 'problem') {
    const [story] = problemId ? await findStories(tx, actor.countyId, [problemId]) : []
    const belonging = story && { organization_id: story.organizationId, township_id: story.townshipId }
    if (!belonging || !inScope(scopeOf(actor), belonging)) throw refused('problemId', 'unknown_reference')
    const { id, organizationId: of, townshipId, secrecy } = story
    const subject = { kind, organizationId: of, townshipId, problemId: id, month: null }
    return { subject, isWorkSecret: secrecy === 'work_secret' }
  }
  const place = organizationId ? places.get(organizationId) : undefined
  if (!place) throw refused('organizationId', 'unknown_reference')
  const subject = { kind, organizationId: place.id, townshipId: place.townshipId, problemId: null }
  if (kind === 'organization') return { subject: { ...subject, month: null }, isWorkSecret: false }
  if (place.kind !== 'county' && place.townshipId !== place.id)
    throw refused('organizationId', 'not_a_township')
  if (!month) throw refused('month', 'required')
  // Figures of a month stand when it is over.
  if (month >= world.today.slice(0, 7)) throw refused('month', 'not_over')
  return { subject: { ...subject, month }, isWorkSecret: false }
}
