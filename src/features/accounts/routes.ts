import type { Database } from '#platform/database/transaction.ts'
import type { Route } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import type { Actor } from './actor.ts'
import { findMe } from './actor-store.ts'
import { getMe, type Me, signIn, signOut } from './api.ts'
import { originOf } from './origin.ts'
import type { Sessions } from './sessions.ts'

export type AccountsDeps = { database: Database; sessions: Sessions }

export function accountsRoutes(route: Route<Actor>, { database, sessions }: AccountsDeps): void {
  const me = async (actor: Actor, now: Date): Promise<Me> => {
    const found =
      actor.personId &&
      (await database.read(actor.countyId, (tx) => findMe(tx, actor.countyId, actor.personId!, now)))
    if (!found) throw new Refused({ code: 'not_found' })
    return found
  }

  route(signIn, async ({ body }, { countyId, request, reply, now }) => {
    // A page of another site could otherwise sign somebody in as the attacker and read what they then enter.
    if (originOf(request) === 'foreign') throw new Refused({ code: 'foreign_origin' })
    const { actor, cookies } = await sessions.signIn(body, countyId, request).catch((error) => {
      if (error instanceof Refused && error.refusal.code === 'too_many_attempts')
        reply.header('retry-after', error.refusal.retryAfter)
      throw error
    })
    reply.header('set-cookie', cookies)
    return me(actor, now)
  })

  route(signOut, async (_asked, { request, reply }) => {
    reply.header('set-cookie', await sessions.signOut(request))
    return { ended: true }
  })

  route(getMe, (_asked, { actor, now }) => me(actor, now))
}
