import { type Content, slotsOf, TITLE, withTexts } from '../content.ts'
import { changesNothing, correctedTitle, correctionIn, REASON_PAGE } from '../corrections.ts'
import { figuresByHand } from '../figures.ts'
import { masksOf } from '../masks.ts'
import { type Act, changes, childBase, maskOf, type Situation, wrong } from './act.ts'

/** Writing: on top of what the data gave, with the difference kept; nothing is retyped. */

const named = ({ captions, ...rest }: Content, of: Record<string, string>): Content => ({
  ...rest,
  captions: { ...captions, ...of },
})

export const edit: Act<'edit'> = {
  decide: ({ edits, days }, { row }) => {
    const known = slotsOf(row.content)
    const unknown = edits.findIndex(({ slot }) => !(slot in known))
    if (unknown >= 0) return wrong(`edits.${unknown}.slot`, 'unknown_reference')
    const texts = new Map(edits.map(({ slot, text }) => [slot, text]))
    if (texts.get(TITLE) === '') return wrong('edits', 'title_required')
    const content = withTexts(row.content, (slot, text) => texts.get(slot) ?? text)
    const byHand = new Set(figuresByHand(row.kind, row.generated, content))
    const figure = edits.findIndex(({ slot }) => byHand.has(slot))
    if (figure >= 0) return wrong(`edits.${figure}.text`, 'frozen_figure')
    return changes({
      set: { content, title: content.title, ...(days === undefined ? {} : { days }) },
    })
  },
}

/** What people had written on top goes; captions and pictures stay. */
export const regenerate: Act<'regenerate'> = {
  fresh: true,
  decide: (_body, { row, fresh }) => {
    if (!fresh) throw new Error('drafting anew needs the data')
    const { captions } = row.content
    // Why it is corrected is not in the data.
    const reason = row.content.pages.filter(({ key }) => key === REASON_PAGE)
    const title = reason.length > 0 ? correctedTitle(fresh.title) : fresh.title
    const kept = { title, pages: [...reason, ...fresh.pages], captions }
    return changes({
      set: { generated: { ...kept, captions: row.generated.captions }, content: kept, title },
    })
  },
}

export const choosePictures: Act<'choosePictures'> = {
  pictures: ({ evidenceIds }) => [...new Set(evidenceIds)],
  decide: ({ evidenceIds }, s) => {
    const known = new Set(s.pictures.map((picture) => picture.evidenceId))
    const missing = evidenceIds.findIndex((id) => !known.has(id))
    if (missing >= 0) return wrong(`evidenceIds.${missing}`, 'not_a_picture')
    const chosen = s.pictures.map((picture, position) => {
      const row = standing(s, picture.evidenceId)
      return { picture, position, row, id: row?.id ?? s.newId() }
    })
    const captions = Object.fromEntries(
      chosen.map(({ picture, id }) => [id, s.row.content.captions[id] ?? picture.caption]),
    )
    const fresh = chosen.filter(({ row }) => !row)
    const insert = fresh.map(({ picture, position, id }) => ({
      ...childBase(s),
      id,
      position,
      evidence_id: picture.evidenceId,
      ...{ sha256: picture.sha256, mime: picture.mime, size: picture.size },
      ...{ faces_clear: false, plates_clear: false, checked_by: null, checked_at: null, dropped: false },
    }))
    const kept = new Map(chosen.flatMap(({ row, position }) => (row ? [[row.id, position]] : [])))
    const update = s.parts.pictures.map(({ id }) => ({
      ...{ table: 'publication_pictures' as const, id },
      set: kept.has(id) ? { position: kept.get(id), dropped: false } : { dropped: true },
    }))
    return changes({
      set: { content: { ...s.row.content, captions }, generated: named(s.row.generated, captions) },
      ...(insert.length > 0 ? { insert: { publication_pictures: insert } } : {}),
      update,
    })
  },
}

/** Chosen before: it stays the copy that it was, with the ticks it has. */
const standing = ({ parts }: Situation, evidenceId: string) =>
  parts.pictures.find((p) => p.evidence_id === evidenceId)

/** The machine masks; what it finds is shown beside the original, page by page. */
export const submit: Act<'submit'> = {
  masks: true,
  decide: ({ note }, s) => {
    const { row } = s
    // Drafts from the time when figures could be written over.
    if (figuresByHand(row.kind, row.generated, row.content).length > 0) return wrong('edits', 'frozen_figure')
    const { of, ...masks } = row.masks
    const before = of ? { content: of, masks } : undefined
    const now = masksOf(row.content, maskOf(s), before)
    if (changesNothing(correctionIn(row, now, s.parts), s.parts)) return wrong('edits', 'nothing_changed')
    return changes({
      set: { masks: { ...now, of: row.content } },
      words: { note },
    })
  },
}

export const drop: Act<'drop'> = { decide: ({ reason }) => changes({ words: { reason } }) }
