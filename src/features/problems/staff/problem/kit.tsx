import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { type Alike, type Catalogue, useWords } from '#ui/language.tsx'
import { type ProblemWords, problemWords } from '../../words.ts'
import { en } from './words.en.ts'
import { zh } from './words.zh.ts'

export type PageWords = Alike<typeof zh>
const pageWords: Catalogue<PageWords> = { zh, en }

/** The words of this page; `useProblemWords` has those that every screen shares: states, acts, parties, clocks. */
export const usePageWords = (): PageWords => useWords(pageWords)
export const useProblemWords = (): ProblemWords => useWords(problemWords)

const MINUTE_MS = 60_000

/** The time, renewed every minute: a page that stays open over a deadline says so. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const tick = setInterval(() => setNow(new Date()), MINUTE_MS)
    return () => clearInterval(tick)
  }, [])
  return now
}

export const ProblemLink = ({ id, children }: { id: string; children: ReactNode }) => (
  <Link to="/problems/$id" params={{ id }}>
    {children}
  </Link>
)

/** 1.2 MB, in steps of 1024, as file managers count. */
export function bytes(size: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  const step = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(size) / 10))
  const amount = size / 1024 ** step
  return `${amount.toFixed(step > 0 && amount < 10 ? 1 : 0)} ${units[step]}`
}
