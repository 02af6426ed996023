import type { Outgoing } from './guard.ts'

/** What the operator laid down about sending out of the house. */
export type OutgoingSettings = Outgoing & {
  /** Undefined: no mail goes out. */
  mail?: MailSettings | undefined
  /** Where the desk is reached, written below every notice. */
  deskUrl?: string | undefined
}

export type MailSettings = { url: string; from: string }

export const nothingOut: OutgoingSettings = { innerHosts: new Set() }

export const isSmtpUrl = (text: string): boolean => {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'smtp:' || url.protocol === 'smtps:') && url.hostname !== ''
}

/** One address, with a name before it or without: 闭环 <noreply@example.cn>. */
export const isSender = (text: string): boolean =>
  /^(?:[^<>@\r\n",;]{1,60} <[^\s<>@,;"]{1,64}@[^\s<>@,;"]{1,190}>|[^\s<>@,;"]{1,64}@[^\s<>@,;"]{1,190})$/.test(
    text,
  )

export const isHostList = (text: string): boolean =>
  text.split(',').every((host) => /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/.test(host.trim()))

export const hostsIn = (text: string): Set<string> =>
  new Set(
    text
      .split(',')
      .map((host) => host.trim())
      .filter((host) => host !== ''),
  )

export const isSiteUrl = (text: string): boolean => {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && !url.username
}
