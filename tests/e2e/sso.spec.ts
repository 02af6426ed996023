import type { Page } from '@playwright/test'
import { demoPassword } from '#apps/demo/people.ts'
import { barriersOn, everyBarrierOn } from '#tests/support/e2e-axe.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

/** Single sign-on, through the own pages of the identity provider that stands beside the program. */
test.describe.configure({ mode: 'serial', timeout: 180_000 })

const button = (page: Page) => page.getByRole('link', { name: '用统一身份认证登录' })

/** At the provider's pages: any name, any password; it asks a first time whether it may tell. */
async function signInThere(page: Page, name: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(name)
  await page.getByPlaceholder('and password').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  const ask = page.getByRole('button', { name: 'Continue' })
  await expect(
    ask.or(page.getByRole('heading', { level: 1, name: /^(闭环|我的账号|问题台账)$/ })),
  ).toBeVisible()
  if (await ask.isVisible()) await ask.click()
}

const isIn = (page: Page) => expect(page.getByRole('navigation', { name: '主菜单' })).toBeVisible()

test('whom nobody here is linked with is told what to do, and so is who turns round', async ({ people }) => {
  const { page } = await people.nobody()
  await page.goto('/desk/ledger')
  await expect(button(page)).toBeVisible()
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    expect(await everyBarrierOn(page)).toEqual([])
  }
  await button(page).click()
  await page.getByRole('link', { name: '[ Cancel ]' }).click()
  await expect(page.getByRole('alert')).toContainText('您取消了统一身份认证')
  await button(page).click()
  await signInThere(page, 'stranger')
  await expect(page.getByRole('alert')).toContainText('还没有与本系统的账号关联')
  expect(new URL(page.url()).searchParams.has('code')).toBe(false)
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    expect(await everyBarrierOn(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('alert')).toContainText('not linked with an account here')
  await page.goto('/desk/ledger')
  await expect(page.getByLabel('User name')).toBeVisible()
})

test('a person links their account, signs out, and signs in without a password of ours', async ({
  people,
}) => {
  const { page } = await people.as('personnel')
  await page.goto('/desk/me')
  const part = page.getByRole('region', { name: '统一身份认证' })
  await expect(part).toContainText('还没有关联')
  await part.getByRole('button', { name: '关联统一身份认证' }).click()
  await part.getByLabel('确认密码').fill('wrong')
  await part.getByRole('button', { name: '去认证' }).click()
  await expect(part.getByRole('alert')).toContainText('现在的密码不对')
  await part.getByLabel('确认密码').fill(demoPassword)
  await part.getByRole('button', { name: '去认证' }).click()
  await signInThere(page, 'gov-personnel')
  await expect(part.getByRole('status')).toContainText('已关联')
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    expect(await barriersOn(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }

  await page.getByRole('button', { name: /^我 / }).click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(button(page)).toBeVisible()
  await page.goto('/desk/ledger')
  await button(page).click()
  // Signed out here, the provider asks again: whoever sits down next is not let in by its memory.
  await signInThere(page, 'gov-personnel')
  await isIn(page)
  await expect(page.getByRole('heading', { level: 1, name: '问题台账' })).toBeVisible()
  await page.goto('/desk/me')
  await expect(page.getByRole('region', { name: '正在登录的地方' })).toContainText('统一身份认证')

  await part.getByRole('button', { name: '解除关联' }).click()
  await part.getByLabel('确认密码').fill(demoPassword)
  await part.getByRole('button', { name: '确认解除' }).click()
  await expect(part).toContainText('还没有关联')
})
