import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '#platform/database/transaction.ts'
import type { AddressLimit, Allowance } from '#platform/http/address-limit.ts'
import type { Frame, Page } from './layout.ts'

export type PortalCounty = { county_id: number; name: string; is_demo: boolean }

export type PortalDeps = {
  /** Of the portal's role: what is published, and leaving a comment. */
  database: Database
  /** Throws with statusCode 404 where no county answers. */
  countyOf(request: FastifyRequest): Promise<PortalCounty>
  now(): Date
  hasDesk: boolean
  /** The words of a comment as they may be kept; null: they hold what may not be in this system. */
  judgeComment(words: string): string | null
  /** Pages of others among these, with all that these have: look, limits, words for what goes wrong. */
  more?: (scope: FastifyInstance, portal: Portal) => void
  /** What one address may ask; the shipped ones when left out. */
  allowances?: { pages: Allowance; comments: Allowance }
}

/** What the handlers of the pages work with. */
export type Portal = {
  deps: PortalDeps
  /** Answers with the page under this address in the look asked for, from memory where it is there. */
  answer(request: FastifyRequest, reply: FastifyReply, ask: PageRequest): Promise<FastifyReply>
  /** The same of a list as data; where `make` has none, the page that says that there is no such. */
  answerData(request: FastifyRequest, reply: FastifyReply, ask: DataRequest): Promise<FastifyReply>
  /** Answers with a page that is of this moment only. */
  answerOnce(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    make: (frame: Frame) => Page,
  ): Promise<FastifyReply>
  limits: { comments: AddressLimit }
}

export type PageRequest = {
  /** The parameters that the page knows; all others are dropped and make no page of their own. */
  query: Record<string, string>
  /** Words that somebody typed, a list in a shape of one's own: too many to keep one for each. */
  typed?: boolean
  make(frame: Frame, countyId: number): Promise<Page | Answer>
}

export type DataRequest = Pick<PageRequest, 'query' | 'typed'> & {
  /** `site`: the address that links in it begin with. */
  make(county: PortalCounty, site: string): Promise<Data | undefined>
}

export type Data = {
  type: string
  body: string | Buffer
  /** See Made in cache.ts. */
  version?: string
  headers?: Record<string, string>
}

export type Answer = { status: number; page: Page }
