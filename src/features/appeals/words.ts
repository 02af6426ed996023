import type { Alike, Catalogue } from '#ui/language.tsx'
import { en } from './words.en.ts'
import { zh } from './words.zh.ts'

export type AppealWords = Alike<typeof zh>

/** What people call an appeal's states, acts, parties and deadlines. */
export const appealWords: Catalogue<AppealWords> = { zh, en }
