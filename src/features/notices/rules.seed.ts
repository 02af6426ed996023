import { z } from 'zod'
import { rule, ruleValue } from '#platform/rules/index.ts'
import type { RuleSeed } from '#platform/rules/seed.ts'
import type { World } from '#platform/world.ts'

/** What of notices a county lays down: when they go out, and in which words. */
export const Time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)

const Hours = z.object({ digestAt: Time, quietFrom: Time, quietTo: Time })
export type Hours = z.infer<typeof Hours>

const Reminders = z.object({
  /** Of the running time: 0 at its beginning, 0.5 half way, 1 at the deadline. */
  fractions: z.array(z.number().min(0).max(3)).max(6),
  /** Messages beside the digest, a person and day. */
  mostPerDay: z.int().min(0).max(50),
})

/** What a template may speak of. Nothing of a case but its number, its kind and its deadline can be named at all. */
const names = {
  text: ['county', 'date', 'total', 'overdue', 'today', 'week', 'desk', 'code', 'name'],
  line: ['number', 'kind', 'due'],
} as const

const text = (most: number, allowed: readonly string[]) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine(
      (given) => [...given.matchAll(/\{([^{}]*)\}/g)].every(([, name]) => allowed.includes(name ?? '')),
      {
        error: `only ${allowed.map((name) => `{${name}}`).join(' ')}`,
      },
    )

const Template = z.object({
  subject: text(100, names.text).refine((subject) => !/[\r\n]/.test(subject), { error: 'one line' }),
  opening: text(500, names.text),
  line: text(200, names.line),
  closing: text(500, names.text),
})
export type Template = z.infer<typeof Template>

export const templates = [
  'mail.digest',
  'mail.urgent',
  'mail.confirm',
  'mail.alert',
  'robot.digest',
  'robot.urgent',
  'robot.test',
] as const
export type TemplateKey = (typeof templates)[number]

export const noticeRuleShapes: Readonly<Record<string, z.ZodType>> = {
  ...{ hours: Hours, reminders: Reminders },
  ...Object.fromEntries(templates.map((key) => [`template.${key}`, Template])),
}

const practice = '提醒的通行做法（各地可改）；通知只写编号、类别和期限，不写内容'
const source = 'design.md 3'
const seed = (key: string, value: object): RuleSeed => ({
  ...{ kind: 'notice', key, value },
  basis: practice,
  source,
})
const template = (key: TemplateKey, value: Template): RuleSeed => seed(`template.${key}`, value)

const line = '{kind}　{number}　{due}'
const desk = '办理请登录工作台：{desk}'
const why = '这封邮件只写编号、类别和期限，不写内容。不想再收，请在工作台“通知方式”里关闭。'

export const noticeRules: readonly RuleSeed[] = [
  seed('hours', { digestAt: '08:30', quietFrom: '18:30', quietTo: '08:00' } satisfies Hours),
  seed('reminders', { fractions: [0, 0.5, 1], mostPerDay: 6 } satisfies z.infer<typeof Reminders>),
  template('mail.digest', {
    subject: '【{county}闭环】{date}待办{total}件，其中逾期{overdue}件',
    opening: '您有待办{total}件：已逾期{overdue}件，今天到期{today}件，本周到期{week}件。',
    line,
    closing: `${desk}\n${why}`,
  }),
  template('mail.urgent', {
    subject: '【{county}闭环】{total}件待办今天要办',
    opening: '下面{total}件事的期限快到了或者刚刚过了：',
    line,
    closing: `${desk}\n${why}`,
  }),
  template('mail.confirm', {
    subject: '【{county}闭环】确认接收通知的邮箱',
    opening: '有人在闭环工作台把这个邮箱填作接收通知的地址。确认码是 {code}，一天内有效。',
    line,
    closing: '在工作台“通知方式”里填上确认码就可以了。不是您填的，请不要理会，这个邮箱不会再收到邮件。',
  }),
  template('mail.alert', {
    subject: '【{county}闭环】对外通道“{name}”已停用',
    opening: '对外通道“{name}”长时间送不到，已自动停用。查明原因后可在工作台“对外通道”里恢复。',
    line,
    closing: desk,
  }),
  template('robot.digest', {
    subject: '{date}待办{total}件，其中逾期{overdue}件',
    opening: '已逾期{overdue}件，今天到期{today}件，本周到期{week}件。',
    line,
    closing: '请登录工作台办理。',
  }),
  template('robot.urgent', {
    subject: '{total}件待办今天要办',
    opening: '期限快到了或者刚刚过了：',
    line,
    closing: '请登录工作台办理。',
  }),
  template('robot.test', {
    subject: '闭环通知测试',
    opening: '{county}的待办提醒会发到这个群，只写编号、类别和期限。',
    line,
    closing: '收到这条说明通道已接通。',
  }),
]

const inForce = <T>({ rules, today }: World, key: string, shape: z.ZodType<T>) => {
  const row = rule(rules, 'notice', key, today)
  return { value: ruleValue(row, shape), version: row.version }
}

export const hoursOf = (world: World): Hours => inForce(world, 'hours', Hours).value
export const remindersOf = (world: World) => inForce(world, 'reminders', Reminders).value
export const templateOf = (world: World, key: TemplateKey) => inForce(world, `template.${key}`, Template)
