import { resolve } from 'node:path'
import { z } from 'zod'
import {
  hostsIn,
  isHostList,
  isSender,
  isSiteUrl,
  isSmtpUrl,
  type OutgoingSettings,
} from './outgoing/settings.ts'
import { isSealAlgorithm, type SealAlgorithm, sealAlgorithms } from './sealing/algorithms.ts'
import { readSsoSettings, type SsoSettings } from './sso-settings.ts'

/** What the operator set through the environment; every value is checked before anything starts. */
export type Settings = {
  /** TCP port of the HTTP server; 0 lets the system choose. */
  port: number
  /** Address to listen on; loopback unless said otherwise. */
  host: string
  /** Absolute path of the folder that holds the database, files and secrets. */
  dataDir: string
  /** An own PostgreSQL 16–18 instead of the embedded one. */
  databaseUrl: string | undefined
  /** What personal data is sealed with from now on; what is sealed already names its own. */
  sealing: SealAlgorithm
  /** A log-in that holds the role of the public pages only, for a portal in a network zone of its own. */
  portalDatabaseUrl: string | undefined
  /** Identity providers that people may sign in with beside their password. */
  sso: SsoSettings
  /** What may be sent out of the house, and by which mail server. */
  outgoing: OutgoingSettings
  logLevel: (typeof logLevels)[number]
}

/** A variable of the environment holds what cannot be used; the message names it and says what to write. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const environment = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port <= 65535)
    .default(8420),
  HOST: z
    .string()
    .regex(/^[0-9A-Za-z._:%-]+$/)
    .default('127.0.0.1'),
  BIHUAN_DATA: z
    .string()
    .refine((path) => !path.includes('\0'))
    .default('./data'),
  DATABASE_URL: z.string().refine(isPostgresUrl).optional(),
  BIHUAN_SEALING: z.string().refine(isSealAlgorithm).default('aes-256-gcm'),
  PORTAL_DATABASE_URL: z.string().refine(isPostgresUrl).optional(),
  BIHUAN_SMTP_URL: z.string().refine(isSmtpUrl).optional(),
  BIHUAN_MAIL_FROM: z.string().refine(isSender).optional(),
  BIHUAN_DESK_URL: z.string().refine(isSiteUrl).optional(),
  BIHUAN_OUTGOING_HOSTS: z.string().refine(isHostList).optional(),
  BIHUAN_LOG: z.enum(logLevels).default('info'),
})

type Name = keyof typeof environment.shape

const help: Record<Name, { wrongZh: string; wrongEn: string; writeZh: string; writeEn: string }> = {
  PORT: {
    wrongZh: '不是有效的端口号',
    wrongEn: 'is not a port number',
    writeZh: '请写 0 到 65535 之间的整数，例如 PORT=8420',
    writeEn: 'write a whole number from 0 to 65535, e.g. PORT=8420',
  },
  HOST: {
    wrongZh: '不是有效的监听地址',
    wrongEn: 'is not an address to listen on',
    writeZh: '请写 IP 地址或主机名，例如 HOST=127.0.0.1（仅本机）或 HOST=0.0.0.0（所有网卡）',
    writeEn: 'write an IP address or host name, e.g. HOST=127.0.0.1 (this machine only) or HOST=0.0.0.0',
  },
  BIHUAN_DATA: {
    wrongZh: '不是可用的文件夹路径',
    wrongEn: 'is not a usable folder path',
    writeZh: '请写数据文件夹的路径，例如 BIHUAN_DATA=./data',
    writeEn: 'write the path of the data folder, e.g. BIHUAN_DATA=./data',
  },
  DATABASE_URL: {
    wrongZh: '不是 PostgreSQL 连接地址',
    wrongEn: 'is not a PostgreSQL connection address',
    writeZh:
      '请写 DATABASE_URL=postgres://用户:密码@主机:5432/数据库（密码中的特殊字符需百分号编码），或删去该变量以使用内置数据库',
    writeEn:
      'write DATABASE_URL=postgres://user:password@host:5432/database (percent-encode special characters), or unset it to use the built-in database',
  },
  BIHUAN_SEALING: {
    wrongZh: '不是可用的加密算法',
    wrongEn: 'is not an algorithm to seal with',
    writeZh: `请写其中之一：${Object.keys(sealAlgorithms).join('、')}`,
    writeEn: `write one of ${Object.keys(sealAlgorithms).join(', ')}`,
  },
  PORTAL_DATABASE_URL: {
    wrongZh: '不是 PostgreSQL 连接地址',
    wrongEn: 'is not a PostgreSQL connection address',
    writeZh: '请写只有公示门户角色的登录，例如 PORTAL_DATABASE_URL=postgres://用户:密码@主机:5432/数据库',
    writeEn:
      'write a log-in that holds the portal role only, e.g. PORTAL_DATABASE_URL=postgres://user:password@host:5432/database',
  },
  BIHUAN_SMTP_URL: {
    wrongZh: '不是邮件服务器的地址',
    wrongEn: 'is not the address of a mail server',
    writeZh:
      '请写 BIHUAN_SMTP_URL=smtps://用户:密码@主机:465 或 smtp://用户:密码@主机:587（特殊字符需百分号编码），或删去该变量，不发邮件',
    writeEn:
      'write BIHUAN_SMTP_URL=smtps://user:password@host:465 or smtp://user:password@host:587 (percent-encode special characters), or unset it to send no mail',
  },
  BIHUAN_MAIL_FROM: {
    wrongZh: '不是发件人地址',
    wrongEn: 'is not the address of a sender',
    writeZh: '请写 BIHUAN_MAIL_FROM="闭环 <noreply@example.gov.cn>"',
    writeEn: 'write BIHUAN_MAIL_FROM="Bihuan <noreply@example.gov.cn>"',
  },
  BIHUAN_DESK_URL: {
    wrongZh: '不是工作台的网址',
    wrongEn: 'is not the address of the desk',
    writeZh: '请写登录工作台的网址，例如 BIHUAN_DESK_URL=https://bihuan.example.gov.cn/desk',
    writeEn: 'write where one signs in, e.g. BIHUAN_DESK_URL=https://bihuan.example.gov.cn/desk',
  },
  BIHUAN_OUTGOING_HOSTS: {
    wrongZh: '不是主机名单',
    wrongEn: 'is not a list of hosts',
    writeZh:
      '请写内网里允许推送的主机，用逗号隔开，例如 BIHUAN_OUTGOING_HOSTS=10.1.2.3:8080,oa.example.gov.cn',
    writeEn:
      'write the hosts of the inner network that may be sent to, e.g. BIHUAN_OUTGOING_HOSTS=10.1.2.3:8080,oa.example.gov.cn',
  },
  BIHUAN_LOG: {
    wrongZh: '不是日志级别',
    wrongEn: 'is not a log level',
    writeZh: `请写其中之一：${logLevels.join('、')}`,
    writeEn: `write one of ${logLevels.join(', ')}`,
  },
}

/** These may hold a password and are never repeated in a message. */
const neverShown: readonly Name[] = ['DATABASE_URL', 'PORTAL_DATABASE_URL', 'BIHUAN_SMTP_URL']

/**
 * Reads and checks the settings. An empty variable counts as not set.
 * @throws SettingsError naming every wrong variable, what is wrong and what to write, in Chinese and English.
 */
export function readSettings(env: Record<string, string | undefined> = process.env): Settings {
  const given = Object.fromEntries(
    Object.keys(environment.shape).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  )
  const parsed = environment.safeParse(given)
  const { sso, faults } = readSsoSettings(env)
  if (parsed.success && parsed.data.BIHUAN_SMTP_URL && !parsed.data.BIHUAN_MAIL_FROM)
    faults.push(
      '设了 BIHUAN_SMTP_URL，还要写发件人：BIHUAN_MAIL_FROM="闭环 <noreply@example.gov.cn>"。\n' +
        'BIHUAN_SMTP_URL needs a sender beside it: BIHUAN_MAIL_FROM="Bihuan <noreply@example.gov.cn>".',
    )
  if (!parsed.success || faults.length > 0) {
    const wrong = new Set(parsed.error?.issues.map((issue) => issue.path[0] as Name))
    const said = [...wrong].map((name) => explain(name, given[name] ?? ''))
    throw new SettingsError([...said, ...faults].join('\n'))
  }
  const value = parsed.data
  return {
    port: value.PORT,
    host: value.HOST,
    dataDir: resolve(value.BIHUAN_DATA),
    databaseUrl: value.DATABASE_URL,
    sealing: value.BIHUAN_SEALING,
    portalDatabaseUrl: value.PORTAL_DATABASE_URL,
    sso,
    outgoing: {
      innerHosts: hostsIn(value.BIHUAN_OUTGOING_HOSTS ?? ''),
      ...(value.BIHUAN_SMTP_URL &&
        value.BIHUAN_MAIL_FROM && { mail: { url: value.BIHUAN_SMTP_URL, from: value.BIHUAN_MAIL_FROM } }),
      ...(value.BIHUAN_DESK_URL && { deskUrl: value.BIHUAN_DESK_URL }),
    },
    logLevel: value.BIHUAN_LOG,
  }
}

function explain(name: Name, value: string): string {
  const { wrongZh, wrongEn, writeZh, writeEn } = help[name]
  const shown = neverShown.includes(name) ? name : `${name}=${JSON.stringify(value)}`
  return `环境变量 ${shown} ${wrongZh}：${writeZh}。\nThe environment variable ${shown} ${wrongEn}: ${writeEn}.`
}

function isPostgresUrl(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null &&
    (url.protocol === 'postgres:' || url.protocol === 'postgresql:') &&
    url.pathname.length > 1
  )
}
