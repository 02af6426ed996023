import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatIn } from './format-in.ts'

const zh = formatIn('zh')
const en = formatIn('en')
/** 2026-07-10 09:00 in China. */
const now = new Date('2026-07-10T01:00:00Z')

test('an instant falls on the day it has in China, a day stays the day it is', () => {
  assert.equal(zh.date('2026-07-11T16:30:00Z'), '2026年7月12日')
  assert.equal(zh.date('2026-07-11'), '2026年7月11日')
  assert.equal(zh.isoDate('2026-07-11T16:30:00Z'), '2026-07-12')
  assert.equal(en.date('2026-07-11'), '11 Jul 2026')
})

test('the year is written only when it is another one', () => {
  assert.equal(zh.shortDate('2026-07-01', now), '7月1日')
  assert.equal(zh.shortDate('2025-07-01', now), '2025年7月1日')
})

test('deadlines are counted in days of the calendar, late ones from the first moment', () => {
  const due = (at: string) => zh.due(at, now)
  assert.deepEqual(due('2026-07-10T10:00:00Z'), { text: '今天到期', tone: 'soon', days: 0 })
  assert.deepEqual(due('2026-07-10T00:30:00Z'), { text: '今天逾期', tone: 'late', days: 0 })
  assert.deepEqual(due('2026-07-07T10:00:00Z'), { text: '逾期3天', tone: 'late', days: -3 })
  assert.deepEqual(due('2026-07-13T10:00:00Z'), { text: '还有3天', tone: 'soon', days: 3 })
  assert.equal(due('2026-07-14T10:00:00Z').tone, 'calm')
  assert.equal(en.due('2026-07-09T10:00:00Z', now).text, '1 day late')
})

test('figures carry their unit', () => {
  assert.equal(zh.count(12345, '个'), '12,345个')
  assert.equal(en.count(12345, 'problems'), '12,345 problems')
  assert.equal(zh.yuan(2_380_050), '23,800.50元')
  assert.equal(zh.percent(1, 0), '–')
})
