import { expect, type Locator, type Page } from '@playwright/test'

/** What a field of an act is given: text or a day to type, one choice of several, or a name to pick. */
export type Given = string | { choose: string | RegExp } | { pick: string }
export type Fields = Readonly<Record<string, Given>>

/** The desk as a person at it sees and uses it: everything is found by its role and its name. */
export class Desk {
  readonly page: Page
  /** Who sits there, as others see the name. */
  readonly name: string

  constructor(page: Page, name = '') {
    this.page = page
    this.name = name
  }

  /** My work, read anew. */
  async work(): Promise<void> {
    const read = this.page.waitForResponse(/\/api\/v1\/work$/)
    const rail = this.page.getByRole('navigation', { name: '主菜单' })
    if (/\/desk\/.+/.test(this.page.url())) await rail.getByRole('link', { name: '待办' }).click()
    else await this.page.goto('/desk')
    await read
    await expect(this.page.getByRole('heading', { level: 1, name: '我的待办' })).toBeVisible()
  }

  /** The line of my work about the problem of this title. */
  workOn(title: string): Locator {
    return this.page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('link', { name: title, exact: true }) })
  }

  /** From my work to the problem, by the button of its line. */
  async takeUp(title: string): Promise<void> {
    await this.work()
    const button = this.workOn(title).getByRole('link', { name: new RegExp(`：${title}$`) })
    // The list is drawn anew while others act, and a press may land on a line that is just replaced: one presses again.
    await expect(async () => {
      if (!(await this.problemHeading(title).count())) await button.click({ timeout: 10_000 })
      await this.seesProblem(title, 10_000)
    }).toPass({ timeout: 60_000 })
  }

  async open(problemId: string, title: string, act?: string): Promise<void> {
    await this.page.goto(`/desk/problems/${problemId}${act ? `?act=${act}` : ''}`)
    await this.seesProblem(title)
  }

  async seesProblem(title: string, timeout?: number): Promise<void> {
    await expect(this.problemHeading(title)).toBeAttached(timeout === undefined ? {} : { timeout })
  }

  private problemHeading(title: string): Locator {
    return this.page.getByRole('heading', { level: 1, name: title, includeHidden: true })
  }

  /** The side panel of an act. */
  panel(act: string): Locator {
    return this.page.getByRole('dialog', { name: act, exact: true })
  }

  /** The button of an act among what the reader may do now. */
  offer(act: string): Locator {
    return this.page
      .getByRole('region', { name: '现在可以办' })
      .getByRole('button', { name: act, exact: true })
  }

  /** Opens an act's panel, fills it in, submits it, reads the outcome and closes the panel. */
  async act(act: string, fields: Fields = {}): Promise<void> {
    const panel = await this.openPanel(act)
    await fillIn(panel, fields)
    await this.submit(act)
  }

  /** The panel of an act. My work may have opened it already, or that of the act it takes to come first. */
  async openPanel(act: string): Promise<Locator> {
    const panel = this.panel(act)
    const opened = this.page.getByRole('dialog')
    if (new URL(this.page.url()).searchParams.has('act')) {
      await expect(opened).toBeVisible()
      if (await panel.isVisible()) return panel
      await opened.getByRole('button', { name: '先不办' }).click()
      await expect(opened).toBeHidden()
    }
    await this.offer(act).click()
    await expect(panel).toBeVisible()
    return panel
  }

  /** Submits the open panel, waits until it says that it was done, and closes it. */
  async submit(act: string): Promise<void> {
    const panel = this.panel(act)
    await panel.getByRole('button', { name: act, exact: true }).click()
    await expect(panel.getByRole('heading', { name: `已办：${act}` })).toBeVisible()
    // What was done is told from the fresh problem: the button may move away between press and release.
    await expect(async () => {
      if (await panel.isVisible())
        await panel.getByRole('button', { name: '关闭', exact: true }).last().click({ timeout: 5_000 })
      await expect(panel).toBeHidden({ timeout: 5_000 })
    }).toPass()
  }

  /** The state the open problem says it is in. */
  async isIn(state: string): Promise<void> {
    const steps = this.page.getByRole('region', { name: '走到哪一步' }).first().getByRole('listitem')
    await expect(steps.filter({ hasText: '现在' })).toContainText(state)
  }

  /** Lines of the problem's history, newest first. */
  get history(): Locator {
    return this.page.getByRole('region', { name: '经过' }).getByRole('article')
  }
}

/** Fills fields by their labels within a panel, or within one row of it. */
export async function fillIn(within: Locator, fields: Fields): Promise<void> {
  for (const [label, given] of Object.entries(fields)) {
    const name = named(label)
    if (typeof given === 'string') await type(within.getByLabel(name), given)
    else if ('choose' in given)
      await within
        .getByRole('group', { name })
        .getByRole('radio', { name: given.choose, exact: true })
        .check()
    else await pick(within.getByRole('combobox', { name }), given.pick)
  }
}

/** A field may say beside its name that it can be left out. */
const named = (label: string) => new RegExp(`^${label}( \\(可不填\\))?$`)

async function type(field: Locator, text: string): Promise<void> {
  await field.fill(text)
  // A day picker takes over what was typed at Enter; other fields keep Enter to themselves.
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) await field.press('Enter')
}

/** Types a name and takes the first that fits, with the keyboard alone. */
async function pick(field: Locator, name: string): Promise<void> {
  await field.fill(name)
  await expect(field).toHaveAttribute('aria-expanded', 'true')
  await field.press('Enter')
  await field.press('Tab')
}
