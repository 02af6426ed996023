import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDateFormat, parseDateText, serialToDate, serialToText } from './dates.ts'

test('dates are read as people write them', () => {
  for (const text of [
    '2026-03-01',
    '2026/3/1',
    '2026.3.1',
    '2026年3月1日',
    '2026 年 3 月 1 日',
    '２０２６年３月１日',
    '20260301',
    '2026-03-01 08:30',
    '2026-03-01T00:00:00.000Z',
    '2026/3/1 0:00:00',
  ]) {
    assert.equal(parseDateText(text), '2026-03-01', text)
  }
})

test('what is no day of the calendar is no date', () => {
  for (const text of [
    '2026-02-30',
    '2026-13-01',
    '2026年3月',
    '26-3-1',
    '3月1日',
    '2026',
    '明天',
    '2026-3-1到期',
  ]) {
    assert.equal(parseDateText(text), undefined, text)
  }
})

test('serials count from 1900 with the leap day that never was, or from 1904', () => {
  assert.equal(serialToDate(46082), '2026-03-01')
  assert.equal(serialToDate(46082.75), '2026-03-01')
  assert.equal(serialToDate(46082 - 1462, true), '2026-03-01')
  assert.equal(serialToDate(1), '1900-01-01')
  assert.equal(serialToDate(59), '1900-02-28')
  assert.equal(serialToDate(60), undefined)
  assert.equal(serialToDate(61), '1900-03-01')
  assert.equal(serialToDate(20260301), undefined)
  assert.equal(serialToDate(0), undefined)
})

test('a date cell in a text column reads as it is shown', () => {
  assert.equal(serialToText(46082), '2026-03-01')
  assert.equal(serialToText(46082.3541666667), '2026-03-01 08:30')
  assert.equal(serialToText(46082.99999), '2026-03-02')
  assert.equal(serialToText(0.5), '12:00')
})

test('formats of dates are told from formats of numbers', () => {
  for (const id of [14, 22, 31, 57]) assert.ok(isDateFormat(id), String(id))
  for (const id of [0, 1, 9, 37, 49]) assert.ok(!isDateFormat(id), String(id))
  for (const code of ['yyyy"年"m"月"d"日"', '[$-804]yyyy/m/d;@', 'h:mm', '[h]:mm', 'yyyy-mm-dd']) {
    assert.ok(isDateFormat(176, code), code)
  }
  for (const code of ['General', '@', '0.00', '[Red]0', '0"天"', '#,##0.00_);[Red]', 'G/通用格式', '0\\d']) {
    assert.ok(!isDateFormat(176, code), code)
  }
})
