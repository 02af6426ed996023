import { type RawBuilder, sql } from 'kysely'
import { type Actor, scopeOf, standingFor } from '#features/accounts/index.ts'
import { scopeCondition } from '#features/problems/index.ts'
import { dueBounds, dueGroup } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { actsIn } from '#platform/lifecycle/lifecycle.ts'
import { type Acted, hasDone } from '#platform/lifecycle/step.ts'
import type { World } from '#platform/world.ts'
import { type PublicationAct, type PublicationState, publicationLifecycle } from '../lifecycle.ts'
import { partiesOf } from '../policy.ts'
import { type LineRow, lineColumns } from './line.ts'
import { anyOf, partyConditions } from './parties.ts'

/** More than anybody can work through in a week. */
const MOST = 300
/** What is withheld comes back this long before the day on which it is looked at again. */
const AHEAD_DAYS = 7

export type WorkRow = LineRow & {
  acted: Acted
  waiting: number
  forwarded: number
  answered: number
  asks: PublicationAct[]
  comments: number
  group: ReturnType<typeof dueGroup>
}

/** What lies with this actor: publications that are theirs to move on, and comments that are theirs to handle. */
export async function listWork(tx: Tx, actor: Actor, world: World): Promise<WorkRow[]> {
  if (actor.personId === null) return []
  const waiting = waitingFor(actor)
  const soon = new Date(world.now.getTime() + AHEAD_DAYS * 86_400_000)
  const scope = scopeCondition(scopeOf(actor))
  const walks = [
    ...waiting.moving.map(
      ([state, condition]) => sql`(SELECT p.id, p.due_at FROM publications p
        WHERE p.county_id = ${actor.countyId} AND p.state = ${state} AND ${scope} AND ${condition}
          AND (p.state <> 'withheld' OR p.due_at <= ${soon}) ORDER BY p.due_at, p.id LIMIT ${MOST})`,
    ),
    ...waiting.comments.map(
      ([status, condition]) => sql`(SELECT DISTINCT p.id, p.due_at FROM publication_comments c
        JOIN publications p ON p.county_id = c.county_id AND p.id = c.publication_id
        WHERE c.county_id = ${actor.countyId} AND c.status = ${status} AND ${scope} AND ${condition}
        ORDER BY p.due_at, p.id LIMIT ${MOST})`,
    ),
  ]
  if (walks.length === 0) return []
  const open = (status: string) => sql`(SELECT count(*)::int FROM publication_comments c
    WHERE c.county_id = p.county_id AND c.publication_id = p.id AND c.status = ${status})`
  const { rows } = await sql<Omit<WorkRow, 'asks' | 'comments' | 'group'>>`
    WITH mine AS (SELECT * FROM (${sql.join(walks, sql` UNION `)}) u ORDER BY due_at, id LIMIT ${MOST})
    SELECT ${lineColumns}, p.acted, ${open('waiting')} AS waiting, ${open('forwarded')} AS forwarded,
      ${open('answered')} AS answered
    FROM mine JOIN publications p ON p.county_id = ${actor.countyId} AND p.id = mine.id
    ORDER BY mine.due_at, mine.id`.execute(tx)
  const bounds = dueBounds(world.now, world.calendar)
  return rows.flatMap((row) => {
    const { asks, comments } = asksOf(actor, row)
    if (asks.length === 0) return []
    const isMoving = asks.some((act) => !(act in statusOf))
    // The period runs for the publication, not for whoever has to read what was said about it.
    const due_at = isMoving || row.state !== 'published' ? row.due_at : Number.POSITIVE_INFINITY
    const group = due_at instanceof Date ? dueGroup(due_at, bounds) : 'week'
    return [{ ...row, due_at, asks, comments, group }]
  })
}

/** The comments that an act is about. */
const statusOf: Partial<Record<PublicationAct, 'waiting' | 'forwarded' | 'answered'>> = {
  screenComment: 'waiting',
  answerComment: 'forwarded',
  passAnswer: 'answered',
}

/** What is asked is what moves it on; nobody is asked to withdraw, to send back or to give up. */
const notAsked: ReadonlySet<PublicationAct> = new Set([
  ...['edit', 'regenerate', 'choosePictures', 'drop', 'withhold', 'sendBack', 'withdraw', 'recordChannel'],
  ...[
    'returnAnswer',
    'erasePublished',
    'confirmPage',
    'checkPicture',
    'discloseAfterAll',
    'refuseWithholding',
  ],
] as PublicationAct[])

const askedIn = (state: PublicationState) =>
  actsIn(publicationLifecycle, state).filter(([act]) => !notAsked.has(act))

type Waiting<K> = [K, RawBuilder<unknown>][]

/**
 * Which rows of a state, or with comments of a status, wait for this actor: what `asksOf` says, as SQL, so that what
 * waits for others takes no place on the list.
 */
function waitingFor(actor: Actor): { moving: Waiting<PublicationState>; comments: Waiting<string> } {
  const conditions = partyConditions(actor)
  const persons = standingFor(actor)
  const asked = (Object.keys(publicationLifecycle.states) as PublicationState[]).flatMap((state) =>
    askedIn(state).flatMap(([act, { by, apartFrom = [] }]) => {
      const theirs = by.flatMap((party) => conditions[party] ?? [])
      if (theirs.length === 0) return []
      const apart = apartFrom.map((other) => sql`NOT ${doneBy(other, persons)}`)
      return [{ state, act, condition: sql`(${sql.join([anyOf(theirs), ...apart], sql` AND `)})` }]
    }),
  )
  const ofState = (state: PublicationState) =>
    asked.filter((one) => one.state === state && !(one.act in statusOf)).map(({ condition }) => condition)
  const moving = (Object.keys(publicationLifecycle.states) as PublicationState[]).flatMap((state) => {
    const own = ofState(state)
    return own.length > 0 ? [[state, anyOf(own)] as [PublicationState, RawBuilder<unknown>]] : []
  })
  const comments = Object.entries(statusOf).flatMap(([act, status]) => {
    const own = asked
      .filter((one) => one.act === act)
      .map(({ state, condition }) => sql`(p.state = ${state} AND ${condition})`)
    return own.length > 0 ? [[status, anyOf(own)] as [string, RawBuilder<unknown>]] : []
  })
  return { moving, comments }
}

/** `hasDone` as SQL. */
const doneBy = (act: string, persons: readonly string[]) =>
  sql`coalesce(p.acted->${act}->>'by' = ANY(${persons}::text[]) OR p.acted->${act}->'also' ?| ${persons}::text[], false)`

function asksOf(actor: Actor, row: Omit<WorkRow, 'asks' | 'comments' | 'group'>) {
  const parties = partiesOf(actor, row)
  const persons = standingFor(actor)
  const countOf = (act: PublicationAct) => {
    const status = statusOf[act]
    return status ? row[status] : 0
  }
  const asks = askedIn(row.state)
    .filter(([act]) => !(act in statusOf) || countOf(act) > 0)
    .filter(([, { by }]) => by.some((party) => parties.has(party)))
    .filter(
      ([, { apartFrom }]) =>
        !apartFrom?.some((other) => persons.some((person) => hasDone(row.acted, other, person))),
    )
    .map(([act]) => act)
  return { asks, comments: asks.reduce((sum, act) => sum + countOf(act), 0) }
}
