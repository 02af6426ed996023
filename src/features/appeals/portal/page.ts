import { z } from 'zod'
import { type Calendar, deadline, localDate } from '#platform/calendar/index.ts'
import { deadlineRule, dictionary } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import { ruleKeyOf } from '../clock-rules.ts'
import { offeredActs } from '../decide.ts'
import type { AppealAct, AppealState } from '../lifecycle.ts'
import { firstWindow } from '../needs.ts'
import { asResident } from '../policy.ts'
import type { AppealRow, Parts } from '../row.ts'

/** What residents do by the receipt on the public pages. */
export const residentActs = [
  'replyResident',
  'sayUnsolved',
  'confirmSolved',
  'rate',
  'message',
  'object',
  'applyReview',
  'applyFinalReview',
  'withdraw',
] as const satisfies readonly AppealAct[]
export type ResidentAct = (typeof residentActs)[number]

/**
 * What somebody with the receipt may see of an appeal, as it is sealed for them. Whole sentences, in simplified
 * characters; what lies inside never names who handles it by person.
 */
export const ResidentPage = z.object({
  number: z.string(),
  place: z.string(),
  title: z.string(),
  sentence: z.string(),
  /** With the main appeal's own, where it was joined. */
  answers: z.array(z.object({ on: z.string(), label: z.string(), text: z.string() })),
  messages: z.array(z.object({ on: z.string(), side: z.string(), mine: z.boolean(), text: z.string() })),
  /** When and as what somebody looked at who spoke up (domain.md 7.1). */
  openings: z.array(z.object({ on: z.string(), as: z.string() })),
  can: z.array(z.enum(residentActs)),
  /** Handled together with what others brought up: what they say of it is kept beside the rates. */
  isJoined: z.boolean().default(false),
  /** What depends on the window may be done until then. */
  until: z.string().nullable(),
})
export type ResidentPage = z.infer<typeof ResidentPage>

/** What became of what they sent last. */
export const Told = z.object({ on: z.string(), text: z.string() })
export type Told = z.infer<typeof Told>

/** What is read of one appeal for its page. */
export type Looked = {
  row: AppealRow
  parts: Parts
  place: string
  handler: string | null
  openings: readonly { as: string; at: string }[]
}

/** Acts that the window bounds: the page was made before it ended, and is read afterwards. */
export const insideWindow: readonly ResidentAct[] = [
  'sayUnsolved',
  'rate',
  'object',
  'applyReview',
  'applyFinalReview',
]

/** @param main what it was joined into */
export function pageOf(looked: Looked, main: Looked | undefined, world: World): ResidentPage {
  const { row, parts, place } = looked
  const day = (at: Date | string) => dayWords(world, at)
  const answers = [...parts.answers, ...(main?.parts.answers ?? [])].filter((a) => a.status === 'passed')
  const offered = offeredActs(row, parts, asResident, world, main?.row).filter(
    ({ missing }) => missing.length === 0,
  )
  return {
    number: row.number,
    place,
    title: row.title,
    sentence: sentenceOf(looked, main, world),
    answers: answers.map((a) => ({
      on: day(a.passed_at ?? a.entered_at),
      label: answerWords[a.kind as keyof typeof answerWords],
      text: a.text,
    })),
    messages: parts.messages.map(({ at, side, text }) => ({
      ...{ on: day(at), text, mine: side === 'resident' },
      side: sideWords[side as keyof typeof sideWords],
    })),
    openings: looked.openings.map(({ as, at }) => ({ on: day(at), as: openedAs[as] ?? as })),
    can: residentActs.filter((act) => offered.some((o) => o.act === act)),
    isJoined: main !== undefined,
    until: main ? (firstWindow(main.row)?.dueAt ?? null) : openUntil(row),
  }
}

const openUntil = ({ clocks: { window } }: AppealRow): string | null =>
  window && !window.stoppedAt ? window.dueAt : null

const answerWords = {
  ...{ answer: '答复', at_once: '当场答复', refusal: '为什么不受理', meeting: '几个单位一起商量的意见' },
  ...{ review: '复查意见', final_review: '复核意见' },
}
const sideWords = { resident: '您', registrar: '登记人', handler: '办事的单位' }
const openedAs: Readonly<Record<string, string>> = {
  ...{ registrar: '登记人', handler: '办事的单位', discipline: '县纪检监察机关' },
}

/** 「7月3日已转石桥镇农业农村办，最迟7月12日答复您。」 */
export const sentenceOf = (looked: Looked, main: Looked | undefined, world: World): string =>
  main
    ? `${sentences.joined(looked, world)}${(toJoined[main.row.state] ?? sentences[main.row.state])(main, world)}`
    : sentences[looked.row.state](looked, world)

/** The same as it is read out on the telephone, where there is no page to look at. */
export const spokenOf = (looked: Looked, main: Looked | undefined, world: World): string =>
  main
    ? `${sentences.joined(looked, world)}${(spokenToJoined[main.row.state] ?? spokenWords(main))(main, world)}`
    : spokenWords(looked)(looked, world)

const spokenWords = ({ row: { state } }: Looked): Saying => spoken[state] ?? sentences[state]

type Saying = (looked: Looked, world: World) => string

const sentences: Record<AppealState, Saying> = {
  screening: (s, w) =>
    `${dayWords(w, s.row.created_at)}已收到，工作人员正在看${by(s, w, '告诉您是否受理')}。`,
  registered: (s, w) =>
    `${dayWords(w, s.row.registered_at ?? s.row.created_at)}已登记${by(s, w, '转给负责办的单位')}。`,
  dispatched: (s, w) => `${sent(s, w)}${answeredBy(s, w)}。`,
  signed: (s, w) => `${handler(s)}已于${dayWords(w, s.row.signed_at ?? w.now)}签收${answeredBy(s, w)}。`,
  handling: (s, w) => `${handler(s)}正在办理${answeredBy(s, w)}。`,
  waiting: (s) => `${handler(s)}请您补充情况，见下面的留言。等您回复的这段时间，不算在办理时间里。`,
  returning: (s) => `${handler(s)}提出不归它办，正在定由谁办，办理不会因此不了了之。`,
  return_disputed: () => '由谁来办有不同意见，正由领导指定。',
  answered: (s) => `${handler(s)}已经写好答复，正在审核，通过后在这里告诉您。`,
  callback: () => '已经答复，见下面。工作人员会回访您，问您解决了没有；您也可以现在就在这里说。',
  objected: (s, w) =>
    `${isOfJoined(s) ? '一起反映的人说没有解决' : '您说没有解决'}，已经收到${by(s, w, '告诉您怎样再办')}。`,
  joint_meeting: (s, w) => `几个单位正在一起研究${by(s, w, '定下怎样办')}。`,
  suspended: (s, w) =>
    `现在还解决不了${because(w, 'suspension_reason', s.row.suspended_code)}，没有丢下不管，已经记在账上（挂账）${by(s, w, '再研究')}。`,
  closed: (s, w) => `${closedOn(s, w)}${sayBefore(s.row.clocks.window, w, '在这里说')}`,
  reviewing: (s, w) => `您申请复查，上级正在复查${by(s, w, '答复您')}。`,
  final_review: (s, w) => `您申请复核，上级正在复核${by(s, w, '答复您')}。`,
  refused: (s, w) =>
    `没有受理${because(w, 'refused_reason', s.row.refused_code)}。${s.row.refused_to ? `可以向${s.row.refused_to}反映。` : ''}`,
  joined: () => '和别人反映的同一件事合在一起办。',
  diverted: () => '已按规定转送有关机关，由其按规定处理。',
  set_aside: (s, w) =>
    `没有作为诉求登记${because(w, 'set_aside_reason', s.row.refused_code)}。如果不对，请打电话或者到窗口说。`,
  withdrawn: () => '您已经撤回，不再办理。',
  archived: (s, w) => `${s.row.closed_at ? `${dayWords(w, s.row.closed_at)}办结，` : ''}已经存档。`,
}

/** What was asked of somebody else, or said by them, to whoever was joined with them. */
const toJoined: Partial<Record<AppealState, Saying>> = {
  waiting: (s) => `${handler(s)}正在等一位反映人补充情况，等到以后接着办。`,
  callback: () => '已经答复，见下面。解决了没有，您现在就可以在这里说。',
  closed: (s, w) => `${closedOn(s, w)}${sayBefore(firstWindow(s.row), w, '在这里说')}`,
  objected: (s, w) => `反映的人里有人说没有解决，已经收到${by(s, w, '告诉您怎样再办')}。`,
  reviewing: (s, w) => `有人申请复查，上级正在复查${by(s, w, '答复')}。`,
  final_review: (s, w) => `有人申请复核，上级正在复核${by(s, w, '答复')}。`,
}
const spokenToJoined: typeof toJoined = {
  ...toJoined,
  callback: () => '已经答复。解决了没有，您可以凭查询号到网上说。',
  closed: (s, w) => `${closedOn(s, w)}${sayBefore(firstWindow(s.row), w, '打电话或者凭查询号说')}`,
}

/** It came back because of what somebody said who was joined, and not whoever brought this one up. */
const isOfJoined = ({ row: { acted } }: Looked): boolean =>
  (acted.hearJoined?.at ?? '') > (acted.sayUnsolved?.at ?? '')

const spoken: Partial<Record<AppealState, Saying>> = {
  waiting: (s) => `${handler(s)}请您补充情况。等您回复的这段时间，不算在办理时间里。`,
  answered: (s) => `${handler(s)}已经写好答复，正在审核，通过后告诉您。`,
  callback: () => '已经答复。工作人员会再打电话，问您解决了没有。',
  closed: (s, w) => `${closedOn(s, w)}${sayBefore(s.row.clocks.window, w, '打电话或者凭查询号说')}`,
}

const closedOn = ({ row: { closed_at } }: Looked, world: World): string =>
  `${closed_at ? dayWords(world, closed_at) : ''}办结。`

/** Until when they may say that it is not solved, as long as they may. */
const sayBefore = (window: AppealRow['clocks'][string] | undefined, world: World, where: string): string =>
  window && world.now.toISOString() <= window.dueAt
    ? `如果没有解决，请在${dayWords(world, window.dueAt)}以前${where}。`
    : ''

const handler = ({ handler: name }: Looked): string => name ?? '负责办的单位'

const sent = ({ row, handler: name }: Looked, world: World): string =>
  `${row.dispatched_at ? dayWords(world, row.dispatched_at) : ''}已转${name ?? '负责办的单位'}`

/** Until when by the state's own clock. */
const by = ({ row }: Looked, world: World, what: string): string =>
  row.due_at instanceof Date ? `，最迟${dayWords(world, row.due_at)}${what}` : ''

/** Until when it is answered: by its clock, and before that begins, by what it will be counted from. */
function answeredBy({ row }: Looked, world: World): string {
  const clock = row.clocks.handle
  const since = (row.track === 'petition' ? row.registered_at : row.dispatched_at) ?? world.now
  const rule = deadlineRule(world.rules, ruleKeyOf('handle', row), world.today)
  const due = clock && !clock.stoppedAt ? clock.dueAt : deadline(world.calendar, since, rule).dueAt
  return `，最迟${dayWords(world, due)}答复您`
}

function because(world: World, key: string, code: string | null): string {
  const label = dictionary(world.rules, `appeal.${key}`, world.today).find(
    (entry) => entry.code === code,
  )?.label
  return label ? `（原因：${label}）` : ''
}

/** 7月3日; with the year where it is another than this one. */
export function dayWords(
  { calendar, today }: { calendar: Calendar; today: string },
  at: Date | string,
): string {
  const [year, month, day] = localDate(calendar, new Date(at)).split('-').map(Number)
  const shown = `${month}月${day}日`
  return String(year) === today.slice(0, 4) ? shown : `${year}年${shown}`
}
