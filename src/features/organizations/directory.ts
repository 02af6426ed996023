import type { Database } from '#platform/database/transaction.ts'

export type NamedOrganization = { id: string; name: string; kind: string; townshipId: string | null }

/**
 * Names by id, kept for a moment: every list and page shows them, and they change a few times a year. What may be
 * seen is decided before; this only turns ids that somebody may see into words.
 */
export type Directory = {
  organizations(countyId: number): Promise<ReadonlyMap<string, NamedOrganization>>
  people(countyId: number, ids: Iterable<string>): Promise<(id: string) => { id: string; name: string }>
  forget(countyId: number): void
}

const KEEP_MS = 10_000
const MOST_PEOPLE = 50_000

type People = { names: Map<string, string>; until: number }

export function createDirectory(database: Database): Directory {
  const organizations = new Map<number, { byId: Map<string, NamedOrganization>; until: number }>()
  const people = new Map<number, People>()

  const namesFor = (countyId: number): People => {
    const known = people.get(countyId)
    if (known && performance.now() < known.until && known.names.size < MOST_PEOPLE) return known
    const fresh = { names: new Map<string, string>(), until: performance.now() + KEEP_MS }
    people.set(countyId, fresh)
    return fresh
  }

  return {
    async organizations(countyId) {
      const known = organizations.get(countyId)
      if (known && performance.now() < known.until) return known.byId
      const rows = await database.read(countyId, (tx) =>
        tx
          .selectFrom('organizations')
          .select(['id', 'name', 'kind', 'township_id'])
          .where('county_id', '=', countyId)
          .execute(),
      )
      const byId = new Map(
        rows.map(({ township_id, ...row }) => [row.id, { ...row, townshipId: township_id }]),
      )
      organizations.set(countyId, { byId, until: performance.now() + KEEP_MS })
      return byId
    },
    async people(countyId, ids) {
      const { names } = namesFor(countyId)
      const missing = [...new Set(ids)].filter((id) => !names.has(id))
      if (missing.length > 0) {
        const rows = await database.read(countyId, (tx) =>
          tx
            .selectFrom('people')
            .select(['id', 'name'])
            .where('county_id', '=', countyId)
            .where('id', 'in', missing)
            .execute(),
        )
        for (const { id, name } of rows) names.set(id, name)
      }
      return (id) => ({ id, name: names.get(id) ?? '' })
    },
    forget(countyId) {
      organizations.delete(countyId)
      people.delete(countyId)
    },
  }
}
