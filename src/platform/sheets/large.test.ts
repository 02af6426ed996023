import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exportSheet } from './export-sheet.ts'
import { temporaryFolder, tools } from './fixtures/tools.ts'
import { readSheet } from './read-sheet.ts'
import { writeTemplate } from './template.ts'

const folder = temporaryFolder()
const megabyte = 1024 * 1024

/** How far the process's memory rises above where it stood while `act` runs. */
async function growth(act: () => Promise<void>): Promise<number> {
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  let peak = before
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 10)
  try {
    await act()
  } finally {
    clearInterval(timer)
  }
  return (peak - before) / megabyte
}

const note = '群众反映的问题逐条对照落实到位，'.repeat(5)
function* many(count: number) {
  for (let at = 0; at < count; at++) {
    yield { name: `第${at}把工具`, due: '2026-03-01', count: at + 1, state: 'out', note: `${note}${at}` }
  }
}

test('20,000 rows are read whole, every character of them, in bounded memory', async () => {
  await writeTemplate(tools, folder.path('large.xlsx'), many(20_000))
  const grown = await growth(async () => {
    const reading = await readSheet(tools, folder.path('large.xlsx'))
    assert.ok(reading.ok)
    assert.deepEqual([reading.rows.length, reading.bad.length], [20_000, 0])
    assert.ok(
      reading.rows.every(({ value }, at) => value.note === `${note}${at}` && value.name === `第${at}把工具`),
    )
  })
  assert.ok(grown < 250, `memory grew by ${grown.toFixed()} MiB`)
})

test('100,000 rows are written in bounded memory', async () => {
  const columns = (['name', 'due', 'count', 'note'] as const).map((key) => ({
    heading: key,
    value: (row: { name: string; due: string; count: number; note: string }) => row[key],
  }))
  const watermark = { who: '张三', when: '2026-11-03 10:00', number: 'DC-8', county: '某县' }
  const grown = await growth(async () => {
    const out = folder.path('out.xlsx')
    const { rows } = await exportSheet({
      title: '清单',
      columns,
      rows: many(100_000),
      watermark,
      filter: '全部',
      out,
    })
    assert.equal(rows, 100_000)
  })
  assert.ok(grown < 150, `memory grew by ${grown.toFixed()} MiB`)
})
