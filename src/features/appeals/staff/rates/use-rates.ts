import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Answer } from '#platform/http/endpoint.ts'
import { call } from '#ui/api.ts'
import { useLanguage, useWords } from '#ui/language.tsx'
import { getAppealFigures, getResponseSpeed, listAppealsCounted } from '../../figures/api.ts'
import { figureWords } from '../../figures/words.ts'
import { useLabels } from '../data.ts'
import { useAppealWords } from '../words.ts'
import type { RateName, Search, Split, StandingName } from './asked.ts'

const route = getRouteApi('/desk/appeals/rates')

export const useFigureWords = () => useWords(figureWords)

/** What is shown, and how to show something else; rows opened are a step that Back takes back. */
export function useAsked(): { search: Search; change: (more: Search) => void; open: (more: Search) => void } {
  const search: Search = route.useSearch()
  const navigate = route.useNavigate()
  const go = (more: Search, replace: boolean) =>
    void navigate({ search: { ...search, ...more }, replace, resetScroll: false })
  return { search, change: (more) => go(more, true), open: (more) => go(more, false) }
}

export type Figures = Answer<typeof getAppealFigures>
export type Line = Figures['lines'][number]
export type Speed = Line['speed']

export const useFigures = (month: string, township: string | undefined, scope: Split | 'county') =>
  useQuery({
    queryKey: ['appeal-figures', month, township ?? '', scope],
    queryFn: ({ signal }) => call(getAppealFigures, { query: { month, township, scope }, signal }),
    placeholderData: keepPreviousData,
  })

export type Behind = {
  month: string
  township: string | undefined
  rate: RateName
  in: StandingName | undefined
  scope: Split | 'county'
  id: string | undefined
}

export const useCounted = (behind: Behind) =>
  useInfiniteQuery({
    queryKey: ['appeals-counted', behind],
    queryFn: ({ pageParam, signal }) =>
      call(listAppealsCounted, { query: { ...behind, limit: 50, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

type SpeedOf = { month: string; township: string | undefined } & Pick<Search, 'place' | 'field' | 'problem'>

/** Of a village or a field, of what is chosen above otherwise. Of a problem's village by that field too. */
export const useSpeed = ({ month, township, place, field, problem }: SpeedOf) => {
  const of = place
    ? { scope: 'place' as const, id: place }
    : field
      ? { scope: 'field' as const, id: field }
      : {}
  return useQuery({
    queryKey: ['appeal-speed', month, township ?? '', of, problem ?? '', field ?? ''],
    queryFn: ({ signal }) =>
      call(getResponseSpeed, {
        query: { month, township, ...of, problem, ...(problem && field ? { field } : {}) },
        signal,
      }),
    placeholderData: keepPreviousData,
  })
}

/** Why something is in no rate, in the county's own words. */
export function useReasons(): (reason: string) => string {
  const labelOf = useLabels()
  const { natures, reasonableness } = useAppealWords()
  const told: Record<string, string> = useFigureWords().reasons
  return (reason) => {
    const [kind = '', code = ''] = reason.split(':')
    if (kind === 'code') return labelOf('exclusion_reason', code)
    if (kind === 'nature') return natures[code as keyof typeof natures] ?? code
    if (kind === 'reasonableness') return reasonableness[code as keyof typeof reasonableness] ?? code
    return told[reason] ?? reason
  }
}

/** Names of lines come from the server in Chinese; what stands for "none of them" is said in the reader's language. */
export function useLineName(): (line: Pick<Line, 'scope' | 'id' | 'name'>) => string {
  const words = useFigureWords()
  const { language } = useLanguage()
  return ({ scope, id, name }) => {
    if (language === 'zh' || (id !== 'none' && id !== 'all')) return name
    if (id === 'all') return words.scopes.county
    return scope === 'field' ? words.noField : scope === 'handler' ? words.noHandler : words.none
  }
}
