import pg from 'pg'
import type { TotpKeys } from '#features/accounts/index.ts'
import { countIdentitiesByKey, resealIdentities } from '#features/appeals/index.ts'
import { listCounties } from '#features/organizations/index.ts'
import { countByKey, reseal } from '#features/personal-data/index.ts'
import { poolConfig } from '#platform/database/pool-config.ts'
import { connectDatabase, type Database } from '#platform/database/transaction.ts'
import { createSealing, type Key, type Sealing } from '#platform/sealing/index.ts'
import { secret } from '#platform/secrets.ts'
import { readSettings } from '#platform/settings.ts'
import type { Command, CommandIo } from './command.ts'
import { onExistingDatabase } from './existing-database.ts'
import { readArgs, UsageError } from './expected-errors.ts'
import { told } from './in-county.ts'

const usage = `bihuan keys list
bihuan keys rotate      换新密钥，并把已有内容逐批改用新密钥；可随时中断，再运行 reseal 接着办
                        makes new keys and seals what there is anew, batch by batch; may be interrupted
bihuan keys reseal      接着把尚未改用现用密钥的内容改完
                        goes on with what is not sealed with the current keys yet
  BIHUAN_SEALING        aes-256-gcm（默认 default）sm4-gcm`

type Place = TotpKeys & {
  database: Database
  /** Of the owner of the tables: the role that serves people cannot read who spoke up. */
  owner: Database
  identities: Sealing
  counties: readonly { countyId: number }[]
}

export const command: Command = {
  name: 'keys',
  usage: '列出、更换个人信息的加密密钥 · lists and changes the keys of personal data',
  run: (args, io) =>
    told(io, async () => {
      const { positionals } = readArgs(usage, { args, allowPositionals: true, options: {} })
      const [act, ...more] = positionals
      const work = act !== undefined && more.length === 0 ? acts[act] : undefined
      if (!work) throw new UsageError(usage)
      const settings = readSettings(io.env)
      return onExistingDatabase(settings, io.err, async (target) => {
        const poolAs = (role: 'app' | 'owner') => {
          const pool = new pg.Pool({ ...poolConfig(target, role), max: 2, application_name: 'bihuan keys' })
          return pool.on('error', () => undefined)
        }
        const [pool, ownerPool] = [poolAs('app'), poolAs('owner')]
        try {
          const { dataDir, sealing: algorithm } = settings
          const place = {
            sealing: createSealing({ dataDir, algorithm }),
            identities: createSealing({ dataDir, algorithm, of: 'identity' }),
            sessionsSecret: secret(dataDir, 'sessions'),
            counties: await listCounties(pool),
            ...{ database: connectDatabase(pool), owner: connectDatabase(ownerPool) },
          }
          return await work(place, io)
        } finally {
          await Promise.all([pool.end(), ownerPool.end()])
        }
      })
    }),
}

/** Each gives the exit code. */
const acts: Record<string, (place: Place, io: CommandIo) => Promise<number>> = {
  list: listKeys,
  rotate: async (place, io) => {
    // Not what receipts are made with: one that was told and whose answer was lost must stay the same.
    const { sealing, identities } = place
    for (const { id, algorithm } of [sealing.keys.add(), sealing.indexKeys.add(), identities.keys.add()])
      io.err(`新密钥 ${id}（${algorithm}）· new key`)
    return resealAll(place, io)
  },
  reseal: resealAll,
}

async function resealAll(
  { database, owner, identities, counties, ...keys }: Place,
  { out, err }: CommandIo,
): Promise<number> {
  let done = 0
  const now = () => new Date()
  const progress = (n: number) => err(`已改 ${n} · ${n} done`)
  for (const { countyId } of counties) {
    done += await reseal(database, keys, countyId, now, progress)
    done += await resealIdentities(owner, identities, countyId, now, progress)
  }
  out(`${done} 项已改用现用密钥 · ${done} values were sealed with the current keys`)
  err('旧密钥请保留：以前的备份要用它们打开。Keep the older keys: earlier backups are opened with them.')
  return 0
}

/** Which keys there are, what each opens, and which are asked for and missing. */
async function listKeys(
  { sealing, identities, database, owner, counties }: Place,
  { out, err }: CommandIo,
): Promise<number> {
  const uses = new Map<string, number>()
  for (const { countyId } of counties)
    for (const [key, n] of [
      ...(await database.read(countyId, (tx) => countByKey(tx, countyId))),
      ...(await owner.read(countyId, (tx) => countIdentitiesByKey(tx, countyId))),
    ])
      uses.set(key, (uses.get(key) ?? 0) + n)
  const rings = {
    seal: sealing.keys.list(),
    index: sealing.indexKeys.list(),
    identity: identities.keys.list(),
  }
  // Looking makes no key: an installation that lost its keys is to be given them back, not new ones.
  const current = {
    seal: rings.seal.length > 0 && sealing.keys.current().id,
    index: rings.index.length > 0 && sealing.indexKeys.current().id,
    identity: rings.identity.length > 0 && identities.keys.current().id,
  }
  for (const purpose of purposes)
    for (const key of rings[purpose]) out(lineOf(purpose, key, key.id === current[purpose], uses))
  const missing = [...uses.keys()].filter((use) => {
    const [purpose, id] = use.split(' ') as [Purpose, string]
    return !rings[purpose].some((key) => key.id === id)
  })
  for (const use of missing)
    err(
      `缺少密钥 ${use}，它的 ${uses.get(use)} 项内容无法读出：请把原来的密钥文件放回 secrets 文件夹。` +
        `Key ${use} is missing, and ${uses.get(use)} values cannot be read: put its file back into the folder secrets.`,
    )
  return missing.length > 0 ? 1 : 0
}

const purposeWords = { seal: '加密 seal', index: '查找 index', identity: '诉求人 identity' }
type Purpose = keyof typeof purposeWords
const purposes = Object.keys(purposeWords) as Purpose[]

const lineOf = (purpose: Purpose, key: Key, isCurrent: boolean, uses: ReadonlyMap<string, number>): string =>
  [
    purposeWords[purpose],
    ...[key.id, key.algorithm, isCurrent ? '现用 current' : '旧 older'],
    `${uses.get(`${purpose} ${key.id}`) ?? 0}`,
  ].join('\t')
