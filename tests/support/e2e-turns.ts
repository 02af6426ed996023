import { expect, type Locator } from '@playwright/test'
import { type Desk, type Fields, fillIn } from './e2e-desk.ts'

/** One act of one person on one problem, and what must be seen of it. */
export type Turn = {
  by: Desk
  act: string
  fields?: Fields
  /** Fills in what labels and values alone cannot say. */
  fill?: (panel: Locator) => Promise<void>
  /** The state it leads to; the same as before where it leads nowhere. */
  to: string
  /** It is not the person's next step in my work, so it is done on the problem's page. */
  beside?: true
  /** It stays in the person's work afterwards: more is to be done there. */
  stays?: true
}

/** One problem that people hand on to each other in their browsers. */
export class Round {
  readonly title: string
  state: string
  id = ''

  constructor(title: string, state: string) {
    this.title = title
    this.state = state
  }

  /** Takes the problem up, does the act, and looks at state, history and my work. */
  async take(turn: Turn): Promise<void> {
    const { by, act, to } = turn
    if (turn.beside) await by.open(this.id, this.title)
    else await by.takeUp(this.title)
    this.id = new URL(by.page.url()).pathname.split('/').at(-1) ?? ''
    const panel = await by.openPanel(act)
    await turn.fill?.(panel)
    await fillIn(panel, turn.fields ?? {})
    await by.submit(act)
    await by.isIn(to)
    const newest = by.history.first()
    await expect(newest).toContainText(act)
    await expect(newest).toContainText(by.name)
    if (to !== this.state) await expect(newest).toContainText(`${this.state} → ${to}`)
    this.state = to
    if (turn.beside || turn.stays) return
    await by.work()
    await expect(by.workOn(this.title)).toHaveCount(0)
  }
}
