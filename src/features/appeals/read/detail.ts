import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Directory } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Entry } from '#platform/history/entry.ts'
import type { World } from '#platform/world.ts'
import { offeredActs } from '../decide.ts'
import { appealLifecycle } from '../lifecycle.ts'
import { actingOn, mayOpenIdentity, readsOrigin, readsPaper } from '../policy.ts'
import { allParts } from '../row.ts'
import { findAppeal, type Loaded } from '../store.ts'
import type { AppealDetail } from '../views.ts'
import { type LineRow, lineOf, named } from './line.ts'

type Around = {
  people: number
  has_identity: boolean
  has_phone: boolean
  openings: { opened_by: string; opened_as: string; reason: string; at: string }[]
  main: { id: string; number: string } | null
  problem: { id: string; number: string } | null
  joined: AppealDetail['joined']
  /** When it was last taken out of what it was joined to. */
  separated_at: Date | null
  history: { seq: number; entry: Entry; words: Record<string, unknown> | null }[]
}

const MOST_HISTORY = 200

export type FoundDetail = { loaded: Loaded; around: Around }

/** An appeal with what stands round it on its page; never who brought it up. */
export async function findDetail(tx: Tx, countyId: number, id: string): Promise<FoundDetail | undefined> {
  const loaded = await findAppeal(tx, countyId, id, allParts)
  if (!loaded) return undefined
  const { rows } = await sql<Around>`
    SELECT p.people + (SELECT coalesce(sum(j.people), 0)::int FROM appeals j
        WHERE j.county_id = p.county_id AND j.main_id = p.id) AS people,
      EXISTS (SELECT FROM appeal_identities i WHERE i.county_id = p.county_id AND i.appeal_id = p.id) AS has_identity,
      coalesce((SELECT i.has_phone FROM appeal_identities i WHERE i.county_id = p.county_id AND i.appeal_id = p.id), false)
        AS has_phone,
      (SELECT coalesce(json_agg(o ORDER BY o.at), '[]') FROM identity_openings o
        WHERE o.county_id = p.county_id AND o.appeal_id = p.id) AS openings,
      (SELECT json_build_object('id', m.id, 'number', m.number) FROM appeals m
        WHERE m.county_id = p.county_id AND m.id = p.main_id) AS main,
      (SELECT json_build_object('id', q.id, 'number', q.number) FROM problems q
        WHERE q.county_id = p.county_id AND q.id = p.problem_id) AS problem,
      (SELECT coalesce(json_agg(json_build_object('id', j.id, 'number', j.number, 'receivedOn', j.received_on,
          'solved', j.solved, 'satisfaction', j.satisfaction)
          ORDER BY j.created_at), '[]') FROM appeals j WHERE j.county_id = p.county_id AND j.main_id = p.id) AS joined,
      (SELECT min(s.from_at) FROM appeal_spans s WHERE s.county_id = p.county_id AND s.appeal_id = p.id AND s.seq > (
        SELECT max(j.seq) FROM appeal_spans j WHERE j.county_id = p.county_id AND j.appeal_id = p.id AND j.state = 'joined'))
        AS separated_at,
      (SELECT coalesce(json_agg(json_build_object('seq', h.seq, 'entry', h.entry, 'words', (SELECT v.content
          FROM row_versions v WHERE v.county_id = h.county_id AND v.case_id = h.case_id AND v.seq = h.seq
            AND v.ref = 'words')) ORDER BY h.seq DESC), '[]') FROM (SELECT * FROM history h
          WHERE h.county_id = p.county_id AND h.case_id = p.id ORDER BY h.seq DESC LIMIT ${MOST_HISTORY}) h) AS history
    FROM appeals p WHERE p.county_id = ${countyId} AND p.id = ${id}`.execute(tx)
  return { loaded, around: rows[0] as Around }
}

/** What a registrar writes in these is about who it was. */
const ofOrigin: ReadonlySet<string> = new Set([
  ...(['openIdentity', 'reissueReceipt', 'withholdPictures', 'showPictures'] as const),
])

const iso = (at: Date | null): string | null => (at === null ? null : at.toISOString())

/** The page of one appeal for one reader, with what they may do now. */
export async function detailOf(
  { loaded: { row, parts }, around }: FoundDetail,
  actor: Actor,
  directory: Directory,
  world: World,
): Promise<AppealDetail> {
  const places = await directory.organizations(actor.countyId)
  const ids = [
    row.leader_id,
    ...Object.values(parts).flatMap((rows) =>
      (rows as Record<string, unknown>[]).flatMap((r) => [
        r.person_id,
        r.requested_by,
        r.decided_by,
        r.passed_by,
      ]),
    ),
    ...around.openings.map((o) => o.opened_by),
    ...around.history.map((h) => h.entry.actor),
  ].filter((id): id is string => typeof id === 'string')
  const person = await directory.people(actor.countyId, ids)
  const whom = (id: string | null) => (id === null ? null : person(id))
  const acting = actingOn(actor, row)
  const isDiverted = row.state === 'diverted'
  const isOrigin = readsOrigin(actor, row)
  // While it was joined, what they wrote was the registrar's to read: whoever handles it afterwards does not (decision 0038).
  const isTheirs = (at: string) => isOrigin || !around.separated_at || new Date(at) >= around.separated_at
  return {
    ...lineOf({ ...row, people: around.people } as LineRow, places, world.now),
    ...{ openness: row.openness, sourceRef: isOrigin ? row.source_ref : null, placeDetail: row.place_detail },
    ...{ cause: row.cause, course: row.course, happenedOn: row.happened_on, sinceOn: row.since_on },
    ...{ isComplex: row.is_complex, responsibility: row.responsibility as AppealDetail['responsibility'] },
    reasonableness: row.reasonableness as AppealDetail['reasonableness'],
    assistants: row.assistant_ids.map((id) => named(places, id)),
    leader: whom(row.leader_id),
    ...{
      registeredAt: iso(row.registered_at),
      dispatchedAt: iso(row.dispatched_at),
      signedAt: iso(row.signed_at),
    },
    ...{ contactedAt: iso(row.contacted_at), answeredAt: iso(row.answered_at), closedAt: iso(row.closed_at) },
    ...{ solved: row.solved, satisfaction: row.satisfaction as AppealDetail['satisfaction'] },
    ...{ excludedCode: row.excluded_code, refusedCode: row.refused_code, refusedTo: row.refused_to },
    ...{ suspendedCode: row.suspended_code, pledgedYear: row.pledged_year },
    ...{ returns: row.returns, extensions: row.extensions, clock: clockOf(row) },
    identity: {
      ...{ isKept: around.has_identity && !isDiverted, hasPhone: around.has_phone && !isDiverted },
      mayOpen: around.has_identity && mayOpenIdentity(actor, row) !== undefined,
      openings:
        isOrigin && !isDiverted
          ? around.openings.map((o) => ({
              ...{ by: person(o.opened_by), as: o.opened_as, reason: o.reason, at: o.at },
            }))
          : null,
    },
    assignments: parts.assignments.map((a) => ({
      ...{ organization: named(places, a.organization_id), part: a.part as 'main', at: a.assigned_at },
      ...{ endedAt: a.ended_at, endedAs: a.ended_as, note: a.note },
    })),
    contacts: parts.contacts.map((c) => ({
      ...{ way: c.way as AppealDetail['contacts'][number]['way'], at: c.happened_at, note: c.note },
      person: person(c.person_id),
    })),
    progress: parts.progress.map((p) => ({
      ...{ kind: p.kind as 'progress', text: p.text, agreed: p.agreed, on: p.happened_on },
      person: person(p.person_id),
    })),
    // What was diverted keeps its papers for the discipline office; here there is nothing to see.
    evidence: (isDiverted ? [] : parts.evidence.filter((e) => readsPaper(actor, row, e))).map((e) => ({
      ...{ kind: e.kind as 'site', sha256: e.sha256, fileName: e.file_name, note: e.note },
      ...{ takenOn: e.taken_on, person: whom(e.person_id) },
    })),
    picturesWithheld: row.pictures_withheld,
    requests: parts.requests.map((r) => ({
      ...{ kind: r.kind as 'return', asks: r.asks as Record<string, unknown>, reason: r.reason },
      ...{ by: person(r.requested_by), at: r.requested_at, status: r.status as 'pending' },
      ...{ decidedBy: whom(r.decided_by), decisionNote: r.decision_note },
    })),
    answers: parts.answers.map((a) => ({
      ...{
        kind: a.kind as 'answer',
        text: a.text,
        claim: a.claim as AppealDetail['answers'][number]['claim'],
      },
      ...{ status: a.status as 'passed', at: a.entered_at, person: person(a.person_id) },
      passedBy: whom(a.passed_by),
    })),
    callbacks: parts.callbacks
      .filter((c) => isOrigin || c.way !== 'joined')
      .map((c) => ({
        ...{ way: c.way as 'call', outcome: c.outcome as 'solved', text: c.text, at: c.at },
        satisfaction: c.satisfaction as AppealDetail['satisfaction'],
        person: whom(c.person_id),
      })),
    messages: parts.messages
      .filter(({ at }) => isTheirs(at))
      .map((m) => ({
        ...{ side: m.side as 'resident', text: m.text, at: m.at, person: whom(m.person_id) },
      })),
    orders: parts.orders.map((o) => ({
      ...{ kind: o.kind as 'urge', reason: o.reason, at: o.at, by: person(o.person_id) },
    })),
    ...{ main: around.main, joined: around.joined, problem: around.problem },
    history: around.history
      .filter(({ entry }) => (isOrigin || !ofOrigin.has(entry.act)) && entry.as !== 'discipline')
      .map(({ seq, entry, words }) => ({
        ...{ seq, act: entry.act, at: entry.at, enteredAt: entry.entered },
        ...{ person: entry.actor === null ? null : person(entry.actor), as: entry.as },
        ...{ from: (entry.from ?? null) as AppealDetail['state'] | null },
        ...{ to: (entry.to ?? null) as AppealDetail['state'] | null, words: words ?? {} },
      })),
    can: offeredActs(row, parts, acting, world)
      .filter(({ act }) => act in deskActs)
      .map(({ act, missing }) => ({ act, missing: [...missing] })),
  }
}

/** Acts that somebody at the desk may ask for; the resident's and the clock's own are not. */
const deskActs: Readonly<Record<string, true>> = Object.fromEntries(
  Object.values(appealLifecycle.table).flatMap((rows) =>
    Object.entries(rows).flatMap(([act, row]) =>
      row.by.some((party) => party !== 'resident' && party !== 'timer') ? [[act, true as const]] : [],
    ),
  ),
)

function clockOf({ clocks, state, due_kind }: Loaded['row']): AppealDetail['clock'] {
  const { clock: kind } = appealLifecycle.states[state]
  // While it waits or is suspended, what stands still is the handler's time.
  const clock = clocks[state === 'waiting' || state === 'suspended' ? 'handle' : (due_kind ?? kind ?? '')]
  if (!clock) return null
  return {
    ...{ kind: clock.kind, startedAt: clock.startedAt, dueAt: clock.dueAt, pausedAt: clock.pausedAt ?? null },
    basis: 'fixed' in clock.rule ? null : (clock.rule.basis ?? null),
    pauses: clock.pauses,
    extensions: clock.extensions.map(({ from, to }) => ({ from, to })),
  }
}
