import type { Database } from '#platform/database/transaction.ts'
import type { Route } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import type { Actor } from './actor.ts'
import { findMe } from './actor-store.ts'
import { getMe, type Me } from './api.ts'

export type AccountsDeps = { database: Database }

export function accountsRoutes(route: Route<Actor>, { database }: AccountsDeps): void {
  const me = async (actor: Actor, now: Date): Promise<Me> => {
    const found =
      actor.personId &&
      (await database.read(actor.countyId, (tx) => findMe(tx, actor.countyId, actor.personId!, now)))
    if (!found) throw new Refused({ code: 'not_found' })
    return found
  }

  route(getMe, (_asked, { actor, now }) => me(actor, now))
}
