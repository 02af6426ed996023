import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Directory } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { World } from '#platform/world.ts'
import { offeredActs } from '../decide.ts'
import { enteredByHand } from '../needs.ts'
import { noParts, type Parts, type ProblemRow, partTables } from '../row.ts'
import { type Loaded, rowColumns } from '../store.ts'
import type { ProblemDetail } from '../views.ts'
import { type HistoryColumns, type HistoryRows, historyColumns, historyRows } from './history.ts'
import { type LineRow, lineOf } from './line.ts'

type Extra = {
  progress: Record<string, unknown>[]
  attributions: Record<string, unknown>[]
  files: { sha256: string; mime: string; size: number }[]
  alike: { id: string; number: string; title: string; state: string; source: string; source_year: number }[]
}

export type Whole = Loaded & Extra & { history: HistoryRows | undefined }
type Found = ProblemRow &
  Parts &
  Extra &
  Partial<HistoryColumns> & { chain_length: number; chain_head: string }

const children = (table: string, order: string): RawBuilder<unknown> =>
  sql`(SELECT coalesce(json_agg(c ORDER BY ${sql.raw(order)}), '[]') FROM ${sql.table(table)} c
    WHERE c.county_id = p.county_id AND c.problem_id = p.id)`

/** Who could be named is read when somebody is. */
const shownParts = (Object.keys(partTables) as (keyof Parts)[]).filter((part) => part !== 'candidates')

const orders: Partial<Record<keyof Parts, string>> = {
  measures: 'c.round, c.position',
  leaders: 'c.round, c.part DESC, c.id',
  requests: 'c.requested_at',
  tasks: 'c.round, c.kind',
}

/**
 * Everything about one problem in one statement, if asked for with the newest page of its history: its page needs one
 * round trip, whatever hangs on it.
 */
export async function findWhole(
  tx: Tx,
  countyId: number,
  id: string,
  { history = false }: { history?: boolean } = {},
): Promise<Whole | undefined> {
  const parts = shownParts.map(
    (part) => sql`, ${children(partTables[part], orders[part] ?? 'c.entered_at')} AS ${sql.ref(part)}`,
  )
  const newest = history ? sql`, ${historyColumns(sql`(h.length + 1)`)}` : sql``
  const result = await sql<Found>`
    SELECT ${rowColumns}, h.length AS chain_length, h.head AS chain_head${sql.join(parts, sql``)},
      ${children('problem_progress', 'c.entered_at')} AS progress,
      ${children('problem_attributions', 'c.entered_at')} AS attributions,
      (SELECT coalesce(json_agg(json_build_object('sha256', f.sha256, 'mime', f.mime, 'size', f.size)), '[]')
        FROM files f WHERE f.county_id = p.county_id AND f.sha256 IN (SELECT e.sha256 FROM problem_evidence e
          WHERE e.county_id = p.county_id AND e.problem_id = p.id)) AS files,
      (SELECT coalesce(json_agg(a), '[]') FROM (SELECT q.id, q.number, q.title, q.state, q.source, q.source_year
        FROM problems q WHERE q.county_id = p.county_id AND q.organization_id = p.organization_id
          AND q.class_code = p.class_code AND q.id <> p.id ORDER BY q.source_year DESC, q.id DESC LIMIT 10) a) AS alike${newest}
    FROM problems p JOIN case_chains h ON h.county_id = p.county_id AND h.case_id = p.id
    WHERE p.county_id = ${countyId} AND p.id = ${id}`.execute(tx)
  const found = result.rows[0]
  if (!found) return undefined
  const { chain_length, chain_head, progress, attributions, files, alike, entries, contents, ...rest } = found
  const loaded = Object.fromEntries(shownParts.map((part) => [part, rest[part]]))
  return {
    row: rest,
    parts: { ...noParts, ...loaded },
    chain: { length: chain_length, head: chain_head },
    progress,
    attributions,
    files,
    alike,
    history: entries && contents && historyRows({ entries, contents }),
  }
}

const camelKeys = new Map<string, string>()
const camelKey = (key: string): string => {
  let camel = camelKeys.get(key)
  if (!camel) {
    camel = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    camelKeys.set(key, camel)
  }
  return camel
}

const INSTANT = /^\d{4}-\d\d-\d\dT/

/** A child row as the API shows it: camel case, instants in UTC, without the keys everybody knows. */
function camel({ county_id: _, problem_id: __, ...row }: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      camelKey(key),
      typeof value === 'string' && key.endsWith('_at') && INSTANT.test(value)
        ? new Date(value).toISOString()
        : value,
    ]),
  )
}

/** Whom a record of a check names as the second checker. */
const confirmerOf = ({ asks }: Parts['requests'][number]) => (asks as { withPersonId?: string }).withPersonId

/** Which people the page names. */
function peopleIn(whole: Whole): string[] {
  const { parts } = whole
  const ids: (string | null | undefined)[] = [
    ...parts.leaders.map((l) => l.person_id),
    ...parts.measures.map((m) => m.leader_id),
    ...parts.siteChecks.flatMap((c) => c.checker_ids),
    ...parts.requests.flatMap((r) => [r.requested_by, r.decided_by, confirmerOf(r)]),
    ...[
      parts.evidence,
      parts.siteChecks,
      parts.evaluations,
      parts.countersigns,
      whole.progress,
      whole.attributions,
    ]
      .flat()
      .map((c) => (c as { person_id?: string }).person_id),
  ]
  return ids.filter((id): id is string => typeof id === 'string')
}

/** The page of one problem for one reader, with what they may do now. */
export async function detailOf(
  whole: Whole,
  actor: Actor,
  directory: Directory,
  world: Pick<World, 'rules' | 'today'>,
): Promise<ProblemDetail> {
  const { row, parts } = whole
  const organizations = await directory.organizations(actor.countyId)
  const person = await directory.people(actor.countyId, peopleIn(whole))
  const byId = (id: unknown) => (typeof id === 'string' ? person(id) : null)
  const organizationName = (id: unknown) => organizations.get(String(id))?.name ?? ''
  const entered = (child: Record<string, unknown>) => {
    const { personId, ...rest } = camel(child)
    return { ...rest, person: byId(personId) }
  }
  const located = (child: Record<string, unknown>) => ({
    organizationName: organizationName(child.organization_id),
  })
  const byHand = enteredByHand(whole)
  const files = new Map(whole.files.map((f) => [f.sha256, f]))
  const detail = {
    ...lineOf(row as unknown as LineRow, organizations),
    sourceRef: row.source_ref,
    fieldCode: row.field_code,
    scope: row.scope,
    timing: row.timing,
    feedbackText: row.feedback_text,
    basis: row.basis,
    amountCents: row.amount_cents,
    households: row.households,
    goal: row.goal,
    rootCause: row.root_cause,
    completion: row.completion,
    remaining: row.remaining,
    closureKind: row.closure_kind,
    enteredStateAt: row.entered_state_at.toISOString(),
    createdAt: row.created_at.toISOString(),
    clocks: row.clocks,
    leaders: parts.leaders
      .filter((l) => !l.dropped)
      .map((l) => ({ round: l.round, part: l.part, person: person(l.person_id) })),
    measures: parts.measures.map((m) => {
      const { leaderId, ...rest } = camel(m)
      return { ...rest, ...located(m), leader: byId(leaderId) }
    }),
    progress: whole.progress.map(entered),
    evidence: parts.evidence.map((e) => ({
      ...entered(e),
      mime: files.get(e.sha256)?.mime ?? '',
      size: files.get(e.sha256)?.size ?? 0,
    })),
    siteChecks: parts.siteChecks.map((c) => {
      const { checkerIds: _, ...rest } = entered(c) as Record<string, unknown>
      return { ...rest, checkers: c.checker_ids.map(person) }
    }),
    evaluations: parts.evaluations.map((e) => ({ ...entered(e), mayBeWithdrawn: byHand.includes(e) })),
    countersigns: parts.countersigns.map(entered),
    attributions: whole.attributions.map((a) => ({ ...entered(a), ...located(a) })),
    requests: parts.requests.map((r) => {
      const { requestedBy, decidedBy, ...rest } = camel(r)
      return {
        ...rest,
        requestedBy: byId(requestedBy),
        decidedBy: byId(decidedBy),
        confirmer: byId(confirmerOf(r)),
      }
    }),
    tasks: parts.tasks.map((t) => {
      const { reportedBy: _, ...rest } = camel(t)
      return { ...rest, ...located(t) }
    }),
    alike: whole.alike.map(camel),
    can: offeredActs(row, parts, actor, world),
  }
  return detail as unknown as ProblemDetail
}
