/** An OpenID Connect provider, and as whom it knows this installation. */
export type IdentityProvider = { issuer: string; clientId: string; clientSecret: string }

/** By county code; under the empty text the one of every county that has none of its own. */
export type SsoSettings = ReadonlyMap<string, IdentityProvider>

const fields = { ISSUER: 'issuer', CLIENT_ID: 'clientId', CLIENT_SECRET: 'clientSecret' } as const
type Field = keyof typeof fields

const NAME = /^BIHUAN_SSO_(ISSUER|CLIENT_ID|CLIENT_SECRET)(?:_(\w+))?$/
const nameOf = (field: Field, county: string): string =>
  `BIHUAN_SSO_${field}${county === '' ? '' : `_${county}`}`

/** What the county of that code signs in with; undefined: by password alone. */
export const providerOf = (sso: SsoSettings, county: string): IdentityProvider | undefined =>
  sso.get(county) ?? sso.get('')

/**
 * Reads `BIHUAN_SSO_ISSUER`, `…_CLIENT_ID`, `…_CLIENT_SECRET`, each also with `_<county code>`. They are the operator's
 * and no rule of the county: whoever names the issuer can sign in as anybody.
 * @returns what is set, and every fault in Chinese and English; no value is repeated, one may be the secret
 */
export function readSsoSettings(env: Record<string, string | undefined>): {
  sso: SsoSettings
  faults: string[]
} {
  const given = Object.keys(env).filter((name) => name.startsWith('BIHUAN_SSO_') && env[name])
  const faults = given.filter((name) => !NAME.test(name)).map(sayUnknown)
  const counties = new Set(given.flatMap((name) => (NAME.test(name) ? [NAME.exec(name)?.[2] ?? ''] : [])))
  const sso = new Map<string, IdentityProvider>()
  for (const county of counties) {
    const of = (field: Field) => env[nameOf(field, county)] ?? ''
    const missing = (Object.keys(fields) as Field[]).filter((field) => of(field) === '')
    faults.push(...missing.map((field) => sayMissing(nameOf(field, county))))
    const issuer = of('ISSUER')
    if (issuer !== '' && !isIssuer(issuer)) faults.push(sayNoIssuer(nameOf('ISSUER', county)))
    sso.set(county, { issuer, clientId: of('CLIENT_ID'), clientSecret: of('CLIENT_SECRET') })
  }
  return { sso, faults }
}

/** A setting for a county that is not here would do nothing, and nobody would know why. Undefined: there is none. */
export function faultOfCounties(sso: SsoSettings, codes: readonly string[]): string | undefined {
  const unknown = [...sso.keys()].filter((code) => code !== '' && !codes.includes(code))
  if (unknown.length === 0) return undefined
  return (
    `统一身份认证的变量写了这里没有的县：${unknown.join('、')}。请改成这里有的县编码（${codes.join('、') || '还没有县'}），或去掉这些变量。\n` +
    `Single sign-on is set for counties that are not here: ${unknown.join(', ')}. Use the code of one that is (${codes.join(', ') || 'there is none yet'}), or unset these variables.`
  )
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/** Over https only, but for one on this very machine: what comes from there says who somebody is. */
export function isIssuer(text: string): boolean {
  const url = URL.parse(text)
  if (!url || url.username || url.password || url.search || url.hash) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname))
}

const sayUnknown = (name: string): string =>
  `环境变量 ${name} 不认识：统一身份认证的变量是 BIHUAN_SSO_ISSUER、BIHUAN_SSO_CLIENT_ID、BIHUAN_SSO_CLIENT_SECRET，后面可加 _县编码。\n` +
  `The environment variable ${name} is unknown: single sign-on is set by BIHUAN_SSO_ISSUER, BIHUAN_SSO_CLIENT_ID and BIHUAN_SSO_CLIENT_SECRET, each with _<county code> behind it or without.`

const sayMissing = (name: string): string =>
  `环境变量 ${name} 没有设置：统一身份认证的三个变量（ISSUER、CLIENT_ID、CLIENT_SECRET）要一起设置，或一起去掉。\n` +
  `The environment variable ${name} is not set: set all three of single sign-on (ISSUER, CLIENT_ID, CLIENT_SECRET), or none.`

const sayNoIssuer = (name: string): string =>
  `环境变量 ${name} 不是统一身份认证的地址：请写 https:// 开头、不带参数的 issuer 地址，例如 ${name}=https://login.example.gov.cn（只有本机可用 http）。\n` +
  `The environment variable ${name} is not the address of an identity provider: write its issuer, https and without a query, e.g. ${name}=https://login.example.gov.cn (http on this machine only).`
