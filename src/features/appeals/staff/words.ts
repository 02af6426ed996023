import { type Alike, type Catalogue, useWords } from '#ui/language.tsx'
import { type AppealWords, appealWords } from '../words.ts'
import { en } from './words.en.ts'
import { zh } from './words.zh.ts'

export type StaffWords = Alike<typeof zh>
const catalogue: Catalogue<StaffWords> = { zh, en }

/** The words of these screens; `useAppealWords` has those that everybody shares: states, acts, parties, clocks. */
export const useStaffWords = (): StaffWords => useWords(catalogue)
export const useAppealWords = (): AppealWords => useWords(appealWords)
