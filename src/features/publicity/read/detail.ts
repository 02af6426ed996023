import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Directory } from '#features/organizations/index.ts'
import { findStories } from '#features/problems/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Entry } from '#platform/history/entry.ts'
import type { PublishedBody } from '../content.ts'
import { bodyReadNow, correctionIn } from '../corrections.ts'
import { offeredActs } from '../decide.ts'
import type { PublicationState } from '../lifecycle.ts'
import { findOther, isRevisable } from '../month-issues.ts'
import { maySeeComment, partiesOf } from '../policy.ts'
import { isPublicKind } from '../public-kinds.ts'
import { slugOf } from '../release.ts'
import type { Loaded } from '../store.ts'
import type { Comment, PublicationDetail } from '../views.ts'
import { lineOf } from './line.ts'

type Around = {
  release: { body: PublishedBody | null; sha256: string; released_at: string } | null
  channels: Record<string, string | null>[]
  comments: {
    id: string
    words: string
    left_on: string
    status: Comment['status']
    answer: string | null
    answered_on: string | null
  }[]
  related: PublicationDetail['related']
  successor: PublicationDetail['correctedBy']
  history: { seq: number; entry: Entry; words: Record<string, unknown> | null }[]
}

const MOST_HISTORY = 200

/** What stands round a publication on its page, in one statement. */
async function findAround(tx: Tx, { row }: Loaded): Promise<Around> {
  const { rows } = await sql<Around>`
    SELECT (SELECT row_to_json(r) FROM publication_releases r
        WHERE r.county_id = p.county_id AND r.publication_id = p.id) AS release,
      (SELECT coalesce(json_agg(c ORDER BY c.happened_on DESC, c.entered_at DESC), '[]') FROM publication_channels c
        WHERE c.county_id = p.county_id AND c.publication_id = p.id) AS channels,
      (SELECT coalesce(json_agg(c ORDER BY c.left_on DESC, c.id DESC), '[]') FROM (SELECT * FROM publication_comments c
        WHERE c.county_id = p.county_id AND c.publication_id = p.id ORDER BY c.left_on DESC, c.id DESC LIMIT 200) c)
        AS comments,
      (SELECT coalesce(json_agg(json_build_object('id', o.id, 'number', o.number, 'edition', o.edition,
          'audience', o.audience, 'state', o.state) ORDER BY o.number, o.edition), '[]') FROM publications o
        WHERE o.county_id = p.county_id AND o.id <> p.id AND (o.number = p.number
          OR (p.problem_id IS NOT NULL AND o.problem_id = p.problem_id))) AS related,
      (SELECT json_build_object('id', s.id, 'number', s.number, 'edition', s.edition, 'state', s.state) FROM publications s
        WHERE s.county_id = p.county_id AND s.replaces_id = p.id
          AND s.state NOT IN ('dropped', 'withdrawn') LIMIT 1) AS successor,
      (SELECT coalesce(json_agg(json_build_object('seq', h.seq, 'entry', h.entry, 'words', (SELECT v.content
          FROM row_versions v WHERE v.county_id = h.county_id AND v.case_id = h.case_id AND v.seq = h.seq
            AND v.ref = 'words')) ORDER BY h.seq DESC), '[]') FROM (SELECT * FROM history h
          WHERE h.county_id = p.county_id AND h.case_id = p.id ORDER BY h.seq DESC LIMIT ${MOST_HISTORY}) h) AS history
    FROM publications p WHERE p.county_id = ${row.county_id} AND p.id = ${row.id}`.execute(tx)
  return rows[0] as Around
}

export async function findDetail(tx: Tx, loaded: Loaded) {
  const { row } = loaded
  const [story] = row.problem_id ? await findStories(tx, row.county_id, [row.problem_id]) : []
  const around = await findAround(tx, loaded)
  const mayBeFollowed = isRevisable(row) && !(await findOther(tx, row))
  return { loaded, story, around, mayBeFollowed }
}

/** The page of one publication for one reader, with what they may do now. */
export async function detailOf(
  { loaded: { row, parts }, story, around, mayBeFollowed }: Awaited<ReturnType<typeof findDetail>>,
  actor: Actor,
  directory: Directory,
  adviceOn: (words: string) => string | null,
): Promise<PublicationDetail> {
  const places = await directory.organizations(actor.countyId)
  const ids = [
    ...parts.withheld.flatMap((w) => [w.asked_by, w.decided_by]),
    ...around.channels.map((c) => c.person_id),
    ...around.history.map((h) => h.entry.actor),
  ].filter((id): id is string => typeof id === 'string')
  const person = await directory.people(actor.countyId, ids)
  const { of: _, ...masks } = row.masks
  const release = around.release && {
    ...around.release,
    body: around.release.body && bodyReadNow(around.release.body, parts.former?.stands ?? false),
  }
  const parties = partiesOf(actor, row)
  return {
    ...lineOf(row as never, places),
    succeededBy: around.successor?.state === 'published' ? around.successor.number : null,
    problemNumber: story?.number ?? null,
    days: row.days,
    ...{ generated: row.generated, content: row.content, masks },
    pictures: parts.pictures
      .filter((p) => !p.dropped)
      .map((p) => ({
        ...{ id: p.id, evidenceId: p.evidence_id, sha256: p.sha256, mime: p.mime, size: p.size },
        ...{ facesClear: p.faces_clear, platesClear: p.plates_clear, checkedAt: p.checked_at },
      })),
    choosable: (row.state === 'draft' ? (story?.pictures ?? []) : [])
      .filter(({ mime }) => isPublicKind(mime))
      .map((p) => ({
        ...{ evidenceId: p.id, sha256: p.sha256, place: p.place, takenOn: p.takenOn },
      })),
    otherPictures: (row.state === 'draft' ? (story?.pictures ?? []) : []).filter(
      ({ mime }) => !isPublicKind(mime),
    ).length,
    withheld: parts.withheld.map((w) => ({
      ...{ reasonClass: w.reason_class, note: w.note, reviewOn: w.review_on },
      ...{ status: w.status as PublicationDetail['withheld'][number]['status'], askedBy: person(w.asked_by) },
      ...{ askedAt: w.asked_at, decidedBy: w.decided_by ? person(w.decided_by) : null },
    })),
    release: release && {
      ...{ body: release.body, sha256: release.sha256, releasedAt: release.released_at, slug: slugOf(row) },
    },
    channels: around.channels.map((c) => ({
      ...{ id: c.id ?? '', channel: c.channel ?? '', place: c.place ?? '', happenedOn: c.happened_on ?? '' },
      ...{
        link: c.link ?? null,
        note: c.note ?? null,
        sha256: c.sha256 ?? null,
        fileName: c.file_name ?? null,
      },
      person: person(c.person_id ?? ''),
    })),
    comments: around.comments
      .filter(({ status }) => maySeeComment(parties, status))
      .map((c) => ({
        ...{ id: c.id, words: c.words, leftOn: c.left_on, status: c.status, answer: c.answer },
        ...{ answeredOn: c.answered_on, advice: c.status === 'waiting' ? adviceOn(c.words) : null },
      })),
    related: around.related,
    corrects:
      parts.former && row.replaces_id
        ? {
            ...{ id: row.replaces_id, number: parts.former.number },
            stands: release?.body?.corrects?.stands ?? parts.former.stands,
            changes:
              release?.body?.corrects?.changes ??
              (row.state === 'draft' ? [] : (correctionIn(row, masks, parts)?.changes ?? [])),
          }
        : null,
    correctedBy: around.successor,
    history: around.history.map(({ seq, entry, words }) => ({
      ...{ seq, act: entry.act, at: entry.at, person: entry.actor === null ? null : person(entry.actor) },
      ...{ from: entry.from as PublicationState | null, to: entry.to as PublicationState | null },
      words: words ?? {},
    })),
    can: offeredActs(row, parts, actor).map(({ act, missing }) => ({ act, missing: [...missing] })),
    mayRevise: parties.has('drafting') && mayBeFollowed,
  }
}
