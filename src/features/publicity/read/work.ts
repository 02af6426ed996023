import { sql } from 'kysely'
import { type Actor, scopeOf, standingFor } from '#features/accounts/index.ts'
import { scopeCondition } from '#features/problems/index.ts'
import { dueGroup } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { actsIn } from '#platform/lifecycle/lifecycle.ts'
import { type Acted, hasDone } from '#platform/lifecycle/step.ts'
import type { World } from '#platform/world.ts'
import { type PublicationAct, type PublicationState, publicationLifecycle } from '../lifecycle.ts'
import { partiesOf } from '../policy.ts'
import { type LineRow, lineColumns } from './line.ts'

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

const owned = (Object.entries(publicationLifecycle.states) as [PublicationState, { owner: unknown }][])
  .filter(([state, { owner }]) => owner !== null && state !== 'withheld')
  .map(([state]) => state)

/** What lies with this actor: publications that are theirs to move on, and comments that are theirs to handle. */
export async function listWork(tx: Tx, actor: Actor, world: World): Promise<WorkRow[]> {
  if (actor.personId === null) return []
  const soon = new Date(world.now.getTime() + AHEAD_DAYS * 86_400_000)
  const open = (status: string) => sql`(SELECT count(*)::int FROM publication_comments c
    WHERE c.county_id = p.county_id AND c.publication_id = p.id AND c.status = ${status})`
  const { rows } = await sql<Omit<WorkRow, 'asks' | 'comments' | 'group'>>`
    SELECT ${lineColumns}, p.acted, ${open('waiting')} AS waiting, ${open('forwarded')} AS forwarded,
      ${open('answered')} AS answered
    FROM publications p WHERE p.county_id = ${actor.countyId} AND ${scopeCondition(scopeOf(actor))} AND (
      p.state = ANY(${owned}::text[]) OR (p.state = 'withheld' AND p.due_at <= ${soon})
      OR EXISTS (SELECT FROM publication_comments c WHERE c.county_id = p.county_id AND c.publication_id = p.id
        AND c.status IN ('waiting', 'forwarded', 'answered')))
    ORDER BY p.due_at, p.id LIMIT ${MOST}`.execute(tx)
  return rows.flatMap((row) => {
    const { asks, comments } = asksOf(actor, row)
    if (asks.length === 0) return []
    const isMoving = asks.some((act) => !commentActs.has(act))
    // The period runs for the publication, not for whoever has to read what was said about it.
    const due_at = isMoving || row.state !== 'published' ? row.due_at : Number.POSITIVE_INFINITY
    const group = due_at instanceof Date ? dueGroup(due_at, world.now, world.calendar) : 'week'
    return [{ ...row, due_at, asks, comments, group }]
  })
}

const commentActs: ReadonlySet<PublicationAct> = new Set([
  'screenComment',
  'answerComment',
  'passAnswer',
  'returnAnswer',
])

/** What is asked is what moves it on; nobody is asked to withdraw, to send back or to give up. */
const notAsked: ReadonlySet<PublicationAct> = new Set([
  ...['edit', 'regenerate', 'choosePictures', 'drop', 'withhold', 'sendBack', 'withdraw', 'recordChannel'],
  ...['returnAnswer', 'confirmPage', 'checkPicture', 'discloseAfterAll', 'refuseWithholding'],
] as PublicationAct[])

function asksOf(actor: Actor, row: Omit<WorkRow, 'asks' | 'comments' | 'group'>) {
  const parties = partiesOf(actor, row)
  const persons = standingFor(actor)
  const counts: Partial<Record<PublicationAct, number>> = {
    screenComment: row.waiting,
    answerComment: row.forwarded,
    passAnswer: row.answered,
  }
  const asks = actsIn(publicationLifecycle, row.state)
    .filter(([act]) => !notAsked.has(act) && (!commentActs.has(act) || (counts[act] ?? 0) > 0))
    .filter(([, { by }]) => by.some((party) => parties.has(party)))
    .filter(
      ([, { apartFrom }]) =>
        !apartFrom?.some((other) => persons.some((person) => hasDone(row.acted, other, person))),
    )
    .map(([act]) => act)
  return { asks, comments: asks.reduce((sum, act) => sum + (counts[act] ?? 0), 0) }
}
