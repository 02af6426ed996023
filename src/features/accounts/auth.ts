import { Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import { newId } from '#platform/ids.ts'
import { takeTurns } from '#platform/turns.ts'
import { PASSWORD_LENGTH } from './username.ts'

/** better-auth keeps its tables in a schema of their own, apart from the counties' (docs/architecture.md). */
export const AUTH_SCHEMA = 'auth'
export const SESSION_COOKIE = 'bihuan.session_token'

const HOUR_S = 3600

/** Longer than any county lets a session last: when it is over is said by its rules (`sessions.ts`). */
const SESSION_S = 50 * HOUR_S

/** One password check takes 32 MB and a thread for some 50 ms: two at a time, the others wait their turn. */
const HASHING = { atOnce: 2, waiting: 200 }

/** How passwords are kept: what is made of one, and whether a given one is it. */
export type Hashing = {
  hash(password: string): Promise<string>
  verify(given: { hash: string; password: string }): Promise<boolean>
}

/**
 * The sign-in engine on the pool's role. Loaded when asked for, because it is large and most of the program, its
 * tests above all, needs none of it. Only its functions are called; its own HTTP routes are never mounted.
 * @param hashing the engine's own scrypt unless given: slow on purpose, so tests that sign many people in give theirs
 */
export async function openAuth(pool: Pool, secret: string, hashing?: Hashing) {
  const [{ betterAuth }, { username }, { hashPassword, verifyPassword }, { vouched }] = await Promise.all([
    import('better-auth'),
    import('better-auth/plugins/username'),
    import('better-auth/crypto'),
    import('./vouched.ts'),
  ])
  const inTurn = takeTurns(HASHING)
  const { hash, verify } = hashing ?? { hash: hashPassword, verify: verifyPassword }
  return betterAuth({
    secret,
    // Never served; it would only be used to build links.
    baseURL: 'http://localhost',
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: {
      db: new Kysely({ dialect: new PostgresDialect({ pool }) }),
      type: 'postgres',
      schemaName: AUTH_SCHEMA,
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      password: {
        hash: (password) => inTurn(() => hash(password)),
        verify: (given) => inTurn(() => verify(given)),
      },
    },
    session: { expiresIn: SESSION_S, disableSessionRefresh: true },
    advanced: {
      cookiePrefix: 'bihuan',
      // `Secure` depends on how the request came; `sessions.ts` adds it.
      useSecureCookies: false,
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => newId() },
    },
    // The names are `accountName(county, username)`, folded and checked before they come here.
    plugins: [
      username({
        displayUsername: false,
        usernameNormalization: false,
        usernameValidator: () => true,
        maxUsernameLength: 60,
      }),
      vouched,
    ],
  })
}

export type Auth = Awaited<ReturnType<typeof openAuth>>
