import { createHmac } from 'node:crypto'
import type { Outgoing } from '#platform/outgoing/guard.ts'
import { post } from '#platform/outgoing/post.ts'

/** Robots of group chats, each in the form of its maker. Only the maker's own addresses are let in, and by TLS. */
export const robotKinds = ['wecom', 'dingtalk', 'feishu'] as const
export type RobotKind = (typeof robotKinds)[number]

/** Where each maker takes messages: host and path, as in the address that the group shows. */
export const robotAddresses: Readonly<Record<RobotKind, { host: string; path: RegExp }>> = {
  wecom: { host: 'qyapi.weixin.qq.com', path: /^\/cgi-bin\/webhook\/send$/ },
  dingtalk: { host: 'oapi.dingtalk.com', path: /^\/robot\/send$/ },
  feishu: { host: 'open.feishu.cn', path: /^\/open-apis\/bot\/v2\/hook\/[\w-]{8,80}$/ },
}

/** A robot inside the county's own network (私有化部署) is one of the hosts that the operator named. */
export function isRobotAddress(kind: RobotKind, text: string, { innerHosts }: Outgoing): boolean {
  const url = URL.parse(text)
  if (!url || url.username || url.password) return false
  if (innerHosts.has(url.host) || innerHosts.has(url.hostname)) return true
  const { host, path } = robotAddresses[kind]
  return url.protocol === 'https:' && url.host === host && path.test(url.pathname)
}

export type Robot = { kind: RobotKind; url: string; secret: string }
export type Robotted =
  | { is: 'sent' }
  | { is: 'refused'; why: string }
  | { is: 'away'; why: string; retryAfterMs: number | null }

/** What the makers say when too much came at once; they say it with 200. */
const TOO_MUCH: Readonly<Record<RobotKind, readonly number[]>> = {
  wecom: [45009, 45033],
  dingtalk: [130101, 410100, 90018],
  feishu: [9499, 11232, 99991400],
}
const TOO_MUCH_MS = 60_000

export async function tellRobot(
  outgoing: Outgoing,
  robot: Robot,
  { subject, text }: { subject: string; text: string },
  now: Date,
): Promise<Robotted> {
  const { url, body } = messageOf(robot, `${subject}\n\n${text}`, now)
  const sent = await post(outgoing, url, JSON.stringify(body), {}, now)
  if (sent.is === 'failed') return { is: 'away', why: sent.reason, retryAfterMs: null }
  const { status, retryAfterMs } = sent
  if (status === 429 || status === 503)
    return { is: 'away', why: `http_${status}`, retryAfterMs: retryAfterMs ?? TOO_MUCH_MS }
  if (status >= 500 || status < 200) return { is: 'away', why: `http_${status}`, retryAfterMs }
  if (status >= 300) return { is: 'refused', why: `http_${status}` }
  const code = codeIn(sent.body)
  if (code === 0) return { is: 'sent' }
  if (code !== null && TOO_MUCH[robot.kind].includes(code))
    return { is: 'away', why: `code_${code}`, retryAfterMs: TOO_MUCH_MS }
  return { is: 'refused', why: code === null ? 'no_answer' : `code_${code}` }
}

/** The makers sign differently: DingTalk in the address, Feishu in the body, WeCom has the address alone. */
export function messageOf(
  { kind, url, secret }: Robot,
  text: string,
  now: Date,
): { url: string; body: object } {
  if (kind === 'wecom') return { url, body: { msgtype: 'text', text: { content: cut(text, 2_000) } } }
  if (kind === 'dingtalk') {
    const body = { msgtype: 'text', text: { content: cut(text, 15_000) } }
    if (secret === '') return { url, body }
    const timestamp = String(now.getTime())
    const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
    const signed = new URL(url)
    signed.searchParams.set('timestamp', timestamp)
    signed.searchParams.set('sign', sign)
    return { url: signed.href, body }
  }
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  // Feishu signs nothing with a key made of both.
  const sign = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64')
  return {
    url,
    body: {
      ...(secret !== '' && { timestamp, sign }),
      msg_type: 'text',
      content: { text: cut(text, 15_000) },
    },
  }
}

/** To so many bytes of UTF-8, in whole characters. */
function cut(text: string, most: number): string {
  const bytes = Buffer.from(text)
  return bytes.length <= most
    ? text
    : `${bytes
        .subarray(0, most - 6)
        .toString('utf8')
        .replace(/\uFFFD+$/, '')}…`
}

function codeIn(body: string): number | null {
  try {
    const answer = JSON.parse(body) as Record<string, unknown>
    const code = answer.errcode ?? answer.code ?? answer.StatusCode
    return typeof code === 'number' ? code : null
  } catch {
    return null
  }
}
