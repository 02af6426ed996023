import type { Answer } from '#platform/http/endpoint.ts'
import type { Route } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import type { Actor } from './actor.ts'
import { findMe } from './actor-store.ts'
import * as enrolling from './factors/enrol.ts'
import { type Place, placeOf } from './factors/passkeys.ts'
import * as resets from './factors/resets.ts'
import * as showing from './factors/show.ts'
import { listFactors } from './factors/store.ts'
import { type OriginRequest, originOf } from './origin.ts'
import { changeOwnPassword, type SignInDeps } from './own-password.ts'
import { ownSignIn } from './own-sign-in.ts'
import { findResetBy } from './password-store.ts'
import { resetPassword, unlockSignIn } from './reset-password.ts'
import * as api from './sign-in-api.ts'
import { findHelpedByName } from './sign-in-help.ts'
import { mayHelp } from './sign-in-policy.ts'
import { passwordAdvice } from './sign-in-rules.ts'
import { findProvider } from './sso/links.ts'
import { beginLink, removeLink } from './sso/own-link.ts'
import { handsFor, secondFor } from './standing.ts'
import type { SignInStep } from './steps.ts'

/** Signing in and out, one's own password, factors and sessions, and help for those who cannot sign in. */
export function signInRoutes(route: Route<Actor>, deps: SignInDeps): void {
  entering(route, deps)
  ownFactors(route, deps)
  ownLink(route, deps)
  ownSessions(route, deps)
  helping(route, deps)
}

function entering(route: Route<Actor>, deps: SignInDeps): void {
  const { database, sessions, worlds } = deps

  /** Who is in, when the step was the last; else the next. */
  const answer = async (actor: Actor, step: SignInStep, now: Date): Promise<api.SignedIn> => {
    if (step !== 'open') return { step }
    const { countyId, personId } = actor
    const me = personId && (await database.read(countyId, (tx) => findMe(tx, countyId, personId, now)))
    if (!me) throw new Refused({ code: 'not_found' })
    return me
  }

  route(api.getSignIn, async (_asked, { actor, countyId, now }) => {
    const world = await worlds.of(countyId, now)
    const { personId, session } = actor
    const factors =
      session?.step === 'factor' && personId !== null
        ? await database.read(countyId, (tx) => listFactors(tx, countyId, personId))
        : null
    const reset =
      session?.step === 'password' && personId !== null
        ? await database.read(countyId, (tx) => findResetBy(tx, countyId, personId))
        : null
    return {
      step: session?.step ?? ('none' as const),
      resetBy: reset && { name: reset.name, at: reset.at.toISOString() },
      factors: factors && {
        totp: factors.some(({ kind }) => kind === 'totp'),
        passkey: factors.some(({ kind }) => kind === 'passkey'),
      },
      passwordRules: passwordAdvice(world),
      sso:
        deps.sso.settings.size > 0 &&
        (await database.read(countyId, (tx) => findProvider(tx, countyId, deps.sso.settings))) !== undefined,
    }
  })

  route(api.signIn, async ({ body }, { countyId, request, reply, now }) => {
    // A page of another site could otherwise sign somebody in as the attacker and read what they then enter.
    if (originOf(request) === 'foreign') throw new Refused({ code: 'foreign_origin' })
    const { actor, cookies, step } = await sessions.signIn(body, countyId, request).catch((error) => {
      if (error instanceof Refused && error.refusal.code === 'too_many_attempts')
        reply.header('retry-after', error.refusal.retryAfter)
      throw error
    })
    reply.header('set-cookie', cookies)
    return answer(actor, step, now)
  })

  route(api.signOut, async (_asked, { countyId, request, reply }) => {
    reply.header('set-cookie', await sessions.signOut(request, countyId))
    return { ended: true }
  })

  route(api.showCode, async ({ body }, { actor, now }) => {
    await showing.showCode(deps, actor, body.code, now)
    return answer(actor, await sessions.proceed(actor, true, now), now)
  })

  route(api.askPasskey, async (_asked, { actor, request }) => ({
    ...(await showing.askPasskey(deps, actor, await placeIn(deps, actor.countyId, request))),
  }))

  route(api.showPasskey, async ({ body }, { actor, request, now }) => {
    const place = await placeIn(deps, actor.countyId, request)
    await showing.showPasskey(deps, actor, { response: body.response, place }, now)
    return answer(actor, await sessions.proceed(actor, true, now), now)
  })

  route(api.changePassword, async ({ body }, { actor, now }) => {
    await changeOwnPassword(deps, actor, body, now)
    return answer(actor, await sessions.proceed(actor, false, now), now)
  })
}

async function placeIn({ database }: SignInDeps, countyId: number, request: OriginRequest): Promise<Place> {
  const county = await database.read(countyId, (tx) =>
    tx.selectFrom('counties').select('host').where('county_id', '=', countyId).executeTakeFirstOrThrow(),
  )
  return placeOf(request, county.host)
}

function ownFactors(route: Route<Actor>, deps: SignInDeps): void {
  /** What an authenticator app and a key store call us: the county, for somebody may serve two. */
  const issuerOf = async (countyId: number): Promise<string> => {
    const county = await deps.database.read(countyId, (tx) =>
      tx.selectFrom('counties').select('name').where('county_id', '=', countyId).executeTakeFirstOrThrow(),
    )
    return `闭环 ${county.name}`
  }
  const enrolled = async (actor: Actor, { recoveryCodes }: enrolling.Enrolled, now: Date) => ({
    recoveryCodes,
    step: await deps.sessions.proceed(actor, true, now),
  })

  route(api.beginTotp, async ({ body }, { actor, countyId, now }) =>
    enrolling.beginTotp(deps, actor, { ...body, issuer: await issuerOf(countyId) }, now),
  )
  route(api.confirmTotp, async ({ body }, { actor, now }) =>
    enrolled(actor, await enrolling.confirmTotp(deps, actor, body, now), now),
  )
  route(api.beginPasskey, async ({ body }, { actor, countyId, request, now }) => {
    const place = await placeIn(deps, countyId, request)
    const asked = { ...body, issuer: await issuerOf(countyId), place }
    return { ...(await enrolling.beginPasskey(deps, actor, asked, now)) }
  })
  route(api.addPasskey, async ({ body }, { actor, countyId, request, now }) => {
    const place = await placeIn(deps, countyId, request)
    return enrolled(actor, await enrolling.addPasskey(deps, actor, { ...body, place }, now), now)
  })
  route(api.removeFactor, async ({ params, body }, { actor, now }) => {
    await enrolling.removeFactor(deps, actor, { ...params, ...body }, now)
    return { done: true as const }
  })
  route(api.renewRecoveryCodes, async ({ body }, { actor, now }) => ({
    recoveryCodes: await enrolling.renewRecoveryCodes(deps, actor, body.password, now),
  }))
}

function ownLink(route: Route<Actor>, deps: SignInDeps): void {
  route(api.beginSsoLink, async ({ body }, { actor, request, reply, now }) => {
    const { url, cookie } = await beginLink(deps, actor, { ...body, request }, now)
    reply.header('set-cookie', cookie)
    return { url }
  })
  route(api.removeSsoLink, async ({ body }, { actor, now }) => {
    await removeLink(deps, actor, body.password, now)
    return { done: true as const }
  })
}

function ownSessions(route: Route<Actor>, deps: SignInDeps): void {
  const { sessions } = deps
  const end = async (actor: Actor, which: (id: string) => boolean, now: Date): Promise<number> => {
    const { countyId, personId } = actor
    if (!personId) return 0
    const ids = (await sessions.list(countyId, personId, now)).map(({ id }) => id).filter(which)
    return sessions.end({ countyId, personId, ids, why: 'revoked' }, now)
  }
  route(api.getOwnSignIn, (_asked, { actor, now }) => ownSignIn(deps, actor, now))
  route(api.endSession, async ({ params }, { actor, now }) => {
    const ended = await end(actor, (id) => id === params.id, now)
    if (ended === 0) throw new Refused({ code: 'not_found' })
    return { ended }
  })
  route(api.endOtherSessions, async (_asked, { actor, now }) => ({
    ended: await end(actor, (id) => id !== actor.session?.id, now),
  }))
}

function helping(route: Route<Actor>, deps: SignInDeps): void {
  route(api.findAccount, async ({ body }, { actor, countyId, now }) => {
    mayHelp(actor, 'findAccount')
    return deps.database.read(countyId, async (tx) => {
      const found = await findHelpedByName(tx, countyId, body.username, now)
      const {
        office: _office,
        becomesAdmin: _becomes,
        countyRoles: _roles,
        erased: _erased,
        ...person
      } = found
      const until = await deps.sessions.lock.until(tx, countyId, person.username, now)
      const hands = handsFor(found)
      const asked = hands === 'two' ? await resets.findPasswordReset(tx, countyId, person.id, now) : null
      const reset: Answer<typeof api.findAccount>['reset'] =
        hands === 'operator'
          ? 'operator'
          : hands === 'one' || asked === 'confirmed'
            ? 'now'
            : (asked ?? 'ask')
      return { ...person, lockedUntil: until?.toISOString() ?? null, reset, second: secondFor(found) }
    })
  })
  route(api.resetPassword, ({ params }, { actor, now }) => resetPassword(deps, actor, params.id, now))
  route(api.unlockSignIn, async ({ params }, { actor, now }) => {
    await unlockSignIn(deps, actor, params.id, now)
    return { done: true as const }
  })
  route(api.askReset, ({ params, body }, { actor, now }) =>
    resets.askReset(deps, actor, { personId: params.id, ...body }, now),
  )
  route(api.listResets, async (_asked, { actor, now }) => ({
    rows: await resets.listResets(deps, actor, now),
  }))
  route(api.decideReset, async ({ params, body }, { actor, now }) => {
    await resets.decideReset(deps, actor, { ...params, ...body }, now)
    return { done: true as const }
  })
}
