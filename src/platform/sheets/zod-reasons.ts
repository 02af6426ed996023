import type { z } from 'zod'

type Issue = z.core.$ZodIssue
type Of<C extends Issue['code']> = Omit<Extract<Issue, { code: C }>, 'message' | 'path'>
type Reasons = { [C in Issue['code']]: (issue: Of<C>) => string }

const unit = (origin: string): string =>
  origin === 'string' ? '个字' : origin === 'array' || origin === 'set' ? '项' : ''
const isCount = (origin: string): boolean => unit(origin) !== ''

const day = (number: number | bigint, origin: string): string =>
  origin === 'date' ? new Date(Number(number)).toISOString().slice(0, 10) : String(number)

const formats: Record<string, string> = {
  email: '电子邮箱',
  url: '网址',
  date: '日期（如 2026-03-01）',
  datetime: '日期时间（如 2026-03-01T08:30:00Z）',
  time: '时间（如 08:30）',
  uuid: '系统编号',
  e164: '带国家码的电话号码（如 +8613800000000）',
  ipv4: 'IP 地址',
  ipv6: 'IP 地址',
}

function formatReason(issue: Of<'invalid_format'>): string {
  const details = issue as { prefix?: string; suffix?: string; includes?: string }
  if (details.prefix !== undefined) return `必须以「${details.prefix}」开头，请改正`
  if (details.suffix !== undefined) return `必须以「${details.suffix}」结尾，请改正`
  if (details.includes !== undefined) return `必须含有「${details.includes}」，请改正`
  const name = formats[issue.format]
  return name ? `不是正确的${name}，请改正` : '格式不对，请按「填写说明」改正'
}

/** Every code that zod knows has its words here: a new one does not compile. */
const reasons: Reasons = {
  invalid_type: ({ input, expected }) => {
    if (input === undefined || input === null) return '不能为空，请填写'
    if (expected === 'number' || expected === 'int') return '不是数字，请只写数字'
    return '内容的类型不对，请按「填写说明」改正'
  },
  too_big: ({ origin, maximum, inclusive, exact }) => {
    const most = day(maximum, origin)
    if (exact) return `必须正好 ${most} ${unit(origin)}，现在多了，请改正`
    if (isCount(origin)) return `最多 ${most} ${unit(origin)}，现在超过了，请精简`
    return inclusive === false ? `必须小于 ${most}，请改正` : `不能大于 ${most}，请改正`
  },
  too_small: ({ origin, minimum, inclusive, exact }) => {
    const least = day(minimum, origin)
    if (exact) return `必须正好 ${least} ${unit(origin)}，现在不够，请补全`
    if (isCount(origin)) return `至少 ${least} ${unit(origin)}，现在不够，请补全`
    return inclusive === false ? `必须大于 ${least}，请改正` : `不能小于 ${least}，请改正`
  },
  invalid_format: formatReason,
  not_multiple_of: ({ divisor }) => `必须是 ${divisor} 的倍数，请改正`,
  unrecognized_keys: ({ keys }) => `有不认识的内容（${keys.join('、')}），请删去`,
  invalid_union: () => '与允许的写法都不符，请按「填写说明」改正',
  invalid_key: () => '其中的名称不对，请按「填写说明」改正',
  invalid_element: () => '其中有一项不对，请按「填写说明」改正',
  invalid_value: ({ values }) => `只能是 ${values.slice(0, 20).map(String).join('、')}，请改正`,
  custom: () => '不符合填写要求，请按「填写说明」改正',
}

/**
 * Words for an issue whose schema has none of its own. Given to `safeParse` as its `error`, so that a message
 * written in the schema wins and a locale set elsewhere does not.
 */
export const reasonForIssue = (issue: z.core.$ZodRawIssue): string =>
  (reasons[issue.code] as (issue: z.core.$ZodRawIssue) => string)(issue)
