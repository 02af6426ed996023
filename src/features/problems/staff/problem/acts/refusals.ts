import { refusalOf } from '#ui/trouble.ts'
import type { Fault } from '../form/faults.ts'

/** Field faults that only the server could find, with the paths of the form; faults of no field have an empty path. */
export function faultsIn(error: unknown): Fault[] {
  const trouble = refusalOf(error)
  // What may be confirmed is asked about beside the button that confirms; it must not keep the form from being sent.
  if (trouble.code === 'boundary' && trouble.action === 'refuse')
    return [{ path: trouble.path, reason: 'boundary', detail: trouble.advice }]
  return trouble.code === 'invalid' ? [...trouble.issues] : []
}
