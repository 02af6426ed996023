import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sitePathOf } from '#platform/http/below-path.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import type { IdentityProvider } from '#platform/sso-settings.ts'
import { Attempts } from '../attempts.ts'
import type { SignInDeps } from '../own-password.ts'
import { signInRule } from '../sign-in-rules.ts'
import { deskPage, droppedCookie, returnTo, SSO_PATH } from './carried.ts'
import { kindsOf, SsoRefused } from './fault.ts'
import { findLinked, findProvider, linkPerson, takeReturn } from './links.ts'
import type { Journey, Vouched } from './provider.ts'

export type SsoDeps = SignInDeps & {
  now: () => Date
  countyOf: (request: FastifyRequest) => Promise<{ county_id: number }>
}

/**
 * Single sign-on by OpenID Connect: the browser is sent to the county's identity provider and comes back with a code.
 * Whatever goes wrong is told on the page that the person came from, in their language, without the provider's words.
 */
export function registerSso(app: FastifyInstance, deps: SsoDeps): void {
  const { carried, providers } = deps.sso
  const attempts = new Attempts()
  // A mere look (HEAD) must begin and end nothing.
  const options = { exposeHeadRoute: false }

  app.get(SSO_PATH, options, async (request, reply) => {
    const { countyId, provider } = await askedHere(deps, request)
    if (!provider) return reply.callNotFound()
    const now = deps.now()
    const from = deskPage((request.query as { from?: unknown }).from, sitePathOf(request))
    try {
      const rules = signInRule(await deps.worlds.of(countyId, now), 'sso')
      const way = { redirect: returnTo(request), from, linking: null }
      const { url, journey } = await providers.begin(provider, rules, way, now)
      return await reply.header('set-cookie', carried.give(journey, countyId, request)).redirect(url)
    } catch (error) {
      return tell(request, reply, error, '/desk/sign-in')
    }
  })

  app.get(`${SSO_PATH}/return`, options, async (request, reply) => {
    const { countyId, provider } = await askedHere(deps, request)
    if (!provider) return reply.callNotFound()
    const now = deps.now()
    let page = '/desk/sign-in'
    try {
      const world = await deps.worlds.of(countyId, now)
      const wait = attempts.begin(request.ip, now.getTime(), signInRule(world, 'address'))
      if (wait !== null) throw new SsoRefused('often')
      const journey = carried.take(request, countyId, now)
      if (journey.linking !== null) page = '/desk/me'
      if (!(await deps.database.write(countyId, (tx) => takeReturn(tx, countyId, journey.state, now))))
        throw new SsoRefused('late')
      const returned = new URL(journey.redirect)
      returned.search = new URL(request.originalUrl, journey.redirect).search
      const rules = signInRule(world, 'sso')
      const vouched = await providers.finish(provider, rules, { returned, journey }, now)
      const { cookies, to } =
        journey.linking === null
          ? await signIn(deps, { countyId, vouched, journey }, request)
          : await link(deps, { countyId, vouched, sessionId: journey.linking, now }, request)
      attempts.takeBack(request.ip)
      return await reply.header('set-cookie', [...cookies, droppedCookie(request)]).redirect(to)
    } catch (error) {
      if (error instanceof SsoRefused) await recordRefusal(deps, countyId, error, now)
      return tell(request, reply.header('set-cookie', droppedCookie(request)), error, page)
    }
  })
}

async function askedHere(
  deps: SsoDeps,
  request: FastifyRequest,
): Promise<{ countyId: number; provider: IdentityProvider | undefined }> {
  const { county_id: countyId } = await deps.countyOf(request)
  const provider = await deps.database.read(countyId, (tx) => findProvider(tx, countyId, deps.sso.settings))
  return { countyId, provider }
}

type Signing = { countyId: number; vouched: Vouched; journey: Journey }

async function signIn(
  deps: SsoDeps,
  { countyId, vouched, journey }: Signing,
  request: FastifyRequest,
): Promise<{ cookies: string[]; to: string }> {
  const linked = await deps.database.read(countyId, (tx) => findLinked(tx, countyId, vouched))
  if (!linked) throw new SsoRefused('unknown')
  const { id: personId } = linked
  const { cookies, step } = await deps.sessions.signInVouched(linked, countyId, request).catch((error) => {
    if (!(error instanceof Refused)) throw error
    const isLocked = error.refusal.code === 'too_many_attempts'
    throw new SsoRefused(isLocked ? 'locked' : 'closed', { cause: error, personId })
  })
  const steps = `/desk/sign-in?from=${encodeURIComponent(journey.from)}`
  return { cookies, to: step === 'open' ? journey.from : steps }
}

type Linking = { countyId: number; vouched: Vouched; sessionId: string; now: Date }

/** Only the session that asked is linked: a way back that somebody else began opens nothing and ties nobody. */
async function link(
  deps: SsoDeps,
  { countyId, vouched, sessionId, now }: Linking,
  request: FastifyRequest,
): Promise<{ cookies: string[]; to: string }> {
  const actor = await deps.sessions.resolveActor(request, countyId)
  const personId = actor?.personId
  if (!personId || actor.session?.id !== sessionId) throw new SsoRefused('late')
  await deps.database.write(countyId, (tx) => linkPerson(tx, countyId, personId, vouched, now))
  return { cookies: [], to: '/desk/me?sso=linked' }
}

/** Back to the page that says in words what was wrong. */
function tell(request: FastifyRequest, reply: FastifyReply, error: unknown, page: string): FastifyReply {
  if (!(error instanceof SsoRefused)) throw error
  request.log.warn({ fault: error.fault, kinds: kindsOf(error.cause) }, 'single sign-on')
  return reply.redirect(`${page}?sso=${error.fault}`)
}

/** Whom the provider vouched for is not written down: it may be nobody of this county. */
async function recordRefusal(
  { database }: SsoDeps,
  countyId: number,
  { fault, personId }: SsoRefused,
  now: Date,
): Promise<void> {
  const attempt = { county_id: countyId, id: newId(), at: now, person_id: personId, act: 'signInBySso' }
  await database.write(countyId, (tx) =>
    tx
      .insertInto('refused_attempts')
      .values({ ...attempt, reason: `sso_${fault}` })
      .execute(),
  )
}
