import pg from 'pg'
import { type Auth, openAuth } from '#features/accounts/index.ts'
import { type AppealKeys, openAppealKeys } from '#features/appeals/index.ts'
import { type County, listCounties } from '#features/organizations/index.ts'
import { poolConfig } from '#platform/database/pool-config.ts'
import { connectDatabase, type Database } from '#platform/database/transaction.ts'
import { type Refusal, Refused } from '#platform/refusal.ts'
import { createSealing, type Sealing } from '#platform/sealing/index.ts'
import { secret } from '#platform/secrets.ts'
import { readSettings } from '#platform/settings.ts'
import type { CommandIo } from './command.ts'
import { onExistingDatabase } from './existing-database.ts'
import { isExpected, UsageError } from './expected-errors.ts'

/** What a command about people is given. The database is that of the role that serves people, walls and all. */
export type InCounty = {
  database: Database
  county: County
  openAuth: () => Promise<Auth>
  sealing: Sealing
  /** Seals who brought up an appeal. */
  appealKeys: AppealKeys
  now: Date
}

/** What the operator asked for cannot be done; the message says why and what to do. */
export class CannotError extends Error {
  override name = 'CannotError'
}

/**
 * Does a command's work in the county of that code, or in the only one there is.
 * @returns the exit code: 0 done, 1 refused or failed (told on standard error), 2 written wrongly
 */
export async function inCounty(
  io: CommandIo,
  code: string | undefined,
  work: (place: InCounty) => Promise<void>,
): Promise<number> {
  const settings = readSettings(io.env)
  await onExistingDatabase(settings, io.err, async (target) => {
    const pool = new pg.Pool({ ...poolConfig(target, 'app'), max: 4, application_name: 'bihuan command' })
    pool.on('error', () => undefined)
    try {
      const county = chosen(await listCounties(pool), code)
      await work({
        ...{ database: connectDatabase(pool), county, now: new Date() },
        sealing: createSealing({ dataDir: settings.dataDir, algorithm: settings.sealing }),
        appealKeys: openAppealKeys(settings.dataDir, settings.sealing),
        openAuth: () => openAuth(pool, secret(settings.dataDir, 'sessions')),
      })
    } finally {
      await pool.end()
    }
  })
  return 0
}

/** Runs a command and tells what went wrong in words; a bug goes on as it is. */
export async function told(io: CommandIo, work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refused) io.err(refusalLine(error.refusal))
    else if (error instanceof CannotError || isExpected(error)) io.err(error.message)
    else throw error
    return error instanceof UsageError ? 2 : 1
  }
}

function chosen(counties: readonly County[], code: string | undefined): County {
  const list = counties.map((county) => `${county.code} ${county.name}`).join('、')
  if (counties.length === 0)
    throw new CannotError(
      '还没有县：请先运行 bihuan county create --code 编码 --name 名称。\nThere is no county yet: run bihuan county create first.',
    )
  const [county, ...more] = code === undefined ? counties : counties.filter((one) => one.code === code)
  if (!county)
    throw new CannotError(
      `没有编码为 ${code} 的县，现有：${list}。\nNo county has that code; there are: ${list}.`,
    )
  if (more.length > 0)
    throw new CannotError(
      `有几个县，请用 --county 编码 指明：${list}。\nThere are several counties: choose one by --county CODE: ${list}.`,
    )
  return county
}

const reasons: Record<string, string> = {
  taken: '已被使用，请换一个 · is taken',
  unknown: '没有这一项，请核对 · is not known',
  username: '只能用字母、数字或汉字，可含 . _ -，2 到 40 个字 · letters, digits, . _ -, 2 to 40 characters',
  out_of_range: '超出范围 · out of range',
  required: '不能为空 · is required',
  format: '写法不对：域名只写主机名，路径用小写字母、数字和连字符，2 到 40 个 · malformed',
}

function refusalLine(refusal: Refusal): string {
  if (refusal.code === 'not_found') return '没有找到，请核对。Not found.'
  if (refusal.code !== 'invalid') return `未能完成（${refusal.code}）。Refused (${refusal.code}).`
  return refusal.issues
    .map(({ path, reason, detail }) => `${path}${detail ? ` ${detail}` : ''}：${reasons[reason] ?? reason}`)
    .join('\n')
}
