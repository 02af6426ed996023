import type { Alike, Catalogue } from '#ui/language.tsx'
import { en } from './words.en.ts'
import { zh } from './words.zh.ts'

export type PublicationWords = Alike<typeof zh>

/** What people call a publication's states, acts, parties and deadlines. */
export const publicationWords: Catalogue<PublicationWords> = { zh, en }
