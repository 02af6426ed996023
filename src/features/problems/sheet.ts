import { createHash } from 'node:crypto'
import { z } from 'zod'
import { dictionary } from '#platform/rules/index.ts'
import type { Choice, Column, SheetDefinition } from '#platform/sheets/definition.ts'
import type { World } from '#platform/world.ts'
import { feedbackDictionaries } from './feedback.ts'
import { type NamedPlace, organizationFinder } from './organization-finder.ts'
import { Feedback } from './schema.ts'
import { zh } from './words.zh.ts'

/** One row of the sheet: what is fed back, and the cells that named the organisation. */
export type SheetProblem = Feedback & {
  organizationCode?: string | undefined
  organizationName?: string | undefined
  /** 元 as it was written. */
  amount?: string | undefined
}

const EARLIEST = '2000-01-01'

/**
 * The problems sheet of one county on one day: its choices are the dictionaries in force, its organisations those of
 * the county. Built anew for each file, since both change.
 */
export function problemSheet(
  world: World,
  organizations: readonly NamedPlace[],
): SheetDefinition<SheetProblem> {
  const choices = (field: keyof typeof feedbackDictionaries): Choice[] =>
    dictionary(world.rules, feedbackDictionaries[field], world.today).map(({ code, label }) => ({
      code,
      label,
    }))
  const find = organizationFinder(organizations)
  const row = cells(world)
    .superRefine(
      (given, context) => {
        const found = find(given)
        if ('reason' in found)
          context.addIssue({ code: 'custom', path: [found.column], message: found.reason })
      },
      // Said together with what is wrong in other cells, so that one round of corrections is enough.
      { when: ({ value }) => typeof value === 'object' },
    )
    .transform((given): SheetProblem => {
      const found = find(given)
      const amountCents = given.amount === undefined ? undefined : centsOf(given.amount)
      return { ...given, amountCents, organizationId: 'id' in found ? found.id : '' }
    })
  return {
    kind: 'problems',
    title: '问题',
    version: 1,
    columns: columns(choices),
    row,
    naturalKey: keyOf,
  }
}

/**
 * What makes a row the same problem as one that is in the ledger: its number in the system it comes from, or else
 * who was told what, from which source and in which year.
 */
export const keyOf = (row: SheetProblem): string =>
  row.externalKey ??
  `sha256:${createHash('sha256')
    .update(JSON.stringify([row.organizationId, row.source, row.sourceYear, row.feedbackText]))
    .digest('hex')}`

/** The row as a command enters it. */
export function feedbackOf(row: SheetProblem): Feedback {
  const { organizationCode: _, organizationName: __, amount: ___, ...feedback } = row
  return { ...feedback, externalKey: keyOf(row) }
}

function cells({ today }: World) {
  const { organizationId: _, amountCents: __, ...feedback } = Feedback.shape
  return z.object({
    ...feedback,
    organizationCode: z.string().optional(),
    organizationName: z.string().optional(),
    sourceYear: z
      .int()
      .min(2000)
      .max(Number(today.slice(0, 4))),
    feedbackOn: z
      .string()
      .refine((day) => day <= today, { error: '还没到这一天，请核对反馈日期' })
      .refine((day) => day >= EARLIEST, { error: '年份太早，请核对反馈日期' }),
    amount: yuan.optional(),
  })
}

const MONEY = /^(?:\d{1,15}|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/
const MOST_CENTS = 1_000_000_000_000

/** 元 with at most two decimals, as people write it. */
const yuan = z.string().superRefine((text, context) => {
  const message = amountFault(plainAmount(text))
  if (message) context.addIssue({ code: 'custom', message })
})

function amountFault(plain: string): string | undefined {
  if (!MONEY.test(plain)) return '不是金额，请只写以元为单位的数字'
  if (/\.\d\d0*[1-9]/.test(plain)) return '最多两位小数，请改正'
  return centsOf(plain) > MOST_CENTS ? '不能大于 100 亿元，请核对单位是不是元' : undefined
}

const plainAmount = (text: string): string => text.normalize('NFKC').replace(/\s*元$/, '')

const centsOf = (text: string): number => Math.round(Number(plainAmount(text).replaceAll(',', '')) * 100)

type Choices = (field: keyof typeof feedbackDictionaries) => Choice[]

function columns(choices: Choices): Column<SheetProblem>[] {
  const choice = (
    key: keyof typeof feedbackDictionaries,
    heading: string,
    help: string,
    required = true,
  ): Column<SheetProblem> => {
    const offered = choices(key)
    const example = offered[0]?.label ?? ''
    return { key, heading, help, required, kind: 'choice', choices: offered, example, width: 18 }
  }
  const secrecy = Object.entries(zh.secrecy).map(([code, label]) => ({ code, label }))
  return [
    {
      key: 'organizationCode',
      heading: '单位编码',
      help: '被反馈单位在本系统里的编码。单位编码和单位名称至少填一个；同名的村要填编码。',
      required: false,
      kind: 'text',
      example: '330199001201',
      width: 16,
    },
    {
      key: 'organizationName',
      heading: '单位名称',
      help: '被反馈单位的全称或简称，也可以带上乡镇，如石桥镇上河村。',
      required: false,
      kind: 'text',
      example: '石桥镇上河村',
      width: 24,
    },
    choice('source', '问题来源', '从下拉框选择。各种来源的问题进同一本台账。'),
    {
      key: 'sourceYear',
      heading: '年度',
      help: '发现这个问题的巡察、审计等是哪一年的，写四位年份。',
      required: true,
      kind: 'integer',
      example: '2026',
    },
    {
      key: 'sourceRef',
      heading: '轮次/批次',
      help: '哪一轮巡察、哪一批检查或哪一份报告，照原来的叫法写。',
      required: false,
      kind: 'text',
      example: '十四届县委第六轮巡察',
      width: 24,
    },
    choice('classCode', '问题类别', '从下拉框选择。'),
    choice('fieldCode', '所属领域', '从下拉框选择，不属于这些方面的不填。', false),
    choice('severity', '性质', '从下拉框选择。'),
    choice('scope', '范围', '从下拉框选择：只在这个单位，还是各处都有。'),
    choice('timing', '新老', '从下拉框选择：新问题、老问题未改、反弹或历史遗留。'),
    {
      key: 'secrecy',
      heading: '密级',
      help: '不填就是内部。本系统为非涉密系统，国家秘密不得录入。',
      required: false,
      kind: 'choice',
      choices: secrecy,
      example: zh.secrecy.internal,
      width: 12,
    },
    {
      key: 'title',
      heading: '问题标题',
      help: '一句话说清是什么问题，120 字以内。',
      required: true,
      kind: 'text',
      example: '村口排水沟长期堵塞',
      width: 36,
    },
    {
      key: 'feedbackText',
      heading: '反馈原文',
      help: '反馈意见里的原话，4000 字以内。录入后只读，更正要两个人办。不写反映人、举报人是谁。',
      required: true,
      kind: 'longtext',
      example: '走访发现，村口排水沟淤堵三个月，雨天污水漫上路面，群众多次反映未解决。',
      width: 60,
    },
    {
      key: 'basis',
      heading: '依据',
      help: '定性依据的文件和条款，1000 字以内。',
      required: false,
      kind: 'longtext',
      example: '《农村人居环境整治提升五年行动方案》',
      width: 36,
    },
    {
      key: 'feedbackOn',
      heading: '反馈日期',
      help: '正式反馈给被反馈单位的日期，不能晚于今天。',
      required: true,
      kind: 'date',
      example: '2026-03-01',
    },
    {
      key: 'amount',
      heading: '涉及金额（元）',
      help: '只写数字，最多两位小数，以元为单位。不涉及金额的不填。',
      required: false,
      kind: 'text',
      example: '12800.50',
      width: 16,
    },
    {
      key: 'households',
      heading: '涉及户数',
      help: '只写整数。不涉及的不填。',
      required: false,
      kind: 'integer',
      example: '46',
    },
    {
      key: 'externalKey',
      heading: '外部编号',
      help: '在原来台账或系统里的编号，全县不重复，再次导入时用它认出同一个问题。没有就不填，系统按单位、来源、年度和原文辨认。',
      required: false,
      kind: 'text',
      example: 'XC-2026-06-017',
      width: 20,
    },
  ]
}
