/**
 * Counts under five can point at somebody. A table of counts is told with holes, and a hole must not be worked out from
 * what stands around it, in whichever table that shares its sums. Pure.
 */
export const FEW = 5

/** One count that is the sum of others. */
export type Sum = { total: string; parts: readonly string[] }

export type Counts = {
  /** By name; their order decides what else is left out where something has to be, so it must not be by size. */
  cells: ReadonlyMap<string, number>
  sums: readonly Sum[]
}

export const isFew = (n: number): boolean => n > 0 && n < FEW

/**
 * The names of the counts that are not told: those from one to four, and as many others as it takes so that none of
 * them follows from sums and differences of what is told, and no sum of several left out at one place is under five
 * either. Nought is nobody, and may be told.
 */
export function untold({ cells, sums }: Counts): ReadonlySet<string> {
  const hidden = new Set([...cells].filter(([, n]) => isFew(n)).map(([name]) => name))
  const table = sums.map(({ total, parts }) => ({ total, parts: parts.filter((part) => cells.has(part)) }))
  const of = (name: string): number => cells.get(name) ?? 0
  for (;;) {
    const before = hidden.size
    for (const sum of table) while (isOpen(sum, hidden, of) && hideOneMore(sum, hidden, of));
    if (hidden.size > before) continue
    const bound = determined(table, hidden).filter((name) => isFew(of(name)))
    const exposed = bound.length > 0 ? bound : squeezed(table, hidden, of)
    for (const name of exposed) {
      const near = table.filter((sum) => isIn(sum, name))
      const next = table.filter((sum) =>
        near.some((by) => [...hidden].some((at) => isIn(by, at) && isIn(sum, at))),
      )
      const partly = [...near, ...next].filter(({ parts }) => parts.some((part) => !hidden.has(part)))
      if (![...partly, ...near, ...table].some((sum) => hideOneMore(sum, hidden, of))) return hidden
    }
    if (exposed.length === 0) return hidden
  }
}

const isIn = ({ total, parts }: Sum, name: string): boolean => total === name || parts.includes(name)

/** Whether one sum by itself gives away what it leaves out. */
function isOpen({ total, parts }: Sum, hidden: ReadonlySet<string>, of: (name: string) => number): boolean {
  const out = parts.filter((part) => hidden.has(part))
  // A total that is left out is the sum of parts that are not.
  if (hidden.has(total)) return out.length === 0 && parts.length > 0
  if (out.length === 0) return false
  const left = out.reduce((sum, part) => sum + of(part), 0)
  // As little or as much as so many counts from one to four can be: each of them is one, or four.
  return out.length === 1 || left < FEW || left === out.length || left === (FEW - 1) * out.length
}

/** Leaves out the next part, one that is large first; the total where no part is left. False: nothing is. */
function hideOneMore({ total, parts }: Sum, hidden: Set<string>, of: (name: string) => number): boolean {
  const at = parts.findIndex((part) => hidden.has(part))
  const next = [...parts.slice(at + 1), ...parts.slice(0, at + 1)].filter((part) => !hidden.has(part))
  const chosen = next.find((part) => of(part) >= FEW) ?? next[0] ?? (hidden.has(total) ? undefined : total)
  if (chosen === undefined) return false
  hidden.add(chosen)
  return true
}

/** Those left out that sums and differences of all tables together have one value for only: by elimination. */
export function determined(sums: readonly Sum[], hidden: ReadonlySet<string>): string[] {
  const names = [...hidden]
  const column = new Map(names.map((name, i) => [name, i]))
  const rows = sums.flatMap(({ total, parts }) => {
    const row = new Float64Array(names.length)
    let isBound = false
    for (const [name, sign] of [[total, 1], ...parts.map((part) => [part, -1] as const)] as const) {
      const at = column.get(name)
      if (at === undefined) continue
      row[at] = (row[at] ?? 0) + sign
      isBound = true
    }
    return isBound ? [row] : []
  })
  reduce(rows, names.length)
  return rows.flatMap((row) => {
    const bound = names.filter((_, i) => Math.abs(row[i] ?? 0) > TINY)
    return bound.length === 1 ? bound : []
  })
}

/** So many counts are moved at most, and so many ways tried, before a count passes for one that can be worked out. */
const MOVED = 14
const TRIED = 400
/** Of all together, each time: where nearly everything is left out, the rest goes too rather than that it takes minutes. */
const TRIED_IN_ALL = 6_000

/**
 * Those left out that have one value only because no count left out is nought, which would be told: of each of the others
 * another table is found that reads alike, with one more or one less there, what breaks by it mended elsewhere.
 */
function squeezed(sums: readonly Sum[], hidden: ReadonlySet<string>, of: (name: string) => number): string[] {
  const near = Map.groupBy(
    sums.flatMap((sum) => [sum.total, ...sum.parts].map((name) => ({ name, sum }))),
    ({ name }) => name,
  )
  let triesInAll = TRIED_IN_ALL
  const hasAnother = (name: string, by: number): boolean => {
    const moved = new Map<string, number>()
    let tries = TRIED
    const canMove = (at: string, step: number) => of(at) + step >= Math.min(1, of(at))
    const off = ({ total, parts }: Sum) =>
      parts.reduce((sum, part) => sum - (moved.get(part) ?? 0), moved.get(total) ?? 0)
    const findBroken = () => {
      for (const at of moved.keys()) for (const { sum } of near.get(at) ?? []) if (off(sum) !== 0) return sum
      return undefined
    }
    const mend = (): boolean => {
      const broken = findBroken()
      if (!broken) return true
      if (moved.size > MOVED || tries-- <= 0 || triesInAll-- <= 0) return false
      for (const at of [broken.total, ...broken.parts]) {
        if (!hidden.has(at) || moved.has(at)) continue
        const step = (at === broken.total ? -1 : 1) * off(broken)
        if (!canMove(at, step)) continue
        moved.set(at, step)
        if (mend()) return true
        moved.delete(at)
      }
      return false
    }
    if (!canMove(name, by)) return false
    moved.set(name, by)
    return mend()
  }
  return [...hidden].filter((name) => isFew(of(name)) && !hasAnother(name, 1) && !hasAnother(name, -1))
}

const TINY = 1e-9

/** To reduced row echelon form, in place. */
function reduce(rows: Float64Array[], width: number): void {
  let done = 0
  for (let at = 0; at < width && done < rows.length; at++) {
    const found = rows.findIndex((row, i) => i >= done && Math.abs(row[at] ?? 0) > TINY)
    if (found < 0) continue
    const pivot = rows[found] as Float64Array
    rows[found] = rows[done] as Float64Array
    rows[done] = pivot
    const lead = pivot[at] as number
    for (let i = at; i < width; i++) pivot[i] = (pivot[i] as number) / lead
    for (const [n, row] of rows.entries()) {
      const factor = row[at] as number
      if (n === done || Math.abs(factor) <= TINY) continue
      for (let i = at; i < width; i++) row[i] = (row[i] as number) - factor * (pivot[i] as number)
    }
    done++
  }
}
