import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Received = { to: string[]; subject: string; text: string; messageId: string }

/** A real mail server on a port of its own: what it took, and how it answers whom. */
export type MailServer = {
  url: string
  received: Received[]
  /** How many connections there were, also those that came to nothing. */
  connections: number
  /** Addresses that it does not know. */
  unknown: Set<string>
  /** Addresses whose mailbox takes nothing for now. */
  full: Set<string>
  /** Says to come back later. */
  isBusy: boolean
  close(): Promise<void>
}

export async function startMailServer(port = 0): Promise<MailServer> {
  const mail: MailServer = {
    ...{ url: '', received: [], connections: 0, unknown: new Set(), full: new Set(), isBusy: false },
    close: () => new Promise((done) => server.close(() => done())),
  }
  const say = (text: string, responseCode: number) => Object.assign(new Error(text), { responseCode })
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS'], logger: false },
    onConnect(_session, done) {
      mail.connections++
      done(mail.isBusy ? say('busy', 421) : undefined)
    },
    onRcptTo({ address }, _session, done) {
      if (mail.unknown.has(address)) done(say('no such mailbox', 550))
      else done(mail.full.has(address) ? say('mailbox is busy', 450) : undefined)
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        mail.received.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          ...readMail(Buffer.concat(parts).toString('utf8')),
        })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', () => ready()))
  mail.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  return mail
}

/** Enough of RFC 5322 for what nodemailer writes. */
function readMail(raw: string): Omit<Received, 'to'> {
  const cut = raw.indexOf('\r\n\r\n')
  const head = raw.slice(0, cut).replaceAll(/\r\n[ \t]+/g, ' ')
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? ''
  const body = raw.slice(cut + 4)
  const coding = field('Content-Transfer-Encoding').toLowerCase()
  return { subject: words(field('Subject')), messageId: field('Message-ID'), text: decode(body, coding) }
}

const decode = (body: string, coding: string): string =>
  coding === 'base64'
    ? Buffer.from(body, 'base64').toString('utf8')
    : coding === 'quoted-printable'
      ? quoted(body.replaceAll('=\r\n', ''))
      : body

const quoted = (text: string): string =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

/** RFC 2047. */
const words = (text: string): string =>
  text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, coded: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(coded, 'base64').toString('utf8')
        : quoted(coded.replaceAll('_', ' ')),
    )
