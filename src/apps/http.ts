import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import {
  type Actor,
  accountsRoutes,
  pathForLog,
  refuseTokensInUrls,
  registerSso,
  rightsRoutes,
  signInRoutes,
} from '#features/accounts/index.ts'
import { appealPortalRoutes, appealRoutes, figuresRoutes, registerInbound } from '#features/appeals/index.ts'
import { evaluationRoutes } from '#features/evaluations/index.ts'
import { registerUploads, uploadPaths } from '#features/files/index.ts'
import { importsRoutes } from '#features/imports/index.ts'
import { noticeRoutes } from '#features/notices/index.ts'
import { organizationsRoutes, slipsRoutes } from '#features/organizations/index.ts'
import { personalDataRoutes } from '#features/personal-data/index.ts'
import { problemRoutes } from '#features/problems/index.ts'
import { answerNotFound, publicityRoutes, registerPortal } from '#features/publicity/index.ts'
import { surveyRoutes } from '#features/surveys/index.ts'
import { scan } from '#platform/boundary/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { putPathOn, sitePathOf, takePathOff } from '#platform/http/below-path.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { answerErrors, answerUnreadablePath, answerUnreadableRequest } from '#platform/http/errors.ts'
import { openApi } from '#platform/http/openapi.ts'
import { routes } from '#platform/http/route.ts'
import { carrySecurityHeaders } from '#platform/http/security.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import { type CountyFinder, countyFinder } from './county-finder.ts'
import { registerDesk } from './desk-pages.ts'
import { boundaryConfirmed, boundaryFault, CONFIRMED_HEADER, scannerOf } from './inspect.ts'
import { NOTICES_JOB, WEBHOOKS_JOB } from './jobs.ts'
import type { Portal } from './portal.ts'
import { portalDeps } from './portal-pages.ts'
import type { County, Program } from './program.ts'
import { attemptRecorder } from './refused-attempts.ts'
import { limitSignIns } from './sign-in-limit.ts'

/** What of the program answers here; what is left out has no route at all. */
export type HttpParts = {
  /** API and desk. */
  desk?: Program
  /** The public pages. */
  portal?: Portal
  /** Resolves when what this process depends on answers. */
  ready: () => Promise<unknown>
}

export type HttpOptions = {
  parts: HttpParts
  version: string
  logLevel: string
  /** Where the log goes; default: standard output. */
  log?: { write(line: string): void }
  server?: Server
}

const API = '/api/v1'
const BODY_LIMIT = 1_000_000

/** The whole HTTP side: API, public pages, desk, health. Default deny; see platform/http/route. */
export async function buildHttp({
  parts,
  version,
  logLevel,
  log,
  server,
}: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    // Never bodies, cookies, tokens or query strings: personal data must not reach the log.
    logger: {
      level: logLevel,
      ...(log ? { stream: log } : {}),
      serializers: { req: (r) => ({ method: r.method, path: pathForLog(r.url) }) },
    },
    genReqId: () => newId(),
    bodyLimit: BODY_LIMIT,
    trustProxy: 'loopback',
    rewriteUrl: takePathOff,
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: answerUnreadablePath,
    clientErrorHandler: answerUnreadableRequest,
    serverFactory: (handler) => {
      if (!server) return createServer(handler)
      server.removeAllListeners('request')
      return server.on('request', handler)
    },
  })
  // Answers are built field by field in the handlers; V8's own serializer is the fastest for them.
  app.setReplySerializer((payload) => JSON.stringify(payload))
  // Fastify also takes plain text; nothing here is sent as that.
  app.removeContentTypeParser('text/plain')
  carrySecurityHeaders(app)
  putPathOn(app)
  refuseTokensInUrls(app)
  const pages =
    parts.portal &&
    portalDeps(parts.portal, { hasDesk: parts.desk !== undefined, sent: parts.desk?.inbox.sent })
  answerErrors(app, pages && answerNotFound(pages))
  registerHealth(app, parts.ready)
  if (parts.desk) await registerDeskAndApi(app, parts.desk, version)
  if (pages) await registerPortal(app, pages)
  return app
}

async function registerDeskAndApi(app: FastifyInstance, program: Program, version: string): Promise<void> {
  limitSignIns(app, API)
  const countyOf = countyFinder(program)
  const endpoints = registerApi(app, program, countyOf)
  const { inbox, signIn } = program
  await registerInbound(app, API, { ...inbox.deps, sealing: signIn.sealing, countyOf })
  registerSso(app, { ...program.signIn, now: program.problems.now, countyOf })
  app.get('/api/openapi.json', async (request) =>
    openApi('Bihuan 闭环', version, API, endpoints, uploadPaths, sitePathOf(request) || '/'),
  )
  registerUploads(app, {
    database: program.database,
    store: program.problems.files,
    dir: join(program.dataDir, 'uploads'),
    scan: async (countyId, value, options) =>
      scan(scannerOf(await program.problems.worlds.of(countyId, program.problems.now())), value, options),
    resolveActor: async (request) =>
      program.sessions.resolveActor(request, (await countyOf(request)).county_id),
    now: program.problems.now,
  })
  await registerDesk(app)
}

function registerApi(
  app: FastifyInstance,
  program: Program,
  countyOf: CountyFinder<County>,
): readonly Endpoint[] {
  const recordAttempt = attemptRecorder(program.database)
  const { route, all } = routes<Actor>(app, {
    prefix: API,
    countyOf: async (request) => (await countyOf(request)).county_id,
    actorOf: (request, countyId) => program.sessions.resolveUnfinished(request, countyId),
    stepOf: ({ session }) => (session && session.step !== 'open' ? session.step : null),
    scopesOf: (actor) => actor.scopes,
    anonymous: (countyId) => ({ countyId, personId: null, name: '', grants: [], scopes: [] }),
    inspect: async (endpoint, body, context) => {
      const { countyId, now, request } = context
      // A password is not text that is kept, and may hold anything.
      if (endpoint.access === 'public' || endpoint.secretBody) return
      const world = await program.problems.worlds.of(countyId, now)
      const fault = boundaryFault(world, body, request.headers[CONFIRMED_HEADER])
      if (fault) throw new Refused(fault)
      for (const hit of boundaryConfirmed(world, body, request.headers[CONFIRMED_HEADER]))
        await recordAttempt(hit, endpoint, context, 'boundary_confirmed')
    },
    refused: recordAttempt,
    now: program.problems.now,
  })
  accountsRoutes(route, program)
  rightsRoutes(route, program.rights)
  signInRoutes(route, program.signIn)
  organizationsRoutes(route, program.organizations)
  slipsRoutes(route, program)
  importsRoutes(route, program.imports)
  problemRoutes(route, program.problems)
  figuresRoutes(route, program.appeals)
  personalDataRoutes(route, program.personalData)
  appealRoutes(route, program.appeals)
  appealPortalRoutes(route, program.inbox.deps)
  const sendSoon = async (tx: Tx, countyId: number) => {
    for (const job of [NOTICES_JOB, WEBHOOKS_JOB]) await program.problems.jobs.sendIn(tx, job, { countyId })
  }
  noticeRoutes(route, { ...program.notices, sendSoon })
  evaluationRoutes(route, program.evaluations)
  surveyRoutes(route, program.problems)
  const adviceOn = (world: World, text: string) => scan(scannerOf(world), text)?.advice ?? null
  publicityRoutes(route, { ...program.publicity, adviceOn })
  return all
}

function registerHealth(app: FastifyInstance, ready: HttpParts['ready']): void {
  app.get('/health/live', async () => ({ live: true }))
  app.get('/health/ready', async (_request, reply) => {
    try {
      await ready()
      return { ready: true }
    } catch {
      return reply.code(503).send({ ready: false })
    }
  })
}
