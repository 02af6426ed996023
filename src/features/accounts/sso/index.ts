import type { SsoSettings } from '#platform/sso-settings.ts'
import { Carried } from './carried.ts'
import { Providers } from './provider.ts'

/** What single sign-on works with: whom the operator named, and what is known of them. */
export type Sso = { settings: SsoSettings; providers: Providers; carried: Carried }

/** `secret` is the installation's: what a browser carries to the provider and back is sealed with a key made of it. */
export const createSso = (settings: SsoSettings, secret: string): Sso => ({
  ...{ settings, providers: new Providers(), carried: new Carried(secret) },
})
