import type { FastifyRequest } from 'fastify'
import { type AppealPortalDeps, registerAppealPages } from '#features/appeals/index.ts'
import { registerEvaluationPages } from '#features/evaluations/index.ts'
import { boundarySeed } from '#features/files/index.ts'
import type { PortalDeps } from '#features/publicity/index.ts'
import { compileBoundary, scan } from '#platform/boundary/index.ts'
import { maskText } from '#platform/masking/index.ts'
import { countyFinder } from './county-finder.ts'
import type { Portal } from './portal.ts'

/** What the public pages work with. `hasDesk`: the desk is served beside them, so that they may lead there. */
export function portalDeps(
  portal: Portal,
  { hasDesk, sent }: { hasDesk: boolean; sent?: AppealPortalDeps['sent'] },
): PortalDeps {
  const find = countyFinder(portal)
  // A county's own rules are out of the portal's reach: the shipped ones judge what comes from outside.
  const scanner = compileBoundary(boundarySeed.map(asRow))
  const isAtBoundary = (words: string) => scan(scanner, { words }, {}) !== null
  return {
    database: portal.database,
    countyOf: (request: FastifyRequest) => find(request),
    now: () => new Date(),
    hasDesk,
    judgeComment: (words) => (isAtBoundary(words) ? null : maskText(words).text),
    more: (scope, pages) => {
      registerAppealPages({ receipts: portal.receipts, isAtBoundary, sent })(scope, pages)
      registerEvaluationPages({ receipts: portal.receipts, isAtBoundary })(scope, pages)
    },
  }
}

const asRow = (seed: (typeof boundarySeed)[number]) => ({
  ...{ ...seed, countyId: 0, id: seed.key, version: 0, validFrom: '2000-01-01', note: null },
})
