import { type Format, formatIn } from './format-in.ts'
import { useLanguage } from './language.tsx'

export { dayOf, daysBetween, type Format, SOON_DAYS } from './format-in.ts'

const formats = { zh: formatIn('zh'), en: formatIn('en') }

/** Dates, numbers and deadlines as the reader's language writes them. */
export const useFormat = (): Format => formats[useLanguage().language]
