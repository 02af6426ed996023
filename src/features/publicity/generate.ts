import { type CountedClass, type PlaceFigures, problemWordsZh, type Story } from '#features/problems/index.ts'
import { FEW, isFew } from '#platform/small-counts/index.ts'
import type { Content, Page } from './content.ts'

/**
 * Drafts from data, in plain words: what was found, who answers for it, what is done by when, where it stands, what came
 * of it. Nothing is retyped; people write on top. Chinese, the language of what is published.
 */
export type Place = { name: string; kind: string; townshipId: string | null }
/** Names of organisations, by id. */
export type Places = ReadonlyMap<string, Place>

export const page = (key: string, heading: string, parts: Partial<Omit<Page, 'key' | 'heading'>>): Page => ({
  ...{ key, heading, paragraphs: [], facts: [], table: null, steps: [] },
  ...parts,
})

export const day = (iso: string): string => {
  const [year, month, date] = iso.slice(0, 10).split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** What moved it, as residents say it; other acts are nobody's news. */
const told: Readonly<Record<string, string>> = {
  report: '发现并录入问题',
  orderImmediate: '责令立行立改',
  issue: '反馈给责任单位',
  claim: '责任单位认领',
  approvePlan: '整改方案审核通过',
  reportFix: '责任单位报告已整改',
  requestClosure: '责任单位申请销号',
  passSiteCheck: '现场核查通过',
  passEvaluation: '群众评价已汇总',
  close: '同意销号',
  verifyImmediate: '现场核查通过，予以销号',
  keepLongTerm: '转为长期坚持',
  refuseClosure: '核查不通过，不予销号',
  findRelapse: '抽查发现反弹',
  reopen: '重新整改',
  consolidate: '抽查确认成效巩固',
}

const nameOf = (places: Places, id: string | null): string => (id ? (places.get(id)?.name ?? '') : '')

/** Who answers, by organisation and post (S0-34): directly, mainly, and by helping. */
function responsibility(story: Story, places: Places): Page['facts'] {
  const { organizationId, townshipId } = story
  const isVillage = townshipId !== null && townshipId !== organizationId
  const helping = [...new Set(story.measures.map((m) => m.organizationId))].filter(
    (id) => id !== organizationId && id !== townshipId,
  )
  const leaders = story.leaders.map(({ title }) => title).filter((title) => title !== '')
  return [
    { label: '直接责任', value: `${nameOf(places, organizationId)}党组织（书记为第一责任人）` },
    ...(isVillage ? [{ label: '主体责任', value: `${nameOf(places, townshipId)}党委` }] : []),
    ...(helping.length > 0
      ? [{ label: '配合责任', value: helping.map((id) => nameOf(places, id)).join('、') }]
      : []),
    ...(leaders.length > 0 ? [{ label: '责任领导', value: [...new Set(leaders)].join('、') }] : []),
  ]
}

export type Given = { places: Places; dayOf: (at: Date) => string }

export function problemContent(story: Story, { places, dayOf }: Given): Content {
  const organization = nameOf(places, story.organizationId)
  const measures = story.measures.map((m) => [
    m.text,
    nameOf(places, m.organizationId),
    day(m.dueOn),
    m.doneOn ? `${day(m.doneOn)}完成` : '进行中',
  ])
  const results = story.measures.flatMap((m) => (m.result ? [m.result] : []))
  const rated = evaluationFacts(story.evaluations)
  const happened = stepsOf(story, dayOf)
  return {
    title: `${organization}整改情况公示：${story.title}`,
    pages: [
      page('found', '发现了什么问题', {
        paragraphs: [story.feedbackText],
        facts: [
          { label: '问题编号', value: story.number },
          { label: '反馈日期', value: day(story.feedbackOn) },
          { label: '目前状态', value: problemWordsZh.states[story.state] },
        ],
      }),
      page('who', '谁来负责', { facts: responsibility(story, places) }),
      page('measures', '怎样整改', {
        paragraphs: story.goal ? [story.goal] : [],
        facts: story.plannedOn ? [{ label: '计划完成', value: day(story.plannedOn) }] : [],
        table:
          measures.length > 0
            ? { columns: ['整改措施', '责任单位', '完成时限', '进展'], rows: measures }
            : null,
      }),
      page('result', '整改结果', {
        paragraphs: results.length > 0 ? results : ['正在整改，结果将在完成后公布。'],
        facts: rated,
      }),
      page('steps', '办理过程', { steps: happened }),
    ],
    captions: {},
  }
}

function stepsOf({ steps, feedbackOn }: Story, dayOf: Given['dayOf']): Page['steps'] {
  return steps.flatMap(({ act, at }) => {
    const label = told[act]
    if (!label) return []
    const on = act === 'report' || act === 'orderImmediate' ? feedbackOn : dayOf(new Date(at))
    return [{ on, label }]
  })
}

const raters: Readonly<Record<CountedClass, string>> = {
  residents: '群众代表',
  delegates: '人大代表',
  cppcc: '政协委员',
  mixed: '各类评价人合并',
  others: '代表、委员合并',
}

/** Counts of the evaluation by class of rater; classes of fewer than five are merged, and so are answers. */
export function evaluationFacts(evaluations: Story['evaluations']): Page['facts'] {
  const byClass = new Map<string, Story['evaluations'][number]>()
  for (const e of evaluations) byClass.set(e.raterClass, e)
  const all = [...byClass.values()].filter(({ valid }) => valid > 0)
  const large = all.filter(({ valid }) => valid >= FEW)
  const small = all.filter(({ valid }) => valid < FEW)
  const told = large.map((e) => ({ label: `${raters[e.raterClass]}评价`, value: answers(e) }))
  if (small.length === 0) return told
  const sumOf = (key: 'valid' | 'satisfied' | 'fair' | 'unsatisfied') =>
    small.reduce((sum, e) => sum + e[key], 0)
  const merged = {
    ...{ valid: sumOf('valid'), satisfied: sumOf('satisfied') },
    ...{ fair: sumOf('fair'), unsatisfied: sumOf('unsatisfied') },
  }
  const label = small.map(({ raterClass }) => raters[raterClass]).join('、')
  return [
    ...told,
    { label: `${label}评价`, value: merged.valid < FEW ? '参评不足5人，不单独公布' : answers(merged) },
  ]
}

/**
 * How they answered, as finely as nobody's answer can be worked out: neither a part that is told nor what it leaves of all
 * is from one to four. Where few were not satisfied, only how many were at least.
 */
function answers({
  valid,
  satisfied,
  fair,
  unsatisfied,
}: Omit<Story['evaluations'][number], 'raterClass'>): string {
  const ways: [label: string, n: number][][] = [
    [
      ['满意', satisfied],
      ['基本满意', fair],
      ['不满意', unsatisfied],
    ],
    [
      ['满意', satisfied],
      ['基本满意或不满意', fair + unsatisfied],
    ],
    [['满意', satisfied]],
  ]
  const told = ways.find((parts) => {
    const left = valid - parts.reduce((sum, [, n]) => sum + n, 0)
    return !isFew(left) && parts.every(([, n]) => !isFew(n))
  })
  const said = told?.flatMap(([label, n]) => (n > 0 ? [`${label}${n}人`] : [])).join('，')
  if (said) return `参评${valid}人：${said}`
  // Of eight and fewer both sides can be few: a bound would say which.
  if (told || valid < 2 * FEW - 1) return `参评${valid}人，怎样评价不单独公布`
  return `参评${valid}人：满意${isFew(satisfied) ? `不足${FEW}人` : `不少于${valid - FEW + 1}人`}`
}

export function organizationContent(
  organization: Place,
  stories: readonly Story[],
  { dayOf, today }: Given & { today: string },
): Content {
  const done = stories.filter(({ state }) => state === 'closed' || state === 'consolidated')
  return {
    title: `${organization.name}巡察整改情况公示`,
    pages: [
      page('summary', '总体情况', {
        paragraphs: [
          `截至${day(today)}，${organization.name}共反馈问题${stories.length}个，已完成整改${done.length}个，正在整改${stories.length - done.length}个。`,
        ],
      }),
      page('problems', '逐项整改情况', {
        table: {
          columns: ['问题', '反馈日期', '计划完成', '状态'],
          rows: stories.map((story) => [
            story.title,
            day(story.feedbackOn),
            story.plannedOn ? day(story.plannedOn) : '制定中',
            story.closedAt && done.includes(story)
              ? `${day(dayOf(story.closedAt))}销号`
              : problemWordsZh.states[story.state],
          ]),
        },
      }),
      page('measures', '采取的措施', {
        paragraphs: [...new Set(done.flatMap(({ measures }) => measures.map(({ text }) => text)))].slice(
          0,
          12,
        ),
      }),
    ].filter(({ key, paragraphs }) => key !== 'measures' || paragraphs.length > 0),
    captions: {},
  }
}

export type MonthFigures = PlaceFigures & { name: string }

/** Monthly progress of a township or the county (S3-57): by village, with typical solved cases and no names. */
export function monthContent(
  place: Place,
  month: string,
  figures: readonly MonthFigures[],
  solved: readonly Story[],
  { places }: Given,
): Content {
  const [year, number] = month.split('-').map(Number)
  const sum = totals(figures)
  return {
    title: `${place.name}${year}年${number}月问题整改进展公示`,
    pages: [
      page('summary', '本月进展', {
        paragraphs: [
          `截至${year}年${number}月底，${place.name}累计发现问题${sum.found}个，已销号${sum.closed}个，正在整改${sum.open}个，其中逾期${sum.overdue}个。本月销号${sum.closedSince}个。`,
        ],
        facts: [
          { label: '累计发现', value: `${sum.found}个` },
          { label: '已销号', value: `${sum.closed}个` },
          { label: '正在整改', value: `${sum.open}个` },
          { label: '逾期未办结', value: `${sum.overdue}个` },
          { label: '本月销号', value: `${sum.closedSince}个` },
        ],
      }),
      page('places', '各单位情况（单位：个）', {
        table: {
          columns: ['单位', '累计发现', '已销号', '正在整改', '逾期', '本月销号'],
          rows: figures.map((f) => [
            f.name,
            ...[f.found, f.closed, f.open, f.overdue, f.closedSince].map((n) => String(n)),
          ]),
        },
      }),
      ...(solved.length > 0
        ? [
            page('solved', '本月解决的问题', {
              paragraphs: solved.map(
                (story) =>
                  `${nameOf(places, story.organizationId)}：${story.title}。${story.measures.map(({ result }) => result ?? '').find((text) => text !== '') ?? '已完成整改并通过现场核查。'}`,
              ),
            }),
          ]
        : []),
    ],
    captions: {},
  }
}

export const totals = (figures: readonly PlaceFigures[]) =>
  figures.reduce(
    (sum, f) => ({
      found: sum.found + f.found,
      open: sum.open + f.open,
      closed: sum.closed + f.closed,
      overdue: sum.overdue + f.overdue,
      closedSince: sum.closedSince + f.closedSince,
    }),
    { found: 0, open: 0, closed: 0, overdue: 0, closedSince: 0 },
  )
