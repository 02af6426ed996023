import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Database } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { Actor } from './actor.ts'
import { ActorCache, type Known } from './actor-cache.ts'
import { type Credential, findActor } from './actor-store.ts'
import { Attempts } from './attempts.ts'
import { type Auth, SESSION_COOKIE } from './auth.ts'
import { mayBeForged, type OriginRequest } from './origin.ts'
import { hashToken, looksLikeToken } from './token-format.ts'
import { accountName, foldUsername } from './username.ts'

/** What is looked at of a request; Fastify's has it. */
export type SessionRequest = OriginRequest & { ip: string; protocol: string }

export type Sessions = {
  /**
   * Checks user name and password in this county.
   * @returns who it is, and the `Set-Cookie` headers that begin the session
   * @throws Refused `wrong_credentials` (wrong name, wrong password, left, other county: all alike),
   *   `too_many_attempts`
   */
  signIn(
    given: { username: string; password: string },
    countyId: number,
    request: SessionRequest,
  ): Promise<{ actor: Actor; cookies: string[] }>
  /** Ends the request's session; gives the headers that take the cookie away. */
  signOut(request: SessionRequest): Promise<string[]>
  /**
   * Who asks, by API token or session cookie, in this county; null for nobody. An `Authorization` header decides
   * alone, so that a wrong token is never covered up by a cookie.
   * @throws Refused `foreign_origin` when another site's page may have sent what the cookie vouches for
   */
  resolveActor(request: SessionRequest, countyId: number): Promise<Actor | null>
  /** After a commit that changed roles, status or tokens of a person, or of a whole county's people. */
  forget(whom: { countyId: number; personId?: string }): void
  /** Deletes sessions that are over; they open nothing, but they should not pile up. */
  sweep(now: Date): Promise<void>
}

export type SessionParts = {
  auth: Auth
  database: Database
  now?: () => Date
  attempts?: Attempts
  cache?: ActorCache
}

export function createSessions({
  auth,
  database,
  now = () => new Date(),
  attempts = new Attempts(),
  cache = new ActorCache(),
}: SessionParts): Sessions {
  const look = (countyId: number, credential: Credential): Promise<Known> =>
    database.read(countyId, (tx) => findActor(tx, countyId, credential, now()))

  const lookBySession = async (countyId: number, cookie: string): Promise<Known> => {
    const session = await sessionOf(auth, cookie)
    if (!session) return null
    const known = await look(countyId, { accountId: session.userId })
    return known && { ...known, until: Math.min(known.until, session.expiresAt.getTime()) }
  }

  return {
    async signIn({ username, password }, countyId, request) {
      const name = foldUsername(username) ?? ''
      const who = accountName(countyId, name)
      const wait = attempts.begin(who, request.ip, now().getTime())
      if (wait !== null) throw new Refused({ code: 'too_many_attempts', retryAfter: wait })
      const begun = await beginSession(auth, who, password).catch((error) => {
        attempts.takeBack(who, request.ip)
        throw error
      })
      const known = begun && (await look(countyId, { accountId: begun.accountId }))
      if (!known) {
        if (begun) await (await auth.$context).internalAdapter.deleteSession(begun.token)
        throw new Refused({ code: 'wrong_credentials' })
      }
      attempts.succeeded(who, request.ip)
      return { actor: known.actor, cookies: begun.cookies.map((cookie) => dressed(cookie, request)) }
    },

    async signOut(request) {
      const cookie = sessionCookie(request.headers)
      const headers = new Headers(cookie ? { cookie: `${SESSION_COOKIE}=${cookie}` } : {})
      const ended = await auth.api.signOut({ headers, returnHeaders: true })
      if (cookie) cache.drop(keyOf(cookie))
      return ended.headers.getSetCookie().map((one) => dressed(one, request))
    },

    async resolveActor(request, countyId) {
      const at = now().getTime()
      const { authorization } = request.headers
      if (authorization !== undefined) {
        const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''
        if (!looksLikeToken(token)) return null
        return cache.of(countyId, keyOf(token), at, () => look(countyId, { tokenHash: hashToken(token) }))
      }
      const cookie = sessionCookie(request.headers)
      if (!cookie) return null
      const actor = await cache.of(countyId, keyOf(cookie), at, () => lookBySession(countyId, cookie))
      if (actor && mayBeForged(request)) throw new Refused({ code: 'foreign_origin' })
      return actor
    },

    forget: ({ countyId, personId }) =>
      cache.forget(
        (actor) => actor.countyId === countyId && (personId === undefined || actor.personId === personId),
      ),

    async sweep(at) {
      const { adapter } = await auth.$context
      const over = [{ field: 'expiresAt', operator: 'lt' as const, value: at }]
      await adapter.deleteMany({ model: 'session', where: over })
    },
  }
}

/** Null: wrong name or password. Everything else that goes wrong is thrown as it is. */
async function beginSession(auth: Auth, username: string, password: string) {
  try {
    const { response, headers } = await auth.api.signInUsername({
      body: { username, password },
      headers: new Headers(),
      returnHeaders: true,
    })
    return { accountId: response.user.id, token: response.token, cookies: headers.getSetCookie() }
  } catch (error) {
    if (isClientError(error)) return null
    throw error
  }
}

async function sessionOf(auth: Auth, cookie: string): Promise<{ userId: string; expiresAt: Date } | null> {
  try {
    const headers = new Headers({ cookie: `${SESSION_COOKIE}=${cookie}` })
    return (await auth.api.getSession({ headers }))?.session ?? null
  } catch (error) {
    if (isClientError(error)) return null
    throw error
  }
}

/** The engine throws its answers with their HTTP status. */
const isClientError = (error: unknown): boolean => {
  const status = (error as { statusCode?: unknown }).statusCode
  return error instanceof Error && typeof status === 'number' && status >= 400 && status < 500
}

function sessionCookie(headers: IncomingHttpHeaders): string | undefined {
  const cookies = headers.cookie?.split(';').map((cookie) => cookie.trim()) ?? []
  const value = cookies
    .find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`))
    ?.slice(SESSION_COOKIE.length + 1)
  return value && /^[\w%.+/=-]{1,300}$/.test(value) ? value : undefined
}

const keyOf = (credential: string): string => createHash('sha256').update(credential).digest('base64')

const MONTH_S = 30 * 24 * 3600

/**
 * The server alone decides when a session is over, so the cookie outlives it and need not be renewed; and it never
 * travels in the clear when it was given over https.
 */
function dressed(cookie: string, request: SessionRequest): string {
  const lasting = cookie.replace(/Max-Age=(?!0\b)\d+/, `Max-Age=${MONTH_S}`)
  return request.protocol === 'https' ? `${lasting}; Secure` : lasting
}
