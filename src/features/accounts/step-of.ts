import type { Tx } from '#platform/database/transaction.ts'
import type { World } from '#platform/world.ts'
import type { Actor } from './actor.ts'
import { hasFactor } from './factors/store.ts'
import { mustChange } from './password-rules.ts'
import { findPasswordState } from './password-store.ts'
import { signInRule } from './sign-in-rules.ts'
import { nextStep, type SignInStep } from './steps.ts'

export type Passed = {
  /** The second factor was shown in this session, or has just been set up in it. */
  factor: boolean
  /** By single sign-on: the password was not asked for, so its age is no matter. */
  sso: boolean
}

/** The step at which somebody's sign-in stands. */
export async function stepOf(
  tx: Tx,
  { countyId, personId, grants }: Actor,
  { factor, sso }: Passed,
  world: World,
): Promise<SignInStep> {
  if (personId === null) return 'open'
  const has = await hasFactor(tx, countyId, personId)
  const { requiredFor } = signInRule(world, 'second_factor')
  const state = await findPasswordState(tx, countyId, personId)
  return nextStep({
    factor: has && !factor,
    password: !sso && mustChange(state, signInRule(world, 'password'), world.now),
    enrol: !has && grants.some(({ role }) => requiredFor.includes(role)),
  })
}
