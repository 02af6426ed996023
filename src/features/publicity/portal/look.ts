/** How somebody wants to read: size of type (适老化) and script. Works without JavaScript and without cookies. */
export type Look = {
  large: boolean
  script: 'hans' | 'hant'
}

const COOKIE = 'bihuan_look'
const YEAR_S = 365 * 24 * 3_600

/** What the address or the cookie asks for; the address wins. `carried`: what only the address knows yet. */
export function lookOf(query: Record<string, unknown>, cookieHeader: string | undefined): Asked {
  const kept = keptIn(cookieHeader)
  const look: Look = {
    large: query.type === 'large' ? true : query.type === 'normal' ? false : kept.large,
    script: query.script === 'hant' || query.script === 'hans' ? query.script : kept.script,
  }
  return {
    look,
    carried: {
      ...(look.large !== kept.large && sizeParameter(look)),
      ...(look.script !== kept.script && { script: look.script }),
    },
  }
}

export type Asked = { look: Look; carried: Record<string, string> }

const sizeParameter = ({ large }: Look) => ({ type: large ? 'large' : 'normal' })

function keptIn(cookieHeader: string | undefined): Look {
  const [, size, script] =
    /(?:^|;\s*)bihuan_look=(large|normal)-(hans|hant)(?:;|$)/.exec(cookieHeader ?? '') ?? []
  return { large: size === 'large', script: script === 'hant' ? 'hant' : 'hans' }
}

/** The cookie that keeps it for a year. It tells nothing about anybody. */
export const lookCookie = ({ large, script }: Look, secure: boolean): string =>
  `${COOKIE}=${large ? 'large' : 'normal'}-${script}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax; HttpOnly${secure ? '; Secure' : ''}`

/** An address within the portal; what a reader without cookies has chosen goes along. */
export function address(path: string, ...parameters: Record<string, string | undefined>[]): string {
  const given = Object.entries(Object.assign({}, ...parameters)).filter(
    ([, value]) => value !== undefined && value !== '',
  )
  const query = new URLSearchParams(given as [string, string][]).toString()
  return query === '' ? path : `${path}?${query}`
}
