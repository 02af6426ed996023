import type { Page } from '@playwright/test'
import { monthsFrom } from '#features/appeals/index.ts'
import { getPublication, listPublications } from '#features/publicity/api.ts'
import { everyBarrierOn } from '#tests/support/e2e-axe.ts'
import { act, confirmPages, judge } from '#tests/support/e2e-publicity.ts'
import { expect, test } from '#tests/support/e2e-test.ts'
import { dayOf } from '#ui/format.ts'

const today = dayOf(new Date())

const channels = [
  ['site', '县政府网站'],
  ['notice_board', '镇政府大门公示栏'],
  ['wechat_group', '上河村村务群'],
  ['broadcast', '村村响大喇叭'],
  ['television', '县电视台'],
  ['meeting', '全镇村书记例会'],
] as const

test('a month of appeals is published through every step on every channel, found wrong, and corrected by another issue', async ({
  people,
}) => {
  test.setTimeout(300_000)
  const { page } = await people.as('town-clerk')
  const caller = await people.caller('town-clerk')
  // The demo has published its last month that ended some days ago, and frozen the one before.
  const { rows } = await caller.call(listPublications, { query: { kind: 'appeals' } })
  const published = rows.find(({ organizationName }) => organizationName === '石桥镇')?.month ?? ''
  const month = monthsFrom(published, -1)
  const [year, number] = month.split('-').map(Number)
  const title = `石桥镇${year}年${number}月群众诉求办理情况公示`
  const id = await test.step('drafted from the frozen month', async () => {
    await page.goto('/desk/publicity/new')
    await expect(page.getByRole('radio', { name: /每月群众诉求/ })).toBeChecked()
    await page.getByLabel('乡镇或全县').selectOption({ label: '石桥镇' })
    await page.getByRole('textbox', { name: '月份' }).fill(published)
    await page.getByRole('button', { name: '按数据拟稿' }).click()
    await expect(page.getByRole('alert')).toContainText('这个月已经公布')
    await page.getByRole('textbox', { name: '月份' }).fill(month)
    await expect(page.getByRole('alert')).toHaveCount(0)
    await page.getByRole('button', { name: '按数据拟稿' }).click()
    return opened(page)
  })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  await throughEveryStep(title)
  const slug = await publishedAs(id)
  await test.step('made known on every channel', async () => {
    for (const [channel, place] of channels) {
      await act(page, '登记公示渠道', async () => {
        await page.getByLabel('渠道', { exact: true }).selectOption(channel)
        await page.getByLabel('地点或名称').fill(place)
        await page.getByLabel('日期').fill(today)
        if (channel === 'site')
          await page.getByLabel('网址（可不填）').fill('https://www.example.test/notice')
      })
      await expect(page.locator('#channels')).toContainText(place)
    }
  })
  await test.step('onto the notice board, under its own name', async () => {
    await page.goto(`/desk/publicity/${id}/sheet?size=a4`)
    await expect(page.getByRole('article')).toContainText('群众诉求公示')
    await expect(page.getByRole('article')).toContainText('三率')
  })
  const corrected = await test.step('a number is found wrong: another issue is drafted', async () => {
    await page.goto(`/desk/publicity/${id}`)
    await act(page, '更正重发', () => page.getByLabel('理由').fill('下月重点写得不全。'))
    const next = await opened(page, id)
    await act(page, '送脱敏核对').catch(() => undefined)
    await expect(page.getByRole('alert')).toContainText('没有改动')
    await page
      .getByRole('textbox', { name: /下月重点/ })
      .last()
      .fill('下月重点：抓好冬季供水。')
    await page.getByRole('button', { name: '保存修改' }).click()
    await expect(page.getByText('没有未保存的修改').first()).toBeVisible()
    await page.reload()
    return next
  })
  await throughEveryStep(`${title}（更正）`)
  await expect(page.locator('#correction')).toContainText('下月重点：抓好冬季供水。')
  const later = await publishedAs(corrected)
  await test.step('residents see both, each leading to the other, and what changed', async () => {
    const resident = (await people.nobody({ viewport: { width: 390, height: 844 } })).page
    // A page that was asked for a moment ago is given out again for some seconds.
    await expect(async () => {
      await resident.goto(`/published/${slug}`)
      await expect(resident.getByText('这一期有误')).toBeVisible({ timeout: 1_000 })
    }).toPass({ timeout: 60_000 })
    await resident.getByRole('link', { name: later }).click()
    await expect(resident.getByRole('heading', { level: 1 })).toHaveText(`${title}（更正）`)
    await expect(resident.getByRole('heading', { name: '更正的内容' })).toBeVisible()
    await expect(resident.getByText('下月重点：抓好冬季供水。').last()).toBeVisible()
    expect(await everyBarrierOn(resident)).toEqual([])
    await resident.getByRole('link', { name: '每月公布' }).click()
    await expect(resident.getByRole('img', { name: /群众诉求/ })).toBeVisible()
  })

  /** The address it has got in public. */
  async function publishedAs(which: string): Promise<string> {
    let slug = ''
    await expect
      .poll(async () => {
        slug = (await caller.call(getPublication, { params: { id: which } })).release?.slug ?? ''
        return slug
      })
      .not.toBe('')
    return slug
  }

  async function throughEveryStep(called: string): Promise<void> {
    await test.step(`${called}: masked, reviewed, approved, published`, async () => {
      await act(page, '送脱敏核对')
      await confirmPages(page)
      await act(page, '脱敏核对完成')
      await judge(await people.as('secrecy'), called, '保密审查通过')
      await judge(await people.as('town-secretary'), called, '同意公示')
      await page.reload()
      await act(page, '发布')
      await expect(page.getByText('公示中').first()).toBeVisible()
    })
  }
})

/** The id of the publication whose page has opened, and is another than before. */
async function opened(page: Page, before?: string): Promise<string> {
  await page.waitForURL(
    (url) => /\/desk\/publicity\/[0-9a-f-]{36}$/.test(url.pathname) && !url.pathname.endsWith(before ?? '-'),
  )
  return page.url().split('/').at(-1) ?? ''
}
