import { expect, test } from '#tests/support/e2e-test.ts'

test('the desk speaks English when asked to, on every page and after a reload', async ({ people }) => {
  const { page, name } = await people.as('town-secretary')
  await page.goto('/desk')
  await page.getByRole('button', { name: new RegExp(`^我|${name}`) }).click()
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'My work' })).toBeVisible()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  const rail = page.getByRole('navigation', { name: 'Main menu' })
  for (const [entry, heading] of [
    ['Work', 'My work'],
    ['Ledger', 'Ledger of problems'],
    ['Overview', /: rectification$/],
  ] as const) {
    await rail.getByRole('link', { name: entry }).click()
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
  }
  await rail.getByRole('link', { name: 'Work' }).click()
  await page.getByRole('main').getByRole('listitem').getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 2, name: 'History' })).toBeVisible()
})
