import type { FastifyRequest } from 'fastify'
import { siteNameOf } from '#platform/http/below-path.ts'

/** What a county is found by. */
type Found = { host: string | null; prefix: string | null }

export type CountyFinder<C extends Found> = (request: FastifyRequest) => Promise<C>

const KEEP_MS = 5_000

/** Which county a request is for; looked up again every few seconds. Thrown as not found when it is none's. */
export function countyFinder<C extends Found>(program: { counties(): Promise<C[]> }): CountyFinder<C> {
  let known: { counties: C[]; until: number } | undefined
  return async (request) => {
    if (!known || performance.now() > known.until)
      known = { counties: await program.counties(), until: performance.now() + KEEP_MS }
    const county = countyAt(known.counties, request.hostname, siteNameOf(request))
    if (!county) throw Object.assign(new Error('no county answers here'), { statusCode: 404 })
    return county
  }
}

/**
 * One county serves every host; of several, the one whose host or whose path `/c/<prefix>` was asked for. A host that
 * belongs to one county opens no other, whatever the path says: what a browser keeps for a host stays that county's.
 */
export function countyAt<C extends Found>(
  counties: readonly C[],
  hostname: string,
  prefix: string | undefined,
): C | undefined {
  const byHost = counties.find(({ host }) => host === hostname.toLowerCase())
  if (prefix === undefined) return counties.length === 1 ? counties[0] : byHost
  const byPrefix = counties.find((county) => county.prefix === prefix)
  return byHost === undefined || byHost === byPrefix ? byPrefix : undefined
}
