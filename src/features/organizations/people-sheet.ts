import { z } from 'zod'
import { foldUsername, type PostKind, Role, roleWords } from '#features/accounts/index.ts'
import { line } from '#platform/fields.ts'
import { PhoneText } from '#platform/phone.ts'
import type { SheetDefinition } from '#platform/sheets/definition.ts'
import { organizationCode } from './organization-sheet.ts'

const PostKinds = z.enum(['secretary', 'head', 'deputy', 'member', 'staff']) satisfies z.ZodType<PostKind>

export const postLabels: Record<PostKind, string> = {
  secretary: '书记',
  head: '行政负责人',
  deputy: '副职',
  member: '委员',
  staff: '工作人员',
}

/** Roles as the templates of the first edition called them. */
const formerly: Partial<Record<Role, string>> = {
  inspector: '巡察组（验收专班）',
  secretary: '第一责任人',
  viewer: '只读查看',
}

const USERNAME_RULE = '登录名用字母、数字或汉字，可含 . _ -，2 到 40 个字，中间没有空格'

const PHONE_RULE = '请填 11 位手机号，或带区号的固定电话'

/** `138-1234` and the like: codes in one cell, however they are separated. */
const codes = z.string().transform((text, context) => {
  const list = [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))]
  const wrong = list.find((code) => !organizationCode.safeParse(code).success)
  if (wrong !== undefined) context.addIssue({ code: 'custom', message: `「${wrong}」不是单位编码，请核对` })
  return list
})

export const SheetPerson = z
  .object({
    name: line(40),
    username: z
      .string()
      .refine((text) => foldUsername(text) !== null, { error: USERNAME_RULE })
      .transform((text) => foldUsername(text) ?? '')
      .optional(),
    phone: z
      .string()
      .refine((text) => PhoneText.safeParse(text).success, { error: PHONE_RULE })
      .transform((text) => PhoneText.parse(text))
      .optional(),
    organizationCode,
    post: PostKinds.optional(),
    title: line(60).optional(),
    role: Role.optional(),
    contactCodes: codes.optional(),
  })
  .superRefine((row, context) => {
    if (row.title !== undefined && row.post === undefined)
      context.addIssue({ code: 'custom', path: ['post'], message: '填了职务名称，请同时选择职务类别' })
    else if (row.post === undefined && row.role === undefined && !row.contactCodes?.length)
      context.addIssue({ code: 'custom', path: ['post'], message: '职务类别、角色、联系村编码至少填一项' })
    // Without a user name, a person is found again by name and post.
    else if (row.post === undefined && row.username === undefined)
      context.addIssue({ code: 'custom', path: ['post'], message: '不填登录名的人，请选择职务类别' })
    if (row.role !== undefined && row.username === undefined)
      context.addIssue({ code: 'custom', path: ['username'], message: '有角色的人要登录系统，请填登录名' })
  })
export type SheetPerson = z.infer<typeof SheetPerson>

export const peopleSheet: SheetDefinition<SheetPerson> = {
  kind: 'people',
  title: '人员',
  version: 1,
  columns: [
    {
      key: 'name',
      heading: '姓名',
      help: '本人姓名。',
      required: true,
      kind: 'text',
      example: '陈立新',
      width: 12,
    },
    {
      key: 'username',
      heading: '登录名',
      help: `要登录系统的人填写，本县内不重复。${USERNAME_RULE}。不登录的人不填。`,
      required: false,
      kind: 'text',
      example: 'chenlixin',
      width: 16,
    },
    {
      key: 'phone',
      heading: '手机号',
      help: `工作联系用，可不填。加密保存，页面上只显示前三位和后四位。已经有手机号的人不按表更改，请由系统管理员在页面上改。${PHONE_RULE}。`,
      required: false,
      kind: 'text',
      example: '13800001234',
      width: 16,
    },
    {
      key: 'organizationCode',
      heading: '单位编码',
      help: '所在单位的编码，先导入单位。一人在几个单位任职就写几行。',
      required: true,
      kind: 'text',
      example: '330199001',
      width: 16,
    },
    {
      key: 'post',
      heading: '职务类别',
      help: '从下拉框选择。书记是本单位整改第一责任人，一个单位一名；导入新书记，原书记的职务同时结束。',
      required: false,
      kind: 'choice',
      choices: PostKinds.options.map((code) => ({ code, label: postLabels[code] })),
      example: postLabels.secretary,
      width: 12,
    },
    {
      key: 'title',
      heading: '职务名称',
      help: '完整的职务名称，不填就用职务类别。',
      required: false,
      kind: 'text',
      example: '党委书记',
      width: 18,
    },
    {
      key: 'role',
      heading: '角色',
      help: '在系统里做什么，从下拉框选择；一人有几个角色就写几行。巡察办、领导小组、巡察组、纪检机关、组织部门、保密审查员和三类管理员在全县有效（乡镇街道的纪检机关、保密审查员在本乡镇街道有效），其他只在所填单位有效。',
      required: false,
      kind: 'choice',
      choices: Role.options.map((code) => ({ code, label: roleWords.zh[code], formerly: formerly[code] })),
      example: roleWords.zh.secretary,
      width: 18,
    },
    {
      key: 'contactCodes',
      heading: '联系村编码',
      help: '镇领导定点联系的村、社区的编码，几个之间用顿号分开。',
      required: false,
      kind: 'text',
      example: '330199001201、330199001202',
      width: 28,
    },
  ],
  row: SheetPerson,
  naturalKey: (row) =>
    [
      row.username ?? `${row.name}@${row.organizationCode}`,
      row.organizationCode,
      row.post ?? '',
      row.title ?? '',
      row.role ?? '',
      row.contactCodes?.join(' ') ?? '',
    ].join('|'),
}
