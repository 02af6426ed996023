/**
 * Fills the problems template with 170 problems of ten villages of one township, the same every time:
 *
 *   bihuan template problems empty.xlsx
 *   node examples/import-170.ts empty.xlsx filled.xlsx [--villages CODE,CODE,…] [--feedback-on 2026-03-16]
 *   bihuan import problems filled.xlsx
 *
 * Without `--villages` it names the first ten of 石桥镇 in the demo county. All of it is invented.
 */
import { parseArgs } from 'node:util'
import Excel from 'exceljs'
import { type Theme, themes } from './import-170/themes.ts'

const VILLAGES = 10
const demoVillages = Array.from({ length: VILLAGES }, (_, i) => `9910241022${String(i).padStart(2, '0')}`)

/** Where in a village. */
const places = ['一组', '二组', '三组', '村部', '小学旁', '水库边', '老街', '移民点', '村口'] as const

/** Cells by heading, as the template names its columns. */
type Row = Record<string, string | number | Date>

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    villages: { type: 'string', default: demoVillages.join(',') },
    'feedback-on': { type: 'string', default: '2026-03-16' },
  },
})
const [template, out] = positionals
const villages = values.villages.split(',').filter(Boolean)
if (!template || !out || villages.length !== VILLAGES) {
  console.error(
    'usage: node examples/import-170.ts TEMPLATE.xlsx OUT.xlsx [--villages TEN,CODES,…] [--feedback-on DAY]',
  )
  process.exit(2)
}
const rows = villages.flatMap((village, at) => rowsOf(village, at, values['feedback-on']))
await fill(template, out, rows)
console.log(`${out}: ${rows.length}`)

/** Each village has all but three of the themes, with figures of its own. */
function rowsOf(village: string, at: number, day: string): Row[] {
  const left = (theme: number) => (theme + themes.length - ((at * 3) % themes.length)) % themes.length < 3
  return themes.filter((_, theme) => !left(theme)).map((theme, nth) => rowOf(village, at, theme, nth, day))
}

function rowOf(village: string, at: number, theme: Theme, nth: number, day: string): Row {
  // Small primes, so that no two villages have the same figures.
  const figure = (from: number, step: number) => from + ((at * 7 + nth * 3) % 11) * step
  const { title, text, amount, households } = theme({ n: figure, place: places[(at + nth) % places.length]! })
  return {
    单位编码: village,
    ...{ 问题来源: '巡察', 年度: Number(day.slice(0, 4)), '轮次/批次': '十四届县委第六轮巡察' },
    ...{ 性质: '一般问题', 范围: '个性', 新老: '新问题', 密级: '内部' },
    ...theme.row,
    ...{ 问题标题: title, 反馈原文: text, 反馈日期: new Date(`${day}T00:00:00Z`) },
    ...(amount === undefined ? {} : { '涉及金额（元）': amount }),
    ...(households === undefined ? {} : { 涉及户数: households }),
    外部编号: `XC06-${String(at + 1).padStart(2, '0')}-${String(nth + 1).padStart(2, '0')}`,
  }
}

/** Writes the rows below the headings, each cell under its own; the rest of the template stays as it is. */
async function fill(from: string, to: string, filled: readonly Row[]): Promise<void> {
  const book = new Excel.Workbook()
  await book.xlsx.readFile(from)
  const sheet = book.worksheets[0]
  if (!sheet) throw new Error(`${from} has no sheet`)
  const columns = new Map<string, number>()
  sheet.getRow(1).eachCell((cell, at) => columns.set(cell.text.replace(/ \*$/, ''), at))
  filled.forEach((row, at) => {
    for (const [heading, value] of Object.entries(row)) {
      const column = columns.get(heading)
      if (column === undefined)
        throw new Error(`${from} has no column ${heading}: is it the problems template?`)
      sheet.getCell(at + 2, column).value = value
    }
  })
  joinRules(sheet)
  await book.xlsx.writeFile(to)
}

/** exceljs takes the rule of a column apart into one of each cell, and would write them as ranges that overlap. */
function joinRules(sheet: Excel.Worksheet): void {
  const { dataValidations } = sheet as unknown as { dataValidations: { model: Record<string, object> } }
  const first = Object.entries(dataValidations.model).filter(([cell]) => /^[A-Z]+2$/.test(cell))
  dataValidations.model = Object.fromEntries(
    first.map(([cell, rule]) => [`${cell}:${cell.slice(0, -1)}50001`, rule]),
  )
}
