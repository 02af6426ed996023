import { Refused } from '#platform/refusal.ts'
import type { Actor } from './actor.ts'
import { countRecoveryCodes } from './factors/recovery.ts'
import { listFactors } from './factors/store.ts'
import type { SignInDeps } from './own-password.ts'
import { findPasswordState } from './password-store.ts'
import type { OwnSignIn } from './sign-in-api.ts'
import { passwordAdvice, signInRule } from './sign-in-rules.ts'
import { findLinkOf, findProvider } from './sso/links.ts'

const DAY_MS = 86_400_000

/** How somebody signs in and where they are signed in, for their own page. */
export async function ownSignIn(
  { database, sessions, worlds, sso }: SignInDeps,
  actor: Actor,
  now: Date,
): Promise<OwnSignIn> {
  const { countyId, personId, session, grants } = actor
  if (!personId || !session) throw new Refused({ code: 'not_found' })
  const world = await worlds.of(countyId, now)
  const rules = signInRule(world, 'password')
  const { requiredFor, recommendedFor } = signInRule(world, 'second_factor')
  const holds = (roles: readonly string[]) => grants.some(({ role }) => roles.includes(role))
  const open = await sessions.list(countyId, personId, now)
  const own = await database.read(countyId, async (tx) => ({
    provider: await findProvider(tx, countyId, sso.settings),
    state: await findPasswordState(tx, countyId, personId),
    factors: await listFactors(tx, countyId, personId),
    recoveryCodes: await countRecoveryCodes(tx, countyId, personId),
  }))
  const { provider } = own
  const link =
    provider && (await database.read(countyId, (tx) => findLinkOf(tx, countyId, personId, provider.issuer)))
  const setAt = own.state?.setAt ?? null
  const ages = setAt !== null && rules.maxAgeDays > 0
  return {
    passwordSetAt: setAt?.toISOString() ?? null,
    passwordUntil: ages ? new Date(setAt.getTime() + rules.maxAgeDays * DAY_MS).toISOString() : null,
    passwordRules: passwordAdvice(world),
    factors: own.factors.map(({ id, kind, name, made_at, used_at }) => ({
      ...{ id, kind, name, madeAt: made_at.toISOString(), usedAt: used_at?.toISOString() ?? null },
    })),
    factorAsked: holds(requiredFor) ? 'required' : holds(recommendedFor) ? 'recommended' : 'free',
    recoveryCodes: own.recoveryCodes,
    sso: provider ? { linkedAt: link?.made_at.toISOString() ?? null } : null,
    sessions: open.map(({ id, browser, method, begun_at, last_used_at }) => ({
      ...{ id, browser, method, isThis: id === session.id },
      ...{ begunAt: begun_at.toISOString(), lastUsedAt: last_used_at.toISOString() },
    })),
    idleMinutes: signInRule(world, 'session').idleMinutes,
    endsAt: (open.find(({ id }) => id === session.id)?.ends_at ?? now).toISOString(),
  }
}
