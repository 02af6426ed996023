import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boundarySeed } from '#features/files/index.ts'
import { problemRules } from '#features/problems/index.ts'
import { acts } from '#features/problems/schema.ts'
import { compileBoundary, scan } from '#platform/boundary/index.ts'
import type { Place } from '../places.ts'
import { listPlaces } from '../places.ts'
import { createRandom } from '../random.ts'
import { fillSlots } from './fill.ts'
import { themes } from './index.ts'
import type { Level, Theme } from './theme.ts'
import { words } from './words.ts'

const kinds: Record<Level, Place['kind']> = {
  ...{ village: 'community', town: 'township', department: 'department', enterprise: 'enterprise' },
}
const fill = (theme: Theme) =>
  fillSlots(theme, createRandom(theme.key), { kind: kinds[theme.at[0]!], foundOn: '2026-05-12' })

const actions = ({ now, lasting }: Theme) => [...now, ...lasting]
const sentences = (theme: Theme) => [
  ...[theme.title, theme.found, theme.goal, theme.basis ?? '依据', ...theme.progress],
  ...actions(theme).flatMap(([, text, result]) => [text, result]),
]
const flat = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(value as object).flatMap(flat)

const codes = (key: string): string[] =>
  (problemRules.find((rule) => rule.key === `problem.${key}`)!.value as { code: string }[]).map(
    ({ code }) => code,
  )

test('there are many themes, of every class, each with immediate and lasting measures', () => {
  assert.ok(themes.length >= 60, String(themes.length))
  assert.equal(new Set(themes.map(({ key }) => key)).size, themes.length)
  assert.deepEqual(
    codes('class').filter((code) => !themes.some((t) => t.classCode === code)),
    [],
  )
  assert.deepEqual(
    codes('field').filter((code) => !themes.some((t) => t.fieldCode === code)),
    [],
  )
  for (const theme of themes) assert.ok(theme.now.length > 0 && theme.lasting.length > 0, theme.key)
})

test('every code stands in the dictionaries that ship', () => {
  for (const theme of themes) {
    assert.ok(codes('class').includes(theme.classCode), theme.key)
    assert.ok(theme.fieldCode === undefined || codes('field').includes(theme.fieldCode), theme.key)
    for (const cause of theme.causes) assert.ok(codes('root_cause').includes(cause), `${theme.key} ${cause}`)
    for (const [kind] of actions(theme))
      assert.ok(codes('measure_kind').includes(kind), `${theme.key} ${kind}`)
  }
})

test('every slot is filled and every text fits its field', () => {
  for (const theme of themes) {
    const { text } = fill(theme)
    for (const sentence of [...sentences(theme), ...flat(words)])
      assert.doesNotMatch(text(sentence), /[{}]|undefined/, sentence)
    acts.report.shape.title.parse(text(theme.title))
    acts.report.shape.feedbackText.parse(text(theme.found))
  }
})

test('departments that themes name exist', () => {
  const names = new Set(listPlaces().map(({ shortName }) => shortName))
  for (const { key, only = [] } of themes)
    for (const name of only) assert.ok(names.has(name), `${key} ${name}`)
})

test('nothing in it would be stopped at the boundary', () => {
  const scanner = compileBoundary(
    boundarySeed.map((seed, i) => ({
      ...{ ...seed, countyId: 1, id: String(i), version: 1, validFrom: '2000-01-01', note: null },
    })),
  )
  for (const theme of themes) {
    const { text } = fill(theme)
    const all = [...sentences(theme), ...flat(words)].map(text)
    assert.equal(scan(scanner, all), null, theme.key)
  }
})
