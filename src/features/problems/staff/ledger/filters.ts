import { LedgerQuery } from '../../api.ts'

/** The ledger's filters as the address bar holds them. */
export type Search = Record<string, string | undefined>

/** As understood: `state` is a list, `year` a number. */
export type Filters = LedgerQuery

const names = Object.keys(LedgerQuery.shape) as (keyof Filters)[]

/** What of an address can be understood; the rest is left out, so that an old or mistyped link still opens. */
export function filtersOf(search: Search): Filters {
  const understood = names.flatMap((name) => {
    const text = search[name]
    if (text === undefined || text === '') return []
    const result = LedgerQuery.shape[name].safeParse(text)
    return result.success && result.data !== '' ? [[name, result.data]] : []
  })
  return Object.fromEntries(understood)
}

/** Filters as the address bar and the API write them. */
export const searchOf = (filters: Filters): Search =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = filters[name]
      return value === undefined ? [] : [[name, String(value)]]
    }),
  )

/** The same filters give the same text, in whatever order they were chosen: how saved views are told apart. */
export const queryOf = (filters: Filters): string =>
  Object.entries(searchOf(filters))
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '').replace(/%2C/g, ',')}`)
    .join('&')

export const filtersIn = (query: string): Filters => filtersOf(Object.fromEntries(new URLSearchParams(query)))

/** Whether the counts by state and place answer for these filters exactly. */
export const isCounted = ({ state: _, township: __, organization: ___, ...rest }: Filters): boolean =>
  Object.values(rest).every((value) => value === undefined)
