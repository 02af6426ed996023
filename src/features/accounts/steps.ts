import { z } from 'zod'

/**
 * How far a sign-in has come. `factor`: the password was right, the second factor is missing. `password`: it must be
 * changed. `enrol`: the role needs a second factor and there is none. `open`: signed in. Whoever is not there yet may
 * do nothing but the step.
 */
export const SignInStep = z.enum(['factor', 'password', 'enrol', 'open'])
export type SignInStep = z.infer<typeof SignInStep>

/** What still stands in the way, in the order it is asked for. */
export function nextStep(open: { factor: boolean; password: boolean; enrol: boolean }): SignInStep {
  if (open.factor) return 'factor'
  if (open.password) return 'password'
  return open.enrol ? 'enrol' : 'open'
}
