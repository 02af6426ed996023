import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type JWKS } from 'oidc-provider'
import type { IdentityProvider as Settings } from '#platform/sso-settings.ts'

/** A government's single sign-on on this machine, with its own page to sign in: any name, any password. */
export type IdentityProvider = {
  settings: Settings
  /** It knows these addresses to lead back to from now on, and answers; `keys`: signs with these from now on. */
  start(redirectUris: string[], keys?: JWKS): void
  /** Goes on at the same address, but nothing sensible answers there. */
  breakDown(): void
  close(): Promise<void>
}

/** Real OpenID Connect: PKCE, signed tokens. Its address is known before that of the program it serves. */
export async function openIdentityProvider(): Promise<IdentityProvider> {
  let answer: RequestListener = (_request, response) => response.writeHead(503).end()
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const settings = { issuer, clientId: 'bihuan', clientSecret: 'a secret that only the two know' }
  return {
    settings,
    start(redirectUris, keys) {
      answer = new Provider(issuer, {
        clients: [
          {
            ...{ client_id: settings.clientId, client_secret: settings.clientSecret },
            ...{ redirect_uris: redirectUris, token_endpoint_auth_method: 'client_secret_post' },
          },
        ],
        ...(keys && { jwks: keys }),
        pkce: { required: () => true },
        cookies: { keys: ['for tests only'] },
      }).callback()
    },
    breakDown() {
      answer = (_request, response) => response.writeHead(500).end('<h1>oops</h1>')
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
