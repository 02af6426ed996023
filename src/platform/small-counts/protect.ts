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
    const exposed = determined(table, hidden).filter((name) => isFew(of(name)))
    for (const name of exposed) {
      const near = table.filter(({ total, parts }) => total === name || parts.includes(name))
      if (![...near, ...table].some((sum) => hideOneMore(sum, hidden, of))) return hidden
    }
    if (exposed.length === 0) return hidden
  }
}

/** Whether one sum by itself gives away what it leaves out. */
function isOpen({ total, parts }: Sum, hidden: ReadonlySet<string>, of: (name: string) => number): boolean {
  const out = parts.filter((part) => hidden.has(part))
  // A total that is left out is the sum of parts that are not.
  if (hidden.has(total)) return out.length === 0 && parts.length > 0
  if (out.length === 0) return false
  const left = out.reduce((sum, part) => sum + of(part), 0)
  // As much as so many counts under five can be at most: each of them is four.
  return out.length === 1 || left < FEW || left === (FEW - 1) * out.length
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
