import { addDays, endOfDay } from '#platform/calendar/index.ts'
import { publishedPages } from '../content.ts'
import { changesNothing, correctionIn } from '../corrections.ts'
import { maskedContent } from '../masks.ts'
import { type Act, changes, childBase, type Situation, unknownCode, wrong } from './act.ts'

/** 保密审查, 审批, 发布, 撤下: other people's decisions, and what stands in public. */

export const passSecrecy: Act<'passSecrecy'> = { decide: ({ opinion }) => changes({ words: { opinion } }) }
export const approve: Act<'approve'> = { decide: ({ opinion }) => changes({ words: { opinion } }) }
export const sendBack: Act<'sendBack'> = { decide: ({ reason }) => changes({ words: { reason } }) }

export const publish: Act<'publish'> = {
  decide: (_body, s) => {
    const last = addDays(s.today, s.row.days)
    const until = endOfDay(s.calendar, last)
    if (changesNothing(correctionIn(s.row, s.row.masks, s.parts), s.parts))
      return wrong('edits', 'nothing_changed')
    return changes({
      set: { publish_from: s.today, publish_until: last },
      fixed: { period: until },
      release: { body: bodyOf(s, last), until },
    })
  },
}

/** Frozen: what anybody reads from now on, and nothing that is masked. */
function bodyOf({ row, parts, today, names }: Situation, until: string) {
  const masked = maskedContent(row.content, row.masks)
  const corrects = correctionIn(row, row.masks, parts)
  return {
    title: masked.title,
    ...{ kind: row.kind, number: row.number, edition: row.edition, month: row.month },
    ...{ organization: names.organization, township: names.township, from: today, until },
    pages: publishedPages(masked),
    pictures: parts.pictures
      .filter(({ dropped }) => !dropped)
      .toSorted((a, b) => a.position - b.position)
      .map(({ id, sha256 }) => ({ sha256, caption: masked.captions[id] ?? '' })),
    ...(corrects && { corrects }),
  }
}

export const withdraw: Act<'withdraw'> = {
  decide: ({ reason }, { now }) =>
    changes({ set: { withdrawn_at: now, withdrawn_kind: 'early' }, words: { reason } }),
}
export const endPeriod: Act<'endPeriod'> = {
  decide: (_body, { now }) => changes({ set: { withdrawn_at: now, withdrawn_kind: 'ended' } }),
}
/** A newer edition has taken its place. */
export const supersede: Act<'supersede'> = {
  decide: (_body, { now }) => changes({ set: { withdrawn_at: now, withdrawn_kind: 'replaced' } }),
}

/** What should never have gone out: text, pictures and comments where the public read them; the hash stays. */
export const erasePublished: Act<'erasePublished'> = {
  decide: ({ reason }) => changes({ words: { reason }, erase: true }),
}

/** Whoever answers for the organisation now answers for what is published of it. What stands keeps its words. */
export const succeed: Act<'succeed'> = {
  decide: ({ organizationId, townshipId }) =>
    changes({ set: { organization_id: organizationId, township_id: townshipId } }),
}

export const recordChannel: Act<'recordChannel'> = {
  decide: (body, s) => {
    const { channel, place, happenedOn, link, note, uploadId } = body
    const unknown = unknownCode(s, 'channel', channel, 'channel')
    if (unknown) return unknown
    if (happenedOn > s.today) return wrong('happenedOn', 'in_future', s.today)
    if (s.row.publish_from && happenedOn < s.row.publish_from)
      return wrong('happenedOn', 'too_early', s.row.publish_from)
    return changes({
      insert: {
        publication_channels: [
          {
            ...childBase(s),
            ...{ channel, place, happened_on: happenedOn, link: link ?? null, note: note ?? null },
            ...{ sha256: null, file_name: null, upload_id: uploadId ?? null },
            ...{ entered_at: s.now.toISOString(), person_id: s.personId },
          },
        ],
      },
    })
  },
}
