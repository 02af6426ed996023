import type { FastifyRequest } from 'fastify'
import { Refused } from '#platform/refusal.ts'
import type { Actor } from '../actor.ts'
import { ownAccount, provePassword, type SignInDeps } from '../own-password.ts'
import { signInRule } from '../sign-in-rules.ts'
import { returnTo } from './carried.ts'
import { SsoRefused } from './fault.ts'
import { findProvider, unlinkPerson } from './links.ts'

/**
 * The person, signed in, goes to the identity provider to be linked with whom it says they are. The password once
 * more: a link is a key to the account, and an open session on somebody's desk is not the person.
 * @returns where to send the browser, and the cookie it carries
 * @throws Refused `invalid` for a wrong password, `not_found` where there is no provider, `sso_away`
 */
export async function beginLink(
  deps: SignInDeps,
  actor: Actor,
  { password, request }: { password: string; request: FastifyRequest },
  now: Date,
): Promise<{ url: string; cookie: string }> {
  const { countyId, session } = actor
  const { carried, providers, settings } = deps.sso
  const provider = await deps.database.read(countyId, (tx) => findProvider(tx, countyId, settings))
  if (!provider || !session) throw new Refused({ code: 'not_found' })
  await provePassword(deps, actor, await ownAccount(deps, actor), password, 'password', now)
  const rules = signInRule(await deps.worlds.of(countyId, now), 'sso')
  const way = { redirect: returnTo(request), from: '/desk/me', linking: session.id }
  const { url, journey } = await providers.begin(provider, rules, way, now).catch((error) => {
    throw error instanceof SsoRefused ? new Refused({ code: 'sso_away' }) : error
  })
  return { url, cookie: carried.give(journey, countyId, request) }
}

/** Takes the person's own link away. Throws Refused `invalid` for a wrong password, `not_found` when there is none. */
export async function removeLink(deps: SignInDeps, actor: Actor, password: string, now: Date): Promise<void> {
  const { countyId } = actor
  const account = await ownAccount(deps, actor)
  await provePassword(deps, actor, account, password, 'password', now)
  const { personId } = account
  const was = await deps.database.write(countyId, (tx) => unlinkPerson(tx, countyId, personId, now))
  if (!was) throw new Refused({ code: 'not_found' })
}
