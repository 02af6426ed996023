import type { Alike, Catalogue } from '#ui/language.tsx'
import { en } from './words.en.ts'
import { zh } from './words.zh.ts'

export type FigureWords = Alike<typeof zh>

/** What the rates and what stands beside them are called, for the command and the screens alike. */
export const figureWords: Catalogue<FigureWords> = { zh, en }
