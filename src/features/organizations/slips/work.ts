import { type Auth, type By, linkAccount, setPasswordHash } from '#features/accounts/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import { passwordOf } from './password-of.ts'
import { claimRun, isStillToGive, keepAlive, listToGive, markGiven, passOver } from './store.ts'

export type SlipsParts = {
  database: Database
  auth: Auth
  now: () => Date
  onError: (error: Error) => void
}

export type Going = { countyId: number; runId: string; key: string; by: By }

/** Runs of first passwords at work in this process. */
export type SlipsWork = {
  /** Goes on with a run in the background. False: somebody else works on it. */
  goOn(going: Going): Promise<boolean>
  /** Resolves when nothing is under way any more; what is left is gone on with later. */
  stop(): Promise<void>
}

/** Between two signs of life; hashing these takes a second or two. */
const AT_A_TIME = 10

/**
 * One password after the other: two are hashed at once at most in the whole program, so that people who sign in
 * meanwhile still find a place. The key stays in this process's memory for as long as the run takes, and goes nowhere.
 */
export function createSlipsWork({ database, auth, now, onError }: SlipsParts): SlipsWork {
  const running = new Set<Promise<void>>()
  let stopping = false

  const work = async ({ countyId, runId, key, by }: Going): Promise<void> => {
    for (;;) {
      const next = await database.read(countyId, (tx) => listToGive(tx, countyId, runId, AT_A_TIME))
      for (const { position, personId, username } of next) {
        if (stopping) break
        // Hashing takes its turn behind people who sign in; what may have changed meanwhile is asked after it.
        const hash = await (await auth.$context).password.hash(passwordOf(key, runId, personId))
        if (!(await database.read(countyId, (tx) => isStillToGive(tx, countyId, runId, position)))) {
          await database.write(countyId, (tx) => passOver(tx, countyId, runId, position, now()))
          continue
        }
        const accountId = await setPasswordHash(auth, countyId, username, hash)
        await database.write(countyId, async (tx) => {
          await linkAccount(tx, countyId, personId, accountId, by, now())
          await markGiven(tx, countyId, runId, position, now())
        })
      }
      const over = stopping || next.length === 0
      const open = await database.write(countyId, (tx) => keepAlive(tx, countyId, runId, over ? null : now()))
      if (over || !open) return
    }
  }

  return {
    async goOn(going) {
      const { countyId, runId } = going
      if (!(await database.write(countyId, (tx) => claimRun(tx, countyId, runId, now())))) return false
      const under = work(going)
        .catch(onError)
        .finally(() => running.delete(under))
      running.add(under)
      return true
    },
    async stop() {
      stopping = true
      await Promise.all(running)
    },
  }
}
