import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { newId } from '#platform/ids.ts'
import { PhoneText } from '#platform/phone.ts'
import { Refused } from '#platform/refusal.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import { performReceive } from '../register.ts'
import { Inbound } from './desk-api.ts'
import type { InboxDeps } from './open-inbox.ts'
import { senderOf } from './sources.ts'

export const INBOUND = '/appeals/inbound'

const BODY_LIMIT = 64_000
const UNIQUE_VIOLATION = '23505'

export type InboundDeps = InboxDeps & {
  /** What the secrets of sources are sealed with. */
  sealing: Sealing
  countyOf(request: FastifyRequest): Promise<{ county_id: number }>
}

/**
 * What another system hands over, signed with its secret (docs/operations.md). No endpoint like the others: whoever
 * asks is known by the bytes of the body, before it is read as anything. Goes to be screened like a form.
 */
export async function registerInbound(
  app: FastifyInstance,
  prefix: string,
  deps: InboundDeps,
): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
      (_request, body, done) => done(null, body),
    )
    scope.post(`${prefix}${INBOUND}`, { bodyLimit: BODY_LIMIT }, (request, reply) =>
      take(deps, request, reply),
    )
  })
}

async function take(deps: InboundDeps, request: FastifyRequest, reply: FastifyReply) {
  const { county_id: countyId } = await deps.countyOf(request)
  const now = deps.now()
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const header = (name: string) => String(request.headers[name] ?? '').slice(0, 200)
  const signed = {
    source: header('x-bihuan-source'),
    timestamp: header('x-bihuan-timestamp'),
    signature: header('x-bihuan-signature'),
    body,
  }
  const sender = await deps.database.readOnce(countyId, (tx) =>
    senderOf(tx, deps.sealing, countyId, signed, now),
  )
  const refused = (status: number, code: string) =>
    reply.code(status).send({ error: { code }, requestId: request.id })
  if (!sender) return refused(401, 'not_signed_in')
  const parsed = Inbound.safeParse(parsedIn(body))
  if (!parsed.success)
    throw new Refused({
      code: 'invalid',
      issues: parsed.error.issues.map(({ path, code }) => ({ path: path.join('.'), reason: code })),
    })
  const given = parsed.data
  const world = await deps.worlds.of(countyId, now)
  const advice = deps.adviceOn(world, given)
  if (advice !== null) return refused(422, 'boundary')
  const placeId = await findPlace(deps, countyId, given.placeCode)
  if (!placeId)
    throw new Refused({ code: 'invalid', issues: [{ path: 'placeCode', reason: 'unknown_reference' }] })
  const externalKey = `${sender.name}:${given.externalId}`
  if (await isKnown(deps, countyId, externalKey)) return refused(409, 'taken')
  const phone = PhoneText.safeParse(given.phone)
  // What is no number of ours (an extension, two of them) is for the registrar to read, and not to be lost.
  const said = given.phone && !phone.success ? { said: `电话：${given.phone}` } : {}
  const isAnonymous = given.openness === 'anonymous'
  try {
    const { number, receipt } = await performReceive(deps, world, countyId, {
      ...{ commandId: newId(), channel: 'system', openness: given.openness, sourceRef: sender.name },
      person: isAnonymous ? {} : { name: given.name, phone: phone.success ? phone.data : undefined },
      ...said,
      ...{ externalKey, placeId, title: given.title, cause: given.cause, course: given.course },
      ...{ placeDetail: given.placeDetail, happenedOn: given.happenedOn, aboutVillage: given.aboutVillage },
      people: 1,
    })
    return reply.code(201).send({ number, receipt })
  } catch (error) {
    // Sent twice at the same moment: one of them is it.
    if ((error as { code?: string }).code === UNIQUE_VIOLATION) return refused(409, 'taken')
    throw error
  }
}

function parsedIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

const findPlace = async ({ database }: InboundDeps, countyId: number, code: string) =>
  (
    await database.readOnce(countyId, (tx) =>
      tx
        .selectFrom('organizations')
        .select('id')
        .where('county_id', '=', countyId)
        .where('code', '=', code)
        .where('status', '=', 'active')
        .where('kind', 'in', ['township', 'street', 'village', 'community'])
        .executeTakeFirst(),
    )
  )?.id

const isKnown = async ({ database }: InboundDeps, countyId: number, externalKey: string) =>
  (await database.readOnce(countyId, (tx) =>
    tx
      .selectFrom('appeals')
      .select('id')
      .where('county_id', '=', countyId)
      .where('external_key', '=', externalKey)
      .executeTakeFirst(),
  )) !== undefined
