import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { busyPage, cleanWords, type Frame, type Page, type Portal, TRAP } from '#features/publicity/index.ts'
import { isOwnMachine } from '#platform/http/address-limit.ts'
import { sitePathOf } from '#platform/http/below-path.ts'
import { newId } from '#platform/ids.ts'
import { PhoneText } from '#platform/phone.ts'
import { qrDataUrl } from '#platform/qr.ts'
import { readReceipt } from '../receipt.ts'
import { cut, isOnlyAbuse, saysToBeAChild, titleOf } from './judge.ts'
import { registerOpen311 } from './open311/routes.ts'
import { insideWindow, type ResidentAct, residentActs } from './page.ts'
import { type FormFault, formPage, MOST_CHARACTERS, type Written } from './pages/form.ts'
import { askReceiptPage, closedPage, failedPage, repeatedPage, waitingPage, waitPage } from './pages/note.ts'
import { openDataPage } from './pages/open-data.ts'
import { receiptPage } from './pages/receipt.ts'
import { type Standing, statusPage, type WrittenAct } from './pages/status.ts'
import { appealPaths } from './paths.ts'
import {
  FormWithPhotos,
  hashOf,
  leavePhotos,
  PhotosFull,
  photoFault,
  photosWithoutMetadata,
  registerPhotoForm,
} from './photos.ts'
import {
  type AppealPortal,
  type AppealPortalDeps,
  allowancesOf,
  createAppealPortal,
  type Found,
  findPage,
  leaveInInbox,
  listPlaces,
} from './portal.ts'
import { proofScript } from './proof-script.ts'
import type { SentAct, Submission } from './sent.ts'

/** The pages on which residents bring something up and see what becomes of it; complete without JavaScript. */
export const registerAppealPages =
  (deps: AppealPortalDeps) =>
  (scope: FastifyInstance, portal: Portal): void => {
    const appeals = createAppealPortal(portal, deps)
    scope.get(appealPaths.script, async (_request, reply) =>
      reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(proofScript),
    )
    scope.get(appealPaths.challenge, async (request, reply) => {
      const { county_id } = await portal.deps.countyOf(request)
      if (!deps.receipts.isReady()) return reply.code(404).send({})
      return reply.send(appeals.proofs.challenge(county_id, portal.deps.now()))
    })
    scope.get(appealPaths.form, (request, reply) => showForm(appeals, request, reply))
    registerPhotoForm(scope, appeals, appealPaths.form, (request, reply) => submit(appeals, request, reply))
    scope.get(appealPaths.status, (request, reply) =>
      portal.answerOnce(request, reply, 200, (frame) => askReceiptPage(frame, null)),
    )
    scope.post(appealPaths.status, (request, reply) => show(appeals, request, reply))
    // Who opens the address again by hand gets to where a receipt is asked for.
    scope.get(appealPaths.act, async (_request, reply) => reply.redirect(appealPaths.status, 303))
    scope.post(appealPaths.act, (request, reply) => send(appeals, request, reply))
    scope.get(appealPaths.openData, (request, reply) =>
      portal.answerOnce(request, reply, 200, (frame) =>
        openDataPage(
          frame,
          `${request.protocol}://${request.host}${sitePathOf(request)}`,
          portal.deps.hasDesk,
        ),
      ),
    )
    registerOpen311(scope, appeals)
  }

type Asked = {
  request: FastifyRequest
  reply: FastifyReply
  form: URLSearchParams
  photos: readonly Buffer[]
  countyId: number
}

async function asked({ portal }: AppealPortal, request: FastifyRequest, reply: FastifyReply): Promise<Asked> {
  const { county_id } = await portal.deps.countyOf(request)
  const { body } = request
  const { form, photos } = body instanceof FormWithPhotos ? body : { form: body, photos: [] }
  const given = form instanceof URLSearchParams ? form : new URLSearchParams()
  return { request, reply, form: given, photos, countyId: county_id }
}

const answer =
  ({ portal }: AppealPortal, { request, reply }: Pick<Asked, 'request' | 'reply'>) =>
  (status: number, make: (frame: Frame) => Page): Promise<FastifyReply> =>
    portal.answerOnce(request, reply, status, make)

async function showForm(appeals: AppealPortal, request: FastifyRequest, reply: FastifyReply) {
  const { countyId, ...at } = await asked(appeals, request, reply)
  if (!appeals.deps.receipts.isReady()) return answer(appeals, at)(503, closedPage)
  const places = await listPlaces(appeals, countyId)
  const written: Written = {
    ...{ id: newId(), place: '', detail: '', text: '', village: false },
    ...{ openness: 'registrar', name: '', phone: '', hadPhotos: false },
  }
  return answer(appeals, at)(200, (frame) => formPage(frame, { written, places }))
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const line = (text: string | null): string => cleanWords(text ?? '').replaceAll(/\s+/g, ' ')

/** What is too long is told to be, and shown again no longer than somebody could shorten it. */
const writtenIn = ({ form, photos }: Pick<Asked, 'form' | 'photos'>): Written => {
  const id = form.get('form') ?? ''
  const openness = form.get('openness') ?? ''
  return {
    id: UUID.test(id) ? id : newId(),
    place: form.get('place') ?? '',
    detail: cut(line(form.get('detail')), 100),
    text: cut(cleanWords(form.get('text') ?? ''), 3 * MOST_CHARACTERS),
    village: form.get('village') === 'yes',
    openness: ['handler', 'registrar', 'anonymous'].includes(openness) ? openness : 'registrar',
    name: cut(line(form.get('name')), 80),
    phone: cut(line(form.get('phone')), 40),
    hadPhotos: photos.length > 0,
  }
}

async function submit(appeals: AppealPortal, request: FastifyRequest, reply: FastifyReply) {
  const at = await asked(appeals, request, reply)
  const { receipts, isAtBoundary } = appeals.deps
  const { form, countyId } = at
  const say = answer(appeals, at)
  if (!receipts.isReady()) return say(503, closedPage)
  const written = writtenIn(at)
  const receipt = receipts.receiptFor(countyId, written.id)
  const slip = (photos: number, isChanged = false) => {
    const address = `${request.protocol}://${request.host}${sitePathOf(request)}${appealPaths.status}`
    const code = qrDataUrl(address)
    return say(200, (frame) => receiptPage(frame, { receipt, address, code, isChanged, photos }))
  }
  // Told that all is well, a program does not try another way; its receipt leads nowhere.
  if (form.get(TRAP)) return slip(at.photos.length)
  const places = await listPlaces(appeals, countyId)
  const again = (status: number, fault: FormFault) =>
    say(status, (frame) => formPage(frame, { written, places, fault }))
  if (!places.some(({ id }) => id === written.place)) return again(422, 'place')
  const { text, detail, name } = written
  if (text === '') return again(422, 'empty')
  if (text.length > MOST_CHARACTERS) return again(422, 'too_long')
  if (name.length > 40) return again(422, 'name')
  const phone = written.phone === '' ? undefined : PhoneText.safeParse(written.phone)
  if (phone && !phone.success) return again(422, 'phone')
  if (isAtBoundary([text, detail, name].join('\n'))) return again(422, 'boundary')
  if (isOnlyAbuse(text)) return again(422, 'abuse')
  if (saysToBeAChild(text) && form.get('adult') !== 'yes') return again(422, 'child')
  const fault = photoFault(at.photos)
  if (fault) return again(422, fault)
  if (!mayWrite(appeals, at)) {
    reply.header('retry-after', 600)
    return say(429, waitPage)
  }
  const photos = await photosWithoutMetadata(at.photos)
  if (typeof photos === 'string') return again(422, photos)
  const issued = receipts.issue(countyId, receipt)
  const content: Submission = {
    pageKey: issued.pageKey,
    openness: written.openness as Submission['openness'],
    person:
      written.openness === 'anonymous' ? {} : { ...(name && { name }), ...(phone && { phone: phone.data }) },
    matter: {
      ...{ placeId: written.place, title: titleOf(text) || '网上反映', cause: text },
      ...(detail && { placeDetail: detail }),
      ...{ aboutVillage: written.village, people: 1 },
    },
    photos: photos.map(hashOf),
  }
  const id = itemIdOf(written.id)
  const said = [written.place, text.replaceAll(/\s/g, ''), detail, content.person]
  const item = {
    ...{ id, kind: 'submission' as const, digest: issued.digest, content },
    // Two neighbours who write the same few words are two, where they say who they are; and with the pictures that were
    // forgotten at first it is not the same again: they would be thrown away.
    sameAs: JSON.stringify(photos.length > 0 ? [...said, content.photos] : said),
  }
  const left = await leaveInInbox(
    appeals,
    countyId,
    item,
    photos.length > 0 ? (tx, publicKey) => leavePhotos(tx, countyId, id, publicKey, photos) : undefined,
  ).catch((error: unknown) => {
    if (error instanceof PhotosFull) return 'photos_full' as const
    throw error
  })
  if (left === 'photos_full') return again(503, 'photos_full')
  if (left === 'repeated') return say(409, repeatedPage)
  if (left === 'full') return again(503, 'full')
  if (left === 'unknown') return say(503, closedPage)
  // Nobody waits for the desk to get the receipt.
  if (left === 'kept') void appeals.deps.sent?.(countyId)
  // Sent again, no more is kept than was.
  return slip(left === 'kept' ? photos.length : 0, left === 'changed')
}

/**
 * The id in the inbox, and of the command that it becomes. Not the form's own: from that and the key of receipts a
 * receipt can be made, and this one lies in the database.
 */
function itemIdOf(formId: string, what = 'submission'): string {
  const hex = createHash('sha256').update(`bihuan ${what} ${formId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Who has computed may send more; nothing of where it came from is kept but in these buckets. */
function mayWrite({ limits, proofs, portal }: AppealPortal, { request, form, countyId }: Asked): boolean {
  const proof = form.get('proof') ?? ''
  const cut = proof.lastIndexOf(':')
  const isProved = proofs.take(countyId, proof.slice(0, cut), proof.slice(cut + 1), portal.deps.now())
  const isOwn = isOwnMachine(request.ip)
  if (isProved) return isOwn || limits.proved.take(request.ip) === null
  if (!isOwn && limits.plain.take(request.ip)) return false
  return limits.plainCounty.take(String(countyId)) === null
}

type Looked = { receipt: string; found: Exclude<Found, { is: 'none' }> }

/**
 * What stands for the receipt that was sent, or how it was answered. A guess costs whoever guesses, and the county: once
 * so many have missed, only who has not missed yet may look.
 */
async function lookUp(appeals: AppealPortal, at: Asked): Promise<Looked | FastifyReply> {
  const say = answer(appeals, at)
  const { limits, deps } = appeals
  const { request, reply, form, countyId } = at
  if (!deps.receipts.isReady()) return say(503, closedPage)
  const receipt = readReceipt((form.get('receipt') ?? '').slice(0, 60))
  if (!receipt) return say(422, (frame) => askReceiptPage(frame, 'mistyped'))
  const isOwn = isOwnMachine(request.ip)
  const busy = () => {
    reply.header('retry-after', 120)
    return say(429, (frame) => askReceiptPage(frame, 'busy'))
  }
  if (!isOwn && limits.misses.left(request.ip) < 1) return busy()
  const hasMissed = isOwn || limits.misses.left(request.ip) < allowancesOf(deps).misses.burst
  if (hasMissed && limits.missesCounty.left(String(countyId)) < 1) return busy()
  const found = await findPage(appeals, countyId, receipt)
  if (found.is !== 'none') return { receipt, found }
  limits.missesCounty.take(String(countyId))
  if (!isOwn) limits.misses.take(request.ip)
  return say(404, (frame) => askReceiptPage(frame, 'unknown'))
}

async function show(appeals: AppealPortal, request: FastifyRequest, reply: FastifyReply) {
  const at = await asked(appeals, request, reply)
  const looked = await lookUp(appeals, at)
  return 'receipt' in looked ? standing(appeals, at, looked) : looked
}

function standing(
  appeals: AppealPortal,
  at: Asked,
  { receipt, found }: Looked,
  said?: Standing['said'],
  written?: Standing['written'],
): Promise<FastifyReply> {
  const say = answer(appeals, at)
  if (found.is === 'waiting') return say(200, (frame) => waitingPage(frame, receipt))
  if (found.is === 'failed') return say(200, (frame) => failedPage(frame, found.reason))
  const { page, told, reprisal } = found
  const now = appeals.portal.deps.now()
  return say(said === undefined || said === 'kept' ? 200 : 422, (frame) =>
    statusPage(frame, { receipt, page, told, reprisal, formId: newId(), now, said, written }),
  )
}

async function send(appeals: AppealPortal, request: FastifyRequest, reply: FastifyReply) {
  const at = await asked(appeals, request, reply)
  const { form, countyId } = at
  if (!isOwnMachine(request.ip)) {
    const busy = appeals.limits.acts.take(request.ip)
    if (busy) {
      reply.header('retry-after', busy.retryAfterS)
      return answer(appeals, at)(429, busyPage)
    }
  }
  const looked = await lookUp(appeals, at)
  if (!('receipt' in looked)) return looked
  const { receipt, found } = looked
  if (found.is !== 'there') return standing(appeals, at, looked)
  const act = form.get('act') ?? ''
  const isReprisal = act === 'reprisal'
  const notTaken = (said: Standing['said']) => standing(appeals, at, looked, said, writtenActIn(form))
  if (!isReprisal && !mayAct(found, act, appeals.portal.deps.now())) return notTaken('too_late')
  const fields = fieldsOf(act, form)
  if (fields === undefined) return notTaken('empty')
  const words = Object.values(fields).filter((value) => typeof value === 'string')
  // Whoever was threatened tells it to the discipline office as it was; nothing of it lies in clear anywhere.
  if (!isReprisal && appeals.deps.isAtBoundary(words.join('\n'))) return notTaken('boundary')
  const id = form.get('form') ?? ''
  const left = await leaveInInbox(appeals, countyId, {
    id: itemIdOf(UUID.test(id) ? `${receipt} ${id}` : newId(), act),
    ...{ kind: isReprisal ? 'reprisal' : 'act', digest: found.digest },
    content: isReprisal ? { text: fields.text } : ({ act: act as ResidentAct, fields } satisfies SentAct),
    sameAs: JSON.stringify([receipt, act, fields]),
  })
  if (left === 'full') return notTaken('full')
  if (left !== 'kept' && left !== 'again') return notTaken('too_late')
  await appeals.deps.sent?.(countyId)
  const now = await findPage(appeals, countyId, receipt)
  return standing(appeals, at, now.is === 'none' ? looked : { receipt, found: now }, 'kept')
}

const writtenActIn = (form: URLSearchParams): WrittenAct => ({
  ...{ act: form.get('act') ?? '', satisfaction: form.get('satisfaction') ?? '' },
  ...{ text: cleanWords(form.get('text') ?? ''), reason: cleanWords(form.get('reason') ?? '') },
  solved: form.get('solved') ?? '',
})

function mayAct({ page }: Extract<Found, { is: 'there' }>, act: string, now: Date): act is ResidentAct {
  const known = residentActs.find((each) => each === act)
  if (known === undefined || !page.can.includes(known)) return false
  const isOver = page.until !== null && now.toISOString() > page.until
  return !(isOver && insideWindow.includes(known))
}

const needsWords: Partial<Record<string, 'text' | 'reason'>> = {
  ...{ replyResident: 'text', message: 'text', reprisal: 'text' },
  ...{ object: 'reason', applyReview: 'reason', applyFinalReview: 'reason' },
}

/** Undefined: what has to be there is not. What is too long is cut where the field ends. */
function fieldsOf(act: string, form: URLSearchParams): Record<string, string | boolean> | undefined {
  const given: Record<string, string | boolean> = {}
  for (const name of ['text', 'reason']) {
    const most = name === 'reason' && act === 'withdraw' ? 500 : 1_000
    const words = cut(cleanWords(form.get(name) ?? ''), most)
    if (words) given[name] = words
  }
  const satisfaction = form.get('satisfaction') ?? ''
  if (['satisfied', 'fairly', 'fair', 'unsatisfied'].includes(satisfaction)) given.satisfaction = satisfaction
  if (act === 'rate') {
    if (!given.satisfaction || !/^(?:yes|no)$/.test(form.get('solved') ?? '')) return undefined
    given.solved = form.get('solved') === 'yes'
  }
  const needed = needsWords[act]
  return needed && !given[needed] ? undefined : given
}
