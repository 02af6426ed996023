import { findStories, listTellable, type PlaceFigures, placeFigures } from '#features/problems/index.ts'
import { addDays, localDate, onDay } from '#platform/calendar/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import type { Content } from './content.ts'
import { monthContent, organizationContent, type Places, problemContent } from './generate.ts'
import type { Kind } from './schema.ts'

/** What a publication is about. */
export type Subject = {
  kind: Kind
  organizationId: string
  townshipId: string | null
  problemId: string | null
  month: string | null
}

/** More problems of one organisation than fit a page that anybody reads. */
const MOST_PROBLEMS = 200
const MOST_SOLVED = 3

type Where = { countyId: number; world: World; places: Places }

/** The text as the data gives it now. */
export async function collect(
  tx: Tx,
  { countyId, world, places }: Where,
  subject: Subject,
): Promise<Content> {
  const given = { places, dayOf: (at: Date) => localDate(world.calendar, at), today: world.today }
  const place = places.get(subject.organizationId)
  if (!place) throw new Refused({ code: 'not_found' })
  switch (subject.kind) {
    case 'problem': {
      const [story] = await findStories(tx, countyId, subject.problemId ? [subject.problemId] : [])
      if (!story) throw new Refused({ code: 'not_found' })
      return problemContent(story, given)
    }
    case 'organization': {
      const { organizationId } = subject
      const ids = await listTellable(tx, countyId, { organizationId }, { most: MOST_PROBLEMS })
      return organizationContent(place, await findStories(tx, countyId, ids), given)
    }
    case 'month': {
      const { figures, since, until } = await monthFigures(tx, { countyId, world, places }, subject)
      const { townshipId } = subject
      const solved = { closedBetween: [since, until] as [Date, Date], most: MOST_SOLVED }
      const ids = await listTellable(tx, countyId, { townshipId }, solved)
      return monthContent(place, subject.month ?? '', figures, await findStories(tx, countyId, ids), given)
    }
  }
}

/** A township's figures by village, the county's by township and county body. */
export async function monthFigures(
  tx: Tx,
  { countyId, world, places }: Where,
  { townshipId, month }: Pick<Subject, 'townshipId' | 'month'>,
) {
  const first = `${month}-01`
  const next = `${addDays(first, 31).slice(0, 7)}-01`
  const [since, until] = [first, next].map((day) => onDay(world.calendar, new Date(0), day)) as [Date, Date]
  const rows = await placeFigures(tx, countyId, townshipId, since, until)
  const groupOf = (id: string) => (townshipId === null ? (places.get(id)?.townshipId ?? id) : id)
  const groups = new Map<string, PlaceFigures>()
  for (const row of rows) {
    const id = groupOf(row.organizationId)
    const sum = groups.get(id)
    groups.set(id, {
      organizationId: id,
      found: row.found + (sum?.found ?? 0),
      open: row.open + (sum?.open ?? 0),
      closed: row.closed + (sum?.closed ?? 0),
      overdue: row.overdue + (sum?.overdue ?? 0),
      closedSince: row.closedSince + (sum?.closedSince ?? 0),
    })
  }
  const figures = [...groups.values()]
    .map((group) => ({ ...group, name: places.get(group.organizationId)?.name ?? '' }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh'))
  return { figures, since, until }
}
