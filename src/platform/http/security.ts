import type { FastifyInstance } from 'fastify'

/**
 * Scripts and styles only from files of ours: nothing inline, nothing from elsewhere. Pictures may be previews that
 * the page itself makes (blob:).
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What every answer carries unless its route says otherwise. Kept nowhere: answers hold what only the asker may see. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
}

/**
 * A small page that other sites may show in a frame. Nothing else is given away: it runs no script, sends no form and
 * loads nothing but our style sheet.
 */
const FRAMABLE =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors *"
export const framableAnywhere: Readonly<Record<string, string>> = { 'content-security-policy': FRAMABLE }

export function carrySecurityHeaders(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply) => {
    const isFramable = reply.getHeader('content-security-policy') === FRAMABLE
    for (const [name, value] of Object.entries(securityHeaders))
      if (!reply.hasHeader(name) && !(isFramable && name === 'x-frame-options')) reply.header(name, value)
  })
}
