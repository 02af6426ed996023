import {
  findStories,
  listTellable,
  type PlaceFigures,
  placeFigures,
  type Story,
} from '#features/problems/index.ts'
import { addDays, localDate, onDay } from '#platform/calendar/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import type { AppealMonths } from './appeal-month.ts'
import { listContacts } from './contacts.ts'
import type { Content } from './content.ts'
import { monthContent, organizationContent, type Places, problemContent } from './generate.ts'
import { appealsContent } from './generate-appeals.ts'
import type { PublicationRow } from './row.ts'
import type { Kind } from './schema.ts'

/** What a publication is about. */
export type Subject = {
  kind: Kind
  organizationId: string
  townshipId: string | null
  problemId: string | null
  month: string | null
}

export const subjectOf = (row: PublicationRow): Subject => ({
  ...{ kind: row.kind, organizationId: row.organization_id, townshipId: row.township_id },
  ...{ problemId: row.problem_id, month: row.month },
})

/** More problems of one organisation than fit a page that anybody reads. */
const MOST_PROBLEMS = 200
const MOST_SOLVED = 3

export type Where = { countyId: number; world: World; places: Places; appealMonths: AppealMonths }

/** The problems that it tells of, as they are now. */
export async function storiesOf(
  tx: Tx,
  { countyId, world }: Pick<Where, 'countyId' | 'world'>,
  subject: Subject,
): Promise<Story[]> {
  const { kind, organizationId, townshipId, problemId } = subject
  if (kind === 'appeals') return []
  if (kind === 'problem') return findStories(tx, countyId, problemId ? [problemId] : [])
  const ids =
    kind === 'organization'
      ? await listTellable(tx, countyId, { organizationId }, { most: MOST_PROBLEMS })
      : await listTellable(
          tx,
          countyId,
          { townshipId },
          { closedBetween: bounds(world, subject.month), most: MOST_SOLVED },
        )
  return findStories(tx, countyId, ids)
}

/** The text as the data gives it now. */
export async function collect(tx: Tx, where: Where, subject: Subject): Promise<Content> {
  const { world, places } = where
  const given = { places, dayOf: (at: Date) => localDate(world.calendar, at), today: world.today }
  const place = places.get(subject.organizationId)
  if (!place) throw new Refused({ code: 'not_found' })
  const stories = await storiesOf(tx, where, subject)
  switch (subject.kind) {
    case 'problem': {
      const [story] = stories
      if (!story) throw new Refused({ code: 'not_found' })
      return problemContent(story, given)
    }
    case 'organization':
      return organizationContent(place, stories, given)
    case 'month': {
      const figures = await monthFigures(tx, where, subject)
      return monthContent(place, subject.month ?? '', figures, stories, given)
    }
    case 'appeals': {
      const { townshipId, month } = subject
      const asked = { countyId: where.countyId, world, month: month ?? '', townshipId, places }
      const told = await where.appealMonths.told(tx, asked)
      // Figures are published as they were frozen: the same whenever the draft is made.
      if (!told)
        throw new Refused({
          code: 'invalid',
          issues: [{ path: 'month', reason: 'not_frozen', detail: month ?? '' }],
        })
      return appealsContent(place, month ?? '', told, await listContacts(tx, where.countyId))
    }
  }
}

/** From the first moment of a month to the first of the next. */
function bounds({ calendar }: World, month: string | null): [Date, Date] {
  const first = `${month}-01`
  const next = `${addDays(first, 31).slice(0, 7)}-01`
  return [onDay(calendar, new Date(0), first), onDay(calendar, new Date(0), next)]
}

/** A township's figures by village, the county's by township and county body. */
export async function monthFigures(
  tx: Tx,
  { countyId, world, places }: Omit<Where, 'appealMonths'>,
  { townshipId, month }: Pick<Subject, 'townshipId' | 'month'>,
) {
  const [since, until] = bounds(world, month)
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
  return [...groups.values()]
    .map((group) => ({ ...group, name: places.get(group.organizationId)?.name ?? '' }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh'))
}
