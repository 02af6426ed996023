import pg from 'pg'
import { type Auth, linkAccount, openAuth, operator, setPasswordHash } from '#features/accounts/index.ts'
import { foldCounts } from '#features/problems/index.ts'
import { poolConfig } from '#platform/database/pool-config.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { secret } from '#platform/secrets.ts'
import { setUpCounty } from '../county.ts'
import type { Program } from '../program.ts'
import { buildDemo } from './build.ts'
import type { Cast } from './cast.ts'
import { enterPhones } from './contacts.ts'
import { enterNotices } from './notices.ts'
import { demoPassword } from './people.ts'
import { countyCode, countyName } from './places.ts'

export { demoWelcome } from './welcome.ts'

/**
 * Fills an empty installation with the demo county, and does nothing where there is a county. Everything is one
 * transaction: interrupted, nothing is there and the next start does it again. Some seconds.
 */
export async function fillWithDemo(program: Program, say: (line: string) => void): Promise<void> {
  if ((await program.counties()).length > 0) return
  const begun = performance.now()
  say('首次启动：正在装入演示县，约需十几秒…… First start: filling in the demo county, some seconds …')
  const owner = new pg.Pool({
    ...poolConfig(program.target, 'owner'),
    max: 2,
    application_name: 'bihuan-demo',
  })
  const accounts = new pg.Pool({ ...poolConfig(program.target, 'app'), max: 2 })
  try {
    const auth = await openAuth(accounts, secret(program.dataDir, 'sessions'))
    const now = program.problems.now()
    const { jobs, files } = program.problems
    const county = { code: countyCode, name: countyName, isDemo: true }
    await setUpCounty(owner, county, now, async (tx, made) => {
      const cast = await buildDemo(tx, {
        ...made,
        now,
        jobs,
        files,
        appealKeys: program.appeals,
        ballotKeys: program.evaluations.ballotKeys,
      })
      await giveAccounts(tx, auth, cast, now)
      await enterPhones(tx, program.personalData.sealing, cast, now)
      await enterNotices(tx, program.personalData.sealing, cast, now)
      await foldCounts(tx, made.countyId)
    })
    // Statistics as for a database that has lived: the first questions should not be planned blindly.
    await owner.query('ANALYZE')
  } finally {
    await Promise.all([owner.end(), accounts.end()])
  }
  say(`演示县已装入（${((performance.now() - begun) / 1000).toFixed(1)} 秒）。The demo county is there.`)
}

/** One hash for all: hashing is slow on purpose, and the password is no secret. */
async function giveAccounts(tx: Tx, auth: Auth, { countyId, members }: Cast, now: Date): Promise<void> {
  const hash = await (await auth.$context).password.hash(demoPassword)
  for (const { id, username } of members) {
    if (!username) continue
    const accountId = await setPasswordHash(auth, countyId, username, hash)
    // No change at the first sign-in, no age: everybody who tries the demo shares it.
    await linkAccount(tx, countyId, id, accountId, operator, now, { lasts: true })
  }
}
