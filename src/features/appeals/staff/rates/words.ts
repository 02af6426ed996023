import { type Alike, type Catalogue, useWords } from '#ui/language.tsx'
import { en } from './words.en.ts'
import { zh } from './words.zh.ts'

export type RatesWords = Alike<typeof zh>
const catalogue: Catalogue<RatesWords> = { zh, en }

export const useRatesWords = (): RatesWords => useWords(catalogue)
