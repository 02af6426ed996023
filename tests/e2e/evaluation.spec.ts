import type { Browser, Page } from '@playwright/test'
import { listCampaigns, listEvaluationChoices } from '#features/evaluations/api.ts'
import type { Choice } from '#features/evaluations/views.ts'
import { everyBarrierOn } from '#tests/support/e2e-axe.ts'
import { expect, type People, test } from '#tests/support/e2e-test.ts'

/** 群众评价 on a phone and on paper, from the desk that holds it to the acceptance that it blocks and lets through. */
test('an evaluation by phone and on paper blocks an acceptance, sends one back, and lets one through', async ({
  people,
  browser,
  baseURL,
}) => {
  test.setTimeout(240_000)
  const [good, bad] = await waiting(people)
  const office = await people.as('office')
  await test.step('nobody confirms what nobody has rated', async () => {
    await office.page.goto(`/desk/problems/${good.id}`)
    await expect(office.page.getByText('还没有录入群众评价结果').first()).toBeVisible()
  })
  const first = await test.step('prepared by one, opened by another', () => hold(people, good, '第一次评价'))
  const codes =
    await test.step('all of a class made out, though the answer was lost on the way', async () => {
      await loseAnswer(first, '**/evaluations/*/issue')
      await first.getByRole('button', { name: '制作', exact: true }).click()
      await expect(first.getByText(/群众代表 20份：已提交制作，但没有收到回音/)).toBeVisible()
      await expect(first.getByLabel('份数')).toHaveCount(0)
      return make(first, '再发送一次', 20)
    })
  await test.step('on the phone, without JavaScript', async () => {
    for (const code of codes.slice(0, 5)) await answerByPhone(browser, baseURL ?? '', code, '满意')
  })
  await test.step('on paper, by two', async () => {
    const secretary = await people.as('town-secretary')
    await first.goto(`${first.url().split('?')[0]}/papers`)
    await enter(first, codes[5] ?? '', '基本满意', '已录入，请把纸交给另一人再录一遍。')
    await enter(first, codes[5] ?? '', '基本满意', '您已经录过这一张', false)
    await secretary.page.goto(first.url())
    await enter(secretary.page, codes[5] ?? '', '不满意', '与前一次录入不一致')
    await secretary.page.getByLabel('基本满意').check()
    await secretary.page.getByRole('button', { name: '再看一遍，改正自己的' }).click()
    await expect(secretary.page.getByText('两次录入一致，这张已收。')).toBeVisible()
  })
  await test.step('counted, public, attached, let through', async () => {
    await count(first)
    await expect(first.getByRole('region', { name: '评价结果' })).toContainText('100%')
    const { page } = await people.nobody()
    await page.goto('/evaluations')
    await page.getByRole('link', { name: '第一次评价' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('第一次评价')
    await office.open(good.id, good.title)
    await expect(office.page.getByText('评价活动统计')).toBeVisible()
    await office.act('确认群众评价')
    await office.isIn('会签')
  })
  await test.step('a bad result goes back to be put right', async () => {
    const second = await hold(people, bad, '第二次评价')
    for (const code of await invite(second, 6)) await answerByPhone(browser, baseURL ?? '', code, '不满意')
    await count(second)
    await office.page.goto(`/desk/problems/${bad.id}`)
    await expect(office.page.getByText('未达标').first()).toBeVisible()
    await office.isIn('整改中')
  })
})

test('nobody meets a barrier on the pages of evaluation, at any width, in large type', async ({ people }) => {
  test.setTimeout(120_000)
  const caller = await people.caller('town-clerk')
  const { rows } = await caller.call(listCampaigns, { query: {} })
  const running = rows.find(({ state }) => state === 'running')
  expect(running).toBeTruthy()
  const desk = await people.as('office')
  const [code = ''] = running ? await codesOf(desk.page, running.id) : []
  const { page } = await people.nobody()
  const closed = (await caller.call(listCampaigns, { query: {} })).rows.find(
    ({ state }) => state === 'closed',
  )
  expect(closed).toBeTruthy()
  for (const path of [
    '/evaluate',
    `/evaluate?code=${code}`,
    '/evaluations',
    `/evaluations/${closed?.number}`,
  ])
    for (const width of [320, 390, 1280])
      for (const type of ['normal', 'large']) {
        await page.setViewportSize({ width, height: 800 })
        await page.goto(`${path}${path.includes('?') ? '&' : '?'}type=${type}`)
        expect(await everyBarrierOn(page), `${path} ${width} ${type}`).toEqual([])
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(over, `${path} ${width} ${type} is wider than the page`).toBeLessThanOrEqual(0)
      }
})

/** Two problems of villages of the town, brought to where they wait for an evaluation. */
async function waiting(people: People): Promise<[Choice, Choice]> {
  const caller = await people.caller('town-clerk')
  const [town, office] = [await people.caller('town-secretary'), await people.caller('office')]
  const [inspector, second] = [await people.caller('inspector1'), await people.caller('inspector2')]
  const { holders } = await caller.call(listCampaigns, { query: {} })
  const { rows } = await caller.call(listEvaluationChoices, { query: { holder: holders[0]?.id ?? '' } })
  const [good, bad] = rows.filter(({ state }) => state === 'closure_requested')
  if (!good || !bad) throw new Error('the demo county has too few problems whose closure was applied for')
  const checkedOn = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format()
  const check = {
    withPersonId: second.person.id,
    checkedOn,
    method: 'on_site',
    finding: '现场查看，已整改。',
  }
  for (const { id } of [good, bad]) {
    await town.act(id, 'endorse', { opinion: '情况属实。' })
    await office.act(id, 'passDocuments', { opinion: '资料齐全。' })
    await inspector.act(id, 'recordSiteCheck', { ...check, passed: true })
    await second.act(id, 'passSiteCheck', {})
  }
  return [good, bad]
}

/** The clerk's page of a campaign that runs. */
async function hold(people: People, { number, organizationName }: Choice, title: string): Promise<Page> {
  const { page } = await people.as('town-clerk')
  await page.goto('/desk/evaluations')
  await page.getByRole('link', { name: '拟订评价活动' }).click()
  await page.getByLabel('名称').fill(title)
  const place = page.getByRole('group', { name: organizationName, exact: true })
  await place.getByRole('checkbox', { name: new RegExp(number) }).check()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('button', { name: '报批' }).click()
  await page.locator('form').getByRole('button', { name: '报批' }).click()
  await expect(page.getByText('现在没有要您办的')).toBeVisible()
  const secretary = await people.as('town-secretary')
  await secretary.page.goto(page.url())
  await secretary.page.getByRole('button', { name: '同意开始' }).click()
  await secretary.page.locator('form').getByRole('button', { name: '同意开始' }).click()
  await expect(secretary.page.getByText('正在评价').first()).toBeVisible()
  await page.reload()
  return page
}

async function invite(page: Page, n: number): Promise<string[]> {
  await page.getByLabel('份数').fill(String(n))
  return make(page, '制作', n)
}

/** The next request arrives and is carried out; its answer does not come back. */
const loseAnswer = (page: Page, url: string) =>
  page.route(
    url,
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )

async function make(page: Page, button: string, n: number): Promise<string[]> {
  await page.getByRole('button', { name: button, exact: true }).click()
  await expect(page.locator('.ev-slip')).toHaveCount(n)
  const codes = await page.locator('.ev-slip .ev-code').allTextContents()
  await page.getByRole('button', { name: '打印好了，收起' }).click()
  return codes
}

async function codesOf(page: Page, id: string): Promise<string[]> {
  await page.goto(`/desk/evaluations/${id}`)
  return invite(page, 1)
}

async function answerByPhone(browser: Browser, baseURL: string, code: string, says: string): Promise<void> {
  const context = await browser.newContext({
    baseURL,
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  })
  const page = await context.newPage()
  await page.goto(`/evaluate?code=${code}`)
  await page.getByLabel('听说过一些').check()
  await page.getByLabel(says, { exact: true }).check()
  await page.getByRole('button', { name: '交上去' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('收到了，谢谢您')
  await context.close()
}

async function enter(page: Page, code: string, says: string, told: string, finds = true): Promise<void> {
  const next = page.getByRole('button', { name: '录下一张' })
  if (await next.isVisible()) await next.click()
  await page.getByLabel('纸上的邀请码').fill(code)
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('听说过一些').check()
  await page.getByLabel(says, { exact: true }).check()
  await page.getByRole('button', { name: '录入', exact: true }).click()
  await expect(page.getByText(told).first()).toBeVisible()
  if (finds) return
  await page.getByRole('button', { name: '先不录这张，换一张' }).click()
  await page.getByRole('button', { name: '接着录' }).click()
  await expect(page.getByLabel(says, { exact: true })).toBeChecked()
  await page.getByRole('button', { name: '先不录这张，换一张' }).click()
  await page.getByRole('button', { name: '不录，换一张' }).click()
}

async function count(page: Page): Promise<void> {
  await page.goto(page.url().replace('/papers', ''))
  for (const act of ['停止填写', '清点并公布']) {
    await page.getByRole('button', { name: act }).first().click()
    await page.locator('form').getByRole('button', { name: act }).click()
  }
  await expect(page.getByText('已公布').first()).toBeVisible()
}
