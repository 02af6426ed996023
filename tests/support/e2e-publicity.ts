import { expect, type Page } from '@playwright/test'
import type { Desk } from './e2e-desk.ts'

/** What people do to publications on the desk. */

/** By the button among what one can do, and the button of the form that it opens. */
export async function act(page: Page, name: string, fill?: () => Promise<unknown>): Promise<void> {
  const offer = page.getByRole('button', { name, exact: true }).first()
  const others = page.getByText('其他', { exact: true })
  await expect(offer.or(others).first()).toBeVisible()
  if (!(await offer.isVisible())) await others.click()
  await offer.click()
  await fill?.()
  await page.locator('form').getByRole('button', { name, exact: true }).click()
  await expect(page.locator('form').getByRole('button', { name, exact: true })).toHaveCount(0)
}

/** Each page beside its original, as the machine masked it. */
export async function confirmPages(page: Page): Promise<void> {
  const confirm = page.getByRole('button', { name: /^核对本页/ })
  await expect(confirm.first()).toBeVisible()
  for (let left = await confirm.count(); left > 0; left--) {
    await confirm.first().click()
    await expect(confirm).toHaveCount(left - 1)
  }
}

/** From one's list of work. */
export async function judge({ page }: Desk, title: string, name: string): Promise<void> {
  await page.goto('/desk')
  await page.getByRole('link', { name: title, exact: true }).click()
  await act(page, name, () => page.getByLabel('意见').fill('已看过，同意。'))
}
