import type { Page } from '@playwright/test'
import { demoPassword } from '#apps/demo/people.ts'
import { totpAt } from '#features/accounts/factors/totp.ts'
import { barriersOn } from '#tests/support/e2e-axe.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

/** Signing in as a county asks it, by people whom no other journey needs: what they change stays changed. */
test.describe.configure({ mode: 'serial', timeout: 120_000 })

async function enter(page: Page, username: string, password: string, path = '/desk'): Promise<void> {
  await page.goto(path)
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

const isIn = (page: Page) =>
  expect(page.getByRole('navigation', { name: '主菜单' })).toBeVisible({ timeout: 30_000 })

/** A code that was not shown before: each is good once. */
const codeOf = (secret: string, offset = 0) => totpAt(secret, Math.floor(Date.now() / 30_000) + offset)

test('a wrong password is told, five close the account, and the administrator opens it again', async ({
  people,
}) => {
  const { page } = await people.nobody()
  await enter(page, 'town-clerk', 'wrong')
  await expect(page.getByRole('alert')).toContainText('用户名或密码不对')
  const submit = page.getByRole('button', { name: '登录', exact: true })
  for (let i = 0; i < 4; i++) {
    await submit.click()
    await expect(submit).toBeEnabled()
  }
  await page.getByLabel('密码', { exact: true }).fill(demoPassword)
  await submit.click()
  await expect(page.getByRole('alert')).toContainText('请30分钟后再试')
  const admin = await people.as('sysadmin')
  await admin.page.goto('/desk/sign-in-help')
  await admin.page.getByLabel('用户名').fill('town-clerk')
  await admin.page.getByRole('button', { name: '查找' }).click()
  await expect(admin.page.getByText(/试错太多，锁定到/)).toBeVisible()
  await admin.page.getByRole('button', { name: '解除锁定' }).click()
  await expect(admin.page.getByRole('status')).toHaveText('已解除锁定。')
  await submit.click()
  await isIn(page)
})

test('a first password printed as a slip is changed before anything else', async ({ people }) => {
  const admin = await people.as('sysadmin')
  await admin.page.goto('/desk/sign-in-help')
  await admin.page.getByLabel('用户名').fill('bureau-clerk')
  await admin.page.getByRole('button', { name: '查找' }).click()
  await admin.page.getByRole('button', { name: '重设密码' }).click()
  await admin.page.getByRole('button', { name: '确认重设' }).click()
  await expect(admin.page.getByRole('heading', { name: '首次密码' })).toBeVisible()
  const first = (await admin.page.locator('.help-slip code').last().textContent()) ?? ''
  await admin.page.getByRole('button', { name: '已交给本人' }).click()
  await expect(admin.page.getByText(first)).toHaveCount(0)
  const { page } = await people.nobody()
  await enter(page, 'bureau-clerk', first, '/desk/ledger')
  await expect(page.getByRole('heading', { name: '请先设置自己的密码' })).toBeVisible()
  expect(await barriersOn(page)).toEqual([])
  await page.goto('/desk/ledger')
  await expect(page.getByRole('heading', { name: '请先设置自己的密码' })).toBeVisible()
  await page.getByLabel('现在的密码').fill(first)
  await page.getByLabel('新密码').fill('bureau-clerk')
  await page.getByRole('button', { name: '更改密码' }).click()
  await expect(page.getByRole('alert')).toContainText('新密码要含大写字母')
  await expect(page.getByRole('alert')).toContainText('新密码里不能有用户名')
  await page.getByLabel('新密码').fill('Spring-Sowing-26')
  await page.getByRole('button', { name: '更改密码' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '问题台账' })).toBeVisible()
})

test('an authenticator app, a recovery code, and what is lost given back by two', async ({ people }) => {
  const desk = await people.as('bureau-secretary')
  const { page } = desk
  await page.goto('/desk/me')
  await page.getByRole('button', { name: '登记一种' }).click()
  await page.getByLabel('先确认密码').fill(demoPassword)
  await page.getByRole('button', { name: '下一步' }).click()
  await expect(page.getByAltText('验证器应用用的二维码')).toBeVisible()
  expect(await barriersOn(page)).toEqual([])
  const secret = ((await page.locator('.sign-in-secret code').textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel('应用里显示的6位数字').fill(codeOf(secret, -1))
  await page.getByRole('button', { name: '完成登记' }).click()
  await expect(page.getByRole('heading', { name: '请保存这些恢复码' })).toBeVisible()
  const recovery = (await page.locator('.sign-in-codes code').first().textContent()) ?? ''
  await page.getByRole('button', { name: '我已保存，继续' }).click()
  await expect(page.getByText('还有10个恢复码可用')).toBeVisible()

  const other = await people.nobody()
  await enter(other.page, 'bureau-secretary', demoPassword)
  await expect(other.page.getByRole('heading', { name: '第二步：确认是您本人' })).toBeVisible()
  expect(await barriersOn(other.page)).toEqual([])
  await other.page.getByLabel('验证码').fill('000000')
  await other.page.getByRole('button', { name: '确认', exact: true }).click()
  await expect(other.page.getByRole('alert')).toContainText('验证码不对')
  await other.page.getByLabel('验证码').fill(codeOf(secret))
  await other.page.getByRole('button', { name: '确认', exact: true }).click()
  await isIn(other.page)

  const third = await people.nobody()
  await enter(third.page, 'bureau-secretary', demoPassword)
  await third.page.getByLabel('验证码').fill(recovery)
  await third.page.getByRole('button', { name: '确认', exact: true }).click()
  await isIn(third.page)

  const admin = await people.as('sysadmin')
  await admin.page.goto('/desk/sign-in-help')
  await admin.page.getByLabel('用户名').fill('bureau-secretary')
  await admin.page.getByRole('button', { name: '查找' }).click()
  await admin.page.getByRole('button', { name: '申请重置第二验证方式' }).click()
  await admin.page.getByLabel('事由').fill('手机丢失，本人到场核对')
  await admin.page.getByRole('button', { name: '提交申请' }).click()
  await expect(admin.page.getByRole('status')).toHaveText('已提交，等安全管理员确认。')
  const second = await people.as('secadmin')
  await second.page.goto('/desk/sign-in-help')
  await second.page.getByRole('button', { name: '同意', exact: true }).click()
  await expect(second.page.getByText('没有等待确认的申请')).toBeVisible()
  const again = await people.nobody()
  await enter(again.page, 'bureau-secretary', demoPassword)
  await isIn(again.page)
})

test('the leading group’s password is asked for by one, confirmed by the auditor, and made once', async ({
  people,
}) => {
  const admin = await people.as('sysadmin')
  const find = async () => {
    await admin.page.goto('/desk/sign-in-help')
    await admin.page.getByLabel('用户名').fill('leader')
    await admin.page.getByRole('button', { name: '查找' }).click()
  }
  await find()
  await admin.page.getByRole('button', { name: '申请重设密码' }).click()
  expect(await barriersOn(admin.page)).toEqual([])
  await admin.page.getByLabel('事由').fill('忘记密码，本人到场核对')
  await admin.page.getByRole('button', { name: '提交申请' }).click()
  await expect(admin.page.getByRole('status')).toHaveText('已提交，等审计管理员确认。')
  await expect(admin.page.getByText('已申请重设密码，等审计管理员确认。')).toBeVisible()
  const security = await people.as('secadmin')
  await security.page.goto('/desk/sign-in-help')
  await expect(security.page.getByText('忘记密码，本人到场核对')).toBeVisible()
  await expect(security.page.getByRole('button', { name: '同意', exact: true })).toHaveCount(0)
  const auditor = await people.as('auditor')
  await auditor.page.goto('/desk/sign-in-help')
  expect(await barriersOn(auditor.page)).toEqual([])
  await auditor.page.getByRole('button', { name: '同意', exact: true }).click()
  await expect(auditor.page.getByText('没有等待确认的申请')).toBeVisible()
  await find()
  await admin.page.getByRole('button', { name: '重设密码' }).click()
  await admin.page.getByRole('button', { name: '确认重设' }).click()
  const first = (await admin.page.locator('.help-slip code').last().textContent()) ?? ''
  const { page } = await people.nobody()
  await enter(page, 'leader', first)
  await expect(page.getByText(/您的密码由.+于.+重设/)).toBeVisible()
})

test('a passkey is set up and confirms the next sign-in', async ({ people, baseURL }) => {
  // Browsers make passkeys for names only.
  const address = (baseURL ?? '').replace('127.0.0.1', 'localhost')
  const { page } = await people.nobody({ baseURL: address })
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  await enter(page, 'town-clerk', demoPassword)
  await isIn(page)
  await page.goto('/desk/me')
  await page.getByRole('button', { name: '登记一种' }).click()
  await page.getByRole('radio', { name: /^通行密钥/ }).check()
  await page.getByLabel('先确认密码').fill(demoPassword)
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '我已保存，继续' }).click()
  await page.context().clearCookies()
  await enter(page, 'town-clerk', demoPassword)
  await page.getByRole('button', { name: '用通行密钥确认' }).click()
  await isIn(page)
  await page.goto('/desk/me')
  await page.getByRole('button', { name: '移除「通行密钥」' }).click()
  await page.getByLabel('确认密码').fill(demoPassword)
  await page.getByRole('button', { name: '确认移除' }).click()
  await expect(page.getByText('还没有登记')).toBeVisible()
})

test('a session that is ended elsewhere is over, and this one is not', async ({ people }) => {
  // Somebody whom no other test signs in: they would be signed out with the rest.
  const [one, two] = [await people.as('registrar'), await people.as('registrar')]
  await one.page.goto('/desk/me')
  await expect(one.page.getByText('本次登录')).toBeVisible()
  await one.page.getByRole('button', { name: '退出其他所有登录' }).click()
  await expect(one.page.getByRole('button', { name: '退出其他所有登录' })).toHaveCount(0)
  await two.page.goto('/desk')
  await expect(two.page.getByLabel('用户名')).toBeVisible()
  await one.page.reload()
  await expect(one.page.getByRole('heading', { level: 1, name: '我的账号' })).toBeVisible()
})

test('who does nothing is warned two minutes before, and may stay', async ({ people }) => {
  const { page } = await people.as('auditor')
  await page.clock.install()
  await page.goto('/desk/me')
  await expect(page.getByRole('heading', { level: 1, name: '我的账号' })).toBeVisible()
  await page.clock.fastForward('13:10')
  const stay = page.getByRole('button', { name: '继续使用' })
  await expect(stay).toBeVisible()
  await stay.click()
  await expect(stay).toHaveCount(0)
  await page.clock.fastForward('15:10')
  await expect(page.getByRole('alert')).toContainText('登录已过期。页面上填写的内容还在')
})
