import { z } from 'zod'
import { line } from '#platform/fields.ts'
import type { SheetDefinition } from '#platform/sheets/definition.ts'
import { OrganizationKind } from './api.ts'

/** As official lists write them; compared exactly. */
export const organizationCode = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/, { error: '编码只能用字母、数字和 . _ -，最多 40 个字' })

export const SheetOrganization = z.object({
  code: organizationCode,
  name: line(100),
  shortName: line(40).optional(),
  kind: OrganizationKind.exclude(['county']),
  parentCode: organizationCode.optional(),
  sort: z.int().min(0).max(1_000_000).optional(),
})
export type SheetOrganization = z.infer<typeof SheetOrganization>

export const kindLabels: Record<OrganizationKind, string> = {
  county: '县（市、区）',
  township: '乡镇',
  street: '街道',
  committee: '管委会',
  village: '村',
  community: '社区',
  department: '部门单位',
  enterprise: '国有企业',
}

export const organizationSheet: SheetDefinition<SheetOrganization> = {
  kind: 'organizations',
  title: '单位',
  version: 1,
  columns: [
    {
      key: 'code',
      heading: '编码',
      help: '本县内不重复的编码，以后的导入都用它认单位，不要改动。可以用行政区划代码或自编。',
      required: true,
      kind: 'text',
      example: '330199001',
      width: 16,
    },
    {
      key: 'name',
      heading: '名称',
      help: '单位全称。再次导入时改了名称，系统里也跟着改，并留下记录。',
      required: true,
      kind: 'text',
      example: '清溪镇',
      width: 32,
    },
    {
      key: 'shortName',
      heading: '简称',
      help: '列表里显示的短名称，不填就用全称。',
      required: false,
      kind: 'text',
      example: '清溪',
      width: 16,
    },
    {
      key: 'kind',
      heading: '类别',
      help: '从下拉框选择。',
      required: true,
      kind: 'choice',
      choices: SheetOrganization.shape.kind.options.map((code) => ({ code, label: kindLabels[code] })),
      example: kindLabels.township,
      width: 12,
    },
    {
      key: 'parentCode',
      heading: '上级编码',
      help: '上级单位的编码。村和社区填所属乡镇（街道、管委会）；县直单位和乡镇不填，就是直属县里。',
      required: false,
      kind: 'text',
      example: '',
      width: 16,
    },
    {
      key: 'sort',
      heading: '排序',
      help: '列表里的先后，数字小的在前。不填按编码排。',
      required: false,
      kind: 'integer',
      example: '10',
      width: 8,
    },
  ],
  row: SheetOrganization,
  naturalKey: ({ code }) => code,
}
