import { isTownshipLike } from '#features/accounts/index.ts'
import type { OrganizationKind } from './api.ts'

/** The township a row belongs to: its own id for a township, the parent's for what stands below, else null. */
export const townshipOf = (
  kind: OrganizationKind,
  id: string,
  parent: { townshipId: string | null } | null,
): string | null => (isTownshipLike(kind) ? id : (parent?.townshipId ?? null))

type Node = { id: string; parentId: string | null }

/** Parents before their children, otherwise in the order given. Rows of a circle or an unknown parent come last. */
export function parentsFirst<T extends Node>(rows: readonly T[]): T[] {
  const children = Map.groupBy(rows, (row) => row.parentId)
  const ordered: T[] = []
  const add = (row: T) => {
    ordered.push(row)
    for (const child of children.get(row.id) ?? []) add(child)
  }
  for (const root of children.get(null) ?? []) add(root)
  if (ordered.length === rows.length) return ordered
  const placed = new Set(ordered)
  return [...ordered, ...rows.filter((row) => !placed.has(row))]
}
