import { isApiError, type Trouble } from '#ui/api.ts'
import type { Fault } from '../form/faults.ts'

export const troubleIn = (error: unknown): Trouble =>
  isApiError(error) ? error.refusal : { code: 'internal' }

/** Field faults that only the server could find, with the paths of the form; faults of no field have an empty path. */
export function faultsIn(error: unknown): Fault[] {
  const trouble = troubleIn(error)
  // What may be confirmed is asked about beside the button that confirms; it must not keep the form from being sent.
  if (trouble.code === 'boundary' && trouble.action === 'refuse')
    return [{ path: trouble.path, reason: 'boundary', detail: trouble.advice }]
  return trouble.code === 'invalid' ? [...trouble.issues] : []
}
