import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import { type Actor, holdsOwnOnCounty } from './actor.ts'
import { instant } from './instant-column.ts'
import { lockCase, recordNext } from './record.ts'
import { localDay } from './responsibilities.ts'
import type { DelegationLine } from './rights-views.ts'

export type HandedOver = {
  /** Made by the sender: the same sent twice is one. */
  id: string
  grantId: string
  toPersonId: string
  /** Local days, both counted. */
  firstDay: string
  lastDay: string
  reason: string
}

const invalid = (path: string, reason: string, detail?: string): Refused =>
  new Refused({ code: 'invalid', issues: [{ path, reason, ...(detail ? { detail } : {}) }] })

/**
 * Hands a role of one's own to somebody else until the end of a day 代办. Whoever hands it over keeps it too.
 * @param mostDays how many days it may last, by the county's rule
 * @returns whom it was handed to, for `sessions.forget`
 * @throws Refused `not_found` for a role that is not the actor's own, `invalid` for what cannot be
 */
export async function handOver(
  tx: Tx,
  actor: Actor,
  { id, grantId, toPersonId, firstDay, lastDay, reason }: HandedOver,
  { today, now, mostDays }: { today: string; now: Date; mostDays: number },
): Promise<string> {
  const { countyId, personId } = actor
  if (personId === null) throw new Refused({ code: 'not_found' })
  const head = await lockCase(tx, countyId, personId)
  const { rows: known } =
    await sql`SELECT FROM delegations WHERE county_id = ${countyId} AND id = ${id}`.execute(tx)
  if (known.length > 0) return toPersonId
  const grant = await findOwnGrant(tx, countyId, personId, grantId, now)
  if (grant?.office !== 'business') throw new Refused({ code: 'not_found' })
  if (firstDay < today) throw invalid('firstDay', 'out_of_range', today)
  if (lastDay < firstDay) throw invalid('lastDay', 'out_of_range', firstDay)
  if (daysOf(firstDay, lastDay) > mostDays) throw invalid('lastDay', 'too_long', String(mostDays))
  const fit = await listDelegates(tx, actor, grantId, { personId: toPersonId }, now)
  if (fit.length === 0) throw invalid('toPersonId', 'not_a_delegate')
  const row = { from_person_id: personId, to_person_id: toPersonId, grant_id: grantId, reason }
  const { rows } = await sql<{ valid_from: Date; valid_to: Date }>`
    INSERT INTO delegations (county_id, id, from_person_id, to_person_id, grant_id, reason, made_at, valid_from, valid_to)
    SELECT c.county_id, ${id}, ${personId}, ${toPersonId}, ${grantId}, ${reason}, ${now},
      greatest(${now}::timestamptz, ${firstDay}::date::timestamp AT TIME ZONE c.time_zone),
      (${lastDay}::date + 1)::timestamp AT TIME ZONE c.time_zone
    FROM counties c WHERE c.county_id = ${countyId}
      AND NOT EXISTS (SELECT FROM delegations d WHERE d.county_id = ${countyId} AND d.grant_id = ${grantId}
        AND d.to_person_id = ${toPersonId} AND d.ended_at IS NULL AND d.valid_to > ${now})
    RETURNING valid_from, valid_to`.execute(tx)
  const [made] = rows
  if (!made) throw invalid('toPersonId', 'handed_already')
  await recordNext(tx, countyId, head, {
    ...{ kind: 'person', case: personId, act: 'handOver', by: { personId, as: grant.role }, now },
    rows: { [`delegations/${id}`]: { ...row, ...made } },
  })
  return toPersonId
}

const daysOf = (first: string, last: string): number =>
  (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1

async function findOwnGrant(tx: Tx, countyId: number, personId: string, grantId: string, now: Date) {
  const { rows } = await sql<{ role: string; office: string }>`
    SELECT role, office FROM role_grants WHERE county_id = ${countyId} AND id = ${grantId} AND person_id = ${personId}
      AND valid_from <= ${now} AND (valid_to IS NULL OR valid_to > ${now})`.execute(tx)
  return rows[0]
}

/**
 * Ends what was handed over before its day: who handed it over, who has it, or a security administrator.
 * @returns whose it was, for `sessions.forget`
 * @throws Refused `not_found`; `wrong_state` when it is over
 */
export async function endHandedOver(tx: Tx, actor: Actor, id: string, now: Date): Promise<string> {
  const { countyId, personId } = actor
  const { rows } = await sql<{ from_person_id: string; to_person_id: string }>`
    SELECT from_person_id, to_person_id FROM delegations WHERE county_id = ${countyId} AND id = ${id}`.execute(
    tx,
  )
  const [found] = rows
  const isTheirs = found && personId !== null && [found.from_person_id, found.to_person_id].includes(personId)
  const isSecurity = holdsOwnOnCounty(actor, 'security_admin')
  if (!found || personId === null || !(isTheirs || isSecurity)) throw new Refused({ code: 'not_found' })
  const ended = await endDelegations(tx, countyId, sql`d.id = ${id}`, {
    ...{ by: { personId, as: isTheirs ? null : 'security_admin' }, now },
  })
  if (ended.length === 0) throw new Refused({ code: 'wrong_state', state: 'ended', act: 'endHandedOver' })
  return found.to_person_id
}

/**
 * Ends those that a condition on `d` names and that are not over, each an entry of whoever handed it over.
 * @returns whom they had been handed to
 */
export async function endDelegations(
  tx: Tx,
  countyId: number,
  which: RawBuilder<unknown>,
  { by, now }: { by: { personId: string; as: string | null }; now: Date },
): Promise<string[]> {
  const { rows } = await sql<{ id: string; from_person_id: string; to_person_id: string }>`
    UPDATE delegations d SET ended_at = ${now}, ended_by = ${by.personId}
    WHERE d.county_id = ${countyId} AND ${which} AND d.ended_at IS NULL AND d.valid_to > ${now}
    RETURNING d.id, d.from_person_id, d.to_person_id`.execute(tx)
  for (const { id, from_person_id } of rows.toSorted((a, b) =>
    a.from_person_id.localeCompare(b.from_person_id),
  )) {
    const head = await lockCase(tx, countyId, from_person_id)
    await recordNext(tx, countyId, head, {
      ...{ kind: 'person', case: from_person_id, act: 'endHandedOver', by, now },
      rows: { [`delegations/${id}`]: { ended_at: now, ended_by: by.personId } },
    })
  }
  return rows.map(({ to_person_id }) => to_person_id)
}

export type Delegate = { id: string; name: string; organizationName: string }

/**
 * Who may be handed one of the actor's roles: people of business with an account who work in the organisation the role
 * is for, in the township above it, or where the actor works; for a leader anybody who works for the whole county.
 */
export async function listDelegates(
  tx: Tx,
  { countyId, personId }: Actor,
  grantId: string,
  { q, personId: only }: { q?: string; personId?: string },
  now: Date,
): Promise<Delegate[]> {
  const day = localDay(countyId, now)
  const inForce = (alias: string) => {
    const [from, to] = [sql.ref(`${alias}.valid_from`), sql.ref(`${alias}.valid_to`)]
    return sql`${from} <= ${day} AND (${to} IS NULL OR ${to} > ${day})`
  }
  const { rows } = await sql<Delegate>`
    WITH own AS (
      SELECT g.organization_id, g.role, o.kind, o.township_id FROM role_grants g
      JOIN organizations o ON o.county_id = g.county_id AND o.id = g.organization_id
      WHERE g.county_id = ${countyId} AND g.id = ${grantId} AND g.person_id = ${personId}
        AND g.valid_from <= ${now} AND (g.valid_to IS NULL OR g.valid_to > ${now})
    ), places AS (
      SELECT organization_id AS id FROM own WHERE kind <> 'county' OR role = 'leader'
      UNION SELECT township_id FROM own WHERE township_id IS NOT NULL
      UNION SELECT x.organization_id FROM posts x, own
        WHERE x.county_id = ${countyId} AND x.person_id = ${personId} AND ${inForce('x')}
    ), near AS (
      SELECT x.person_id, x.organization_id FROM posts x
        WHERE x.county_id = ${countyId} AND x.organization_id IN (SELECT id FROM places) AND ${inForce('x')}
      UNION SELECT g.person_id, g.organization_id FROM role_grants g
        WHERE g.county_id = ${countyId} AND g.organization_id IN (SELECT id FROM places)
          AND g.valid_from <= ${now} AND (g.valid_to IS NULL OR g.valid_to > ${now})
    )
    SELECT p.id, p.name, min(o.name) AS "organizationName"
    FROM near n JOIN people p ON p.county_id = ${countyId} AND p.id = n.person_id
    JOIN organizations o ON o.county_id = ${countyId} AND o.id = n.organization_id
    WHERE p.id <> ${personId} AND p.status = 'active' AND p.office = 'business' AND p.account_id IS NOT NULL
      AND (${only ?? null}::uuid IS NULL OR p.id = ${only ?? null}::uuid)
      AND (${q ?? ''} = '' OR position(${q ?? ''} IN p.name) > 0)
    GROUP BY p.county_id, p.id, p.name ORDER BY min(o.sort), p.name, p.id LIMIT 50`.execute(tx)
  return rows
}

/** What a person has handed over and what was handed to them, the newest first; what is over for some while too. */
export async function listDelegationsOf(
  tx: Tx,
  countyId: number,
  personId: string,
  now: Date,
): Promise<DelegationLine[]> {
  const { rows } = await sql<DelegationLine>`
    SELECT d.id, d.grant_id AS "grantId", g.role, g.organization_id AS "organizationId", o.name AS "organizationName",
      json_build_object('id', f.id, 'name', f.name) AS "from", json_build_object('id', t.id, 'name', t.name) AS "to",
      ${instant('d.valid_from')} AS "validFrom", to_char(coalesce(d.ended_at, least(d.valid_to, g.valid_to)) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "validTo",
      d.reason,
      d.ended_at IS NOT NULL OR d.valid_to <= ${now} OR coalesce(g.valid_to <= ${now}, false) OR f.status <> 'active' AS over
    FROM delegations d
    JOIN role_grants g ON g.county_id = d.county_id AND g.id = d.grant_id
    JOIN organizations o ON o.county_id = g.county_id AND o.id = g.organization_id
    JOIN people f ON f.county_id = d.county_id AND f.id = d.from_person_id
    JOIN people t ON t.county_id = d.county_id AND t.id = d.to_person_id
    WHERE d.county_id = ${countyId} AND (d.from_person_id = ${personId} OR d.to_person_id = ${personId})
    ORDER BY over, d.made_at DESC, d.id LIMIT 100`.execute(tx)
  return rows
}
