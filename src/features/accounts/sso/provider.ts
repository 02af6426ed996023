import type { ClientAuth, Configuration } from 'openid-client'
import { type IdentityProvider, isIssuer } from '#platform/sso-settings.ts'
import type { SignInRules } from '../sign-in-rules.ts'
import { faultOf, SsoRefused } from './fault.ts'

// Loaded at the first single sign-on: most installations have none.
const library = () => import('openid-client')

/** What the browser carries to the provider and back, sealed: nothing of a half sign-in is kept here. */
export type Journey = {
  state: string
  nonce: string
  verifier: string
  /** The one address that the provider leads back to. */
  redirect: string
  /** Milliseconds. */
  begunAt: number
  /** The page of the desk that was wanted. */
  from: string
  /** The session whose person is to be linked; null: somebody signs in. */
  linking: string | null
}

/** Whom the provider vouched for: its own word for them. */
export type Vouched = { issuer: string; subject: string }

type SsoRules = SignInRules['sso']

/** How long somebody may take at the provider's page. */
export const JOURNEY_MS = 10 * 60_000
const KEPT_MS = 10 * 60_000
/** A provider that was away is not asked again for so long, however many want to sign in. */
const AWAY_MS = 5_000
const TIMEOUT_S = 10

/** The identity providers of this installation, and what they say of themselves, kept for a while. */
export class Providers {
  readonly #kept = new Map<string, { found: Promise<Configuration>; until: number }>()

  /** @returns where to send the browser, and what it carries. Throws SsoRefused `away`. */
  async begin(
    provider: IdentityProvider,
    { askAgain }: SsoRules,
    { redirect, from, linking }: Pick<Journey, 'redirect' | 'from' | 'linking'>,
    now: Date,
  ): Promise<{ url: string; journey: Journey }> {
    const { config } = await this.#of(provider)
    const { buildAuthorizationUrl, calculatePKCECodeChallenge, ...random } = await library()
    const verifier = random.randomPKCECodeVerifier()
    const journey: Journey = {
      ...{ state: random.randomState(), nonce: random.randomNonce(), verifier, redirect, from, linking },
      begunAt: now.getTime(),
    }
    const url = buildAuthorizationUrl(config, {
      // Who somebody is, and nothing else about them.
      ...{ redirect_uri: redirect, scope: 'openid', response_type: 'code' },
      ...{ state: journey.state, nonce: journey.nonce },
      ...{ code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
      // `max_age` makes the provider say when it asked; `prompt` alone could be taken out of the address.
      ...(askAgain && { prompt: 'login', max_age: String(JOURNEY_MS / 1000) }),
    })
    return { url: url.href, journey }
  }

  /**
   * Exchanges the code that came back. State, nonce, PKCE, signature, issuer, audience and times are checked.
   * @throws SsoRefused
   */
  async finish(
    provider: IdentityProvider,
    rules: SsoRules,
    { returned, journey }: { returned: URL; journey: Journey },
    now: Date,
  ): Promise<Vouched> {
    const { config, clockSkew, clockTolerance } = await this.#of(provider)
    const { authorizationCodeGrant } = await library()
    const client = config.clientMetadata() as Record<symbol, number>
    client[clockTolerance] = rules.clockSkewSeconds
    // Our clock counts, wherever it is taken from.
    client[clockSkew] = Math.round((now.getTime() - Date.now()) / 1000)
    const tokens = await authorizationCodeGrant(config, returned, {
      ...{ pkceCodeVerifier: journey.verifier, expectedState: journey.state, expectedNonce: journey.nonce },
      idTokenExpected: true,
    }).catch((cause: unknown) => {
      throw new SsoRefused(faultOf(cause), { cause })
    })
    const claims = tokens.claims()
    if (!claims) throw new SsoRefused('refused')
    mustBeOfNow(claims, rules, journey, now)
    return { issuer: claims.iss, subject: claims.sub }
  }

  async #of(provider: IdentityProvider) {
    const { clockSkew, clockTolerance } = await library()
    const key = JSON.stringify([provider.issuer, provider.clientId])
    const at = performance.now()
    let kept = this.#kept.get(key)
    if (!kept || kept.until <= at) {
      kept = { found: discover(provider), until: at + KEPT_MS }
      this.#kept.set(key, kept)
    }
    const known = kept
    const config = await known.found.catch((cause: unknown) => {
      known.until = Math.min(known.until, at + AWAY_MS)
      throw new SsoRefused('away', { cause })
    })
    return { config, clockSkew, clockTolerance }
  }
}

/**
 * The token is made while we wait for it, so that the provider's clock shows in it. The library lets a token of the
 * future pass, and one of the past as long as it is valid: a server whose clock is wrong would go on unnoticed.
 */
function mustBeOfNow(
  { iat, auth_time }: { iat: number; auth_time?: number | undefined },
  { askAgain, clockSkewSeconds }: SsoRules,
  { begunAt }: Journey,
  now: Date,
): void {
  if (Math.abs(now.getTime() / 1000 - iat) > clockSkewSeconds + TIMEOUT_S) throw new SsoRefused('clock')
  if (!askAgain) return
  if (auth_time === undefined || auth_time < begunAt / 1000 - clockSkewSeconds - 1)
    throw new SsoRefused('again')
}

async function discover({ issuer, clientId, clientSecret }: IdentityProvider): Promise<Configuration> {
  const { allowInsecureRequests, discovery, enableNonRepudiationChecks, ...auth } = await library()
  if (!isIssuer(issuer)) throw new Error('the issuer must be an https address')
  const post = auth.ClientSecretPost(clientSecret)
  const basic = auth.ClientSecretBasic(clientSecret)
  // In the body where that is taken: heads with signs in them are read differently by different providers.
  const shown: ClientAuth = (server, ...rest) =>
    (server.token_endpoint_auth_methods_supported?.includes('client_secret_post') ? post : basic)(
      server,
      ...rest,
    )
  const isInsecure = issuer.startsWith('http:')
  return discovery(new URL(issuer), clientId, undefined, shown, {
    timeout: TIMEOUT_S,
    execute: [enableNonRepudiationChecks, ...(isInsecure ? [allowInsecureRequests] : [])],
  })
}
