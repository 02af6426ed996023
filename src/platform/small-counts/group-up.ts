import { FEW } from './protect.ts'

export type Group<Row> = { level: number; rows: Row[] }

/**
 * Rows in groups that are none of them smaller than five: each row by the finest of the levels at which five or more are
 * alike, the rest together at the last. Null where there are fewer than five in all. Pure.
 *
 * @param levels what makes two rows alike, from fine to coarse; at the last all are
 */
export function groupUp<Row>(
  rows: readonly Row[],
  levels: readonly ((row: Row) => string)[],
): Group<Row>[] | null {
  if (rows.length > 0 && rows.length < FEW) return null
  const groups: Group<Row>[] = []
  let left = [...rows]
  for (const [level, keyOf] of levels.entries()) {
    const alike = Map.groupBy(left, keyOf)
    const large = [...alike.values()].filter((group) => group.length >= FEW)
    groups.push(...large.map((group) => ({ level, rows: group })))
    left = [...alike.values()].filter((group) => group.length < FEW).flat()
  }
  if (left.length === 0) return groups
  // Too few for the last level: the coarsest group beside it joins them, whole.
  const last = groups.findLast(({ level }) => level === Math.max(...groups.map((group) => group.level)))
  if (!last) return null
  const rest = groups.filter((group) => group !== last)
  return [...rest, { level: levels.length - 1, rows: [...last.rows, ...left] }]
}
