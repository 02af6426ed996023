import { z } from 'zod'
import { rule, ruleValue } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'

const some = (max: number) => z.int().min(1).max(max)

/** The rules of kind `sign_in`, one shape a key. */
export const signInRuleShapes = {
  password: z.object({
    minLength: z.int().min(8).max(64),
    /** Of small letters, capitals, digits and signs, unless it is long enough. */
    classes: z.int().min(1).max(4),
    longEnough: z.int().min(8).max(200),
    /** 0: never ages. */
    maxAgeDays: z.int().min(0).max(3650),
    /** How many passwords before may not be taken again. */
    remembered: z.int().min(0).max(20),
    /** Whether somebody else's first password must be changed before anything else. */
    changeFirst: z.boolean(),
  }),
  common_passwords: z.object({ parts: z.array(z.string().min(3).max(60)).max(1000) }),
  /** Failures in a row of one user name, and how long it is closed then. */
  lock: z.object({ failures: some(100), minutes: some(1440) }),
  /** Failures from one address, whatever the name: many names, one common password. */
  address: z.object({ failures: some(10_000), minutes: some(1440) }),
  session: z.object({
    /** 0: never. */
    idleMinutes: z.int().min(0).max(1440),
    hours: some(48),
    /** Whether a new sign-in ends the person's other sessions. */
    single: z.boolean(),
  }),
  /** Roles by name; one that does not exist asks nobody. */
  second_factor: z.object({
    requiredFor: z.array(z.string()).max(30),
    recommendedFor: z.array(z.string()).max(30),
  }),
  /** Single sign-on, where the operator has set it up. */
  sso: z.object({
    /** How far the provider's clock and ours may be apart. */
    clockSkewSeconds: z.int().min(0).max(600),
    /** Whether the provider is to ask each time, or may know the person from before. */
    askAgain: z.boolean(),
    /** Whether who is linked may still sign in by password. Administrators may: they are there when it fails. */
    passwordForLinked: z.boolean(),
  }),
} as const

export type SignInRuleKey = keyof typeof signInRuleShapes
export type SignInRules = { [K in SignInRuleKey]: z.infer<(typeof signInRuleShapes)[K]> }

/** The rule in force on the world's day. Throws MissingRule, InvalidRule. */
export function signInRule<K extends SignInRuleKey>(
  { rules, today }: Pick<World, 'rules' | 'today'>,
  key: K,
): SignInRules[K] {
  const shape: z.ZodType = signInRuleShapes[key]
  return ruleValue(rule(rules, 'sign_in', key, today), shape) as SignInRules[K]
}

/** What somebody who chooses a password is told beforehand. */
export const passwordAdvice = (world: Pick<World, 'rules' | 'today'>) => {
  const { minLength, classes, longEnough, remembered } = signInRule(world, 'password')
  return { minLength, classes, longEnough, remembered }
}
