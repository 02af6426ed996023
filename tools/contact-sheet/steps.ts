import type { Page } from '@playwright/test'

// What a person does on a page before its picture is taken.

/** Opens the search and asks for what several problems are called. */
export async function search(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('排水沟')
  await page.waitForTimeout(1_000)
}

const columns = '单位名称,问题来源,年度,问题类别,性质,范围,新老,问题标题,反馈原文,反馈日期'
/** A line of a file of problems. */
export const row = (organization: string, n = '', nature = '一般问题', day = '2026-03-16') =>
  `${organization},巡察,2026,人居环境,${nature},个性,新问题,沟边护栏缺损,走访发现护栏缺损二十米${n},${day}`

export async function chooseFile(page: Page, rows: readonly string[]): Promise<void> {
  const buffer = Buffer.from([columns, ...rows].join('\r\n'))
  await page.locator('input[type=file]').setInputFiles({ name: '问题.csv', mimeType: 'text/csv', buffer })
}

/** Thousands of rows take their time. */
export const isChecked = (page: Page) => page.getByRole('heading', { level: 2 }).waitFor({ timeout: 120_000 })

export async function chooseWrongFile(page: Page): Promise<void> {
  await chooseFile(page, [row('石桥镇下河村'), row('没有的村', '', '随便', '2026-13-45')])
  await isChecked(page)
}

/** It is tried again a few times before anybody is told. */
export const untilTold = (page: Page) => page.getByRole('alert').first().waitFor()
