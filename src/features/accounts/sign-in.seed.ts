import type { RuleSeed } from '#platform/rules/seed.ts'
import type { SignInRuleKey, SignInRules } from './sign-in-rules.ts'

/**
 * How people sign in, as level protection customarily asks (domain.md 7.2): defaults that every county may replace by
 * a version of its own.
 */
const seed = <K extends SignInRuleKey>(key: K, value: SignInRules[K], basis: string): RuleSeed => ({
  ...{ kind: 'sign_in', key, value, basis, source: 'domain.md 7.2' },
})
const identity = '网络安全等级保护基本要求（GB/T 22239-2019）身份鉴别；具体数值为通行做法，各地可改'
const failures = '网络安全等级保护基本要求（GB/T 22239-2019）登录失败处理；具体数值为通行做法，各地可改'

export const signInSeed: readonly RuleSeed[] = [
  seed(
    'password',
    { minLength: 10, classes: 3, longEnough: 16, maxAgeDays: 90, remembered: 5, changeFirst: true },
    identity,
  ),
  seed('common_passwords', { parts: commonParts() }, identity),
  seed('lock', { failures: 5, minutes: 30 }, failures),
  seed('address', { failures: 100, minutes: 15 }, failures),
  seed('session', { idleMinutes: 15, hours: 12, single: false }, failures),
  seed(
    'second_factor',
    { requiredFor: [], recommendedFor: ['system_admin', 'security_admin', 'audit_admin'] },
    '网络安全等级保护基本要求（GB/T 22239-2019）两种以上鉴别技术，各县确定哪些角色必须使用',
  ),
  seed('sso', { clockSkewSeconds: 60, askAgain: true, passwordForLinked: true }, identity),
]

/** What everybody tries first. A password that is little more than one of these is none. */
function commonParts(): string[] {
  return [
    'password passw0rd p@ssw0rd p@ssword admin admin123 administrator root system welcome letmein changeme',
    '123456 1234567 12345678 123456789 1234567890 0123456789 111111 000000 888888 666666 112233 123123 123321 654321',
    'abc123 abcd1234 a123456 aa123456 abcdef qwerty qwertyuiop qwer1234 1qaz2wsx 1qaz@wsx zaq12wsx asdfgh asdf1234',
    'iloveyou woaini woaini1314 5201314 1314520 woaizuguo mima mima123 bihuan xuncha zhenggai zhengfu',
  ].flatMap((line) => line.split(' '))
}
