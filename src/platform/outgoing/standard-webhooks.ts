import { createHmac, randomBytes } from 'node:crypto'

/** Signing as Standard Webhooks lays it down, so that a receiver takes any of its libraries. */
const PREFIX = 'whsec_'

export const makeWebhookSecret = (): string => `${PREFIX}${randomBytes(32).toString('base64')}`

/** The headers of one delivery: its id stays the same when it is tried again, the moment does not. */
export function webhookHeaders(secret: string, id: string, body: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
