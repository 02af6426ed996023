import assert from 'node:assert/strict'
import { test } from 'node:test'
import { qrDataUrl, qrOf, qrPath } from './qr.ts'

const text = 'https://example.gov.cn/published/2026-0007'

test('a code has its three finders within a quiet zone of four', () => {
  const { side, runs } = qrOf(text)
  const isDark = (x: number, y: number) => runs.some((r) => r.y === y && r.x <= x && x < r.x + r.length)
  for (const [left, top] of [
    [4, 4],
    [side - 11, 4],
    [4, side - 11],
  ] as const) {
    assert.ok(
      runs.some((r) => r.x === left && r.y === top && r.length === 7),
      `${left} ${top}`,
    )
    assert.ok(isDark(left + 3, top + 3) && !isDark(left + 1, top + 1))
  }
  assert.ok(runs.every((r) => r.x >= 4 && r.y >= 4 && r.x + r.length <= side - 4 && r.y < side - 4))
})

test('as a picture it is one path on white, and another text is another code', () => {
  const svg = atob(qrDataUrl(text).split(',')[1] ?? '')
  assert.ok(svg.includes(qrPath(qrOf(text))))
  assert.notEqual(qrDataUrl(text), qrDataUrl(`${text}-2`))
})
