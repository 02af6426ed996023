import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  request,
  test,
} from '@playwright/test'
import { type demoAccounts, demoPassword } from '#apps/demo/people.ts'
import type { Me } from '#features/accounts/api.ts'
import { Caller } from './e2e-caller.ts'
import { Desk } from './e2e-desk.ts'

export type DemoUser = (typeof demoAccounts)[number]['username']

/** Opens browsers for people; each has a context of its own, as on a computer of its own. */
export type People = {
  /** Signed in without the sign-in page, which has a test of its own. */
  as(username: DemoUser, options?: BrowserContextOptions): Promise<Desk>
  /** Without a browser. */
  caller(username: DemoUser): Promise<Caller>
  /** Nobody signed in. */
  nobody(options?: BrowserContextOptions): Promise<Desk>
}

/**
 * Every page of every test is watched: what a script threw, what the console was told as an error, and whatever the
 * content security policy kept out fails the test that met it.
 */
const withPeople = test.extend<{ people: People }>({
  people: async ({ browser, baseURL }, use) => {
    const house = new House(browser, baseURL ?? '')
    await use(house)
    await house.close()
    expect(house.complaints, 'what pages complained of').toEqual([])
  },
})

export { expect, withPeople as test }

class House implements People {
  readonly complaints: string[] = []
  readonly #browser: Browser
  readonly #address: string
  readonly #contexts: BrowserContext[] = []
  readonly #callers: APIRequestContext[] = []

  constructor(browser: Browser, address: string) {
    this.#browser = browser
    this.#address = address
  }

  async as(username: DemoUser, options?: BrowserContextOptions): Promise<Desk> {
    const context = await this.#open(options)
    const { name } = await signIn(context.request, this.#address, username)
    return new Desk(await context.newPage(), name)
  }

  async caller(username: DemoUser): Promise<Caller> {
    const http = await request.newContext({
      baseURL: this.#address,
      extraHTTPHeaders: { origin: this.#address },
    })
    this.#callers.push(http)
    return new Caller(http, await signIn(http, this.#address, username))
  }

  async nobody(options?: BrowserContextOptions): Promise<Desk> {
    return new Desk(await (await this.#open(options)).newPage())
  }

  async close(): Promise<void> {
    for (const context of this.#contexts) await context.close()
    for (const http of this.#callers) await http.dispose()
  }

  async #open(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.#browser.newContext(options)
    this.#contexts.push(context)
    await watch(context, (complaint) => this.complaints.push(complaint))
    return context
  }
}

/** A session as the sign-in page gets it, kept with the requests that follow. */
export async function signIn(
  http: APIRequestContext,
  address: string,
  username: DemoUser,
): Promise<Me['person']> {
  const answer = await http.post('/api/v1/session', {
    data: { username, password: demoPassword },
    headers: { origin: address },
  })
  expect(answer.status(), `${username} signs in`).toBe(200)
  return ((await answer.json()) as Me).person
}

async function watch(context: BrowserContext, complain: (complaint: string) => void): Promise<void> {
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      console.error(`policy: ${violatedDirective} kept out ${blockedURI} of ${sourceFile}`),
    )
  })
  context.on('weberror', (error) => complain(String(error.error())))
  context.on('console', (message) => {
    // An answer of 400 and above is told too; whether it should come is the test's own matter.
    const answered = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !answered) complain(`${message.page()?.url()}: ${message.text()}`)
  })
}
