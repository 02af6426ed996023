import { useFormat } from '#ui/format.ts'
import { usePageWords } from '../kit.tsx'
import type { Fault } from './faults.ts'

const DAY = /^\d{4}-\d{2}-\d{2}/

/** A fault in the reader's words: what is wrong and what to do. Days in it are written as days. */
export function useFaultWord(): (fault: Fault, kind?: string) => string {
  const t: Record<string, string | ((detail: string) => string)> = usePageWords().faults
  const format = useFormat()
  return ({ reason, detail = '' }, kind) => {
    const word = t[`${reason}_${kind}`] ?? t[reason] ?? t.other ?? ''
    const shown = DAY.test(detail) ? format.date(detail) : detail
    return typeof word === 'function' ? word(shown) : word
  }
}
