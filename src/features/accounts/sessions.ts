import type { Database, Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { SsoSettings } from '#platform/sso-settings.ts'
import { createWorlds, type World, type Worlds } from '#platform/world.ts'
import type { Actor } from './actor.ts'
import { ActorCache, type Known } from './actor-cache.ts'
import { findActor } from './actor-store.ts'
import { isAdminRole } from './api.ts'
import { Attempts } from './attempts.ts'
import { type Auth, SESSION_COOKIE } from './auth.ts'
import { browserOf } from './browser.ts'
import { aliveInEngine, beginSession, beginVouched, endInEngine, sessionOf } from './engine-sessions.ts'
import { LastUse } from './last-use.ts'
import { Lock, sweepFailures } from './lock.ts'
import { mayBeForged, type OriginRequest } from './origin.ts'
import { dressed, keyOf, sessionCookie } from './session-cookie.ts'
import {
  type EndedWhy,
  endSessionRows,
  findSession,
  insertSession,
  listSessions,
  type SessionRow,
  type SignInMethod,
  setStep,
  sweepSessions,
} from './session-store.ts'
import { oneself, recordFailure, recordSignIn } from './sign-in-log.ts'
import { signInRule } from './sign-in-rules.ts'
import { findLinkOf, findProvider, type Linked, sweepReturns } from './sso/links.ts'
import { stepOf } from './step-of.ts'
import type { SignInStep } from './steps.ts'
import { hashToken, looksLikeToken } from './token-format.ts'
import { accountName, foldUsername } from './username.ts'

/** What is looked at of a request; Fastify's has it. */
export type SessionRequest = OriginRequest & { ip: string; protocol: string }

export type Begun = { actor: Actor; cookies: string[]; step: SignInStep }

export type Sessions = {
  /**
   * Checks user name and password in this county.
   * @returns who it is, the `Set-Cookie` headers that begin the session, and what is still to be done before it opens
   *   anything
   * @throws Refused `wrong_credentials` (wrong name, wrong password, left, other county: all alike),
   *   `too_many_attempts` (too many failures of the name or the address), `sso_only` (the password was right, but the
   *   county wants who is linked to sign in there)
   */
  signIn(
    given: { username: string; password: string },
    countyId: number,
    request: SessionRequest,
  ): Promise<Begun>
  /**
   * A session for the person of this county whom its identity provider vouched for.
   * @throws Refused `too_many_attempts`: the user name is closed; `wrong_credentials`: left, or without an account
   */
  signInVouched(linked: Linked, countyId: number, request: SessionRequest): Promise<Begun>
  /** Ends the request's session; gives the headers that take the cookie away. */
  signOut(request: SessionRequest, countyId: number): Promise<string[]>
  /**
   * Who asks, by API token or session cookie, in this county; null for nobody, and for whoever has not finished
   * signing in. An `Authorization` header decides alone, so that a wrong token is never covered up by a cookie.
   * @throws Refused `foreign_origin` when another site's page may have sent what the cookie vouches for
   */
  resolveActor(request: SessionRequest, countyId: number): Promise<Actor | null>
  /** The same, also for whoever is in the middle of signing in: `actor.session.step` says how far. */
  resolveUnfinished(request: SessionRequest, countyId: number): Promise<Actor | null>
  /** The step was done: the session goes on to the next, or opens. To be called after its transaction. */
  proceed(actor: Actor, passedFactor: boolean, now: Date): Promise<SignInStep>
  /** The person's sessions that can still be used, the last used first. */
  list(countyId: number, personId: string, now: Date): Promise<SessionRow[]>
  /** Ends sessions of a person, with their log entry. @returns how many */
  end(
    which: { countyId: number; personId: string; ids: readonly string[]; why: EndedWhy; by?: string | null },
    now: Date,
  ): Promise<number>
  /** After a commit that changed roles, status or tokens of a person, or of a whole county's people. */
  forget(whom: { countyId: number; personId?: string }): void
  /** Deletes sessions that are over; they open nothing, but they should not pile up. */
  sweep(now: Date, countyIds?: readonly number[]): Promise<void>
  /** Failures by user name. */
  readonly lock: Lock
}

export type SessionParts = {
  auth: Auth
  database: Database
  worlds?: Worlds
  now?: () => Date
  attempts?: Attempts
  sso?: SsoSettings
  cache?: ActorCache
}

/** Of a request that nobody made by hand: it keeps no session alive. */
export const BACKGROUND_HEADER = 'x-background'

const MINUTE_MS = 60_000

export function createSessions({
  auth,
  database,
  worlds = createWorlds(database),
  now = () => new Date(),
  attempts = new Attempts(),
  sso = new Map(),
  cache = new ActorCache(),
}: SessionParts): Sessions {
  const secret = String(auth.options.secret)
  const lock = new Lock(database, `names ${secret}`)
  const lastUse = new LastUse(database)

  const lookByToken = (countyId: number, tokenHash: string): Promise<Known> =>
    database.read(countyId, (tx) => findActor(tx, countyId, { tokenHash }, now()))

  const lookBySession = async (countyId: number, cookie: string): Promise<Known> => {
    const session = await sessionOf(auth, cookie)
    if (!session) return null
    const at = now()
    const found = await database.read(countyId, async (tx) => {
      const known = await findActor(tx, countyId, { accountId: session.userId }, at)
      const row = known && (await findSession(tx, countyId, session.id))
      return row && row.person_id === known.actor.personId ? { known, row } : null
    })
    if (!found) return null
    const { known, row } = found
    const ends = await endOf(countyId, row)
    if (ends.at <= at.getTime()) {
      await endThese(countyId, known.actor.personId, [session.id], ends.why, at)
      return null
    }
    const until = Math.min(known.until, session.expiresAt.getTime(), ends.at)
    return { actor: { ...known.actor, session: { id: row.id, step: row.step } }, until }
  }

  /** When the session is over by the clock, and why. */
  const endOf = async (countyId: number, row: SessionRow): Promise<{ at: number; why: EndedWhy }> => {
    const { idleMinutes } = signInRule(await worlds.of(countyId, now()), 'session')
    const over = row.ends_at.getTime()
    const idle =
      idleMinutes === 0
        ? Number.POSITIVE_INFINITY
        : lastUse.of(row.id, row.last_used_at) + idleMinutes * MINUTE_MS
    return idle < over ? { at: idle, why: 'idle' } : { at: over, why: 'over' }
  }

  /** Ends rows, the engine's sessions and what is kept of them. What the clock ended is no act of anybody. */
  const endThese = async (
    countyId: number,
    personId: string | null,
    ids: readonly string[],
    why: EndedWhy,
    at: Date,
    by: string | null = null,
  ): Promise<number> => {
    const ended = await database.write(countyId, async (tx) => {
      const gone = await endSessionRows(tx, countyId, ids, why, at)
      if (gone.length > 0 && personId !== null)
        await recordSignIn(tx, countyId, {
          ...{ personId, act: 'endSession', by: { personId: by, as: null }, now: at },
          rows: Object.fromEntries(gone.map((id) => [`sign_in_sessions/${id}`, { ended_why: why }])),
        })
      return gone
    })
    await endInEngine(auth, ids)
    const these = new Set(ids)
    cache.forget((actor) => actor.session !== undefined && these.has(actor.session.id))
    for (const id of ids) lastUse.forget(id)
    return ended.length
  }

  const usable = async (countyId: number, rows: readonly SessionRow[], at: Date): Promise<SessionRow[]> => {
    const ends = await Promise.all(rows.map(async (row) => (await endOf(countyId, row)).at))
    return rows.filter((_, i) => ends[i]! > at.getTime())
  }

  /** Whether somebody, whose password was right, has to come by single sign-on. */
  const mustUseSso = async (
    tx: Tx,
    { countyId, personId, grants }: Actor,
    world: World,
  ): Promise<boolean> => {
    if (signInRule(world, 'sso').passwordForLinked || grants.some(({ role }) => isAdminRole(role)))
      return false
    const provider = await findProvider(tx, countyId, sso)
    const link = provider && personId && (await findLinkOf(tx, countyId, personId, provider.issuer))
    return Boolean(link)
  }

  /** The password was right, or the provider vouched for them: the session begins, and is an entry. */
  const begin = async (
    countyId: number,
    { method, ...session }: { id: string; accountId: string; method: SignInMethod },
    request: SessionRequest,
    alsoDo: (tx: Tx) => Promise<unknown> = async () => undefined,
  ): Promise<Pick<Begun, 'actor' | 'step'> | null> => {
    const at = now()
    const world = await worlds.of(countyId, at)
    const { hours, single } = signInRule(world, 'session')
    const begun = await database.write(countyId, async (tx) => {
      const known = await findActor(tx, countyId, { accountId: session.accountId }, at)
      const personId = known?.actor.personId
      if (!personId) return null
      if (method === 'password' && (await mustUseSso(tx, known.actor, world)))
        throw new Refused({ code: 'sso_only' })
      const step = await stepOf(tx, known.actor, { factor: false, sso: method === 'sso' }, world)
      const before = single ? (await listSessions(tx, countyId, personId)).map(({ id }) => id) : []
      const rows = await insertSession(tx, countyId, {
        ...{ id: session.id, person_id: personId, step, method },
        browser: browserOf(request.headers['user-agent']),
        ...{ begunAt: at, endsAt: new Date(at.getTime() + hours * 60 * MINUTE_MS) },
      })
      await recordSignIn(tx, countyId, { personId, act: 'signIn', by: oneself(personId), now: at, rows })
      await alsoDo(tx)
      return { actor: { ...known.actor, session: { id: session.id, step } }, step, before, personId }
    })
    if (!begun) return null
    lastUse.begin(session.id, at.getTime())
    const { actor, step, before, personId } = begun
    if (before.length > 0) await endThese(countyId, personId, before, 'replaced', at, personId)
    return { actor, step }
  }

  const resolveUnfinished: Sessions['resolveUnfinished'] = async (request, countyId) => {
    const at = now().getTime()
    const { authorization } = request.headers
    if (authorization !== undefined) {
      const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''
      if (!looksLikeToken(token)) return null
      return cache.of(countyId, keyOf(token), at, () => lookByToken(countyId, hashToken(token)))
    }
    const cookie = sessionCookie(request.headers)
    if (!cookie) return null
    const actor = await cache.of(countyId, keyOf(cookie), at, () => lookBySession(countyId, cookie))
    if (actor && mayBeForged(request)) throw new Refused({ code: 'foreign_origin' })
    if (actor?.session && request.headers[BACKGROUND_HEADER] === undefined)
      lastUse.note(countyId, actor.session.id, at)
    return actor
  }

  return {
    lock,

    async signIn({ username, password }, countyId, request) {
      const name = foldUsername(username) ?? ''
      const at = now()
      const world = await worlds.of(countyId, at)
      const wait = attempts.begin(request.ip, at.getTime(), signInRule(world, 'address'))
      if (wait !== null) throw new Refused({ code: 'too_many_attempts', retryAfter: wait })
      const attempt = await lock.begin(countyId, name, signInRule(world, 'lock'), at)
      if (attempt.wait !== null) throw new Refused({ code: 'too_many_attempts', retryAfter: attempt.wait })
      const who = accountName(countyId, name)
      const takeBack = async (error: unknown) => {
        attempts.takeBack(request.ip)
        await lock.takeBack(countyId, name).catch(() => undefined)
        throw error
      }
      const started = await beginSession(auth, who, password).catch(takeBack)
      const session = started && { ...started, method: 'password' as const }
      const begun =
        session &&
        (await begin(countyId, session, request, (tx) => lock.clear(tx, countyId, name)).catch(
          async (error) => {
            await endInEngine(auth, [session.id])
            return takeBack(error)
          },
        ))
      if (!begun) {
        if (started) await endInEngine(auth, [started.id])
        const act = attempt.lockedNow ? 'signInLocked' : 'signInFailed'
        await recordFailure(database, countyId, name, act, at)
        throw new Refused({ code: 'wrong_credentials' })
      }
      attempts.takeBack(request.ip)
      return { ...begun, cookies: started.cookies.map((cookie) => dressed(cookie, request)) }
    },

    async signInVouched({ account_id, username, status }, countyId, request) {
      const refused = new Refused({ code: 'wrong_credentials' })
      if (status !== 'active' || account_id === null || username === null) throw refused
      const at = now()
      const until = await database.read(countyId, (tx) => lock.until(tx, countyId, username, at))
      if (until) {
        const retryAfter = Math.ceil((until.getTime() - at.getTime()) / 1000)
        throw new Refused({ code: 'too_many_attempts', retryAfter })
      }
      const started = await beginVouched(auth, account_id)
      if (!started) throw refused
      const begun = await begin(countyId, { ...started, method: 'sso' }, request).catch(async (error) => {
        await endInEngine(auth, [started.id])
        throw error
      })
      if (begun) return { ...begun, cookies: started.cookies.map((cookie) => dressed(cookie, request)) }
      await endInEngine(auth, [started.id])
      throw refused
    },

    async signOut(request, countyId) {
      const cookie = sessionCookie(request.headers)
      const session = cookie && (await sessionOf(auth, cookie))
      if (session) {
        const row = await database.read(countyId, (tx) => findSession(tx, countyId, session.id))
        if (row) await endThese(countyId, row.person_id, [row.id], 'signed_out', now(), row.person_id)
      }
      const headers = new Headers(cookie ? { cookie: `${SESSION_COOKIE}=${cookie}` } : {})
      const ended = await auth.api.signOut({ headers, returnHeaders: true })
      if (cookie) cache.drop(keyOf(cookie))
      return ended.headers.getSetCookie().map((one) => dressed(one, request))
    },

    async resolveActor(request, countyId) {
      const actor = await resolveUnfinished(request, countyId)
      return actor?.session && actor.session.step !== 'open' ? null : actor
    },

    resolveUnfinished,

    async proceed(actor, passedFactor, at) {
      const { countyId, session } = actor
      if (!session) return 'open'
      const world = await worlds.of(countyId, at)
      const step = await database.write(countyId, async (tx) => {
        const row = await findSession(tx, countyId, session.id)
        if (!row) return session.step
        const factor = passedFactor || row.step !== 'factor'
        const next = await stepOf(tx, actor, { factor, sso: row.method === 'sso' }, world)
        await setStep(tx, countyId, session.id, next)
        return next
      })
      cache.forget((known) => known.session?.id === session.id)
      return step
    },

    async list(countyId, personId, at) {
      const rows = await database.read(countyId, (tx) => listSessions(tx, countyId, personId))
      const alive = await aliveInEngine(
        auth,
        rows.map(({ id }) => id),
      )
      return usable(
        countyId,
        rows.filter(({ id }) => alive.has(id)),
        at,
      )
    },

    end: ({ countyId, personId, ids, why, by = personId }, at) =>
      endThese(countyId, personId, ids, why, at, by),

    forget: ({ countyId, personId }) =>
      cache.forget(
        (actor) => actor.countyId === countyId && (personId === undefined || actor.personId === personId),
      ),

    async sweep(at, countyIds = []) {
      const { adapter } = await auth.$context
      const over = [{ field: 'expiresAt', operator: 'lt' as const, value: at }]
      await adapter.deleteMany({ model: 'session', where: over })
      for (const countyId of countyIds)
        await database.write(countyId, async (tx) => {
          await sweepSessions(tx, countyId, at)
          await sweepFailures(tx, countyId, at)
          await sweepReturns(tx, countyId, at)
        })
    },
  }
}
