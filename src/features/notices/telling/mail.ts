import { createTransport, type Transporter } from 'nodemailer'
import type { MailSettings } from '#platform/outgoing/settings.ts'

export type Mail = { to: string; subject: string; text: string; id: string }

/**
 * `refused`: this address, for good. `later`: this address, for now. `away`: the server or the way to it; everybody
 * waits.
 */
export type Mailed = { is: 'sent' } | { is: 'refused' | 'later'; why: string } | { is: 'away'; why: string }

export type Mailer = { send(mail: Mail): Promise<Mailed>; close(): void }

/** Mail through the operator's own server; without TLS only on the machine itself. */
export function createMailer({ url, from }: MailSettings): Mailer {
  const { protocol, hostname } = new URL(url)
  const isHere = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname)
  const transport: Transporter = createTransport(
    {
      ...{ url, pool: true, maxConnections: 1, rateDelta: 1_000, rateLimit: 5 },
      requireTLS: protocol === 'smtp:' && !isHere,
      ...{ connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 },
      ...{ disableFileAccess: true, disableUrlAccess: true },
    } as never,
    { from },
  )
  const domain = /@([^\s>]+)>?$/.exec(from)?.[1] ?? 'bihuan'
  return {
    async send({ to, subject, text, id }) {
      try {
        // The same notice has the same id however often it is tried: a server that had taken it knows it again.
        await transport.sendMail({
          to: { name: '', address: to },
          subject,
          text,
          messageId: `<${id}@${domain}>`,
        })
        return { is: 'sent' }
      } catch (error) {
        return judge(error as MailError)
      }
    },
    close: () => transport.close(),
  }
}

type MailError = Error & { code?: string; responseCode?: number; command?: string }

/** What the server says of this address is its fault alone; whatever else happened happens to everybody. */
function judge({ code, responseCode, command }: MailError): Mailed {
  const why = responseCode ? `smtp_${responseCode}` : (code ?? 'unknown').toLowerCase()
  const said = responseCode ?? 0
  if (said >= 500 && (code === 'EENVELOPE' || /^(?:RCPT TO|DATA)$/.test(command ?? '')))
    return { is: 'refused', why }
  // With 421 the server says of itself that it goes.
  if (said >= 400 && said !== 421 && command === 'RCPT TO') return { is: 'later', why }
  return { is: 'away', why }
}
