import type { Actor } from '#features/accounts/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import { uuid } from '#platform/fields.ts'
import { limitPerAddress, networkOf } from '#platform/http/address-limit.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import type { RequestContext } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import type { Refusal } from '#platform/refusal.ts'

const RECORDED: ReadonlySet<Refusal['code']> = new Set([
  'not_yours',
  'same_person',
  'boundary',
  'foreign_origin',
  'wrong_credentials',
  'too_many_attempts',
])

/**
 * Attempts that were refused for want of a right or at the boundary are kept: who, when, what act; no content. So are
 * acts on what the actor may not see, which is answered as if it were not there, and what a person answered for that
 * the boundary asks about. Of somebody who is nobody here, one row of a kind is kept for a network and minute, so that
 * nobody fills the database from outside.
 */
export function attemptRecorder(database: Database) {
  const isWorthARow = ofStrangers()
  return async (
    refusal: Refusal,
    endpoint: Endpoint,
    { actor, countyId, now, request }: RequestContext<Actor>,
    reason: string = refusal.code,
  ): Promise<void> => {
    const { id } = (request.params ?? {}) as { id?: string }
    const isBlind = refusal.code === 'not_found' && endpoint.method !== 'GET' && uuid.safeParse(id).success
    if (!RECORDED.has(refusal.code) && !isBlind) return
    if (actor.personId === null && !isWorthARow(request.ip, `${countyId} ${endpoint.id} ${reason}`)) return
    const attempt = {
      county_id: countyId,
      id: newId(),
      at: now,
      person_id: actor.personId,
      act: endpoint.id,
      case_id: id ?? null,
      reason,
      rule_id: refusal.code === 'boundary' ? refusal.ruleId : null,
    }
    try {
      await database.write(countyId, (tx) => tx.insertInto('refused_attempts').values(attempt).execute())
    } catch (failure) {
      request.log.error({ err: failure }, 'a refused attempt could not be recorded')
    }
  }
}

/** From all networks together no more than this, for an attacker may have many: some 17,000 rows a day. */
const ALL = { burst: 60, perSecond: 1 / 5 }

export function ofStrangers(now?: () => number): (ip: string, what: string) => boolean {
  const each = limitPerAddress({ burst: 1, perSecond: 1 / 60 }, now)
  const all = limitPerAddress(ALL, now)
  return (ip, what) => each.take(`${networkOf(ip)} ${what}`) === null && all.take('all') === null
}
