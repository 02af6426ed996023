import type { Alike, Catalogue } from '../language.tsx'
import { en } from './en.ts'
import { zh } from './zh.ts'

export type CommonWords = Alike<typeof zh>
export const commonWords: Catalogue<CommonWords> = { zh, en }
