import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { reasonForIssue } from './zod-reasons.ts'

const said = (schema: z.ZodType, value: unknown): string =>
  schema.safeParse(value, { error: reasonForIssue }).error?.issues[0]?.message ?? ''

test('every kind of issue has Chinese words that say what to do', () => {
  const cases: [z.ZodType, unknown, RegExp][] = [
    [z.string(), undefined, /^不能为空，请填写$/],
    [z.number(), 'x', /^不是数字/],
    [z.string(), 1, /类型不对/],
    [z.string().max(3), '四个字了', /^最多 3 个字/],
    [z.string().length(3), '四个字了', /^必须正好 3 个字，现在多了/],
    [z.string().min(5), '短', /^至少 5 个字/],
    [z.number().max(9), 10, /^不能大于 9/],
    [z.number().lt(9), 9, /^必须小于 9/],
    [z.number().positive(), 0, /^必须大于 0/],
    [z.date().min(new Date('2026-01-01')), new Date('2025-01-01'), /^不能小于 2026-01-01/],
    [z.email(), 'x', /电子邮箱/],
    [z.string().startsWith('DC'), 'x', /以「DC」开头/],
    [z.string().endsWith('号'), 'x', /以「号」结尾/],
    [z.string().includes('村'), 'x', /含有「村」/],
    [z.string().regex(/^\d+$/), 'x', /^格式不对/],
    [z.number().multipleOf(5), 3, /5 的倍数/],
    [z.strictObject({}), { a: 1 }, /不认识的内容（a）/],
    [z.union([z.string(), z.number()]), true, /都不符/],
    [z.record(z.enum(['a']), z.string()), { b: 'x' }, /请/],
    [z.map(z.string(), z.string()), new Map([[1, 'x']]), /请/],
    [z.set(z.string()), new Set([1]), /请/],
    [z.enum(['甲', '乙']), '丙', /^只能是 甲、乙/],
    [z.string().refine(() => false), 'x', /不符合填写要求/],
  ]
  for (const [schema, value, words] of cases) assert.match(said(schema, value), words)
})

test("a schema's own words win", () => {
  assert.equal(
    said(
      z.string().refine(() => false, '要写村名，请补上'),
      'x',
    ),
    '要写村名，请补上',
  )
})

test('a locale set elsewhere does not speak here', () => {
  const before = z.config()
  z.config(z.locales.en())
  try {
    assert.match(said(z.string().max(1), 'xx'), /^最多/)
  } finally {
    z.config(before)
  }
})
