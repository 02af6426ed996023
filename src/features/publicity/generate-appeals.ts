import type { AppealMonth, Told, ToldCounts, ToldRate, ToldRow } from './appeal-month.ts'
import type { Contact } from './contacts.ts'
import type { Content, Page } from './content.ts'
import { appealCounts, NOT_TOLD, RATES_HEADING, rateNames, SUSPENDED_HEADING } from './figures.ts'
import { day, type Place, page } from './generate.ts'

/**
 * 群众诉求月度公示 (domain.md 3.4): what came in and what was done, by place and field, the three rates with what they are
 * made of, what was solved, what is suspended, who is late, what comes next. No count under five, nobody's name.
 */
export function appealsContent(
  place: Place,
  month: string,
  told: AppealMonth,
  contacts: readonly Contact[],
): Content {
  const [year, number] = month.split('-').map(Number)
  const isCounty = place.kind === 'county'
  const name = `${year}年${number}月`
  return {
    title: `${place.name}${name}群众诉求办理情况公示`,
    pages: [
      summary(place, name, told),
      page('rates', RATES_HEADING, ratesOf(told)),
      countsPage('places', isCounty ? '各乡镇（街道）情况' : '各村（社区）情况', {
        first: isCounty ? '乡镇（街道）' : '村（社区）',
        rest: isCounty ? '其余乡镇（街道）、县直' : '其余村（社区）',
        rows: told.places,
        total: told.counts,
      }),
      countsPage('fields', '各领域情况', {
        ...{ first: '领域', rest: '其余领域', rows: told.fields, total: told.counts },
      }),
      ...(told.solved.length > 0
        ? [
            page('solved', '解决的典型事项', {
              paragraphs: told.solved.map(
                ({ field, title, answer }) => `${field ? `【${field}】` : ''}${sentence(title)}${answer}`,
              ),
            }),
          ]
        : []),
      suspendedPage(told, isCounty),
      page('overdue', '逾期未办结的单位', {
        paragraphs: [
          told.overdue.length > 0
            ? `月底有逾期未办结诉求的单位（按名称排列）：${told.overdue.join('、')}。`
            : '月底没有单位逾期未办结。',
        ],
      }),
      page('focus', '下月重点', { paragraphs: [focusOf(told)] }),
      ...(contacts.length > 0
        ? [
            page('contacts', '反映诉求的电话和地点', {
              facts: contacts.map(({ name: label, phone, address, hours }) => ({
                label,
                value: [phone, address, hours].filter(Boolean).join('；'),
              })),
            }),
          ]
        : []),
    ],
    captions: {},
  }
}

const sentence = (text: string): string => (/[。！？]$/u.test(text) ? text : `${text}。`)

const amount = (n: Told): string => (n === null ? NOT_TOLD : `${n}件`)

function summary(
  { name: place, kind }: Place,
  month: string,
  { counts, suspendedCount, suspended, asOf }: AppealMonth,
): Page {
  const { received, closed, running } = counts
  const listed = suspended.reduce((sum, { n }) => sum + n, 0)
  const said = [
    ...(received === null ? [] : [`收到群众诉求${received}件`]),
    ...(closed === null ? [] : [`办结${closed}件`]),
    ...(running === null ? [] : [`月底正在办理${running}件`]),
  ]
  const suspendedWords =
    suspendedCount !== null
      ? `${suspendedCount}件`
      : listed > 0
        ? `${listed}件列入下表，其余并入全县`
        : NOT_TOLD
  return page('summary', '本月情况', {
    paragraphs: [
      said.length > 0
        ? `${month}，${place}${said.join('，')}。`
        : `${month}，${place}的诉求件数少，${kind === 'county' ? '' : '并入全县的公示，'}${NOT_TOLD}。`,
      `数据截至${day(asOf)}。不足5件的数，以及能由此推算出来的数，${NOT_TOLD}，并入合计。`,
    ],
    facts: [
      { label: appealCounts.received, value: amount(received) },
      { label: appealCounts.closed, value: amount(closed) },
      { label: appealCounts.running, value: amount(running) },
      { label: appealCounts.suspended, value: suspendedWords },
    ],
  })
}

const [response, solution, satisfaction] = rateNames
const rateWords = { response, solution, satisfaction } as const
type RateName = keyof typeof rateWords
const names = Object.keys(rateWords) as RateName[]

/** A table of dashes would tell nothing. */
const ratesOf = (told: AppealMonth): Pick<Page, 'paragraphs' | 'table'> =>
  names.every((name) => told.rates[name] === null)
    ? { paragraphs: [`本月三率都${NOT_TOLD}。`], table: null }
    : { paragraphs: ratesNotes(told), table: ratesTable(told.rates) }

function ratesTable(rates: AppealMonth['rates']): Page['table'] {
  return {
    columns: ['指标', '结果', '分子', '分母（件）', '不计入（件）', '未评价（件）'],
    rows: names.map((name) => {
      const rate = rates[name]
      if (!rate) return [rateWords[name], NOT_TOLD, '—', '—', '—', '—']
      const { numerator, denominator, excluded, unrated } = rate
      return [
        rateWords[name],
        denominator === 0 ? '本月没有' : `${((numerator / denominator) * 100).toFixed(1)}%`,
        String(numerator),
        ...[String(denominator), excluded === null ? NOT_TOLD : String(excluded)],
        name !== 'satisfaction' ? '—' : unrated === null ? NOT_TOLD : String(unrated),
      ]
    }),
  }
}

function ratesNotes({ rates }: AppealMonth): string[] {
  return [
    '响应率：时限内首次联系的件数÷派单件数；解决率：回访答“已解决”的件数÷回访成功的件数；满意率：按满意程度加权÷已评价件数，未评价的单列，不算满意。',
    ...names.flatMap((name) => {
      const reasons = rates[name] ? reasonsOf(rates[name]) : ''
      return reasons ? [`${rateWords[name]}不计入的：${reasons}。`] : []
    }),
  ]
}

/** Reasons of few are told together. */
function reasonsOf({ excluded, reasons }: ToldRate): string {
  if (excluded === null || excluded === 0) return ''
  const told = reasons.flatMap(({ label, n }) => (n === null ? [] : [{ label, n }])).filter(({ n }) => n > 0)
  const others = reasons.filter(({ n }) => n === null).map(({ label }) => label)
  const rest = excluded - told.reduce((sum, { n }) => sum + n, 0)
  return [
    ...told.map(({ label, n }) => `${label}${n}件`),
    ...(others.length > 0 ? [`${others.join('、')}共${rest}件`] : []),
  ].join('，')
}

const measures = ['received', 'closed', 'running'] as const

/** Rows of which something is told; what is not goes into the last one, where it is five or more together. */
function countsPage(
  key: string,
  heading: string,
  { first, rest, rows, total }: { first: string; rest: string; rows: readonly ToldRow[]; total: ToldCounts },
): Page {
  const shown = rows.filter(({ counts }) => measures.some((measure) => (counts[measure] ?? 0) > 0))
  const left = measures.map((measure) => {
    const whole = total[measure]
    return whole === null ? null : whole - shown.reduce((sum, { counts }) => sum + (counts[measure] ?? 0), 0)
  })
  if (measures.every((measure) => total[measure] === 0))
    return page(key, heading, { paragraphs: ['本月没有收到、办结、在办的诉求。'] })
  if (shown.length === 0)
    return page(key, heading, { paragraphs: [`本月件数少，${NOT_TOLD}，都在上面的合计里。`] })
  const hasRest = left.some((n) => n === null || n > 0)
  return page(key, heading, {
    table: {
      columns: [first, '收到（件）', '办结（件）', '月底在办（件）'],
      rows: [
        ...shown.map(({ name, counts }) => [
          name,
          ...measures.map((measure) => (counts[measure] === null ? '并入' : String(counts[measure]))),
        ]),
        ...(hasRest ? [[`${rest}和“并入”的合计`, ...left.map((n) => (n === null ? '—' : String(n)))]] : []),
      ],
    },
  })
}

/** 挂账清单, in the words of the dictionary alone. */
function suspendedPage({ suspended, suspendedCount }: AppealMonth, isCounty: boolean): Page {
  const heading = SUSPENDED_HEADING
  if (suspended.length === 0)
    return page('suspended', heading, {
      paragraphs: [
        suspendedCount === 0
          ? '月底没有挂账的诉求。'
          : isCounty
            ? '月底挂账的诉求不足5件，不逐件公布。'
            : '本地没有单独公布的挂账事项；不足5件的并入全县的公示。',
      ],
    })
  return page('suspended', heading, {
    paragraphs: ['因政策、资金、项目等原因暂时不能解决、经批准挂账的诉求。到复核日期逐件再看，并告知本人。'],
    table: {
      columns: ['领域', '地方', '件数', '复核日期'],
      rows: suspended.map(({ field, place, n, reviews }) => [
        ...[field ?? '各领域', place ?? '全县', String(n), daysOf(reviews)],
      ]),
    },
  })
}

const MOST_DAYS = 4
const daysOf = (days: readonly string[]): string =>
  days.length <= MOST_DAYS
    ? days.map(day).join('、')
    : `${day(days[0] ?? '')}至${day(days.at(-1) ?? '')}（${days.length}个复核日）`

/** Something for whoever drafts to go on from. */
function focusOf({ fields, overdue, suspended }: AppealMonth): string {
  const largest = fields
    .toSorted((a, b) => (b.counts.received ?? 0) - (a.counts.received ?? 0))
    .filter(({ counts }) => (counts.received ?? 0) > 0)
    .slice(0, 2)
    .map(({ name }) => name)
  return [
    largest.length > 0 ? `集中办理${largest.join('、')}方面的诉求` : '及时办理新收到的诉求',
    ...(overdue.length > 0 ? ['督促逾期未办结的单位逐件办结'] : []),
    ...(suspended.length > 0 ? ['对到期复核的挂账事项逐件再看、告知本人'] : []),
  ]
    .join('；')
    .concat('。')
}
