import { demoPassword } from '#apps/demo/people.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

test('from sign-in to the panel of an act with the keyboard alone', async ({ people }) => {
  const { page } = await people.nobody()
  const focused = page.locator(':focus')
  const tabTo = async (name: RegExp, most = 40) => {
    for (let presses = 0; presses < most; presses++) {
      await page.keyboard.press('Tab')
      const said = (await focused.getAttribute('aria-label')) ?? (await focused.textContent())
      if (name.test(said ?? '')) return
    }
    throw new Error(`Tab never came to ${name}`)
  }
  await page.goto('/desk')
  await expect(page.getByRole('heading', { level: 1, name: '闭环' })).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.type('village-secretary')
  await page.keyboard.press('Tab')
  await page.keyboard.type(demoPassword)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: '我的待办' })).toBeVisible()
  await tabTo(/^认领：/)
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog', { name: '认领' })
  await expect(panel).toBeVisible()
  await tabTo(/^先不办$/)
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog', { name: '搜索' })).toBeVisible()
})

test('a wrong password is told in words, and what was typed stays', async ({ people }) => {
  const { page } = await people.nobody()
  await page.goto('/desk/ledger?overdue=true')
  await page.getByLabel('用户名').fill('leader')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('alert')).toHaveText('请填写密码。')
  await page.getByLabel('密码', { exact: true }).fill('wrong')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('用户名或密码不对')
  await expect(page.getByLabel('用户名')).toHaveValue('leader')
  await page.getByLabel('密码', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/desk\/ledger\?overdue=true$/)
})
