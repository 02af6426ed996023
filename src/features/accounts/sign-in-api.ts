import { z } from 'zod'
import { line, prose, uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'
import { Me, Role } from './api.ts'
import { SignInStep } from './steps.ts'

const none = z.undefined().optional()
const tag = 'sign-in'

/** Passwords and codes are kept by nobody as they are typed, so they may hold anything. */
const secretText = z.string().min(1).max(200)
const when = z.iso.datetime()
const done = z.object({ done: z.literal(true) })
const idParam = z.object({ id: uuid })

/** Signed in whole, or the step that comes first. */
export const SignedIn = z.union([Me, z.object({ step: SignInStep.exclude(['open']) })])
export type SignedIn = z.infer<typeof SignedIn>

const passwordRules = z.object({
  minLength: z.int(),
  classes: z.int(),
  longEnough: z.int(),
  remembered: z.int(),
})

export const getSignIn = endpoint({
  id: 'getSignIn',
  method: 'GET',
  path: '/sign-in',
  summary: 'What the sign-in page offers, and how far a sign-in has come.',
  tag,
  access: 'public',
  steps: ['factor', 'password', 'enrol'],
  params: none,
  query: none,
  body: none,
  answer: z.object({
    step: z.union([z.literal('none'), SignInStep]),
    /** Which kinds of second factor there are; null until the password was right. */
    factors: z.object({ totp: z.boolean(), passkey: z.boolean() }).nullable(),
    /** Who reset the password that is to be changed first; null: nobody, or it is only old. */
    resetBy: z.object({ name: z.string(), at: when }).nullable(),
    passwordRules,
    /** Whether the county has single sign-on. */
    sso: z.boolean(),
  }),
})

export const signIn = endpoint({
  id: 'signIn',
  method: 'POST',
  path: '/session',
  summary:
    'Signs in with user name and password; sets the session cookie. Says the step that is still missing.',
  tag,
  access: 'public',
  params: none,
  query: none,
  body: z.object({ username: z.string().trim().min(1).max(60), password: secretText }),
  answer: SignedIn,
})

export const signOut = endpoint({
  id: 'signOut',
  method: 'DELETE',
  path: '/session',
  summary: 'Ends the session.',
  tag,
  access: 'signed-in',
  steps: ['factor', 'password', 'enrol'],
  params: none,
  query: none,
  body: none,
  answer: z.object({ ended: z.boolean() }),
})

export const showCode = endpoint({
  id: 'showCode',
  method: 'POST',
  path: '/session/code',
  summary: 'The second factor at the sign-in: a code of the authenticator app, or a recovery code.',
  tag,
  access: 'signed-in',
  steps: ['factor'],
  onlyInSteps: true,
  secretBody: true,
  params: none,
  query: none,
  body: z.object({ code: z.string().trim().min(1).max(40) }),
  answer: SignedIn,
})

/** As the browser's own interface has it (WebAuthn); checked by the library that made the question. */
const credential = z.looseObject({ id: z.string().min(1).max(2000) })
const question = z.looseObject({ challenge: z.string() })

export const askPasskey = endpoint({
  id: 'askPasskey',
  method: 'POST',
  path: '/session/passkey-options',
  summary: 'What a passkey is to sign at the sign-in, for the browser.',
  tag,
  access: 'signed-in',
  steps: ['factor'],
  onlyInSteps: true,
  params: none,
  query: none,
  body: none,
  answer: question,
})

export const showPasskey = endpoint({
  id: 'showPasskey',
  method: 'POST',
  path: '/session/passkey',
  summary: 'The second factor at the sign-in: what the passkey signed.',
  tag,
  access: 'signed-in',
  steps: ['factor'],
  onlyInSteps: true,
  secretBody: true,
  params: none,
  query: none,
  body: z.object({ response: credential }),
  answer: SignedIn,
})

export const changePassword = endpoint({
  id: 'changePassword',
  method: 'PUT',
  path: '/me/password',
  summary: 'Changes one’s own password; the other sessions end.',
  tag,
  access: 'signed-in',
  steps: ['password'],
  secretBody: true,
  params: none,
  query: none,
  body: z.object({ current: secretText, next: secretText }),
  answer: SignedIn,
})

export const OwnSignIn = z.object({
  passwordSetAt: when.nullable(),
  /** Null: it does not age. */
  passwordUntil: when.nullable(),
  passwordRules,
  factors: z.array(
    z.object({
      id: uuid,
      kind: z.enum(['totp', 'passkey']),
      name: z.string(),
      madeAt: when,
      usedAt: when.nullable(),
    }),
  ),
  /** Whether a role asks for a second factor, or only recommends one. */
  factorAsked: z.enum(['required', 'recommended', 'free']),
  recoveryCodes: z.int(),
  /** The link with single sign-on; null where the county has none. */
  sso: z.object({ linkedAt: when.nullable() }).nullable(),
  sessions: z.array(
    z.object({
      id: uuid,
      browser: z.string(),
      method: z.enum(['password', 'sso']),
      begunAt: when,
      lastUsedAt: when,
      isThis: z.boolean(),
    }),
  ),
  /** 0: never. */
  idleMinutes: z.int(),
  endsAt: when,
})
export type OwnSignIn = z.infer<typeof OwnSignIn>

export const getOwnSignIn = endpoint({
  id: 'getOwnSignIn',
  method: 'GET',
  path: '/me/sign-in',
  summary: 'One’s own password, second factors and sessions.',
  tag,
  access: 'signed-in',
  steps: ['enrol'],
  params: none,
  query: none,
  body: none,
  answer: OwnSignIn,
})

export const endSession = endpoint({
  id: 'endSession',
  method: 'DELETE',
  path: '/me/sessions/:id',
  summary: 'Ends one of one’s own sessions.',
  tag,
  access: 'signed-in',
  params: idParam,
  query: none,
  body: none,
  answer: z.object({ ended: z.int() }),
})

export const endOtherSessions = endpoint({
  id: 'endOtherSessions',
  method: 'DELETE',
  path: '/me/sessions',
  summary: 'Ends all of one’s own sessions but this one.',
  tag,
  access: 'signed-in',
  params: none,
  query: none,
  body: none,
  answer: z.object({ ended: z.int() }),
})

const withPassword = z.object({ password: secretText })
const enrolled = z.object({
  /** With the first second factor: shown once, kept nowhere. */
  recoveryCodes: z.array(z.string()).nullable(),
  step: SignInStep,
})

export const beginTotp = endpoint({
  id: 'beginTotp',
  method: 'POST',
  path: '/me/totp',
  summary: 'Begins setting up an authenticator app: its secret, as text and QR code.',
  tag,
  access: 'signed-in',
  steps: ['enrol'],
  secretBody: true,
  params: none,
  query: none,
  body: withPassword,
  answer: z.object({ secret: z.string(), uri: z.string(), qr: z.string() }),
})

export const confirmTotp = endpoint({
  id: 'confirmTotp',
  method: 'POST',
  path: '/me/totp/confirm',
  summary: 'The authenticator app shows its first code and counts from now on.',
  tag,
  access: 'signed-in',
  steps: ['enrol'],
  secretBody: true,
  params: none,
  query: none,
  body: z.object({ code: z.string().trim().min(1).max(20), name: line(40) }),
  answer: enrolled,
})

export const beginPasskey = endpoint({
  id: 'beginPasskey',
  method: 'POST',
  path: '/me/passkey-options',
  summary: 'What the browser is to ask a new passkey for.',
  tag,
  access: 'signed-in',
  steps: ['enrol'],
  secretBody: true,
  params: none,
  query: none,
  body: withPassword,
  answer: question,
})

export const addPasskey = endpoint({
  id: 'addPasskey',
  method: 'POST',
  path: '/me/passkeys',
  summary: 'A new passkey, as the browser made it.',
  tag,
  access: 'signed-in',
  steps: ['enrol'],
  secretBody: true,
  params: none,
  query: none,
  body: z.object({ response: credential, name: line(40) }),
  answer: enrolled,
})

export const removeFactor = endpoint({
  id: 'removeFactor',
  method: 'POST',
  path: '/me/factors/:id/remove',
  summary: 'Takes one of one’s own second factors away.',
  tag,
  access: 'signed-in',
  secretBody: true,
  params: idParam,
  query: none,
  body: withPassword,
  answer: done,
})

export const renewRecoveryCodes = endpoint({
  id: 'renewRecoveryCodes',
  method: 'POST',
  path: '/me/recovery-codes',
  summary: 'New recovery codes; the old ones are void.',
  tag,
  access: 'signed-in',
  secretBody: true,
  params: none,
  query: none,
  body: withPassword,
  answer: z.object({ recoveryCodes: z.array(z.string()) }),
})

export const beginSsoLink = endpoint({
  id: 'beginSsoLink',
  method: 'POST',
  path: '/me/sso',
  summary: 'Where to go to be linked with single sign-on.',
  tag,
  access: 'signed-in',
  secretBody: true,
  params: none,
  query: none,
  body: withPassword,
  answer: z.object({ url: z.string() }),
})

export const removeSsoLink = endpoint({
  id: 'removeSsoLink',
  method: 'POST',
  path: '/me/sso/remove',
  summary: 'Takes one’s own link with single sign-on away.',
  tag,
  access: 'signed-in',
  secretBody: true,
  params: none,
  query: none,
  body: withPassword,
  answer: done,
})

export const findAccount = endpoint({
  id: 'findAccount',
  method: 'POST',
  path: '/sign-in-help',
  summary: 'Somebody who cannot sign in, by their whole user name; for the system administrator.',
  tag,
  access: 'signed-in',
  params: none,
  query: none,
  body: z.object({ username: line(60) }),
  answer: z.object({
    id: uuid,
    name: z.string(),
    username: z.string(),
    roles: z.array(Role),
    organizations: z.array(z.string()),
    hasPassword: z.boolean(),
    mustChange: z.boolean(),
    factors: z.int(),
    lockedUntil: when.nullable(),
    /**
     * A new first password: now; after somebody else has confirmed (`ask`; `waiting` once it is asked); for an
     * administrator at the server's own terminal only.
     */
    reset: z.enum(['now', 'ask', 'waiting', 'operator']),
    /** Who confirms what takes two. */
    second: z.enum(['security_admin', 'audit_admin']),
  }),
})

export const resetPassword = endpoint({
  id: 'resetPassword',
  method: 'POST',
  path: '/people/:id/password',
  summary: 'Gives somebody a new first password, shown once; their sessions end.',
  tag,
  access: 'signed-in',
  params: idParam,
  query: none,
  body: none,
  answer: z.object({ name: z.string(), username: z.string(), password: z.string() }),
})

export const unlockSignIn = endpoint({
  id: 'unlockSignIn',
  method: 'POST',
  path: '/people/:id/unlock',
  summary: 'Opens a user name that was closed after too many failures.',
  tag,
  access: 'signed-in',
  params: idParam,
  query: none,
  body: none,
  answer: done,
})

const ResetKind = z.enum(['factor', 'password'])

export const askReset = endpoint({
  id: 'askReset',
  method: 'POST',
  path: '/people/:id/resets',
  summary:
    'Asks that somebody’s lost second factor be taken away, or that they get a new first password where that takes two; another administrator confirms.',
  tag,
  access: 'signed-in',
  params: idParam,
  query: none,
  body: z.object({
    kind: ResetKind,
    reason: prose(200).refine((text) => text.length >= 4, { error: 'too_small' }),
  }),
  answer: z.object({ id: uuid }),
})

export const listResets = endpoint({
  id: 'listResets',
  method: 'GET',
  path: '/resets',
  summary: 'Lost second factors and new first passwords that wait for a second administrator.',
  tag,
  access: 'signed-in',
  params: none,
  query: none,
  body: none,
  answer: z.object({
    rows: z.array(
      z.object({
        id: uuid,
        kind: ResetKind,
        person: z.object({ id: uuid, name: z.string(), username: z.string() }),
        reason: z.string(),
        askedBy: z.object({ id: uuid, name: z.string() }),
        askedAt: when,
        /** Whether the reader is the one who decides it. */
        canDecide: z.boolean(),
      }),
    ),
  }),
})

export const decideReset = endpoint({
  id: 'decideReset',
  method: 'POST',
  path: '/resets/:id/decide',
  summary: 'Confirms or refuses what was asked for; a confirmed password is made within a day.',
  tag,
  access: 'signed-in',
  params: idParam,
  query: none,
  body: z.object({ confirms: z.boolean() }),
  answer: done,
})
