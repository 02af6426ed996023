import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Refusal, Refused } from '../refusal.ts'
import type { Answer, Asked, Endpoint } from './endpoint.ts'

/** Who asks, for which county, at what time: made once a request. `A` is the application's actor. */
export type RequestContext<A> = {
  actor: A
  countyId: number
  now: Date
  request: FastifyRequest
  reply: FastifyReply
}

/** A handler that has written to the reply itself (files, workbooks). */
export const ANSWERED = Symbol('answered')

export type Handler<E extends Endpoint, A> = (
  asked: Asked<E>,
  context: RequestContext<A>,
) => Promise<Answer<E> | typeof ANSWERED>

export type Route<A> = <E extends Endpoint>(endpoint: E, handler: Handler<E, A>) => void

export type RouteSettings<A> = {
  prefix: string
  countyOf: (request: FastifyRequest) => Promise<number>
  /** Null: nobody is signed in. */
  actorOf: (request: FastifyRequest, countyId: number) => Promise<A | null>
  /** Null for a session, which is not bound by scopes. */
  scopesOf: (actor: A) => readonly string[] | null
  /** The step at which somebody's sign-in stands; null when it is finished, as it always is without this. */
  stepOf?: (actor: A) => string | null
  anonymous: (countyId: number) => A
  /** Looks at every text a command brings (domain.md 7.5); throws Refused. */
  inspect: (endpoint: Endpoint, body: unknown, context: RequestContext<A>) => Promise<void>
  /** Told of every refusal, so that attempts can be recorded; the answer does not wait for what it keeps. */
  refused: (refusal: Refusal, endpoint: Endpoint, context: RequestContext<A>) => Promise<void>
  now: () => Date
}

export class NotSignedIn extends Error {}
export class ScopeMissing extends Error {
  readonly scope: string
  constructor(scope: string) {
    super(scope)
    this.scope = scope
  }
}

/** Registers endpoints. Default deny: an endpoint that is not public answers nobody who is not signed in. */
export function routes<A>(
  app: FastifyInstance,
  settings: RouteSettings<A>,
): { route: Route<A>; all: Endpoint[] } {
  const all: Endpoint[] = []
  const route: Route<A> = (endpoint, handler) => {
    all.push(endpoint)
    app.route({
      method: endpoint.method,
      url: settings.prefix + endpoint.path,
      config: { endpoint },
      // Reading may be recorded, and who asks for the head alone has read nothing.
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const countyId = await settings.countyOf(request)
        const context = {
          actor: settings.anonymous(countyId),
          countyId,
          now: settings.now(),
          request,
          reply,
        }
        try {
          const actor = await settings.actorOf(request, countyId)
          if (endpoint.access !== 'public') admit(endpoint, actor, settings)
          if (actor !== null && isThere(endpoint, actor, settings)) context.actor = actor
          const asked = parse(endpoint, request)
          if (asked.body !== undefined) await settings.inspect(endpoint, asked.body, context)
          const answer = await handler(asked as never, context)
          return answer === ANSWERED ? reply : answer
        } catch (error) {
          if (error instanceof Refused) await settings.refused(error.refusal, endpoint, context)
          throw error
        }
      },
    })
  }
  return { route, all }
}

function admit<A>(endpoint: Endpoint, actor: A | null, settings: RouteSettings<A>): void {
  if (actor === null) throw new NotSignedIn()
  const step = settings.stepOf?.(actor) ?? null
  if (step !== null && !isThere(endpoint, actor, settings))
    throw new Refused({ code: 'sign_in_unfinished', step })
  const scopes = settings.scopesOf(actor)
  if (scopes === null) {
    if (endpoint.onlyInSteps && step === null)
      throw new Refused({ code: 'wrong_state', state: 'open', act: endpoint.id })
    return
  }
  // A token reaches only what names a scope; sign-out and its like belong to sessions.
  if (!endpoint.scope) throw new ScopeMissing('session')
  if (!scopes.includes(endpoint.scope)) throw new ScopeMissing(endpoint.scope)
}

/** Whose sign-in is not finished counts only where the endpoint is for that step; elsewhere they are nobody yet. */
function isThere<A>(endpoint: Endpoint, actor: A, settings: RouteSettings<A>): boolean {
  const step = settings.stepOf?.(actor) ?? null
  return step === null || (endpoint.steps?.includes(step) ?? false)
}

type Part = 'params' | 'query' | 'body'

function parse(endpoint: Endpoint, request: FastifyRequest): Record<Part, unknown> {
  const read = (part: Part) => {
    const schema = endpoint[part]
    if (!schema) return undefined
    const raw = request[part]
    // Nothing is expected here: whatever came along is not looked at.
    const given = part !== 'body' && accepts(schema) ? undefined : (raw ?? undefined)
    const result = schema.safeParse(given, { reportInput: true })
    if (result.success) return result.data
    if (part === 'params') throw new Refused({ code: 'not_found' })
    throw new Refused({
      code: 'invalid',
      issues: result.error.issues.slice(0, 50).map((issue) => ({
        path: issue.path.join('.'),
        reason: reasonOf(issue),
        ...('maximum' in issue || 'minimum' in issue
          ? { detail: String('maximum' in issue ? issue.maximum : issue.minimum) }
          : {}),
      })),
    })
  }
  return { params: read('params'), query: read('query'), body: read('body') }
}

const accepts = (schema: NonNullable<Endpoint['query']>): boolean => schema.safeParse(undefined).success

function reasonOf(issue: { code?: string; message: string; input?: unknown }): string {
  if (issue.code === 'custom') return issue.message
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'required'
  return issue.code ?? 'invalid'
}
