import { join } from 'node:path'
import type { APIRequestContext, Browser, BrowserContext, Page } from '@playwright/test'
import { demoPassword } from '#apps/demo/people.ts'

export const sizes = { 390: [390, 844], 1280: [1280, 800], 1366: [1366, 768] } as const
export type Width = keyof typeof sizes

/** One page in one case, at the widths worth looking at. */
export type Shot = {
  /** Case and page, such as `dark-ledger`. */
  name: string
  /** Null: nobody is signed in. */
  as: string | null
  path: string
  widths?: readonly Width[]
  language?: 'en'
  dark?: true
  /** On paper: a PDF beside the picture. */
  print?: true
  /** The server fails while the page is read. */
  fails?: true
  /** Every organisation is called this: the longest name wherever one can stand. */
  everyName?: string
  /** The part that is seen at once, not the whole page. */
  screenOnly?: true
  /** What a person does before the picture is taken. */
  before?: (page: Page) => Promise<void>
}

export type Taken = { name: string; file: string; width: number; pdf?: string }

export class Photographer {
  readonly taken: Taken[] = []
  readonly #browser: Browser
  readonly #address: string
  readonly #out: string

  constructor(browser: Browser, address: string, out: string) {
    this.#browser = browser
    this.#address = address
    this.#out = out
  }

  async take(shot: Shot): Promise<void> {
    for (const width of shot.widths ?? ([390, 1280, 1366] as const)) await this.#takeAt(shot, width)
  }

  /** What a person of the demo county reads through the API. */
  async read<T>(username: string, path: string): Promise<T> {
    const context = await this.#browser.newContext()
    await this.#signIn(context.request, username)
    const answer = await context.request.get(`${this.#address}/api/v1${path}`)
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
    const read = (await answer.json()) as T
    await context.close()
    return read
  }

  async #takeAt(shot: Shot, width: Width): Promise<void> {
    const context = await this.#open(shot, width)
    const page = await context.newPage()
    await page.goto(this.#address + shot.path)
    await page.waitForLoadState('networkidle')
    await page.locator('.ui-waiting').first().waitFor({ state: 'detached' })
    await shot.before?.(page)
    await page.waitForTimeout(300)
    if (!shot.screenOnly) await page.evaluate(drawAll)
    const file = `${shot.name}-${width}.png`
    const taken: Taken = { name: shot.name, file, width }
    if (shot.print) {
      taken.pdf = file.replace(/png$/, 'pdf')
      await page.pdf({ path: join(this.#out, taken.pdf), preferCSSPageSize: true, format: 'A4' })
      await page.emulateMedia({ media: 'print' })
    }
    await page.screenshot({ path: join(this.#out, file), fullPage: !shot.screenOnly })
    await context.close()
    this.taken.push(taken)
    console.log(file)
  }

  async #open(shot: Shot, width: Width): Promise<BrowserContext> {
    const [w, height] = sizes[width]
    const context = await this.#browser.newContext({
      viewport: { width: w, height },
      ...{ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', colorScheme: shot.dark ? 'dark' : 'light' },
      ...{ hasTouch: width === 390, isMobile: width === 390 },
    })
    if (shot.as) await this.#signIn(context.request, shot.as)
    if (shot.language)
      await context.addInitScript(
        (language) => localStorage.setItem('bihuan.language', JSON.stringify(language)),
        shot.language,
      )
    if (shot.fails)
      await context.route(/\/api\/v1\/(?!me$)/, (route) =>
        route.fulfill({
          status: 500,
          json: { error: { code: 'internal' }, requestId: '0199d0c2-7c1e-7b7a-9d53-5a1f0c3e2b11' },
        }),
      )
    const { everyName } = shot
    if (everyName)
      await context.route(/\/api\/v1\/(?!me$)/, async (route) => {
        const response = await route.fetch()
        const places = route.request().url().includes('/counts') ? '|name' : ''
        const named = new RegExp(
          `"(organizationName|townshipName|groupName|shortName${places})":"[^"]*"`,
          'g',
        )
        const body = (await response.text()).replace(named, (_, key) => `"${key}":"${everyName}"`)
        await route.fulfill({ response, body })
      })
    return context
  }

  async #signIn(http: APIRequestContext, username: string): Promise<void> {
    const answer = await http.post(`${this.#address}/api/v1/session`, {
      data: { username, password: demoPassword },
      headers: { origin: this.#address },
    })
    if (!answer.ok()) throw new Error(`${username} cannot sign in: ${answer.status()}`)
  }
}

/** What is left undrawn until it is scrolled to is on the picture of the whole page too. Runs in the page. */
function drawAll(): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('* { content-visibility: visible !important }')
  document.adoptedStyleSheets.push(sheet)
}
