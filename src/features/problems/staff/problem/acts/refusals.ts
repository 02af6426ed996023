import { isApiError, type Trouble } from '#ui/api.ts'
import type { Fault } from '../form/faults.ts'

export const troubleIn = (error: unknown): Trouble =>
  isApiError(error) ? error.refusal : { code: 'internal' }

/** Field faults that only the server could find, with the paths of the form; faults of no field have an empty path. */
export function faultsIn(error: unknown): Fault[] {
  const trouble = troubleIn(error)
  if (trouble.code === 'boundary') return [{ path: trouble.path, reason: 'boundary', detail: trouble.advice }]
  return trouble.code === 'invalid' ? [...trouble.issues] : []
}
