import type { Trouble } from '#ui/api.ts'
import type { SurveyWords } from './words.ts'

type Faults = ReadonlyMap<string, string>

/** What the contract found wrong, in words, by the field it stands in: `title`, `questions.3.unit`. */
export function faultsOf(trouble: Trouble | undefined, faults: SurveyWords['faults']): Faults {
  const found = new Map<string, string>()
  if (trouble?.code !== 'invalid') return found
  for (const { path, reason, detail } of trouble.issues) {
    // One of the lines of its choices: they are typed in one field.
    const field = path.replace(/^(questions\.\d+\.options)\..*$/, '$1')
    if (!found.has(field)) found.set(field, wordsFor(field, reason, detail, faults))
  }
  return found
}

function wordsFor(
  field: string,
  reason: string,
  detail: string | undefined,
  faults: SurveyWords['faults'],
): string {
  const name = field.split('.').at(-1)
  if (reason === 'not_above_min') return faults.notAboveMin
  if (reason === 'too_small' && name === 'options') return faults.options
  if (reason === 'too_small' && detail === '1') return faults.required
  if (reason === 'too_small') return faults.least(detail ?? '')
  if (reason === 'too_big' && isNumber(name)) return faults.most(detail ?? '')
  if (reason === 'too_big') return faults.tooLong(detail ?? '')
  return faults.other
}

const isNumber = (name: string | undefined): boolean => name === 'points' || name === 'min' || name === 'max'
