import { expect, test } from '#tests/support/e2e-test.ts'
import {
  chooseFile,
  downloadTemplate,
  readRows,
  type SheetRow,
  writeRows,
} from '#tests/support/e2e-workbook.ts'

const right: SheetRow = {
  ...{ 单位名称: '石桥镇下河村', 问题来源: '巡察', 年度: '2026', 问题类别: '人居环境' },
  ...{ 性质: '一般问题', 范围: '个性', 新老: '新问题', 反馈日期: '2026-03-16' },
  ...{ 问题标题: '沟边护栏缺损', 反馈原文: '走访发现，村北沟边护栏缺损二十米，夜间行走有危险。' },
}

test('wrong rows are told with place and reason, the right ones go in, the others come back', async ({
  people,
}, testInfo) => {
  const office = await people.as('office')
  const { page } = office
  const template = await downloadTemplate(office, testInfo.outputPath('empty.xlsx'))
  const rows: SheetRow[] = [
    right,
    { ...right, 单位名称: '没有的村', 外部编号: '错-1' },
    { ...right, 反馈日期: '2026-13-45', 性质: '随便', 外部编号: '错-2' },
  ]
  await chooseFile(office, await writeRows(template, rows, testInfo.outputPath('own.xlsx')))
  const faults = page.getByRole('region').getByRole('row')
  await expect(faults.filter({ hasText: '没有的村' })).toContainText('单位名称')
  await expect(faults.filter({ hasText: '2026-13-45' })).toContainText('反馈日期')
  await expect(faults.filter({ hasText: '随便' })).toContainText('性质')
  await page.getByRole('button', { name: '只导入正确的1行' }).click()
  await expect(page.getByRole('status')).toContainText('录入了1个问题')
  await expect(page.getByRole('status')).toContainText('2行有错误，没有导入。')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载错误行' }).click()
  const file = testInfo.outputPath('bad.xlsx')
  await (await download).saveAs(file)
  const back = await readRows(file)
  expect(back.map((row) => [row.外部编号, row.原因 !== ''])).toEqual([
    ['错-1', true],
    ['错-2', true],
  ])
})

test('a file that is no list is refused in words', async ({ people }) => {
  const { page } = await people.as('office')
  await page.goto('/desk/import?kind=problems')
  const choose = async (name: string, content: string) => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByText('选择填好的文件', { exact: true }).click()
    await (await chooser).setFiles({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(content),
    })
  }
  await choose('说明.pdf', '%PDF-1.4')
  await expect(page.getByRole('alert')).toContainText('只能导入 Excel（.xlsx）或 CSV 文件')
  await choose('名单.csv', '姓名,电话\r\n某人,1\r\n')
  await expect(page.getByRole('alert')).toContainText('问题')
})
