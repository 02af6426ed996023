import { useMatches } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useWords } from '#ui/language.tsx'
import { frameWords } from './words.ts'

/** The tab says which page it is: several stand open side by side. */
export function usePageTitle(): void {
  const words = useWords(frameWords)
  const route = useMatches({ select: (matches) => matches.at(-1)?.routeId })
  const titles: Record<string, string> = {
    '/desk/': words.rail.work,
    '/desk/ledger': words.rail.ledger,
    '/desk/problems/$id': words.problem,
    '/desk/publicity': words.rail.publicity,
    '/desk/publicity/new': words.rail.publicity,
    '/desk/publicity/$id': words.rail.publicity,
    '/desk/publicity/$id/sheet': words.rail.publicity,
    '/desk/publicity/$id/picture': words.rail.publicity,
    '/desk/evaluations': words.rail.evaluations,
    '/desk/evaluations/new': words.rail.evaluations,
    '/desk/evaluations/$id': words.rail.evaluations,
    '/desk/evaluations/$id/papers': words.rail.evaluations,
    '/desk/surveys': words.rail.evaluations,
    '/desk/appeals': words.rail.appeals,
    '/desk/appeals/new': words.rail.appeals,
    '/desk/appeals/overview': words.rail.appeals,
    '/desk/appeals/diverted': words.rail.appeals,
    '/desk/appeals/telling': words.rail.appeals,
    '/desk/appeals/reception': words.rail.appeals,
    '/desk/appeals/$id': words.rail.appeals,
    '/desk/overview': words.rail.overview,
    '/desk/organizations': words.rail.organizations,
    '/desk/organizations/$id': words.rail.organizations,
    '/desk/import': words.rail.import,
    '/desk/first-passwords': words.firstPasswords,
    '/desk/people': words.rail.people,
    '/desk/people/$id': words.rail.people,
    '/desk/grants': words.rail.grants,
    '/desk/delegations': words.delegations,
    '/desk/log': words.rail.log,
    '/desk/my-data': words.me.myData,
    '/desk/data-requests': words.me.dataRequests,
    '/desk/notice-ways': words.me.noticeWays,
    '/desk/outlets': words.me.outlets,
    '/desk/me': words.me.account,
    '/desk/sign-in-help': words.rail.help,
  }
  const title = route && titles[route]
  useEffect(() => {
    document.title = title ? `${title} · ${words.product}` : words.product
  }, [title, words])
}
