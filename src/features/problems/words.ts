import type { Alike, Catalogue } from '#ui/language.tsx'
import { en } from './words.en.ts'
import { zh } from './words.zh.ts'

export type ProblemWords = Alike<typeof zh>

/** What people call a problem's states, acts, parties and deadlines: `useWords(problemWords)`. */
export const problemWords: Catalogue<ProblemWords> = { zh, en }
