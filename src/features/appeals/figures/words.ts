import type { Alike, Catalogue } from '#ui/language.tsx'
import { en } from './words.en.ts'
import { zh } from './words.zh.ts'

export type AppealFigureWords = Alike<typeof zh>
export const appealFigureWords: Catalogue<AppealFigureWords> = { zh, en }
