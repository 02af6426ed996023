import { z } from 'zod'
import { type NamedPlace, organizationFinder } from '#features/problems/index.ts'
import { dictionary } from '#platform/rules/index.ts'
import type { Choice, Column, SheetDefinition } from '#platform/sheets/definition.ts'
import type { World } from '#platform/world.ts'
import { type ActBody, acts, Person } from './schema.ts'
import { zh } from './words.zh.ts'

/** One row of the sheet: the intake as `register` takes it, who spoke in cells of their own. */
export type SheetAppeal = Omit<ActBody<'register'>, 'commandId' | 'person' | 'placeId'> & {
  externalKey: string
  placeId: string
  organizationCode?: string | undefined
  organizationName?: string | undefined
} & Person

/** What tells who somebody is: told to nobody again, not even to whoever sent it. */
export const identifying: readonly (keyof SheetAppeal)[] = ['name', 'phone', 'address']

/** The appeals sheet of one county on one day; choices are its dictionaries, places its organisations. */
export function appealSheet(
  world: World,
  organizations: readonly NamedPlace[],
): SheetDefinition<SheetAppeal> {
  const find = organizationFinder(organizations)
  const row = cells(world)
    .superRefine(
      (given, context) => {
        const found = find(given)
        if ('reason' in found)
          context.addIssue({ code: 'custom', path: [found.column], message: found.reason })
      },
      { when: ({ value }) => typeof value === 'object' },
    )
    .transform((given): SheetAppeal => {
      const found = find(given)
      return { ...given, placeId: 'id' in found ? found.id : '' }
    })
  return {
    ...{ kind: 'appeals', title: '群众诉求', version: 1, columns: columns(world), row },
    naturalKey: ({ externalKey }) => externalKey,
  }
}

/** The row as a command enters it: who spoke goes to the sealed part alone. */
export function intakeOf(row: SheetAppeal, commandId: string): ActBody<'register'> {
  const { organizationCode: _, organizationName: __, name, phone, address, ...intake } = row
  const person = { ...(name && { name }), ...(phone && { phone }), ...(address && { address }) }
  return acts.register.parse({ commandId, ...intake, person })
}

function cells({ today }: World) {
  const { commandId: _, placeId: __, person: ___, said: ____, ...intake } = acts.register.shape
  return z.object({
    ...intake,
    ...Person.shape,
    externalKey: z.string().trim().min(1).max(100),
    organizationCode: z.string().optional(),
    organizationName: z.string().optional(),
    receivedOn: z.string().refine((day) => day <= today, { error: '还没到这一天，请核对收到日期' }),
    nature: acts.classify.shape.nature,
    fieldCode: acts.classify.shape.fieldCode,
  })
}

const choicesOf = (labels: Readonly<Record<string, string>>, without: readonly string[] = []): Choice[] =>
  Object.entries(labels)
    .filter(([code]) => !without.includes(code))
    .map(([code, label]) => ({ code, label }))

function columns({ rules, today }: World): Column<SheetAppeal>[] {
  const choice = (
    key: Column<SheetAppeal>['key'],
    heading: string,
    help: string,
    choices: readonly Choice[],
    required = true,
  ): Column<SheetAppeal> => ({
    ...{ key, heading, help, required, kind: 'choice', choices, example: choices[0]?.label ?? '', width: 16 },
  })
  const text = (
    key: Column<SheetAppeal>['key'],
    heading: string,
    help: string,
    example: string,
    { required = false, kind = 'text' as 'text' | 'longtext', width = 20 } = {},
  ): Column<SheetAppeal> => ({ key, heading, help, required, kind, example, width })
  const fields = dictionary(rules, 'appeal.field', today).map(({ code, label }) => ({ code, label }))
  return [
    text(
      'externalKey',
      '外部编号',
      '来源系统里的编号，或登记本上的编号。同一编号只录入一次。',
      '2026-热线-0012',
      {
        required: true,
      },
    ),
    text(
      'organizationCode',
      '村（社区）编码',
      '事项所在村在本系统里的编码。编码和名称至少填一个。',
      '330199001201',
    ),
    text('organizationName', '村（社区）', '事项所在的村（社区），不涉及村的写乡镇。', '石桥镇上河村'),
    text('placeDetail', '具体地点', '哪个组、哪条路、哪一处。', '三组水塔旁'),
    choice('channel', '来源渠道', '从下拉框选择。', choicesOf(zh.channels, ['web', 'system'])),
    {
      ...{ key: 'receivedOn', heading: '收到日期', help: '收到诉求的日期，不能晚于今天。', required: true },
      ...{ kind: 'date', example: '2026-03-01' },
    },
    choice('openness', '身份是否告知', '本人的选择。没有问过的选只限登记人。', choicesOf(zh.openness)),
    text('name', '姓名', '单独加密保存，不进列表、统计和导出。不愿说的不填。', ''),
    text('phone', '电话', '单独加密保存，只有登记人因工作需要说明理由才能打开。', ''),
    text('address', '住址', '单独加密保存。', ''),
    text('title', '标题', '一句话说清是什么事，60 字以内，不写姓名电话。', '村口路灯不亮', {
      required: true,
      width: 30,
    }),
    text('cause', '起因', '什么事、为什么提出。', '村口三盏路灯坏了半个月，晚上老人出行不便。', {
      ...{ required: true, kind: 'longtext', width: 50 },
    }),
    text('course', '经过', '什么时候找过谁、怎么答复的。', '', { kind: 'longtext', width: 40 }),
    choice('nature', '诉求性质', '从下拉框选择。', choicesOf(zh.natures)),
    choice('fieldCode', '领域', '从下拉框选择。', fields),
    choice('urgency', '紧急程度', '不填就是一般。', choicesOf(zh.urgencies), false),
    {
      ...{ key: 'people', heading: '人数', help: '几个人一起提出，不填就是一人。', required: false },
      ...{ kind: 'integer', example: '1' },
    },
    text('sourceRef', '来文或批次', '转办单号、检查批次，照原来的叫法写。', ''),
  ]
}
