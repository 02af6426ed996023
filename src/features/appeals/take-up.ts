import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { hashRequest } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from './deps.ts'
import { actIn } from './perform.ts'
import { actingOn } from './policy.ts'
import { inSight } from './read/sight.ts'
import { findAppeal } from './store.ts'

/**
 * That these appeals became this problem, in the transaction in which it is entered: as the act of each, by whoever
 * enters it. In the order of their ids, so that two who name the same wait for each other.
 * @throws Refused `invalid` on `appealIds`, with why the first of them could not
 */
export const takeUpAppeals =
  (deps: Pick<Deps, 'jobs' | 'identities'>) =>
  async (
    tx: Tx,
    world: World,
    actor: Actor,
    problemNumber: string,
    ids: readonly string[],
  ): Promise<void> => {
    for (const id of [...new Set(ids)].toSorted()) {
      const row = (await findAppeal(tx, actor.countyId, id, []))?.row
      if (!row || !inSight(actor, row)) throw new Refused(fault(id, 'unknown_reference'))
      const body = { commandId: newId(), version: row.version, problemNumber }
      const hash = hashRequest('makeProblem', id, body)
      const acting = () => actingOn(actor, row)
      try {
        await actIn(deps, tx, world, actor, acting, 'makeProblem', id, body, hash)
      } catch (error) {
        if (error instanceof Refused) throw new Refused(fault(row.number, error.refusal.code))
        throw error
      }
    }
  }

const fault = (detail: string, reason: string) => ({
  ...{ code: 'invalid' as const, issues: [{ path: 'appealIds', reason, detail }] },
})
