import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What keeps people with a disability from using the page as it stands now: rule, and where. Empty: nothing grave. */
export const barriersOn = (page: Page): Promise<string[]> =>
  violationsOn(page, (impact) => impact === 'serious' || impact === 'critical')

/** The same with what is only tiresome; what everybody in the county has to use has none of it. */
export const everyBarrierOn = (page: Page): Promise<string[]> => violationsOn(page, () => true)

async function violationsOn(page: Page, isMeant: (impact: unknown) => boolean): Promise<string[]> {
  // Not as a script tag, which the policy of the page would keep out.
  await page.evaluate(source)
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  )
  return violations
    .filter(({ impact }) => isMeant(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`))
}
