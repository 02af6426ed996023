import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isFew } from '#platform/small-counts/index.ts'
import { appealRateRules, type Formula } from './figures/formula.ts'
import { type Cell, ratesOf } from './figures/rates.ts'
import { type RateLine, ratesTold, type Told } from './rates-told.ts'

const formula = Object.fromEntries(appealRateRules.map(({ key, value }) => [key, value])) as Formula
const called: Formula = { ...formula, solution: { ...formula.solution, denominator: 'called' } }

const cell = (kind: Cell['kind'], outcome: string, n: number, more: Partial<Cell> = {}): Cell => ({
  ...{ kind, outcome, n, second: null, nature: null, reasonableness: null, code: null, state: 'other' },
  ...more,
})
const all = ['satisfied', 'fairly', 'fair', 'unsatisfied']
/** What is said of a township's appeals, in every way that counts in a rate. */
const ways: ((n: number) => Cell)[] = [
  ...['in_time', 'late', 'not_due'].map((outcome) => (n: number) => cell('response', outcome, n)),
  (n) => cell('response', 'none', n, { code: 'third_party' }),
  ...['solved', 'unsolved'].flatMap((outcome) =>
    [...all, null].map((second) => (n: number) => cell('callback', outcome, n, { second })),
  ),
  ...[{}, { code: 'beyond_power' }, { state: 'joined' }].map(
    (more) => (n: number) => cell('callback', 'unreached', n, more),
  ),
  ...[{ code: 'beyond_power' }, { state: 'joined' }].map(
    (more) => (n: number) => cell('callback', 'unsolved', n, { ...more, second: 'fair' }),
  ),
]

function linesOf(townships: readonly Cell[][], by: Formula): RateLine[] {
  const line = (scope: 'county' | 'township', id: string, cells: readonly Cell[]) => ({
    ...{ scope, id, figures: ratesOf(cells, by) },
  })
  return [
    line('county', 'all', townships.flat()),
    ...townships.map((cells, t) => line('township', `t${t}`, cells)),
  ]
}

/** All that the issues of a month say in numbers, or what follows from one issue: null where it is not told. */
function saidOf(lines: readonly RateLine[], townshipId: string | null) {
  const { response, solution, satisfaction } = ratesTold(lines, townshipId, (reason) => reason)
  const less = (a: Told | undefined, b: Told | undefined): Told => (a == null || b == null ? null : a - b)
  return {
    'response of': response?.denominator ?? null,
    'response yes': response?.numerator ?? null,
    'response no': less(response?.denominator, response?.numerator),
    'response out': response?.excluded ?? null,
    'solution of': solution?.denominator ?? null,
    'solution yes': solution?.numerator ?? null,
    'solution no': less(solution?.denominator, solution?.numerator),
    'solution out': solution?.excluded ?? null,
    'satisfaction of': satisfaction?.denominator ?? null,
    'satisfaction unrated': satisfaction?.unrated ?? null,
    'satisfaction out': satisfaction?.excluded ?? null,
    'called in vain': less(solution?.excluded, satisfaction?.excluded),
    'not rated': less(solution?.denominator, satisfaction?.denominator),
  }
}

test('no count under five follows from the rates of the county and its townships', () => {
  let told = 0
  fc.assert(
    fc.property(
      fc.array(fc.tuple(...ways.map((way) => fc.oneof(fc.constant(0), fc.nat(4), fc.nat(40)).map(way))), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.constantFrom(formula, called),
      (townships, by) => {
        const lines = linesOf(townships, by)
        const county = saidOf(lines, null)
        const towns = townships.map((_, t) => saidOf(lines, `t${t}`))
        for (const said of [county, ...towns])
          for (const [name, n] of Object.entries(said)) assert.ok(!isFew(n ?? 0), `${name} is ${n}`)
        for (const name of Object.keys(county) as (keyof typeof county)[]) {
          const whole = county[name]
          if (whole === null) continue
          told++
          const rest = whole - towns.reduce((sum, town) => sum + (town[name] ?? 0), 0)
          assert.ok(!isFew(rest), `what is left of ${name} is ${rest}`)
        }
        for (const rate of ['response', 'solution', 'satisfaction'] as const) {
          const { excluded, reasons = [] } = ratesTold(lines, null, (reason) => reason)[rate] ?? {}
          const sum = reasons.reduce((n, reason) => n + (reason.n ?? 0), 0)
          for (const { n } of reasons) assert.ok(!isFew(n ?? 0))
          if (excluded) assert.ok(!isFew(excluded - sum), `reasons of ${rate}`)
        }
      },
    ),
    { numRuns: 150 },
  )
  assert.ok(told > 250, `${told} are told`)
})

test('a rate is told with both of its numbers, and where nobody stands alone on either side', () => {
  const told = (...cells: Cell[]) => ratesTold(linesOf([cells], formula), 't0', (reason) => reason)
  const asked = (yes: number, no: number) =>
    told(cell('response', 'in_time', yes), cell('response', 'late', no)).response
  assert.equal(asked(2, 3), null, 'two of five')
  assert.equal(asked(41, 1), null, 'all but one')
  assert.deepEqual([asked(42, 0)?.numerator, asked(30, 12)?.numerator], [42, 30])
  const rated = (...n: number[]) =>
    told(...n.map((m, i) => cell('callback', 'solved', m, { second: all[i] ?? null }))).satisfaction
  assert.equal(rated(20, 10, 5, 1), null, 'whose was the one')
  assert.equal(rated(20, 10, 0, 5)?.numerator, 28)
})
