import { sayFact } from '#features/personal-data/api.ts'
import { toLocal } from '#platform/calendar/local-time.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import { appendEntry } from '#platform/history/append.ts'
import { newId } from '#platform/ids.ts'
import type { createNumbers } from '#platform/numbers.ts'
import { type ExportColumn, exportSheet } from '#platform/sheets/export-sheet.ts'
import type { World } from '#platform/world.ts'
import type { Actor } from './actor.ts'
import { sayAbout, sayAct } from './log-says.ts'
import { type LogQuery, listLog } from './log-store.ts'
import { roleWord } from './log-words.ts'
import type { LogLine } from './rights-views.ts'

type Filter = Omit<LogQuery, 'before'>
const AT_ONCE = 1_000

/**
 * The log as a workbook: watermarked with who, when and which number, and an entry of its own, like every list that
 * leaves.
 */
export async function prepareLogExport(
  { database, numbers }: { database: Database; numbers: ReturnType<typeof createNumbers> },
  world: World,
  actor: Actor,
  filter: Filter,
): Promise<{ fileName: string; make(path: string): Promise<void> }> {
  const { countyId, name } = actor
  const year = world.today.slice(0, 4)
  const number = `RZ${year}-${String(await numbers(countyId, `log.${year}`)).padStart(6, '0')}`
  return {
    fileName: `日志-${number}.xlsx`,
    async make(path) {
      const county = await database.read(countyId, (tx) => countyName(tx, countyId))
      const { rows } = await exportSheet({
        ...{ title: '日志', columns: columns(world), rows: pages(database, countyId, filter) },
        watermark: { who: name, when: localTime(world, world.now.toISOString()), number, county },
        ...{ filter: filterWords(filter), out: path },
      })
      await database.write(countyId, (tx) => record(tx, world, actor, { number, filter, rows }))
    },
  }
}

/** Page by page, each in a reading of its own: what happens meanwhile is newer than where the first page began. */
async function* pages(database: Database, countyId: number, filter: Filter): AsyncGenerator<LogLine> {
  let before: LogQuery['before']
  do {
    const page = await database.read(countyId, (tx) => listLog(tx, countyId, { ...filter, before }, AT_ONCE))
    yield* page.rows
    before = page.next ?? undefined
  } while (before)
}

const columns = (world: World): ExportColumn<LogLine>[] => [
  { heading: '时间', width: 18, value: ({ at }) => localTime(world, at) },
  { heading: '事项', width: 20, value: ({ act }) => sayAct(act, 'zh') },
  { heading: '办理人', width: 12, value: ({ person }) => person?.name },
  { heading: '身份', width: 14, value: ({ as }) => (as === null ? '' : roleWord(as)) },
  { heading: '代谁办理', width: 12, value: ({ onBehalfOf }) => onBehalfOf?.name },
  { heading: '对象', width: 20, value: (line) => sayAbout(line, 'zh') },
  {
    heading: '涉及项',
    width: 40,
    value: ({ facts }) => facts.map((fact) => sayFact(fact, 'zh')).join('；'),
  },
  { heading: '拒绝原因', width: 16, value: ({ reason }) => reason },
]

const filterWords = ({ person, act, from, to }: Filter): string =>
  [person && `人员 ${person}`, act && `事项 ${sayAct(act, 'zh')}`, from && `自 ${from}`, to && `至 ${to}`]
    .filter(Boolean)
    .join('；') || '无'

function localTime({ calendar }: World, instant: string): string {
  const { date, timeMs } = toLocal(calendar.zone, new Date(instant))
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  return `${date} ${two(timeMs / 3_600_000)}:${two((timeMs / 60_000) % 60)}:${two((timeMs / 1000) % 60)}`
}

async function countyName(tx: Tx, countyId: number): Promise<string> {
  const row = tx.selectFrom('counties').select('name').where('county_id', '=', countyId)
  return (await row.executeTakeFirstOrThrow()).name
}

async function record(
  tx: Tx,
  { now }: World,
  { countyId, personId }: Actor,
  { number, filter, rows }: { number: string; filter: Filter; rows: number },
): Promise<void> {
  const id = newId()
  const row = { number, kind: 'log', person_id: personId, filter, row_count: rows }
  await tx
    .insertInto('exports')
    .values({ ...row, county_id: countyId, id, filter: JSON.stringify(filter), at: now })
    .execute()
  await appendEntry(tx, countyId, null, {
    ...{
      kind: 'export',
      case: id,
      act: 'exportLog',
      at: now,
      entered: now,
      actor: personId,
      as: 'audit_admin',
    },
    ...{ command: null, rows: { [`exports/${id}`]: row } },
  })
}
