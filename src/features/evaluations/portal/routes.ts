import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { busyPage, cleanWords, type Frame, type Page, type Portal, TRAP } from '#features/publicity/index.ts'
import { readAnswers, wordsIn } from '#features/surveys/api.ts'
import { isOwnMachine } from '#platform/http/address-limit.ts'
import { readCode } from '../invitations.ts'
import {
  type AskFault,
  askPage,
  closedPage,
  missingResultPage,
  notReadyPage,
  resultPage,
  resultsPage,
  sheetPage,
  thanksPage,
  usedPage,
} from './pages.ts'
import { evaluationPaths } from './paths.ts'
import {
  createEvaluationPortal,
  depositBallot,
  type EvaluationPortal,
  type EvaluationPortalDeps,
  findInvitation,
  findPublished,
  type Invitation,
  listResults,
} from './portal.ts'

/** The pages on which people rate and read what came of it; complete without JavaScript. */
export const registerEvaluationPages =
  (deps: EvaluationPortalDeps) =>
  (scope: FastifyInstance, portal: Portal): void => {
    const evaluation = createEvaluationPortal(portal, deps)
    scope.get(evaluationPaths.ask, (request, reply) => open(evaluation, request, reply))
    scope.post(evaluationPaths.ask, (request, reply) => open(evaluation, request, reply))
    // Who opens the address again by hand gets to where a code is asked for.
    scope.get(evaluationPaths.answer, async (_request, reply) => reply.redirect(evaluationPaths.ask, 303))
    scope.post(evaluationPaths.answer, (request, reply) => handIn(evaluation, request, reply))
    scope.get(evaluationPaths.results, (request, reply) =>
      portal.answer(request, reply, {
        query: {},
        make: async (frame, countyId) => resultsPage(frame, await listResults(evaluation, countyId)),
      }),
    )
    scope.get(`${evaluationPaths.results}/:slug`, (request, reply) => {
      const { slug = '' } = request.params as { slug?: string }
      return portal.answer(request, reply, {
        query: {},
        make: async (frame, countyId) => {
          const found = SLUG.test(slug) ? await findPublished(evaluation, countyId, slug) : undefined
          return found ? resultPage(frame, found) : { status: 404, page: missingResultPage(frame) }
        },
      })
    })
  }

const SLUG = /^\d{4}-\d{3,10}$/
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

type At = { request: FastifyRequest; reply: FastifyReply; countyId: number }
type Looked = { code: string; invitation: Invitation }

const say = (
  { portal }: EvaluationPortal,
  { request, reply }: At,
  status: number,
  make: (frame: Frame) => Page,
) => portal.answerOnce(request, reply, status, make)

const formOf = (request: FastifyRequest): URLSearchParams =>
  request.body instanceof URLSearchParams ? request.body : new URLSearchParams()

async function open(evaluation: EvaluationPortal, request: FastifyRequest, reply: FastifyReply) {
  const { county_id: countyId } = await evaluation.portal.deps.countyOf(request)
  const at = { request, reply, countyId }
  const { code: scanned } = request.query as { code?: unknown }
  const typed = formOf(request).get('code') ?? (typeof scanned === 'string' ? scanned : '')
  if (typed === '' && request.method === 'GET')
    return say(evaluation, at, 200, (frame) => askPage(frame, null))
  const looked = await lookUp(evaluation, at, typed)
  if (!('invitation' in looked)) return looked
  return standing(evaluation, at, looked)
}

/** The sheet, or why there is none any more. */
function standing(evaluation: EvaluationPortal, at: At, { code, invitation }: Looked) {
  if (invitation.used) return say(evaluation, at, 200, usedPage)
  if (isOver(evaluation, invitation)) return say(evaluation, at, 200, closedPage)
  const filled = { code, form: randomUUID(), given: () => [], faults: [], boundary: false }
  return say(evaluation, at, 200, (frame) => sheetPage(frame, invitation, filled))
}

const isOver = ({ portal }: EvaluationPortal, { state, answersEnd }: Invitation): boolean =>
  state !== 'running' || portal.deps.now() >= answersEnd

/**
 * What the code leads to, or how it was answered. A guess costs whoever guesses, and the county: once so many have
 * missed, whoever has missed before waits.
 */
async function lookUp(evaluation: EvaluationPortal, at: At, typed: string): Promise<Looked | FastifyReply> {
  const { limits, deps, misses } = evaluation
  const ask = (status: number, fault: AskFault) =>
    say(evaluation, at, status, (frame) => askPage(frame, fault))
  if (!deps.receipts.isReady()) return say(evaluation, at, 503, notReadyPage)
  const code = readCode(typed.slice(0, 60))
  if (!code) return ask(422, 'mistyped')
  const { ip } = at.request
  const isOwn = isOwnMachine(ip)
  const busy = () => {
    at.reply.header('retry-after', 120)
    return ask(429, 'busy')
  }
  if (!isOwn && limits.misses.left(ip) < 1) return busy()
  const hasMissed = isOwn || limits.misses.left(ip) < misses.burst
  if (hasMissed && limits.missesCounty.left(String(at.countyId)) < 1) return busy()
  const invitation = await findInvitation(evaluation, at.countyId, code)
  if (invitation) return { code, invitation }
  limits.missesCounty.take(String(at.countyId))
  if (!isOwn) limits.misses.take(ip)
  return ask(404, 'unknown')
}

async function handIn(evaluation: EvaluationPortal, request: FastifyRequest, reply: FastifyReply) {
  const { county_id: countyId } = await evaluation.portal.deps.countyOf(request)
  const at = { request, reply, countyId }
  const form = formOf(request)
  // Told that all is well, a program does not try another way.
  if (form.get(TRAP)) return say(evaluation, at, 200, thanksPage)
  if (!isOwnMachine(request.ip)) {
    const busy = evaluation.limits.answers.take(request.ip)
    if (busy) {
      reply.header('retry-after', busy.retryAfterS)
      return say(evaluation, at, 429, busyPage)
    }
  }
  const looked = await lookUp(evaluation, at, form.get('code') ?? '')
  if (!('invitation' in looked)) return looked
  const { code, invitation } = looked
  const given = form.get('form') ?? ''
  const formId = UUID.test(given) ? given : randomUUID()
  if (isOver(evaluation, invitation) && !invitation.used) return say(evaluation, at, 200, closedPage)
  const written = (key: string) => form.getAll(key).map(cleanWords)
  const { answers, faults } = readAnswers(invitation.sheet, written)
  const words = wordsIn(invitation.sheet, answers).map((each) => each.words)
  const boundary = words.length > 0 && evaluation.deps.isAtBoundary(words.join('\n'))
  // Whoever has handed it in already is told so, whatever stands in the form now.
  if ((faults.length > 0 || boundary) && !invitation.used)
    return say(evaluation, at, 422, (frame) =>
      sheetPage(frame, invitation, { code, form: formId, given: written, faults, boundary }),
    )
  if (faults.length > 0) return say(evaluation, at, 200, usedPage)
  const left = await depositBallot(evaluation, countyId, {
    code,
    form: formId,
    invitation,
    ballot: { a: answers },
  })
  if (left === 'kept' || left === 'again') return say(evaluation, at, 200, thanksPage)
  if (left === 'used') return say(evaluation, at, 200, usedPage)
  if (left === 'not_ours') return say(evaluation, at, 503, notReadyPage)
  if (left === 'closed') return say(evaluation, at, 200, closedPage)
  return say(evaluation, at, left === 'unknown' ? 404 : 409, (frame) => askPage(frame, 'unknown'))
}
