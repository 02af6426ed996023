import assert from 'node:assert/strict'

/** Cookies of one site, as a browser keeps them. */
export class Jar {
  readonly #kept = new Map<string, string>()

  keep(cookies: string | readonly string[] | undefined): void {
    for (const cookie of [cookies ?? []].flat()) {
      const [pair = ''] = cookie.split(';')
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      if (value === '' || /Max-Age=0\b/i.test(cookie)) this.#kept.delete(name)
      else this.#kept.set(name, value)
    }
  }

  get header(): string {
    return [...this.#kept].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}

/**
 * Walks through the identity provider's own pages as `user`, or turns round at the first with null.
 * @returns the address that it leads back to
 */
export async function throughProvider(start: string, user: string | null, jar = new Jar()): Promise<URL> {
  const { origin } = new URL(start)
  let at = new URL(start)
  let form: URLSearchParams | undefined
  for (let i = 0; i < 20; i++) {
    const answer = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: jar.header },
      ...(form && { method: 'POST', body: form }),
    })
    jar.keep(answer.headers.getSetCookie())
    form = undefined
    const location = answer.headers.get('location')
    const page = location === null ? await answer.text() : ''
    if (location === null) {
      assert.equal(answer.status, 200, `${at.pathname}: ${page}`)
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? ''
      if (user === null) at = new URL(`${at.pathname}/abort`, origin)
      else form = new URLSearchParams({ prompt, login: user, password: 'any' })
      continue
    }
    at = new URL(location, at)
    if (at.origin !== origin) return at
  }
  return assert.fail('the provider leads in a circle')
}
