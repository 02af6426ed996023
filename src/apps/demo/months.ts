import { freezeMonth } from '#features/appeals/index.ts'
import { slotsOf } from '#features/publicity/content.ts'
import { findPublication } from '#features/publicity/store.ts'
import { addDays } from '#platform/calendar/index.ts'
import type { House, Publishing } from './publicity.ts'

/** Monthly issues of the demo county: both kinds of the last months, one of them wrong and corrected. */
type Begin = (daysAgo: number) => Publishing

/** How many months are told of, and how long after its end the last of them is published and corrected. */
const MONTHS = 3
const PUBLISHED_AFTER = 2
const CORRECTED_AFTER = 2

export async function publishMonths(house: House, begin: Begin, townshipId: string): Promise<void> {
  const { cast, today } = house
  const countyId = cast.county.office[0]?.actor.grants[0]?.organizationId
  if (!countyId) throw new Error('the demo county has no office')
  for (const { month, endedOn, daysAgo } of monthsBefore(today, MONTHS)) {
    await freeze(house, month, endedOn)
    if (daysAgo <= PUBLISHED_AFTER + CORRECTED_AFTER + 1) continue
    const of = (kind: 'appeals' | 'month', organizationId: string) =>
      begin(daysAgo - PUBLISHED_AFTER).begin({ kind, audience: 'society', organizationId, month })
    const appeals = await of('appeals', countyId)
    const isLast = month === lastTold(today)
    const misprinted = isLast ? await misprint(house, appeals) : undefined
    await appeals.toPublished()
    await (await of('month', countyId)).toPublished()
    if (!misprinted) continue
    await (await of('appeals', townshipId)).toPublished()
    await correct(appeals, misprinted)
  }
}

type Ended = { month: string; endedOn: string; daysAgo: number }

/** From the earliest to the one that ended last. */
function monthsBefore(today: string, n: number): Ended[] {
  const months: Ended[] = []
  let endedOn = addDays(`${today.slice(0, 7)}-01`, -1)
  for (let i = 0; i < n; i++) {
    const daysAgo = Math.round((Date.parse(today) - Date.parse(endedOn)) / 86_400_000)
    months.unshift({ month: endedOn.slice(0, 7), endedOn, daysAgo })
    endedOn = addDays(`${endedOn.slice(0, 7)}-01`, -1)
  }
  return months
}

/** The last month that ended long enough ago to be published and corrected by now. */
const lastTold = (today: string): string | undefined =>
  monthsBefore(today, MONTHS).findLast(({ daysAgo }) => daysAgo > PUBLISHED_AFTER + CORRECTED_AFTER + 1)
    ?.month

/** In the night after it ended, in the transaction of the demo itself. */
async function freeze({ tx, cast, worldAt }: House, month: string, endedOn: string): Promise<void> {
  const world = worldAt(new Date(`${endedOn}T17:30:00Z`))
  const database = { write: <T>(_county: number, work: (in_: typeof tx) => Promise<T>) => work(tx) }
  const frozen = await freezeMonth({ database } as never, world, cast.countyId, month, null)
  if (frozen !== 'frozen') throw new Error(`${month} of the demo is ${frozen}`)
}

/** What comes next month, as it stood in a first draft: figures are not written by hand. */
const SLOT = 'focus/p0'
const REASON = '误用初稿，予以更正。'

/** Gives the right text. */
async function misprint({ tx, cast }: House, issue: Publishing): Promise<string> {
  const found = await findPublication(tx, cast.countyId, issue.acted.id)
  const right = found && slotsOf(found.row.content)[SLOT]
  if (right === undefined) throw new Error('the demo tells of no month')
  await issue.act(issue.by.drafter, 'edit', { edits: [{ slot: SLOT, text: `${right}（初稿）` }] })
  return right
}

async function correct(issue: Publishing, right: string): Promise<void> {
  const correction = await issue.wait(CORRECTED_AFTER).revised(REASON)
  await correction.act(issue.by.drafter, 'edit', { edits: [{ slot: SLOT, text: right }] })
  await correction.toPublished()
}
