import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useState } from 'react'
import { kept } from './kept.ts'
import type { Scheme } from './tokens.ts'

type Choice = { scheme: Scheme; choose: (scheme: Scheme) => void }
const Context = createContext<Choice>({ scheme: 'light', choose: () => {} })

/** Light or dark as chosen here before, else as the computer is set. */
const stored = kept<Scheme | null>('scheme', null, (v) => v === 'light' || v === 'dark')
const initial = (): Scheme =>
  stored.read() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

export function SchemeProvider({ children }: { children: ReactNode }) {
  const [scheme, setScheme] = useState(initial)
  useLayoutEffect(() => {
    document.documentElement.dataset.scheme = scheme
  }, [scheme])
  const choice = useMemo(
    () => ({
      scheme,
      choose: (next: Scheme) => {
        stored.write(next)
        setScheme(next)
      },
    }),
    [scheme],
  )
  return <Context value={choice}>{children}</Context>
}

export const useScheme = (): Choice => useContext(Context)
