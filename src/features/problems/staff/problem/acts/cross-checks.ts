import type { ProblemAct } from '../../../lifecycle.ts'
import type { Fault, Values } from '../form/faults.ts'
import type { Known } from './settings.ts'

/**
 * What the schema cannot know, told while typing: dates against the problem's own, sums, both kinds of measure. The
 * server judges the same by the same reasons; a check forgotten here costs a round trip and nothing else.
 */
type Check = (values: Values, known: Known) => (Fault | undefined)[]

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

function happened(path: string): Check {
  return (values, { problem, today }) => {
    const day = text(values[path])
    if (day && day > today) return [{ path, reason: 'in_future', detail: today }]
    if (day && problem && day < problem.feedbackOn)
      return [{ path, reason: 'before_feedback', detail: problem.feedbackOn }]
    return []
  }
}

function comes(path: string, after: (known: Known) => string = (known) => known.today): Check {
  return (values, known) => {
    const day = text(values[path])
    return day && day <= after(known) ? [{ path, reason: 'not_in_future', detail: after(known) }] : []
  }
}

const checked = happened('checkedOn')

const plan: Check = (values, known) => {
  const rows = (values.measures as Values[] | undefined) ?? []
  const planned = text(values.plannedOn)
  const dates = rows.map((row, i): Fault | undefined => {
    const day = text(row.dueOn)
    const path = `measures.${i}.dueOn`
    if (day && day < known.today) return { path, reason: 'not_in_future', detail: known.today }
    return day && planned && day > planned ? { path, reason: 'after_planned', detail: planned } : undefined
  })
  const horizons = (['now', 'lasting'] as const).map((horizon): Fault | undefined =>
    rows.length > 0 && !rows.some((row) => row.horizon === horizon)
      ? { path: 'measures', reason: `no_${horizon}_measure` }
      : undefined,
  )
  return [...comes('plannedOn')(values, known), ...dates, ...horizons]
}

const evaluation: Check = (values, known) => {
  const [handedOut, valid, satisfied, fair, unsatisfied] = [
    'handedOut',
    'valid',
    'satisfied',
    'fair',
    'unsatisfied',
  ].map((name) => number(values[name]))
  const faults: (Fault | undefined)[] = [...happened('ratedOn')(values, known)]
  if (valid === 0) faults.push({ path: 'valid', reason: 'nobody_answered' })
  if (valid !== undefined && handedOut !== undefined && valid > handedOut)
    faults.push({ path: 'handedOut', reason: 'less_than_valid' })
  if (valid !== undefined && satisfied !== undefined && fair !== undefined && unsatisfied !== undefined)
    if (satisfied + fair + unsatisfied !== valid)
      faults.push({ path: 'valid', reason: 'sum_differs', detail: String(satisfied + fair + unsatisfied) })
  return faults
}

const checks: Partial<Record<ProblemAct, Check>> = {
  submitPlan: plan,
  reportProgress: happened('happenedOn'),
  completeMeasure: happened('doneOn'),
  addEvidence: (values, { today }) =>
    (text(values.takenOn) ?? '') > today ? [{ path: 'takenOn', reason: 'in_future', detail: today }] : [],
  requestExtension: comes('newDueOn', ({ problem, today }) =>
    problem?.plannedOn && problem.plannedOn > today ? problem.plannedOn : today,
  ),
  requestSuspension: comes('until'),
  attachEvaluation: evaluation,
  recordSiteCheck: checked,
  recordReview: checked,
  recordSpotCheck: checked,
  recordRelapse: checked,
}

export const crossFaults = (act: ProblemAct, values: Values, known: Known): Fault[] =>
  (checks[act]?.(values, known) ?? []).filter((fault) => fault !== undefined)
