import { pageKeysOf, pageOfSlot, slotsOf } from '../content.ts'
import { markedBy, type Span } from '../masks.ts'
import { type Act, changes, wrong } from './act.ts'

/** 脱敏核对: a person looks at each page and each picture, hides more, or unmasks with a reason. */

export const confirmPage: Act<'confirmPage'> = {
  decide: ({ page, marks, lifts }, { row, personId, now }) => {
    if (!pageKeysOf(row.content).includes(page)) return wrong('page', 'unknown_reference')
    const texts = slotsOf(row.content)
    const spans: Record<string, Span[]> = { ...row.masks.spans }
    for (const [i, { slot, from, to }] of marks.entries()) {
      const text = texts[slot]
      if (text === undefined || pageOfSlot(slot, row.content) !== page || from >= to || to > text.length)
        return wrong(`marks.${i}`, 'outside_of_page')
      spans[slot] = [...(spans[slot] ?? []), markedBy({ from, to })]
    }
    for (const [i, { slot, from, to, reason }] of lifts.entries()) {
      const known = spans[slot]
      if (!known?.some((s) => s.from === from && s.to === to) || pageOfSlot(slot, row.content) !== page)
        return wrong(`lifts.${i}`, 'not_masked')
      spans[slot] = known.map((s) => (s.from === from && s.to === to ? { ...s, lifted: reason } : s))
    }
    const confirmed = { ...row.masks.confirmed, [page]: { by: personId ?? '', at: now.toISOString() } }
    return changes({ set: { masks: { ...row.masks, spans, confirmed } }, words: { page } })
  },
}

export const checkPicture: Act<'checkPicture'> = {
  decide: ({ pictureId, facesClear, platesClear, leaveOut }, { parts, row, personId, now }) => {
    const picture = parts.pictures.find((p) => p.id === pictureId && !p.dropped)
    if (!picture) return wrong('pictureId', 'unknown_reference')
    const { [pictureId]: _, ...captions } = row.content.captions
    return changes({
      ...(leaveOut ? { set: { content: { ...row.content, captions } } } : {}),
      update: [
        {
          table: 'publication_pictures',
          id: pictureId,
          set: {
            ...{ faces_clear: facesClear, plates_clear: platesClear, dropped: leaveOut },
            ...{ checked_by: personId, checked_at: now },
          },
        },
      ],
    })
  },
}

export const passMasks: Act<'passMasks'> = { decide: ({ note }) => changes({ words: { note } }) }
