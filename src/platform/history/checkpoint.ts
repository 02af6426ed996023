import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { writeWholeFile } from '../whole-file.ts'
import {
  type ChainClaim,
  type CheckpointCounts,
  type CheckpointHeader,
  chainLine,
  sealLine,
} from './checkpoint-file.ts'
import { publicKeyText, type SigningKey, signingKey } from './keys.ts'

export type CheckpointOrder = {
  /** A connection with nothing open on it, as the owner or as the app role. */
  client: ClientBase
  /** Holds `keys` and `checkpoints`. */
  dataDir: string
  /** The time that the checkpoint states and is named after. */
  now: Date
  /** Only this county; default: every county. */
  countyId?: number
  /** Where to write instead of `<dataDir>/checkpoints`; only with a single county. */
  out?: string
}

export type WrittenCheckpoint = { file: string; county: CheckpointHeader['county'] } & CheckpointCounts

/** A checkpoint was not written; the message says what to do, in Chinese and English. */
export class CheckpointError extends Error {
  override name = 'CheckpointError'
}

/** Folder of the checkpoints below a data folder. */
export const checkpointsFolder = (dataDir: string): string => join(dataDir, 'checkpoints')

const pageSize = 2000

/**
 * Signs the head and length of every chain into one file a county, from one snapshot of the database. Streams:
 * memory does not grow with the ledger. A file appears under its name only when it is complete.
 * @throws CheckpointError | KeyError | FileExistsError
 */
export async function writeCheckpoints(order: CheckpointOrder): Promise<WrittenCheckpoint[]> {
  const { client } = order
  const key = signingKey(order.dataDir)
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    const counties = await listCounties(client, order.countyId)
    if (counties.length === 0)
      throw new CheckpointError(
        '没有这个县（市、区），未写检查点。\nNo such county: no checkpoint was written.',
      )
    if (order.out !== undefined && counties.length > 1)
      throw new CheckpointError(
        '库中有多个县（市、区），--out 只能写一个文件：请用 --county 选定一个。\n' +
          'There is more than one county and --out names one file: choose a county with --county.',
      )
    const written: WrittenCheckpoint[] = []
    for (const county of counties) written.push(await writeOne(order, county, key))
    return written
  } finally {
    await client.query('ROLLBACK')
  }
}

async function listCounties(client: ClientBase, only?: number): Promise<CheckpointHeader['county'][]> {
  const { rows } = await client.query<CheckpointHeader['county']>(
    'SELECT county_id AS id, code, name FROM counties WHERE $1::int IS NULL OR county_id = $1 ORDER BY county_id',
    [only ?? null],
  )
  return rows
}

async function writeOne(
  order: CheckpointOrder,
  county: CheckpointHeader['county'],
  key: SigningKey,
): Promise<WrittenCheckpoint> {
  const folder = checkpointsFolder(order.dataDir)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const prefix = `checkpoint-${county.code.replaceAll(/[^0-9A-Za-z_]/g, '_')}-`
  const time = order.now.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const file = order.out ?? join(folder, `${prefix}${time}.jsonl`)
  const header: CheckpointHeader = {
    format: 'bihuan-checkpoint',
    version: 1,
    county,
    at: order.now.toISOString(),
    previous: await previousOf(folder, prefix, file),
    algorithms: { entry: 'SHA-256 of RFC 8785 JSON', body: 'SHA-256', signature: 'Ed25519' },
    publicKey: publicKeyText(key.publicKey),
  }
  const counts = await writeWholeFile(file, 0o644, async (handle) => {
    const digest = createHash('sha256')
    const put = async (text: string) => {
      digest.update(text)
      await handle.appendFile(text)
    }
    await put(`${JSON.stringify(header)}\n`)
    const counts = { cases: 0, entries: 0 }
    for await (const page of chainPages(order.client, county.id)) {
      counts.cases += page.length
      for (const chain of page) counts.entries += chain.length
      await put(page.map(chainLine).join(''))
    }
    await put(`${JSON.stringify(counts)}\n`)
    await handle.appendFile(sealLine(digest.digest('hex'), key.privateKey))
    return counts
  })
  return { file, county, ...counts }
}

async function* chainPages(client: ClientBase, countyId: number): AsyncIterable<ChainClaim[]> {
  if (!Number.isSafeInteger(countyId) || countyId < 1) throw new Error(`not a county id: ${countyId}`)
  // For the app role, whose sight ends at the county; SET takes no bind parameter, hence the check above.
  await client.query(`SET LOCAL app.county = ${countyId}`)
  for (let after: string | undefined; ; ) {
    const { rows }: { rows: ChainClaim[] } = await client.query(
      `SELECT case_id AS "case", case_kind AS kind, length, head FROM case_chains
       WHERE county_id = $1 ${after ? 'AND case_id > $2' : ''} ORDER BY case_id LIMIT ${pageSize}`,
      after ? [countyId, after] : [countyId],
    )
    if (rows.length > 0) yield rows
    if (rows.length < pageSize) return
    after = rows.at(-1)!.case
  }
}

/** The newest checkpoint of the county in the folder: names sort by time. */
async function previousOf(
  folder: string,
  prefix: string,
  own: string,
): Promise<CheckpointHeader['previous']> {
  const named = new RegExp(`^${prefix}\\d{8}T\\d{6}Z\\.jsonl$`)
  const names = (await readdir(folder)).filter((name) => named.test(name) && join(folder, name) !== own)
  const newest = names.sort().at(-1)
  return newest ? { file: newest, sha256: await sha256OfFile(join(folder, newest)) } : null
}

/** SHA-256 of a file's bytes in hex, streamed. */
export async function sha256OfFile(file: string): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) digest.update(chunk)
  return digest.digest('hex')
}
