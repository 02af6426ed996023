import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { monthsFrom } from '#features/appeals/index.ts'
import { getPublication } from '#features/publicity/api.ts'
import type { Desk } from '#tests/support/e2e-desk.ts'
import { act, confirmPages, judge } from '#tests/support/e2e-publicity.ts'
import { expect, test } from '#tests/support/e2e-test.ts'
import { dayOf } from '#ui/format.ts'

test('a month’s disclosure goes through every step, onto sheet and picture, and is withdrawn', async ({
  people,
}, testInfo) => {
  test.setTimeout(300_000)
  const clerk = await people.as('town-clerk')
  const id = await test.step('drafted from data', () => draft(clerk))
  const { page } = clerk
  await test.step('edited on top, with the difference kept', async () => {
    await page.getByLabel('公示天数').fill('45')
    await page.getByLabel(/^标题/).fill('石桥镇上月整改进展（改过标题）')
    await expect(page.getByRole('button', { name: '送脱敏核对' })).toBeDisabled()
    await expect(page.getByText('有2处修改没有保存。请先点“保存修改”').first()).toBeVisible()
    await asksBeforeLeaving(page)
    await expect(page.getByLabel(/^标题/)).toHaveValue('石桥镇上月整改进展（改过标题）')
    await page.getByRole('button', { name: '保存修改' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('石桥镇上月整改进展（改过标题）')
    await expect(page.locator('#differences')).toContainText('问题整改进展公示')
    await expect(page.getByText('数字出自冻结的台账，不能手改').first()).toBeVisible()
    await expect(page.getByRole('textbox', { name: '累计发现' })).toHaveCount(0)
  })
  await test.step('masked, and looked at page by page', async () => {
    await act(page, '送脱敏核对')
    const finish = page.getByRole('button', { name: '脱敏核对完成' })
    await expect(finish.first()).toBeDisabled()
    await expect(page.locator('#compare [data-label="已销号"]').first()).toBeVisible()
    await hideWords(page, '累计发现')
    await confirmPages(page)
    await act(page, '脱敏核对完成')
    await expect(page.getByText('等保密审查员办理。')).toBeVisible()
  })
  await test.step('reviewed and approved by two others, from their lists of work', async () => {
    await judge(await people.as('secrecy'), '石桥镇上月整改进展（改过标题）', '保密审查通过')
    await judge(await people.as('town-secretary'), '石桥镇上月整改进展（改过标题）', '同意公示')
  })
  await test.step('published', async () => {
    await page.reload()
    await act(page, '发布')
    await expect(page.getByText('公示中').first()).toBeVisible()
    await act(page, '登记公示渠道', async () => {
      await page.getByLabel('渠道', { exact: true }).selectOption('notice_board')
      await page.getByLabel('地点或名称').fill('镇政府大门公示栏')
      await page
        .getByLabel('日期')
        .fill(new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format())
    })
    await expect(page.locator('#channels')).toContainText('镇政府大门公示栏')
  })
  const caller = await people.caller('town-clerk')
  const { release } = await caller.call(getPublication, { params: { id } })
  expect(JSON.stringify(release?.body), 'what a person hid is not published').not.toContain('累计发现问题')
  await test.step('onto the notice board', async () => {
    await page.getByRole('link', { name: '公示栏张贴版 A3' }).click()
    const sheet = page.getByRole('article')
    await expect(sheet).toContainText('石桥镇上月整改进展')
    await expect(sheet.getByRole('img')).toHaveAccessibleName(new RegExp(`/published/${release?.slug}$`))
    await page.emulateMedia({ media: 'print' })
    // Asked for by itself too, where its styles come in another order.
    for (const opens of [async () => {}, () => page.reload()]) {
      await opens()
      await expect(sheet).toBeVisible()
      await expect(page.locator('.ui-no-print')).toBeHidden()
      await expect(page.getByText('本系统为非涉密系统')).toBeHidden()
    }
    await expect(sheet).toBeVisible()
    await page.emulateMedia({ media: 'screen' })
  })
  await test.step('and as a picture that really is one', async () => {
    await page.goto(`/desk/publicity/${id}/picture`)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '存为图片' }).click()
    const file = testInfo.outputPath('picture.png')
    await (await download).saveAs(file)
    const seen = await lookInto(page, readFileSync(file))
    expect(seen.width).toBe(1080)
    expect(seen.height).toBeGreaterThan(900)
    expect(seen.ink, 'words are drawn').toBeGreaterThan(0.01)
    expect(seen.corner, 'on white').toEqual([255, 255, 255])
  })
  await test.step('withdrawn: nothing is posted any more', async () => {
    await page.goto(`/desk/publicity/${id}`)
    await expect(page.getByText(/^要提前撤下，请联系保密审查员/)).toBeVisible()
    await expect(page.getByRole('button', { name: '提前撤下' })).toHaveCount(0)
    const reviewer = (await people.as('secrecy')).page
    await reviewer.goto(`/desk/publicity/${id}`)
    await act(reviewer, '提前撤下', () => reviewer.getByLabel('理由').fill('数字有误'))
    await expect(reviewer.getByText('已撤下').first()).toBeVisible()
    await page.goto(`/desk/publicity/${id}/sheet`)
    await expect(page.getByText('这条公示已经撤下，不能再张贴。')).toBeVisible()
  })
  await test.step('the month goes on by an issue that says what it takes the place of', async () => {
    await page.goto('/desk/publicity/new')
    await page.getByRole('radio', { name: /每月整改进展/ }).check()
    await page.getByLabel('乡镇或全县').selectOption({ label: '石桥镇' })
    await page.getByRole('textbox', { name: '月份' }).fill(monthsFrom(dayOf(new Date()).slice(0, 7), -3))
    await page.getByRole('button', { name: '按数据拟稿' }).click()
    await expect(page.getByRole('alert')).toContainText('这个月公布过，又撤下了')
    await page.goto(`/desk/publicity/${id}`)
    await expect(page.getByText(/^已经撤下。要重新公示这个月的/)).toBeVisible()
    await act(page, '更正重发', () => page.getByLabel('理由').fill('改正了已销号的数。'))
    await page.waitForURL((url) => !url.pathname.endsWith(id))
    await expect(page.getByText(/已撤下，由本期代替。改了什么：改正了已销号的数。/).first()).toBeVisible()
  })
})

/** By the menu and by going back; who stays finds everything as it was. */
async function asksBeforeLeaving(page: Page): Promise<void> {
  const asked = page.getByRole('dialog', { name: '还没有保存，离开就没有了。' })
  const { pathname } = new URL(page.url())
  const leave = [
    () => page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '待办' }).click(),
    () => page.evaluate(() => history.back()),
  ]
  for (const way of leave) {
    await way()
    await asked.getByRole('button', { name: '留下继续' }).click()
    await expect(asked).toBeHidden()
    expect(new URL(page.url()).pathname).toBe(pathname)
  }
}

/** Of a month that the demo tells nothing of. */
async function draft({ page }: Desk): Promise<string> {
  await page.goto('/desk/publicity')
  await page.getByRole('link', { name: '拟公示' }).click()
  await page.getByRole('radio', { name: /每月整改进展/ }).check()
  await page.getByLabel('乡镇或全县').selectOption({ label: '石桥镇' })
  await page.getByRole('textbox', { name: '月份' }).fill(monthsFrom(dayOf(new Date()).slice(0, 7), -3))
  await page.getByRole('button', { name: '按数据拟稿' }).click()
  await page.waitForURL(/\/desk\/publicity\/[0-9a-f-]{36}$/)
  return page.url().split('/').at(-1) ?? ''
}

/** Selects words in the original and hides them. */
async function hideWords(page: Page, words: string): Promise<void> {
  const first = page.locator('.pub-compared').first()
  await first
    .locator('[data-slot]')
    .filter({ hasText: words })
    .first()
    .evaluate((element, text) => {
      const piece = [...element.querySelectorAll('[data-from]')].find((e) => e.textContent?.includes(text))
      const node = piece?.firstChild
      const from = node?.textContent?.indexOf(text) ?? 0
      if (node) getSelection()?.setBaseAndExtent(node, from, node, from + text.length)
    }, words)
  await first.getByRole('button', { name: '遮盖选中的文字' }).click()
  await expect(first.locator('.pub-sides > div').nth(1)).toContainText('***')
}

/** What a browser sees in the picture's bytes. */
const lookInto = (page: Page, bytes: Buffer) =>
  page.evaluate(async (base64) => {
    const blob = new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: 'image/png' })
    const bitmap = await createImageBitmap(blob)
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')
    context?.drawImage(bitmap, 0, 0)
    const { data = new Uint8ClampedArray() } = context?.getImageData(0, 0, bitmap.width, bitmap.height) ?? {}
    let dark = 0
    for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) < 128) dark++
    const corner = data.length - 4
    return {
      ...{ width: bitmap.width, height: bitmap.height, ink: dark / (data.length / 4) },
      corner: [...data.slice(corner, corner + 3)],
    }
  }, bytes.toString('base64'))
