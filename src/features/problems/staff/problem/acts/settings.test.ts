import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ProblemAct, problemLifecycle } from '../../../lifecycle.ts'
import { acts } from '../../../schema.ts'
import { faultsOf } from '../form/faults.ts'
import { type Field, fieldsOf } from '../form/fields-of.ts'
import { crossFaults } from './cross-checks.ts'
import { type Setting, settings } from './settings.ts'

/** Of the clock alone: no form of theirs is ever shown. */
const isOfTheClock = (act: ProblemAct): boolean => {
  const rows = Object.values(problemLifecycle.table).flatMap((row) => row[act] ?? [])
  return rows.length > 0 && rows.every(({ by }) => by.every((party) => party === 'timer'))
}
const names = (Object.keys(acts) as ProblemAct[]).filter((act) => !isOfTheClock(act))

/** Ids and codes cannot be typed by hand: each needs somewhere to choose from. */
function unchoosable(fields: Field[], of: Record<string, Setting>): string[] {
  return fields.flatMap((field) => {
    if (field.kind === 'rows') return unchoosable(field.each, of[field.name]?.each ?? {})
    const chosen = ['uuid', 'code', 'ids'].includes(field.kind)
    return chosen && !of[field.name]?.source ? [field.name] : []
  })
}

test('every act has a form that can be filled in', () => {
  for (const act of names) {
    const fields = fieldsOf(acts[act])
    assert.deepEqual(new Set(fields.map((f) => f.name)), new Set(Object.keys(settings[act])), act)
    assert.deepEqual(unchoosable(fields, settings[act]), [], act)
  }
})

test('what is not filled in is told field by field, once, as required', () => {
  assert.deepEqual(faultsOf(acts.requestExtension, { reason: '  ' }), [
    { path: 'newDueOn', reason: 'required' },
    { path: 'reason', reason: 'required' },
  ])
  const faults = faultsOf(acts.submitPlan, { measures: [{ horizon: 'now', text: '' }] })
  assert.deepEqual(
    faults.filter((f) => f.path.startsWith('measures')).map((f) => f.path),
    ['measures.0.kind', 'measures.0.text', 'measures.0.organizationId', 'measures.0.dueOn'],
  )
})

test('too long a text names the limit', () => {
  const [fault] = faultsOf(acts.dispute, { reason: '字'.repeat(1001) })
  assert.deepEqual(fault, { path: 'reason', reason: 'too_big', detail: '1000' })
})

test('answers of an evaluation must add up', () => {
  const known = { problem: null, today: '2026-03-10' }
  const counts = { handedOut: 20, valid: 18, satisfied: 10, fair: 5, unsatisfied: 2, ratedOn: '2026-03-09' }
  assert.deepEqual(crossFaults('attachEvaluation', counts, known), [
    { path: 'valid', reason: 'sum_differs', detail: '17' },
  ])
  assert.deepEqual(crossFaults('attachEvaluation', { ...counts, unsatisfied: 3 }, known), [])
})

test('a plan needs a measure for now and one that lasts', () => {
  const known = { problem: null, today: '2026-03-10' }
  const faults = crossFaults('submitPlan', { plannedOn: '2026-04-01', measures: [{ horizon: 'now' }] }, known)
  assert.deepEqual(faults, [{ path: 'measures', reason: 'no_lasting_measure' }])
})
