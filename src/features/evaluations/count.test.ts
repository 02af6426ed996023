import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { longest, Questions, readAnswers, statisticsOf, tallyOf } from '#features/surveys/api.ts'
import { lifecycleFaults } from '#platform/lifecycle/lifecycle.ts'
import { permissionMatrix } from '#platform/lifecycle/matrix.ts'
import { createRoster, personNames } from '#tests/support/roster.ts'
import { type Ballot, ballotBytes, padded, sealedLength } from './ballot.ts'
import { countBallots, strataOf } from './count.ts'
import { campaignLifecycle } from './lifecycle.ts'
import { classes, defaultQuestions, FEWEST, type Plan, sheetOf } from './plan.ts'
import { partiesOf } from './policy.ts'
import { publishedBody } from './published.ts'
import type { CampaignRow } from './row.ts'

const numbers = fc.record({ residents: fc.nat(30), delegates: fc.nat(12), cppcc: fc.nat(12) })

test('whoever is counted is counted once, with at least four others, or not at all', () => {
  fc.assert(
    fc.property(numbers, (valid) => {
      const { strata, dropped } = strataOf(valid)
      const all = classes.reduce((sum, each) => sum + valid[each], 0)
      assert.equal(
        strata.reduce((sum, stratum) => sum + stratum.valid, dropped),
        all,
      )
      assert.ok(strata.every((stratum) => stratum.valid >= FEWEST))
      const counted = strata.flatMap((stratum) => stratum.classes)
      assert.equal(new Set(counted).size, counted.length)
      assert.equal(dropped > 0, all > 0 && all < FEWEST)
    }),
  )
})

const place = {
  ...{ id: '0190f8c0-0000-7000-8000-000000000001', name: '上河村' },
  items: [
    { key: 'item_1', problemId: '0190f8c0-0000-7000-8000-000000000002', number: '2026-1', title: '水沟' },
  ],
  asked: { residents: 20, delegates: 0, cppcc: 0 },
}
const plan: Plan = { places: [place] }

test('what is counted says nothing of the order the ballots were opened in', () => {
  const one = fc.record({
    known: fc.constantFrom('well', 'some', 'no'),
    item_1: fc.constantFrom('satisfied', 'fair', 'unsatisfied', 'unknown'),
  })
  fc.assert(
    fc.property(fc.array(one, { minLength: 5, maxLength: 40 }), (sheets) => {
      const opened = sheets.map((answers) => ({
        placeId: place.id,
        raterClass: 'residents' as const,
        answers,
      }))
      const given = () => ({ handedOut: 40, returned: sheets.length })
      assert.deepEqual(
        countBallots(plan, defaultQuestions, opened.toReversed(), given),
        countBallots(plan, defaultQuestions, opened, given),
      )
    }),
  )
})

test('a question that fewer than five of a stratum answered is kept nowhere, nor how many wrote words', () => {
  const sheets = (n: number, answers: Record<string, string>) =>
    Array.from({ length: n }, () => ({ placeId: place.id, raterClass: 'residents' as const, answers }))
  const opened = [
    ...sheets(12, { item_1: 'satisfied' }),
    ...sheets(2, { item_1: 'unsatisfied', words: '好' }),
    ...sheets(4, { known: 'well', open: 'no' }),
  ]
  const counted = countBallots(plan, defaultQuestions, opened, () => ({ handedOut: 40, returned: 18 }))
  assert.deepEqual(counted.tallies, [
    { stratum: `${place.id}/residents`, tally: { item_1: { '': 14, satisfied: 12, unsatisfied: 2 } } },
  ])
  const row = { number: '2026-001', title: '甲', answers_until: '2026-03-01', plan } as unknown as CampaignRow
  const [shown] = publishedBody(row, counted, '2026-03-02').places
  assert.equal(shown?.known, null)
  assert.deepEqual(shown?.items[0]?.results, [
    {
      ...{ name: 'residents', valid: 14, share: { is: 'atLeast', n: 10, of: 14 } },
      ...{ satisfied: null, fair: 0, unsatisfied: null, others: null },
    },
  ])
})

test('a problem is asked about in a sentence, not by its title alone', () => {
  assert.equal(sheetOf(place, [])[1]?.title, '对“水沟”这件事的整改，您满意吗？')
})

test('every ballot is as long, whatever stands in it', () => {
  const length = sealedLength(ballotBytes(plan, defaultQuestions))
  const most = '\u{1f600}'.repeat(75) + '\u0001'.repeat(150)
  const m = 'x'.repeat(100)
  const texts: Ballot[] = [
    { x: true },
    { a: { known: 'no' } },
    { a: { known: 'well', item_1: 'satisfied', words: most } },
  ]
  const sizes = texts.map((b) => Buffer.byteLength(padded({ b, m }, length)))
  assert.equal(new Set(sizes).size, 1)
  assert.ok(longest(sheetOf(place, defaultQuestions)) < 2_200)
})

const questions = Questions.parse([
  {
    kind: 'choice',
    key: 'a',
    title: '甲',
    required: true,
    options: [
      { code: 'x', label: 'X' },
      { code: 'y', label: 'Y' },
    ],
  },
  {
    kind: 'choices',
    key: 'b',
    title: '乙',
    options: [
      { code: 'p', label: 'P' },
      { code: 'q', label: 'Q' },
    ],
  },
  { kind: 'scale', key: 'c', title: '丙', points: 5, low: '差', high: '好' },
  { kind: 'number', key: 'd', title: '丁', min: 0, max: 100, unit: '人' },
  { kind: 'text', key: 'e', title: '戊' },
])

test('a sheet is read question by question: what does not belong is a fault', () => {
  const form = (given: Record<string, string[]>) => readAnswers(questions, (key) => given[key] ?? [])
  assert.deepEqual(form({ a: ['x'], b: ['q', 'p'], c: ['3'], d: ['07'], e: [' 好 '] }), {
    answers: { a: 'x', b: ['p', 'q'], c: '3', d: '7', e: '好' },
    faults: [],
  })
  assert.deepEqual(
    form({ b: ['z'], c: ['9'], d: ['-1'], e: ['长'.repeat(301)] }).faults.map(({ key, reason }) => [
      key,
      reason,
    ]),
    [
      ['a', 'required'],
      ['b', 'unknown'],
      ['c', 'unknown'],
      ['d', 'not_a_number'],
      ['e', 'too_long'],
    ],
  )
})

test('a number is read as people write it', () => {
  const read = (d: string) => readAnswers(questions, (key) => ({ a: ['x'], d: [d] })[key] ?? []).answers.d
  for (const [written, n] of Object.entries({
    '4人': '4',
    '４ 人': '4',
    四: '4',
    四人: '4',
    两人: '2',
    零: '0',
  }))
    assert.equal(read(written), n, written)
  for (const [written, n] of Object.entries({ 十: '10', 十二: '12', 二十: '20', 九十九人: '99' }))
    assert.equal(read(written), n, written)
  for (const written of ['四口半', '四五', '十百', '人', '很多', '101', '一百'])
    assert.equal(read(written), undefined, written)
})

test('what no keyboard writes is a fault', () => {
  for (const words of ['a\u0000b', 'a\u0007b', 'a\ud800b'])
    assert.deepEqual(readAnswers(questions, (key) => ({ a: ['x'], e: [words] })[key] ?? []).faults, [
      { key: 'e', reason: 'unknown' },
    ])
  assert.deepEqual(readAnswers(questions, (key) => ({ a: ['x'], e: ['第一\n第二😀'] })[key] ?? []).faults, [])
})

test('a questionnaire takes no name that the sheet or the language has itself', () => {
  const options = (code: string) => [
    { code, label: 'X' },
    { code: 'y', label: 'Y' },
  ]
  for (const [key, code] of [
    ...[
      ['known', 'x'],
      ['item_1', 'x'],
      ['constructor', 'x'],
    ],
    ...[
      ['a', '__proto__'],
      ['a', 'constructor'],
    ],
  ])
    assert.equal(
      Questions.safeParse([{ kind: 'choice', key, title: '甲', options: options(code ?? '') }]).success,
      false,
    )
})

test('statistics say of how many', () => {
  const tally = tallyOf(questions, [
    { a: 'x', b: ['p'], c: '1', d: '10' },
    { a: 'x', b: ['p', 'q'], c: '4', d: '20', e: '好' },
    { a: 'y', c: '5' },
  ])
  const [choice, choices, scale, number, text] = questions.map((q) => statisticsOf(q, tally[q.key]))
  assert.deepEqual(choice, {
    ...{ kind: 'shares', answered: 3 },
    shares: [
      { code: 'x', label: 'X', n: 2 },
      { code: 'y', label: 'Y', n: 1 },
    ],
  })
  assert.equal(choices?.answered, 2)
  assert.deepEqual(scale, { kind: 'scale', answered: 3, mean: 10 / 3, median: 4, low: 1, high: 5 })
  assert.deepEqual(number, { kind: 'number', answered: 2, mean: 15, median: 15, low: 10, high: 20 })
  assert.deepEqual(text, { kind: 'text', answered: 1 })
})

test('the table is whole; whoever prepares does not open, the village does nothing, administrators nothing', () => {
  assert.deepEqual(lifecycleFaults(campaignLifecycle), [])
  for (const made of ['begin', 'revise', 'submit'] as const)
    assert.ok(campaignLifecycle.table.proposed.open?.apartFrom?.includes(made))
  const roster = createRoster()
  const { stoneBridge } = roster.organizations
  const campaign = { organization_id: stoneBridge, township_id: stoneBridge }
  const lines = permissionMatrix(
    campaignLifecycle,
    personNames.map((name) => ({ name, parties: partiesOf(roster.actor(name), campaign) })),
  )
  const nobody = [
    'villageSecretary',
    'villageClerk',
    'otherTownSecretary',
    'systemAdmin',
    'securityAdmin',
    'auditAdmin',
  ]
  for (const line of lines)
    for (const name of nobody)
      assert.ok(!line.allowed.includes(name as never), `${name} ${line.state}.${line.act}`)
})
