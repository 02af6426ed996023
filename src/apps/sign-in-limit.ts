import type { FastifyInstance } from 'fastify'
import { signIn } from '#features/accounts/index.ts'
import { isOwnMachine, limitPerAddress } from '#platform/http/address-limit.ts'

/** A whole county hall may come from one address at eight in the morning; what asks more is no hall. */
const SIGN_INS = { burst: 120, perSecond: 2 }

/**
 * Holds back who asks to be signed in all the time, before their request costs anything: nothing is read, hashed or
 * written for it. What is guessed is counted apart (`Attempts`, `Lock`).
 */
export function limitSignIns(app: FastifyInstance, prefix: string): void {
  const limit = limitPerAddress(SIGN_INS)
  app.addHook('onRequest', async (request, reply) => {
    const { method, ip, routeOptions } = request
    if (method !== signIn.method || routeOptions.url !== prefix + signIn.path || isOwnMachine(ip)) return
    const full = limit.take(ip)
    if (!full) return
    reply.header('retry-after', full.retryAfterS)
    throw Object.assign(new Error('too many sign-ins from one address'), { statusCode: 429 })
  })
}
