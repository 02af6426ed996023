import { sql } from 'kysely'
import { type Actor, findActor, isAdminRole, type Role } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { World } from '#platform/world.ts'
import { allWork, mayLeave, type WorkLine, type WorkSource } from '../sources.ts'
import type { OwnHours } from './hours.ts'

export type Way = 'email' | 'robot'

/** Somebody who is told, or a group that is: its hours, and whose work it is. */
export type Recipient = OwnHours & { id: string; way: Way; digest: boolean; urgent: boolean }

/** Whoever has confirmed an address and is still here, and the groups whose robots were let in. */
export async function listRecipients(tx: Tx, countyId: number): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    SELECT w.person_id AS id, 'email' AS way, w.digest, w.urgent, w.digest_at, w.quiet_from, w.quiet_to
    FROM notice_ways w JOIN people p ON p.county_id = w.county_id AND p.id = w.person_id AND p.status = 'active'
    WHERE w.county_id = ${countyId} AND w.confirmed_at IS NOT NULL
    UNION ALL
    SELECT o.id, 'robot', o.digest, o.urgent, NULL, NULL, NULL FROM outlets o
    WHERE o.county_id = ${countyId} AND o.status = 'active' AND o.kind <> 'webhook'
    ORDER BY 1`.execute(tx)
  return rows
}

/** As whom the work of a recipient is looked for; null: nobody any more. */
export async function actorOf(
  tx: Tx,
  countyId: number,
  { id, way }: Pick<Recipient, 'id' | 'way'>,
  now: Date,
): Promise<Actor | null> {
  if (way === 'email') return (await findActor(tx, countyId, { personId: id }, now))?.actor ?? null
  const { rows } = await sql<{ role: Role; organizationId: string; organizationKind: string }>`
    SELECT DISTINCT g.role, g.organization_id AS "organizationId", o.kind AS "organizationKind"
    FROM outlets r JOIN role_grants g ON g.county_id = r.county_id AND g.organization_id = r.organization_id
      AND g.valid_from <= ${now} AND (g.valid_to IS NULL OR g.valid_to > ${now})
    JOIN organizations o ON o.county_id = g.county_id AND o.id = g.organization_id
    WHERE r.county_id = ${countyId} AND r.id = ${id} ORDER BY 1`.execute(tx)
  // A group is everybody at its organisation together, and nobody in particular.
  const grants = rows.filter(({ role }) => !isAdminRole(role))
  return { countyId, personId: id, name: '', grants, scopes: null }
}

/** What lies with a recipient now. A group's robot belongs to somebody else's service: what stays inside is left out. */
export async function workFor(
  tx: Tx,
  sources: readonly WorkSource[],
  countyId: number,
  recipient: Pick<Recipient, 'id' | 'way'>,
  world: World,
): Promise<WorkLine[]> {
  const actor = await actorOf(tx, countyId, recipient, world.now)
  if (!actor) return []
  const lines = await allWork(tx, sources, actor, world)
  if (recipient.way === 'email') return lines
  const out: WorkLine[] = []
  for (const source of sources) {
    const own = lines.filter((line) => line.source === source)
    const may = await mayLeave(
      tx,
      countyId,
      source,
      own.map(({ id }) => id),
    )
    out.push(...own.filter(({ id }) => may.has(id)))
  }
  return out.sort((a, b) => Number(a.due_at) - Number(b.due_at))
}
