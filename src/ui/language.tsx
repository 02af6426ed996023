import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { kept } from './kept.ts'

export type Language = 'zh' | 'en'

/**
 * The shape of a catalogue: Chinese is the source, English must have every word and every function of it.
 * Write `export const en: Alike<typeof zh> = {…}`.
 */
export type Alike<T> = T extends string
  ? string
  : T extends (...asked: infer Asked) => string
    ? (...asked: Asked) => string
    : { readonly [K in keyof T]: Alike<T[K]> }

export type Catalogue<W> = Record<Language, W>

type Choice = { language: Language; choose: (language: Language) => void }
const Context = createContext<Choice>({ language: 'zh', choose: () => {} })

/** Chinese unless this browser's user chose English before. */
const stored = kept<Language>('language', 'zh')

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(stored.read)
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  const choice = useMemo(
    () => ({
      language,
      choose: (next: Language) => {
        stored.write(next)
        setLanguage(next)
      },
    }),
    [language],
  )
  return <Context value={choice}>{children}</Context>
}

export const useLanguage = (): Choice => useContext(Context)

/** The catalogue's words in the reader's language. */
export const useWords = <W,>(catalogue: Catalogue<W>): W => catalogue[useLanguage().language]
