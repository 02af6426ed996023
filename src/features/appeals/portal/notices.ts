import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from '../deps.ts'
import { partiesOf } from '../policy.ts'
import type { AppealRow } from '../row.ts'
import type { NoticeLine } from './desk-api.ts'
import { look } from './look.ts'
import { isOfAll } from './notice-kinds.ts'
import { type Looked, spokenOf } from './page.ts'

/** The registrar's call list: who left a number and is to be told something that no message told them. */

type Waiting = Pick<
  AppealRow,
  'place_id' | 'township_id' | 'handler_id' | 'assistant_ids' | 'about_village'
> & {
  notice_id: string
  kind: NoticeLine['kind']
  at: Date
  tries: number
  appeal_id: string
}

const MOST = 100

/** Narrowed to the registrar's own township before it is cut, so that nobody's is behind another's. */
async function readWaiting(tx: Tx, actor: Actor, id?: string): Promise<Waiting[]> {
  const inCounty = actor.grants.some((g) => g.role === 'registrar' && g.organizationKind === 'county')
  const townships = actor.grants.filter((g) => g.role === 'registrar').map((g) => g.organizationId)
  const { rows } = await sql<Waiting>`
    SELECT n.id AS notice_id, n.kind, n.at, n.calls AS tries, n.appeal_id,
      a.place_id, a.township_id, a.handler_id, a.assistant_ids, a.about_village
    FROM appeal_notices n JOIN appeals a ON a.county_id = n.county_id AND a.id = n.appeal_id
    WHERE n.county_id = ${actor.countyId} AND n.status = 'waiting' AND a.state <> 'diverted'
      ${inCounty ? sql`` : sql`AND a.township_id = ANY (${townships}::uuid[])`}
      ${id ? sql`AND n.id = ${id}` : sql``}
    ORDER BY n.at, n.id LIMIT ${MOST}`.execute(tx)
  return rows.filter((row) => partiesOf(actor, row).has('registrar'))
}

export const listNotices = (
  { database }: Pick<Deps, 'database'>,
  world: World,
  actor: Actor,
): Promise<NoticeLine[]> =>
  database.read(actor.countyId, async (tx) => {
    const waiting = await readWaiting(tx, actor)
    const own = await look(
      tx,
      actor.countyId,
      waiting.map(({ appeal_id }) => appeal_id),
    )
    const mains = await look(
      tx,
      actor.countyId,
      [...own.values()].flatMap(({ row }) => row.main_id ?? []),
    )
    return waiting.flatMap(({ notice_id, kind, at, tries, appeal_id }) => {
      const looked = own.get(appeal_id)
      if (!looked) return []
      const { number, title, main_id } = looked.row
      const main = mains.get(main_id ?? '')
      return [
        {
          ...{ id: notice_id, appealId: appeal_id, number, title, kind, at: at.toISOString() },
          ...{
            sentence: spokenOf(looked, main, world),
            said: saidIn(isOfAll(kind) ? (main ?? looked) : looked, kind),
            tries,
          },
        },
      ]
    })
  })

/** The very words that they are called about: what was asked or replied, and what was answered. */
function saidIn({ parts }: Looked, kind: NoticeLine['kind']): string | null {
  if (kind === 'asked' || kind === 'replied')
    return parts.messages.findLast(({ side }) => side !== 'resident')?.text ?? null
  if (kind === 'answered' || kind === 'refused')
    return parts.answers.findLast(({ status }) => status === 'passed')?.text ?? null
  return null
}

/** @throws Refused `not_found`: told already, overtaken, or another's */
export const tellNotice = (
  { database }: Pick<Deps, 'database'>,
  world: World,
  actor: Actor,
  id: string,
  isReached: boolean,
): Promise<{ id: string }> =>
  database.write(actor.countyId, async (tx) => {
    const [waiting] = await readWaiting(tx, actor, id)
    if (!waiting) throw new Refused({ code: 'not_found' })
    // Not reached once, it stays on the list; the third time it is let be. Messages that failed before are no calls.
    await sql`
      UPDATE appeal_notices SET calls = calls + 1, told_by = ${actor.personId}, told_at = ${world.now},
        status = CASE WHEN ${isReached} THEN 'told' WHEN calls >= 2 THEN 'unreached' ELSE 'waiting' END
      WHERE county_id = ${actor.countyId} AND id = ${id} AND status = 'waiting'`.execute(tx)
    return { id }
  })
