import type { Actor, By } from '#features/accounts/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import type { Route } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import { mayReorganize } from '../policy.ts'
import {
  closeFirstPasswords,
  continueFirstPasswords,
  getFirstPasswords,
  type Run,
  readSlips,
  startFirstPasswords,
} from './api.ts'
import { isKeyOf, passwordOf } from './password-of.ts'
import { closeRun, countWaiting, findRun, listGiven, type RunRow, startRun } from './store.ts'
import type { SlipsWork } from './work.ts'

export type SlipsDeps = { database: Database; slips: SlipsWork }

/** First passwords for many, as a run that can be left, and their slips to print. */
export function slipsRoutes(route: Route<Actor>, { database, slips }: SlipsDeps): void {
  const runOf = async ({ countyId, now }: { countyId: number; now: Date }, id: string): Promise<RunRow> => {
    const run = await database.read(countyId, (tx) => findRun(tx, countyId, now, id))
    if (!run) throw new Refused({ code: 'not_found' })
    return run
  }
  /** Only its own key opens a run; another is told no more than that there is none. */
  const opened = async (
    context: { countyId: number; now: Date },
    id: string,
    key: string,
  ): Promise<RunRow> => {
    const run = await runOf(context, id)
    if (!isKeyOf(run.id, key, run.keyHash)) throw new Refused({ code: 'not_found' })
    return run
  }

  route(getFirstPasswords, async (_asked, { actor, countyId, now }) => {
    givingAs(actor, 'getFirstPasswords')
    return database.read(countyId, async (tx) => {
      const run = await findRun(tx, countyId, now)
      return { waiting: await countWaiting(tx, countyId), run: run ? shown(run) : null }
    })
  })

  route(startFirstPasswords, async ({ body: { key } }, { actor, countyId, now }) => {
    const by = givingAs(actor, 'startFirstPasswords')
    const { id } = await database.write(countyId, (tx) =>
      startRun(tx, countyId, { key, by: by.personId, now }),
    )
    await slips.goOn({ countyId, runId: id, key, by })
    return shown(await runOf({ countyId, now }, id))
  })

  route(continueFirstPasswords, async ({ params, body: { key } }, context) => {
    const by = givingAs(context.actor, 'continueFirstPasswords')
    const { id, done, total } = await opened(context, params.id, key)
    if (done < total) await slips.goOn({ countyId: context.countyId, runId: id, key, by })
    return shown(await runOf(context, id))
  })

  route(readSlips, async ({ params, body: { key, after, limit } }, context) => {
    givingAs(context.actor, 'readSlips')
    const { id } = await opened(context, params.id, key)
    const { countyId, now } = context
    const given = await database.read(countyId, (tx) => listGiven(tx, countyId, id, { after, limit, now }))
    return {
      rows: given.map(({ personId, ...slip }) => ({ ...slip, password: passwordOf(key, id, personId) })),
    }
  })

  route(closeFirstPasswords, async ({ params: { id } }, { actor, countyId, now }) => {
    givingAs(actor, 'closeFirstPasswords')
    const closed = await database.write(countyId, (tx) => closeRun(tx, countyId, id, now))
    if (!closed) throw new Refused({ code: 'not_found' })
    return { closed }
  })
}

/** Accounts are the system administrator's (domain.md 7.7). @throws Refused `not_yours` */
function givingAs(actor: Actor, act: string): By {
  if (!mayReorganize(actor)) throw new Refused({ code: 'not_yours', act, by: ['system_admin'] })
  return { personId: actor.personId, as: 'system_admin' }
}

const shown = ({ id, total, done, startedAt, alive }: RunRow): Run => ({ id, total, done, startedAt, alive })
