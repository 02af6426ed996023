import { type Browser, expect, type Page, test } from '@playwright/test'
import { everyBarrierOn } from '#tests/support/e2e-axe.ts'
import { fillPortal, openPortalHouse, type PortalHouse, portalStates } from '#tests/support/portal-house.ts'

/** The public pages in a browser, served by themselves, with a page in every state. */
let house: PortalHouse
let address: string
test.beforeAll(async () => {
  house = await openPortalHouse()
  await fillPortal(house)
  address = await house.app.listen({ port: 0, host: '127.0.0.1' })
})
test.afterAll(() => house.close())

type Options = NonNullable<Parameters<Browser['newContext']>[0]>

async function opened(browser: Browser, options: Options, look = 'normal-hans'): Promise<Page> {
  const context = await browser.newContext({ baseURL: address, ...options })
  await context.addCookies([{ name: 'bihuan_look', value: look, url: address }])
  return context.newPage()
}

const screens = [
  [320, 'normal-hans', 'light'],
  [320, 'large-hant', 'dark'],
  [390, 'normal-hans', 'dark'],
  [390, 'large-hans', 'light'],
  [1280, 'normal-hans', 'light'],
  [1280, 'large-hans', 'dark'],
] as const

for (const [width, look, colorScheme] of screens)
  test(`no barrier and nothing too wide at ${width}, ${look}, ${colorScheme}`, async ({ browser }) => {
    test.setTimeout(240_000)
    const page = await opened(browser, { viewport: { width, height: 844 }, colorScheme }, look)
    for (const [path] of portalStates) {
      await page.goto(path)
      expect.soft(await everyBarrierOn(page), `barriers on ${path}`).toEqual([])
      const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect.soft(overhang, `${path} is wider than the screen`).toBeLessThanOrEqual(0)
    }
    await page.context().close()
  })

test('a resident finds a publication, enlarges it, changes the script and leaves a comment, without JavaScript', async ({
  browser,
}) => {
  const page = await opened(browser, { javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  await page.goto('/')
  await page.getByRole('main').getByRole('link', { name: '看公示' }).click()
  await page.getByText('按地方、月份、种类看').click()
  await page.getByLabel('乡镇（街道）').selectOption({ label: '石桥镇（26）' })
  await page.getByRole('button', { name: '查看' }).click()
  await page.getByLabel('村（社区）、单位').selectOption({ label: '石桥镇柳树村（2）' })
  await page.getByLabel('种类').selectOption({ label: '每月整改进展' })
  await page.getByRole('button', { name: '查看' }).click()
  await page.getByRole('link', { name: '石桥镇2026年5月整改进展公示' }).click()
  await expect(page.getByRole('table')).toContainText('上河村')
  await page.getByRole('link', { name: '大字' }).click()
  await expect(page.locator('html')).toHaveCSS('font-size', '24px')
  await page.getByRole('link', { name: '繁體' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hant')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('石橋鎮2026年5月整改進展公示')
  // What was chosen goes along: in the links of the page that answered the choice, then by cookie alone.
  await page.getByRole('link', { name: '查進度' }).click()
  await expect(page).toHaveURL(`${address}/progress?script=hant`)
  await page.getByRole('link', { name: '查進度' }).click()
  await expect(page).toHaveURL(`${address}/progress`)
  await expect(page.locator('html')).toHaveClass('large')
  await page.getByRole('link', { name: '简体' }).click()
  await page.getByRole('link', { name: '标准字' }).click()
  await page.getByRole('searchbox').fill('排水溝')
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByRole('main').getByRole('listitem').getByRole('link').first().click()
  await page.getByLabel('对这条公示提意见').fill('村口那段还堵着')
  await page.getByRole('button', { name: '提交意见' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('意见已收到')
  await page.getByRole('link', { name: '回到公示' }).click()
  await expect(page.getByText('村口那段还堵着')).toHaveCount(0)
  await page.context().close()
})

test('without cookies the look goes along in the addresses', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: address, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/')
  await page.getByRole('link', { name: '大字' }).click()
  await context.clearCookies()
  await page.getByRole('link', { name: '看公示' }).first().click()
  await expect(page).toHaveURL(/\/published\?type=large$/)
  await expect(page.locator('html')).toHaveClass('large')
  await context.close()
})

test('everything is reached by keyboard, and where one is can be seen', async ({ browser }) => {
  const page = await opened(browser, { viewport: { width: 390, height: 844 } })
  await page.goto('/published/2026-0001')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused()
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeInViewport()
  const reached: string[] = []
  const interactive = await page
    .locator('a[href], button, textarea, select, input:not([tabindex="-1"]):not([type=hidden])')
    .count()
  for (let n = 1; n < interactive; n++) {
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    reached.push((await focused.textContent()) ?? '')
    expect(await focused.evaluate((node) => getComputedStyle(node).outlineStyle)).toBe('solid')
  }
  expect(reached).toContain('提交意见')
  expect(reached.some((text) => text.includes('看照片'))).toBe(true)
  await page.goto('/published/2026-0001')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('main').getByRole('link').first()).toBeFocused()
  await page.context().close()
})

test('the policy of the pages keeps out whatever script or style is put in', async ({ browser }) => {
  const page = await opened(browser, {})
  await page.goto('/published/2026-0001')
  const kept = await page.evaluate(
    () =>
      new Promise<string[]>((done) => {
        const violated: string[] = []
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          violated.push(effectiveDirective)
          if (violated.length === 3) done(violated.sort())
        })
        const script = document.createElement('script')
        script.textContent = 'document.title = "taken"'
        document.body.append(script)
        const style = document.createElement('style')
        style.textContent = 'body { display: none }'
        document.head.append(style)
        const image = new Image()
        image.src = 'https://elsewhere.test/x.png'
        document.body.append(image)
      }),
  )
  expect(kept).toEqual(['img-src', 'script-src-elem', 'style-src-elem'])
  expect(await page.title()).not.toBe('taken')
  await page.context().close()
})

test('on paper it is black on white, without what can only be clicked', async ({ browser }) => {
  const page = await opened(browser, { colorScheme: 'dark' }, 'large-hans')
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.goto('/published/2026-0001')
  await expect(page.locator('body')).toHaveCSS('color', 'rgb(27, 33, 40)')
  await expect(page.locator('html')).toHaveCSS('font-size', '16px')
  for (const hidden of ['大字', '首页', '提交意见'])
    await expect(page.getByText(hidden, { exact: true })).toBeHidden()
  await expect(page.getByText('在本站“看公示”中可以查到')).toBeVisible()
  await page.context().close()
})
