import type { RatesWords } from './words.ts'

/** The same in English; complete by type. */
export const en: RatesWords = {
  title: 'Rates and speed of response',
  print: 'Print',
  chooseMonth: 'Choose a month',
  before: 'Earlier',
  after: 'Later',
  month: (month) => month,
  monthHead: 'Month',
  frozen: (at) => `by the records as of ${at}, changes no more`,
  running: (at) =>
    `by the records as of ${at}, still changing until it is frozen in the first night of next month`,
  over: (at) => `by the records as of ${at}, not frozen yet: that is done at night`,
  version: (n) => `version ${n}`,
  formula: (versions) => `counted by ${versions}`,
  listSeparator: ', ',
  never: 'By matter, field and place; never by person.',
  means: {
    response: 'Of the appeals dispatched in the month: contacted within the limit.',
    solution: 'Of the residents reached by callback in the month: said it is solved.',
    satisfaction: 'Of the residents who rated in the month: weighted by how satisfied they are.',
  },
  numerator: { response: 'Contacted in time', solution: 'Said solved', satisfaction: 'Weighted' },
  missed: { response: 'Not contacted in time', solution: 'Said not solved', satisfaction: 'Not in full' },
  denominator: {
    response: 'To be contacted (denominator)',
    solution: 'Reached (denominator)',
    satisfaction: 'Rated (denominator)',
  },
  counts: 'Received, closed and other rates',
  unit: '',
  of: (n, all) => `${n}/${all}`,
  left: (n) => `, ${n} not counted`,
  outOf: 'of 100',
  noScore: 'one of the three cannot be told',
  splitBy: 'Split by',
  name: 'Name',
  opens: (...what) => `Show which: ${what.join(' ')}`,
  whichRows: 'Which ones',
  all: 'All',
  noRows: 'There is none.',
  outcomes: {
    ...{ in_time: 'Contacted in time', late: 'Contacted late', none: 'Not contacted' },
    ...{ solved: 'Said solved', unsolved: 'Said not solved', unreached: 'Not reached' },
  },
  empty: 'No appeals in this month, so there are no rates.',
  emptyWhy: 'Figures appear once appeals are dispatched and called back.',
  speed: 'Speed of response, last 12 months',
  speedWhy:
    'From registration. First what half of the appeals took, then what nine in ten took; the shorter the bar, the faster.',
  most: (span, n) => `nine in ten within ${span}, ${n} in all`,
  spans: { minutes: (n) => `${n} min`, hours: (n) => `${n} h`, days: (n) => `${n} d` },
  around: 'Speed of response before, during and after a rectification',
  aroundWhy:
    'Choose a problem to compare how fast its village or township responded before, during and after it was put right: whether it fell back afterwards.',
  aroundOf:
    'Before: as long as it was rectified, at least a quarter. After: until now, at most as long again.',
  period: 'Period',
  chooseProblem: 'Choose a problem: number or words of its title',
  noProblem: 'No such problem',
  noRight: 'The rates are for county and townships',
  noRightWhy:
    'County leaders, the inspection office, registrars and township secretaries may read them. Whoever only handles appeals may not: the rate of one or two appeals tells who spoke.',
}
