import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { addressesOf, NotAllowed, type Outgoing, readTarget } from './guard.ts'

/** What came of sending something. The answer's words are read by whoever knows its form and by nobody else. */
export type Sent =
  | { is: 'answered'; status: number; retryAfterMs: number | null; body: string }
  /** `reason`: a code, without the address. */
  | { is: 'failed'; reason: string }

const TIMEOUT_MS = 10_000
/** Robots answer in a line; nobody is read further. */
const MOST_BODY = 4_096
const MOST_WAIT_MS = 86_400_000

/** Posts to an address that was looked at (`guard.ts`); follows no redirection, reads no long answer, waits not long. */
export async function post(
  outgoing: Outgoing,
  target: string,
  body: string,
  headers: Record<string, string>,
  now: Date,
): Promise<Sent> {
  let url: URL
  let addresses: Awaited<ReturnType<typeof addressesOf>>
  try {
    url = readTarget(target, outgoing)
    addresses = await addressesOf(url, outgoing)
  } catch (error) {
    if (error instanceof NotAllowed) return { is: 'failed', reason: error.reason }
    throw error
  }
  const ask = url.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((settle) => {
    const failed = (reason: string) => settle({ is: 'failed', reason })
    const request = ask(
      url,
      {
        method: 'POST',
        headers: {
          ...{ 'content-type': 'application/json; charset=utf-8', 'user-agent': 'bihuan' },
          ...{ ...headers, 'content-length': String(Buffer.byteLength(body)) },
        },
        // Connects to what was looked at, whatever the name means by now.
        lookup: (_host, options, done) =>
          options.all
            ? done(null, addresses)
            : done(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4),
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (part: string) => {
          if (text.length < MOST_BODY) text += part
          else answer.destroy()
        })
        answer.on('close', () =>
          settle({
            ...{ is: 'answered', status: answer.statusCode ?? 0, body: text.slice(0, MOST_BODY) },
            retryAfterMs: retryAfter(answer.headers['retry-after'], now),
          }),
        )
        answer.on('error', () => undefined)
      },
    )
    request.on('error', (error: NodeJS.ErrnoException) =>
      failed(error.name === 'AbortError' || error.name === 'TimeoutError' ? 'timeout' : codeOf(error)),
    )
    request.end(body)
  })
}

const codeOf = ({ code }: NodeJS.ErrnoException): string =>
  code && /^[A-Z_0-9]{1,60}$/.test(code) ? code.toLowerCase() : 'connection'

/** Seconds, or a day of the calendar (RFC 9110, 10.2.3); at most a day. */
export function retryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null
  const isDay = /^[A-Z][a-z]{2}, /.test(header)
  const ms = /^\d{1,9}$/.test(header)
    ? Number(header) * 1_000
    : isDay
      ? Date.parse(header) - now.getTime()
      : Number.NaN
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), MOST_WAIT_MS)
}
