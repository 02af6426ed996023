import type { OrganizationLine } from '../api.ts'

/** So many found are listed; who sees more than that writes more of the name. */
export const MOST_FOUND = 100

export type Family = ReadonlyMap<string | null, readonly OrganizationLine[]>

/** Active organisations by the one they belong to, in the order they were sent. */
export const familyOf = (rows: readonly OrganizationLine[]): Family =>
  Map.groupBy(
    rows.filter(({ status }) => status === 'active'),
    (row) => row.parentId,
  )

/** Those above an organisation, from its parent up. */
export function above(rows: readonly OrganizationLine[], id: string | undefined): string[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const ids: string[] = []
  for (let at = id && byId.get(id)?.parentId; at && !ids.includes(at); at = byId.get(at)?.parentId)
    ids.push(at)
  return ids
}

/** What a few typed words find, active ones first; every word must be somewhere in name, code or secretary. */
export function find(rows: readonly OrganizationLine[], q: string): OrganizationLine[] {
  const words = q.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const found = rows.filter(({ name, shortName, code, secretaryName }) => {
    const text = `${name}\n${shortName}\n${code}\n${secretaryName ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return found.sort((a, b) => Number(a.status !== 'active') - Number(b.status !== 'active'))
}
