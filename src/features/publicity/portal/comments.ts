import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isOwnMachine } from '#platform/http/address-limit.ts'
import { newId } from '#platform/ids.ts'
import type { Page } from './layout.ts'
import {
  type CommentFault,
  commentAgainPage,
  commentKeptPage,
  MOST_CHARACTERS,
  TRAP,
} from './pages/comment.ts'
import { busyPage, notFoundPage, withdrawnPage } from './pages/error.ts'
import { commentsPath, publishedPath, SLUG } from './paths.ts'
import type { Portal } from './portal.ts'
import { findPublished, leaveComment, type Publication } from './store.ts'

type Slug = { Params: { slug: string } }

/** A form of one text; what a browser sends for a thousand characters. */
const FORM_LIMIT = 40_000

/** POST of the one form: words under a publication, of whom nobody is asked and nothing is kept but the day. */
export function registerComments(app: FastifyInstance, portal: Portal): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_LIMIT },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  )
  app.post<Slug>(commentsPath(':slug'), { bodyLimit: FORM_LIMIT }, (request, reply) =>
    take(portal, request, reply, request.params.slug),
  )
  // Who opens the address of the form again by hand gets to where the form stands.
  app.get<Slug>(commentsPath(':slug'), async ({ params: { slug } }, reply) =>
    reply.redirect(SLUG.test(slug) ? publishedPath(slug) : '/', 303),
  )
}

async function take(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  slug: string,
): Promise<FastifyReply> {
  const { database, countyOf, now, judgeComment } = portal.deps
  const once = (status: number, page: Parameters<Portal['answerOnce']>[3]) =>
    portal.answerOnce(request, reply, status, page)
  const county = await countyOf(request)
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
  const publication = SLUG.test(slug)
    ? await database.read(county.county_id, (tx) => findPublished(tx, county.county_id, slug, now()))
    : undefined
  if (!publication) return once(404, notFoundPage)
  if (publication.withdrawn) return once(410, (frame) => withdrawnPage(frame, publication))
  // Told that all is well, a program does not try another way.
  if (form.get(TRAP)) return once(200, kept(publication))
  const words = cleanWords(form.get('words') ?? '')
  const again = (status: number, fault: CommentFault) =>
    once(status, (frame) => commentAgainPage(frame, { slug, title: publication.body.title, fault, words }))
  if (words === '') return again(422, 'empty')
  if (words.length > MOST_CHARACTERS) return again(422, 'too_long')
  if (!isOwnMachine(request.ip)) {
    const busy = portal.limits.comments.take(request.ip)
    if (busy) {
      reply.header('retry-after', busy.retryAfterS)
      return once(429, busyPage)
    }
  }
  const judged = judgeComment(words)
  if (judged === null) return again(422, 'boundary')
  // A mask may be longer than what it hides.
  if (judged.length > MOST_CHARACTERS) return again(422, 'too_long')
  const left = { slug, id: newId(), words: judged, now: now() }
  const isKept = await database.writeOnce(county.county_id, (tx) => leaveComment(tx, left))
  return isKept ? once(200, kept(publication)) : again(503, 'full')
}

const kept =
  ({ slug }: Publication) =>
  (frame: Parameters<typeof commentKeptPage>[0]): Page =>
    commentKeptPage(frame, { slug })

/** Line ends as one sign; nothing that cannot be seen or turns the reading direction. */
export const cleanWords = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
