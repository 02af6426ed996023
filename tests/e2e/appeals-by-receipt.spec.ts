import { type Browser, expect, type Page, test } from '@playwright/test'
import { performAct } from '#features/appeals/perform.ts'
import { newId } from '#platform/ids.ts'
import { everyBarrierOn } from '#tests/support/e2e-axe.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { type House, openHouse } from '../http/house.ts'

/** The resident's side in a browser: no account, and no JavaScript either. */
let house: House
let address: string
test.beforeAll(async () => {
  house = await openHouse()
  await house.test.owner.query("UPDATE counties SET host = '127.0.0.1' WHERE county_id = 1")
  address = await house.app.listen({ port: 0, host: '127.0.0.1' })
})
test.afterAll(() => house.close())

async function act(by: PersonName, name: string, fields: object = {}): Promise<void> {
  const { east, program, test: db } = house
  const { rows } = await db.owner.query('SELECT id, version FROM appeals ORDER BY number DESC LIMIT 1')
  const body = { commandId: newId(), version: rows[0].version, ...fields }
  const world = await east.world(new Date())
  await performAct(program.appeals, world, east.actor(by), name as never, rows[0].id, body as never)
}

const opened = async (
  browser: Browser,
  javaScriptEnabled: boolean,
  width = 390,
  large = false,
): Promise<Page> => {
  const context = await browser.newContext({
    ...{ baseURL: address, javaScriptEnabled, viewport: { width, height: 844 } },
  })
  await context.addCookies([
    { name: 'bihuan_look', value: large ? 'large-hans' : 'normal-hans', url: address },
  ])
  return context.newPage()
}

/** Looked at by people when they are kept: BIHUAN_E2E_PICTURES names the folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.BIHUAN_E2E_PICTURES
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

async function fill(page: Page, text: string): Promise<void> {
  await page.getByLabel('事情在哪个村（社区）').selectOption({ label: '上河村' })
  await page.getByLabel('什么事').fill(text)
}

test('without JavaScript: written, receipt noted, screened, handled, looked up, rated', async ({
  browser,
}) => {
  const page = await opened(browser, false)
  await page.goto('/')
  await page.getByRole('main').getByRole('link', { name: '我要反映' }).click()
  await picture(page, 'form-390')
  await fill(page, '村口三盏路灯坏了半个月。晚上老人出行不便，希望尽快修好。')
  await page.getByLabel('只让登记人知道').check()
  await page.getByLabel('怎么称呼您').fill('周德福')
  await page.getByLabel('电话（可以不填）').fill('13800001234')
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('已经收到')
  const receipt = ((await page.locator('.receipt').textContent()) ?? '').trim()
  expect(receipt).toMatch(/^\w{4}-\w{4}-\w{4}$/)
  await picture(page, 'receipt-390')
  expect(page.url()).not.toContain(receipt)
  // The receipt is shown this once: nothing on the page leads away from it by changing how it looks.
  await expect(page.getByRole('group', { name: '显示方式' })).toHaveCount(0)
  await house.program.inbox.sent(1)
  await act('townRegistrar', 'pass')
  await act('townRegistrar', 'classify', {
    ...{ track: 'ordinary', nature: 'help', urgency: 'ordinary', isComplex: false, fieldCode: 'roads' },
  })
  await act('townRegistrar', 'dispatch', {
    handlerId: house.east.organizations.upperVillage,
    assistantIds: [],
  })
  await page.goto('/progress')
  await page.getByLabel('查询号（12位').fill(receipt.toLowerCase().replaceAll('-', ' '))
  await page.getByRole('button', { name: '查我反映的事' }).click()
  await expect(page.locator('.state')).toHaveText(/\d+月\d+日已转石桥镇上河村，最迟\d+月\d+日答复您。/)
  await picture(page, 'status-390')
  await page.getByRole('button', { name: '大字' }).click()
  await expect(page.locator('html')).toHaveClass('large')
  await expect(page.locator('.state')).toHaveText(/已转石桥镇上河村/)
  await page.getByRole('button', { name: '标准字' }).click()
  await act('villageClerk', 'sign')
  await act('villageClerk', 'contact', { way: 'receipt' })
  await act('villageClerk', 'answer', { text: '三盏路灯已经修好，当晚已亮。', claim: 'solved' })
  await act('townSecretary', 'passAnswer')
  await page.getByRole('button', { name: '再看一次' }).click()
  await expect(page.getByText('三盏路灯已经修好，当晚已亮。')).toBeVisible()
  await page.getByLabel('满意', { exact: true }).first().check()
  await page.getByRole('button', { name: '确认已经解决' }).click()
  await expect(page.getByRole('status')).toHaveText('收到了。')
  await page.getByLabel('解决了', { exact: true }).check()
  await page.getByLabel('基本满意').check()
  await page.getByRole('button', { name: '提交评价' }).click()
  await expect(page.getByRole('status')).toHaveText('收到了。')
  await picture(page, 'closed-390')
  expect(page.url()).not.toContain(receipt)
  const { rows } = await house.test.owner.query('SELECT satisfaction, solved FROM appeals')
  expect(rows).toEqual([{ satisfaction: 'fairly', solved: true }])
  await page.context().close()
})

test('with JavaScript the proof of work is found under the policy of the pages', async ({ browser }) => {
  const page = await opened(browser, true)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto('/appeals/new')
  await expect(page.locator('[name=proof]')).toHaveValue(/^\S+:\d+$/, { timeout: 30_000 })
  await fill(page, '桥头的护栏倒了，没有人扶。')
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('已经收到')
  expect(complaints).toEqual([])
  await page.context().close()
})

for (const [width, large] of [
  [320, false],
  [320, true],
  [390, true],
  [1280, false],
  [1280, true],
] as const)
  test(`no barrier and nothing too wide at ${width}, ${large ? 'large' : 'normal'}`, async ({ browser }) => {
    const page = await opened(browser, true, width, large)
    const look = async (name: string) => {
      expect.soft(await everyBarrierOn(page), `barriers on ${name}`).toEqual([])
      const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect.soft(overhang, `${name} is wider than the screen`).toBeLessThanOrEqual(0)
      await picture(page, `${name}-${width}${large ? '-large' : ''}`)
    }
    await page.goto('/appeals/new')
    await look('form')
    await fill(page, '狗日的混蛋！！！')
    await page.getByRole('button', { name: '提交' }).click()
    await look('form-again')
    await page.getByLabel('什么事').fill(`第${width}${large}号路灯不亮，晚上老人出行不便`)
    await page.getByRole('button', { name: '提交' }).click()
    await look('receipt')
    await house.program.inbox.sent(1)
    await act('townRegistrar', 'pass')
    await act('townRegistrar', 'classify', {
      ...{ track: 'ordinary', nature: 'inquiry', urgency: 'ordinary', isComplex: false, fieldCode: 'roads' },
    })
    await act('townRegistrar', 'answerAtOnce', { text: '下周统一更换。' })
    await page.getByRole('button', { name: '现在就看进度' }).click()
    await expect(page.getByText('下周统一更换。')).toBeVisible()
    for (const summary of await page.locator('summary').all()) await summary.click()
    await look('status')
    await page.context().close()
  })

test('on paper the receipt stands with the address to ask at', async ({ browser }) => {
  const page = await opened(browser, false)
  await page.goto('/appeals/new')
  await fill(page, '水管漏水，流到路上。')
  await page.getByRole('button', { name: '提交' }).click()
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('.receipt')).toBeVisible()
  await expect(page.getByText(/查询网址：http/)).toBeVisible()
  await expect(page.getByRole('button', { name: '现在就看进度' })).toBeHidden()
  await page.context().close()
})
