import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { CURSOR, readCursor } from '#features/publicity/index.ts'
import { limitPerAddress } from '#platform/http/address-limit.ts'
import { sitePathOf } from '#platform/http/below-path.ts'
import { appealPaths } from '../paths.ts'
import type { AppealPortal } from '../portal.ts'
import { type Format, toXml, type Value } from './format.ts'
import { type Asked, listRequests, MOST } from './requests.ts'
import { definitionOf, listServices, PUBLISHED, serviceRecord } from './services.ts'
import { Fault, keyHash, sourceOf, submit } from './submit.ts'

/** Open311 GeoReport v2 beside the public pages, by their role and their walls. */
export const OPEN311 = '/open311/v2'
const LIST = `${OPEN311}/requests`
const REQUESTS = { root: 'service_requests', item: 'request' }

/** What one key may bring in, and how often an address may be wrong about its key. */
const allowed = { keys: { burst: 300, perSecond: 1 }, misses: { burst: 10, perSecond: 1 / 60 } }
const DAY_MS = 86_400_000

type Answer = { root: string; item: string; records: readonly Value[]; status?: number }

export function registerOpen311(scope: FastifyInstance, appeals: AppealPortal): void {
  const limits = { keys: limitPerAddress(allowed.keys), misses: limitPerAddress(allowed.misses) }
  const countyOf = async (request: FastifyRequest) => (await appeals.portal.deps.countyOf(request)).county_id

  const route = (
    method: 'GET' | 'POST',
    path: string,
    handle: (request: FastifyRequest, id: string) => Promise<Answer>,
  ) => {
    const answer = (request: FastifyRequest, reply: FastifyReply, format: Format, id: string) =>
      answering(reply, format, async () => send(reply, format, await handle(request, id)))
    const byId = path.endsWith('/')
    if (!byId)
      for (const format of ['json', 'xml'] as const)
        scope.route({
          ...{ method, url: `${OPEN311}${path}.${format}`, exposeHeadRoute: false },
          handler: (request, reply) => answer(request, reply, format, ''),
        })
    else
      scope.route({
        ...{ method, url: `${OPEN311}${path}:id`, exposeHeadRoute: false },
        handler: (request, reply) => {
          const { id = '' } = request.params as { id?: string }
          const [, bare = id, format = 'json'] = /^(.{1,100})\.(json|xml)$/.exec(id) ?? []
          return answer(request, reply, format as Format, bare)
        },
      })
  }

  route('GET', '/services', async (request) => ({
    ...{ root: 'services', item: 'service' },
    records: [...(await listServices(appeals, await countyOf(request))), PUBLISHED].map(serviceRecord),
  }))

  route('GET', '/services/', async (request, code) => {
    const countyId = await countyOf(request)
    const known = [...(await listServices(appeals, countyId)), PUBLISHED].some((each) => each.code === code)
    if (!known) throw new Fault(404, '没有这个 service_code')
    const definition = await definitionOf(appeals, countyId, code)
    return { root: 'service_definition', item: '', records: [definition] }
  })

  // Kept in memory as the public pages are: many ask for the same list, again and again.
  for (const format of ['json', 'xml'] as const)
    scope.route({
      ...{ method: 'GET', url: `${LIST}.${format}`, exposeHeadRoute: false },
      handler: (request, reply) => answering(reply, format, () => listed(appeals, request, reply, format)),
    })

  route('GET', '/requests/', async (request, id) => {
    const numbers = id
      .split(',')
      .filter((each) => /^[\w-]{1,40}$/.test(each))
      .slice(0, 50)
    const asked = { numbers, page: 1, pageSize: MOST }
    const { records } = await listRequests(appeals, await countyOf(request), siteOf(request), asked)
    if (records.length === 0) throw new Fault(404, '没有公布这件事。没有公布的，凭查询号查看办理情况')
    return { ...REQUESTS, records }
  })

  route('POST', '/requests', async (request) => {
    const countyId = await countyOf(request)
    if (!appeals.deps.receipts.isReady()) throw new Fault(503, '网上反映正在准备，暂时用不了')
    if ((request.query as { api_key?: unknown }).api_key !== undefined)
      throw new Fault(400, '密钥不能写在网址里，会被沿途记下来。请放进表单，并请县里换一个密钥')
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
    const key = form.get('api_key') ?? ''
    if (limits.misses.left(request.ip) < 1) throw new Fault(403, 'api_key 错得太多，请过一会儿再试')
    const source = await sourceOf(appeals, countyId, key).catch((error) => {
      limits.misses.take(request.ip)
      throw error
    })
    if (limits.keys.take(`${countyId} ${keyHash(key)}`)) throw new Fault(429, '交得太快，请过一会儿再试')
    const { token, receipt } = await submit(appeals, countyId, form, { key, source })
    const status = `${siteOf(request)}${appealPaths.status}`
    return {
      ...{ root: 'service_requests', item: 'request' },
      records: [
        {
          token,
          service_notice: `已收到。查询号 ${receipt}，只在这里给出一次，请交给反映人；凭它在 ${status} 查看办理情况、补充和评价。`,
          account_id: null,
        },
      ],
    }
  })

  route('GET', '/tokens/', async (request, id) => {
    const countyId = await countyOf(request)
    const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
    const { rows } = await appeals.portal.deps.database.readOnce(countyId, (tx) =>
      sql<{ state: string | null }>`SELECT open311_state(${isUuid ? id : null}::uuid) AS state`.execute(tx),
    )
    const state = rows[0]?.state ?? null
    if (state === null) throw new Fault(404, '没有这个 token')
    // The same id: one that leads to the number of the matter would lead from it to whoever sent it.
    const records = [{ token: id, ...(state === 'taken' && { service_request_id: id }) }]
    return { root: 'service_requests', item: 'request', records }
  })
}

/** What is wrong with what was asked is said in the format that was asked for. */
async function answering(reply: FastifyReply, format: Format, answer: () => Promise<FastifyReply>) {
  try {
    return await answer()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const { status, message } = error
    const records = [{ code: status, description: message }]
    return send(reply, format, { root: 'errors', item: 'error', records, status })
  }
}

const types = { json: 'application/json; charset=utf-8', xml: 'text/xml; charset=utf-8' } as const

function written(format: Format, { root, item, records }: Answer): string {
  if (format === 'json') return JSON.stringify(item === '' ? records[0] : records)
  return item === '' ? toXml('service_definitions', root, records) : toXml(root, item, records)
}

const send = (reply: FastifyReply, format: Format, answer: Answer): FastifyReply =>
  reply
    .code(answer.status ?? 200)
    .header('cache-control', 'no-store')
    .type(types[format])
    .send(written(format, answer))

/** What is published of problems, by pages; where there are more, the header says where (RFC 8288). */
function listed(appeals: AppealPortal, request: FastifyRequest, reply: FastifyReply, format: Format) {
  const query = known(request.query as Record<string, unknown>)
  const asked = queryOf(query, appeals.portal.deps.now())
  return appeals.portal.answerData(request, reply, {
    query,
    typed: Object.keys(query).length > 0,
    async make({ county_id }, site) {
      const { records, next } = await listRequests(appeals, county_id, site, asked)
      return {
        type: types[format],
        body: written(format, { ...REQUESTS, records }),
        ...(next && {
          headers: { link: `<${site}${LIST}.${format}?${nextOf(query, asked, next)}>; rel="next"` },
        }),
      }
    },
  })
}

/** The days stay those of the first page, so that what is published meanwhile takes nothing off the end. */
function nextOf({ page: _, ...query }: Query, { between }: Asked, after: string): URLSearchParams {
  const end = between && { end_date: between.until.toISOString() }
  return new URLSearchParams({ ...query, ...end, after })
}

const siteOf = (request: FastifyRequest): string =>
  `${request.protocol}://${request.host}${sitePathOf(request)}`

const names = [
  ...['service_request_id', 'service_code', 'start_date', 'end_date', 'status'],
  // No part of GeoReport v2; many give them. `after` stands in Link alone: `page` is for those who type.
  ...['page', 'page_size', 'after'],
]
type Query = Record<string, string>
const LONGEST = 2_000

/** What is understood of an address. */
const known = (query: Record<string, unknown>): Query =>
  Object.fromEntries(
    names.flatMap((name) => {
      const text = query[name]
      return typeof text === 'string' && text !== '' ? [[name, text.slice(0, LONGEST)]] : []
    }),
  )

const listIn = (text: string | undefined): string[] | undefined => text?.split(',').slice(0, 100)

const MOST_PAGES = 1_000

/** Without dates the last ninety days, and never more than ninety at once. @throws Fault */
function queryOf(query: Query, now: Date): Asked {
  const countIn = (name: string, most: number, otherwise: number) => {
    const text = query[name]
    if (text === undefined) return otherwise
    const n = /^\d{1,6}$/.test(text) ? Number(text) : 0
    if (n < 1 || n > most) throw new Fault(400, `${name} 请写成 1 到 ${most}`)
    return n
  }
  const dateIn = (name: string) => {
    const text = query[name]
    if (text === undefined) return undefined
    const date = new Date(text)
    if (Number.isNaN(date.getTime()) || !/^\d{4}-\d\d-\d\d/.test(text))
      throw new Fault(400, `${name} 请写成 2026-03-01T00:00:00Z`)
    return date
  }
  const end = dateIn('end_date')
  const start = dateIn('start_date')
  const until = end ?? (start ? new Date(Math.min(start.getTime() + 90 * DAY_MS, now.getTime())) : now)
  const from = start ?? new Date(until.getTime() - 90 * DAY_MS)
  if (until.getTime() - from.getTime() > 90 * DAY_MS) throw new Fault(400, '一次最多查九十天')
  const status = listIn(query.status)
  if (status?.some((each) => each !== 'open' && each !== 'closed'))
    throw new Fault(400, 'status 是 open 或 closed')
  const numbers = listIn(query.service_request_id)
  if (query.after !== undefined && !CURSOR.test(query.after)) throw new Fault(400, 'after 请照应答头 Link 写')
  return {
    ...{ numbers, codes: listIn(query.service_code) },
    ...{ page: countIn('page', MOST_PAGES, 1), pageSize: countIn('page_size', MOST, MOST) },
    from: query.after === undefined ? undefined : readCursor(query.after),
    between: numbers ? undefined : { from, until },
    isOver: new Set(status).size === 1 ? status?.[0] === 'closed' : undefined,
  }
}
