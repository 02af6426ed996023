import type { BetterAuthPlugin } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'

/**
 * Begins a session in the sign-in engine for an account that something else has vouched for, with the cookie it gives
 * for a password. A function of the server: there is no path to it.
 */
export const vouched = {
  id: 'vouched',
  endpoints: {
    signInVouched: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ accountId: z.string() }) },
      async (ctx) => {
        const { internalAdapter } = ctx.context
        const user = await internalAdapter.findUserById(ctx.body.accountId)
        if (!user) return null
        const session = await internalAdapter.createSession(user.id)
        await setSessionCookie(ctx, { session, user })
        return { id: session.id, accountId: user.id }
      },
    ),
  },
} satisfies BetterAuthPlugin
