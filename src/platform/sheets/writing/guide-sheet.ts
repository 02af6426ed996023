import { guideSheet, type PlainColumn } from '../definition.ts'
import { defaultLimits } from '../limits.ts'
import { type Book, cellText } from './workbook.ts'

const kindWords: Record<PlainColumn['kind'], string> = {
  text: '文字',
  longtext: '文字，可换行',
  date: '日期，如 2026-03-01、2026/3/1 或 2026年3月1日',
  integer: '整数，只写数字，不带单位',
  choice: '从下拉列表中选择',
}

const notes = [
  '带 * 的列必填。列的先后可以变，列名请不要改，不需要的列不要添加。',
  '一行写一件，不要合并单元格，不要写公式（有公式的请“选择性粘贴—数值”）。',
  `一次最多 ${defaultLimits.rows} 行，文件不超过 ${defaultLimits.fileBytes / 1024 / 1024} MB，每格不超过 ${defaultLimits.cellLength} 字。`,
  '保存为 Excel 工作簿（.xlsx）或 CSV，不要设打开密码，不要含宏。导入时会逐行检查，有错的行可以下载回来改正后再导入。',
]

function allowed(column: PlainColumn): string {
  if (column.kind !== 'choice') return kindWords[column.kind]
  const labels = (column.choices ?? []).map((choice) => choice.label)
  const joined = labels.join('、')
  return joined.length <= 2_000 ? joined : `从下拉列表中选择，共 ${labels.length} 项`
}

/** 填写说明: every column with what to write, for people who print it and keep it beside the keyboard. */
export function addGuideSheet(book: Book, title: string, columns: readonly PlainColumn[]): void {
  const sheet = book.addWorksheet(guideSheet, {
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  })
  const alignment = { vertical: 'top' as const, wrapText: true }
  sheet.columns = [22, 10, 50, 50, 30].map((width) => ({ width, style: { numFmt: '@', alignment } }))
  const heading = sheet.addRow([cellText(`${title} ${guideSheet}`)])
  heading.getCell(1).font = { bold: true, size: 14 }
  heading.getCell(1).alignment = { wrapText: false }
  heading.commit()
  notes.forEach((note, at) => {
    const row = sheet.addRow([`${at + 1}. ${note}`])
    row.getCell(1).alignment = { wrapText: false }
    row.commit()
  })
  sheet.addRow([]).commit()
  const names = sheet.addRow(['列名', '是否必填', '填写内容', '可填的值', '示例'])
  names.font = { bold: true }
  names.commit()
  for (const column of columns) {
    sheet
      .addRow([
        cellText(column.heading),
        column.required ? '必填' : '选填',
        cellText(column.help),
        cellText(allowed(column)),
        cellText(column.example ?? ''),
      ])
      .commit()
  }
  sheet.commit()
}
