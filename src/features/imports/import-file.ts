import { sql } from 'kysely'
import type { By } from '#features/accounts/index.ts'
import type { AppealKeys } from '#features/appeals/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import { appendEntry } from '#platform/history/append.ts'
import { findAnswerIn, hashRequest } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import type { World } from '#platform/world.ts'
import type { ImportAnswer, ImportKind } from './api.ts'
import { boundaryOf, look, recordHits } from './boundary.ts'
import { type Importer, importerOf } from './kinds.ts'
import { type Reading, readImport, type Unreadable } from './reading.ts'

/** A file on disk that somebody wants to import; whether they may was judged before. */
export type SheetFile = {
  countyId: number
  by: By
  kind: ImportKind
  world: World
  /** Only telephone numbers of people need it. */
  sealing?: Sealing | undefined
  /** Seals who brought up an appeal. */
  appealKeys?: AppealKeys | undefined
  path: string
  /** As its owner calls it. */
  fileName: string
  /** SHA-256 in hex. */
  fileHash: string
  /** Keys of asking boundary rules that the person has answered. */
  confirmed: ReadonlySet<string>
}

export type Order = SheetFile & { commandId: string; goodOnly: boolean }

/** `answer` null: there are bad rows and they were not to be left out, so nothing was written. */
export type Imported = { reading: Reading<unknown> | null; answer: ImportAnswer | null } | Unreadable

/** What a file would do. Writes nothing but the record of what may not be brought in. */
export async function previewFile(
  database: Database,
  file: SheetFile,
): Promise<Reading<unknown> | Unreadable> {
  const importer = importerOf(database, { ...file, commandId: newId() }, file.kind)
  return readWith(database, file, importer)
}

/**
 * Imports a file in one transaction: every row, or only the good ones when that is asked for. A second time changes
 * nothing and leaves no trace; the same command again is answered as it was the first time.
 * @throws Refused `command_reused`; `stale_version` when what is there changed again and again meanwhile
 */
export async function importFile(database: Database, order: Order): Promise<Imported> {
  const { countyId, goodOnly } = order
  const before = await database.read(countyId, (tx) => answeredBefore(tx, order))
  if (before) return { reading: null, answer: before }
  const importer = importerOf(database, order, order.kind)
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const reading = await readWith(database, order, importer)
    if ('problem' in reading) return reading
    if (reading.bad.length > 0 && !goodOnly) return { reading, answer: null }
    const answer = await carryOut(database, order, importer, reading)
    if (!answer) continue
    const { by, world } = order
    await recordHits(database, countyId, by, reading.answered, world.now, 'boundary_confirmed')
    return { reading, answer }
  }
  throw new Refused({ code: 'stale_version', seen: 0, now: 0 })
}

/** What is judged and what is entered lie a moment apart; so often may somebody else's change come between. */
const ATTEMPTS = 3

async function readWith(
  database: Database,
  file: SheetFile,
  importer: Importer<unknown>,
): Promise<Reading<unknown> | Unreadable> {
  const { countyId, by, world, path, fileName } = file
  const boundary = boundaryOf(world, file.confirmed)
  const named = look(boundary, { fileName })
  if (named) {
    await recordHits(database, countyId, by, [named], world.now)
    return { problem: { code: 'boundary', message: `文件名触及录入边界：${named.advice}` } }
  }
  const reading = await readImport(database, countyId, importer, boundary, path)
  if (!('problem' in reading)) await recordHits(database, countyId, by, reading.hits, world.now)
  return reading
}

/** Undefined: something changed since the rows were judged, and nothing was written. */
async function carryOut(
  database: Database,
  order: Order,
  importer: Importer<unknown>,
  { good, total }: Reading<unknown>,
): Promise<ImportAnswer | undefined> {
  const enter = await importer.prepare(good.map(({ value }) => value))
  try {
    return await database.write(order.countyId, async (tx) => {
      // One import of a county at a time: two of the same file would each find the other's rows missing.
      await sql`SELECT pg_advisory_xact_lock(${IMPORT_LOCK}, ${order.countyId})`.execute(tx)
      const before = await answeredBefore(tx, order)
      if (before) return before
      const { created, changed, unchanged, faults } = await enter(tx)
      if (faults.length > 0) return undefined
      const answer = { created, changed, unchanged, rejected: total - good.length }
      if (created + changed > 0) await record(tx, order, answer)
      return answer
    })
  } catch (error) {
    // Somebody reported a problem of that very number meanwhile, by hand.
    const { constraint } = error as { constraint?: string }
    if (constraint === 'problems_by_external_key' || constraint === 'appeals_by_external_key')
      return undefined
    throw error
  }
}

/** Beside the lock of folding counts (42). */
const IMPORT_LOCK = 43

const hashOf = ({ kind, fileHash, goodOnly }: Order): string =>
  hashRequest('import', kind, { fileHash, goodOnly })

const answeredBefore = (tx: Tx, order: Order): Promise<ImportAnswer | undefined> =>
  findAnswerIn<ImportAnswer>(
    tx,
    { countyId: order.countyId, personId: order.by.personId },
    order.commandId,
    hashOf(order),
  )

/** That somebody imported, what file, and what came of it: a case of its own, whose one entry is the command's. */
async function record(tx: Tx, order: Order, answer: ImportAnswer): Promise<void> {
  const { countyId, by, kind, fileName, fileHash, commandId, world } = order
  const id = newId()
  const row = { kind, file_name: fileName, file_hash: fileHash, person_id: by.personId, ...answer }
  await tx
    .insertInto('imports')
    .values({ county_id: countyId, id, ...row, at: world.now })
    .execute()
  await appendEntry(
    tx,
    countyId,
    null,
    {
      ...{ kind: 'import', case: id, act: 'import', at: world.now, entered: world.now },
      ...{ actor: by.personId, as: by.as, command: commandId },
      rows: { [`imports/${id}`]: row },
    },
    { personId: by.personId, requestHash: hashOf(order), outcome: answer },
  )
}
