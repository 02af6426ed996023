import { connectDatabase } from '#platform/database/transaction.ts'
import { appendEntry, type ChainHead } from '#platform/history/append.ts'
import { hashEntry } from '#platform/history/entry.ts'
import { newId } from '#platform/ids.ts'
import type { TestDatabase } from './database.ts'

/** Makes a county and gives it cases with histories, as the program itself records them. */
export async function recordCounty(
  db: TestDatabase,
  countyId: number,
  lengths: readonly number[],
): Promise<string[]> {
  await db.owner.query('INSERT INTO counties (county_id, code, name) VALUES ($1, $2, $3)', [
    countyId,
    String(331120 + countyId),
    `第${countyId}县`,
  ])
  const ids: string[] = []
  for (const length of lengths) ids.push(await recordCase(db, countyId, length))
  return ids
}

/** One case of so many entries, each with two row versions. @returns its id */
export async function recordCase(db: TestDatabase, countyId: number, length: number): Promise<string> {
  const id = newId()
  await recordMore(db, countyId, id, null, length)
  return id
}

export async function recordMore(
  db: TestDatabase,
  countyId: number,
  id: string,
  head: ChainHead,
  more: number,
): Promise<void> {
  let last = head
  await connectDatabase(db.app).write(countyId, async (tx) => {
    for (let i = 0; i < more; i++) {
      const entry = await appendEntry(tx, countyId, last, {
        ...{ kind: 'problem', case: id, act: 'report', actor: newId(), as: 'obligee', command: newId() },
        ...{ at: new Date('2026-03-01T00:00:00Z'), entered: new Date('2026-03-02T08:30:00.123Z') },
        rows: {
          [`problems/${id}`]: { text: `整改\n进展"${i}"\t第\\次`, amount: 12.5, households: i, note: null },
          [`progress/${newId()}`]: { text: '已完成', checkers: [newId(), newId()] },
        },
      })
      last = { length: entry.seq, head: hashEntry(entry) }
    }
  })
}
