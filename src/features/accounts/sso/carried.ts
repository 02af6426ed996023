import type { FastifyRequest } from 'fastify'
import { sitePathOf } from '#platform/http/below-path.ts'
import { Seal } from '../factors/seal.ts'
import { SsoRefused } from './fault.ts'
import { JOURNEY_MS, type Journey } from './provider.ts'

export const SSO_PATH = '/sign-in/sso'
const COOKIE = 'bihuan.sso'

type Way = Pick<FastifyRequest, 'protocol' | 'host' | 'originalUrl'>

/** The one address the provider sends people back to; it knows it too and takes no other. */
export const returnTo = (request: Way): string =>
  `${request.protocol}://${request.host}${sitePathOf(request)}${SSO_PATH}/return`

/** Lax: it must come along when the provider's page leads back here. */
const cookieOf = (value: string, maxAge: number, { protocol }: Way): string =>
  `${COOKIE}=${value}; Max-Age=${maxAge}; Path=${SSO_PATH}; HttpOnly; SameSite=Lax${protocol === 'https' ? '; Secure' : ''}`

export const droppedCookie = (request: Way): string => cookieOf('', 0, request)

/** Carries a journey in a cookie that only this installation opens, and only for the county it was begun in. */
export class Carried {
  readonly #seal: Seal

  constructor(secret: string) {
    this.#seal = new Seal(secret, 'single sign-on')
  }

  give(journey: Journey, countyId: number, request: Way): string {
    const sealed = this.#seal.close(JSON.stringify(journey), String(countyId))
    return cookieOf(sealed, JOURNEY_MS / 1000, request)
  }

  /** Throws SsoRefused `late`: none, another browser's or county's, another address, over, or of another beginning. */
  take(request: Way & Pick<FastifyRequest, 'headers'>, countyId: number, now: Date): Journey {
    const cookies = request.headers.cookie?.split(';').map((cookie) => cookie.trim()) ?? []
    const value = cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1)
    const opened = value === undefined ? undefined : this.#seal.open(value, String(countyId))
    if (opened === undefined) throw new SsoRefused('late')
    const journey = JSON.parse(opened) as Journey
    const state = new URL(request.originalUrl, journey.redirect).searchParams.get('state')
    const age = now.getTime() - journey.begunAt
    if (age < 0 || age > JOURNEY_MS || journey.redirect !== returnTo(request) || state !== journey.state)
      throw new SsoRefused('late')
    return journey
  }
}

/** A page of the desk to come back to: never another site, however it is written. */
export function deskPage(from: unknown, sitePath: string): string {
  if (typeof from !== 'string' || !/^\/(?![/\\])[^\s\\]{0,500}$/.test(from)) return '/desk'
  const own = sitePath !== '' && from.startsWith(`${sitePath}/`) ? from.slice(sitePath.length) : from
  if (/^\/desk(\/|\?|$)/.test(own)) return own
  return own === '/' || own.startsWith('/c/') ? '/desk' : `/desk${own}`
}
