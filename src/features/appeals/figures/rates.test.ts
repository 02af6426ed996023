import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildRuleBook } from '#platform/rules/index.ts'
import { appealRateRules, appealRateShapes, type Formula, formulaOn } from './formula.ts'
import { type Cell, ratesOf, ratioOf } from './rates.ts'

const book = buildRuleBook(
  appealRateRules.map((seed, i) => ({
    ...{ countyId: 1, id: String(i), version: 1, validFrom: '2000-01-01', note: null },
    ...seed,
  })),
)
const { formula, versions } = formulaOn(book, '2026-05-31')

const plain = { second: null, nature: 'help', reasonableness: 'reasonable', code: null, state: 'other', n: 1 }
const response = (outcome: string, more: Partial<Cell> = {}): Cell => ({
  ...{ ...plain, kind: 'response' as const, outcome, second: 'in_time' },
  ...more,
})
const callback = (outcome: string, second: string | null = null, more: Partial<Cell> = {}): Cell => ({
  ...{ ...plain, kind: 'callback' as const, outcome, second },
  ...more,
})
const of = (...cells: Cell[]) => ratesOf(cells, formula)

test('the shipped formulas are those of domain.md 3.1, and say which version they are', () => {
  assert.deepEqual(versions, { response: 1, solution: 1, satisfaction: 1, score: 1 })
  assert.deepEqual(formula.score, { response: 0.3, solution: 0.35, satisfaction: 0.35 })
  assert.deepEqual(formula.satisfaction.weights, { satisfied: 1, fairly: 0.8, fair: 0.5, unsatisfied: 0 })
  assert.equal(formula.solution.denominator, 'reached')
})

test('响应率 counts who was called within the limit; what cannot be counted is told with its reason', () => {
  const rates = of(
    response('in_time', { n: 6 }),
    response('late'),
    response('none', { second: 'late' }),
    response('not_due', { second: 'not_due' }),
    response('no_contact_left'),
    response('withdrawn'),
    response('in_time', { code: 'beyond_power' }),
    response('none', { code: 'third_party' }),
    response('late', { code: 'no_contact' }),
    response('in_time', { state: 'joined' }),
    // Only about solving it: a response is due to everybody.
    response('in_time', { nature: 'inquiry', reasonableness: 'no_basis' }),
    response('late', { state: 'suspended' }),
  )
  assert.deepEqual(rates.response, {
    numerator: 7,
    denominator: 10,
    excluded: {
      not_due: 1,
      no_contact_left: 1,
      withdrawn: 1,
      'code:beyond_power': 1,
      'code:third_party': 1,
      'code:no_contact': 1,
      'state:joined': 1,
    },
  })
  assert.deepEqual(rates.signed, { numerator: 15, denominator: 16 })
})

test('解决率 counts who said so when reached, without what nobody could solve', () => {
  const rates = of(
    callback('solved', null, { n: 3 }),
    callback('unsolved', null, { n: 2 }),
    callback('unreached'),
    callback('solved', null, { nature: 'inquiry' }),
    callback('unsolved', null, { nature: 'advice' }),
    callback('solved', null, { nature: 'praise' }),
    callback('unsolved', null, { reasonableness: 'no_basis' }),
    callback('unsolved', null, { state: 'suspended' }),
    callback('unsolved', null, { code: 'beyond_power' }),
    callback('unsolved', null, { code: 'third_party' }),
    // That no number was left is no reason why it should not be solved.
    callback('unsolved', null, { code: 'no_contact' }),
    callback('unsolved', null, { reasonableness: 'unverifiable' }),
  )
  assert.deepEqual(rates.solution, {
    ...{ numerator: 3, denominator: 7, unreached: 1 },
    excluded: {
      'nature:inquiry': 1,
      'nature:advice': 1,
      'nature:praise': 1,
      'reasonableness:no_basis': 1,
      'state:suspended': 1,
      'code:beyond_power': 1,
      'code:third_party': 1,
    },
  })
  assert.deepEqual(rates.reached, { numerator: 14, denominator: 15 })
  const called: Formula = { ...formula, solution: { ...formula.solution, denominator: 'called' } }
  const { solution } = ratesOf([callback('solved'), callback('unreached')], called)
  assert.deepEqual(solution, { numerator: 1, denominator: 2, unreached: 0, excluded: {} })
})

test('满意率 weighs who rated, and keeps 未评价 apart: silence is not satisfaction', () => {
  const { satisfaction } = of(
    callback('solved', 'satisfied', { n: 2 }),
    callback('solved', 'fairly'),
    callback('unsolved', 'fair'),
    callback('unsolved', 'unsatisfied'),
    callback('solved', null, { n: 4 }),
    callback('unreached'),
    callback('solved', 'satisfied', { nature: 'praise' }),
  )
  assert.deepEqual(satisfaction, {
    ...{ numerator: 3.3, denominator: 5, unrated: 4, excluded: { 'nature:praise': 1 } },
    levels: { satisfied: 2, fairly: 1, fair: 1, unsatisfied: 1 },
  })
})

test('综合得分 is weighted, and not told where one of the three cannot be', () => {
  const whole = [response('in_time', { n: 9 }), response('late')]
  const rated = [callback('solved', 'satisfied', { n: 8 }), callback('unsolved', 'fair', { n: 2 })]
  // 0.3 × 90 % + 0.35 × 80 % + 0.35 × (8 + 1) / 10
  assert.equal(of(...whole, ...rated).score, 86.5)
  assert.equal(of(...whole).score, null)
  assert.equal(ratioOf(of().response), null)
})

test('a row is left out of a rate once, by the first reason', () => {
  const { solution } = of(
    callback('unsolved', null, {
      ...{ code: 'beyond_power', nature: 'advice', reasonableness: 'no_basis', state: 'suspended' },
    }),
  )
  assert.deepEqual(solution.excluded, { 'code:beyond_power': 1 })
})

test('a formula that does not add up, or names what there is not, is refused', () => {
  const { score, satisfaction, response: shape } = appealRateShapes
  assert.equal(score.safeParse({ response: 0.5, solution: 0.5, satisfaction: 0.5 }).success, false)
  const weights = { satisfied: 2, fairly: 1, fair: 1, unsatisfied: 0 }
  assert.equal(satisfaction.safeParse({ weights, exclude: {} }).success, false)
  assert.equal(shape.safeParse({ exclude: { natures: ['gossip'] } }).success, false)
  assert.equal(shape.safeParse({ exclude: { people: ['周德福'] } }).success, false)
})
