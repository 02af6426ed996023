import { type Act, changes, childBase, enteredBy, type Situation, wrong, wrongDay } from './act.ts'

/** While it is being fixed: progress, finished measures, evidence. */

/** A measure of the plan that holds now: not of an earlier round, nor of a plan that was returned. */
const planned = ({ parts, row }: Situation, id: string) =>
  parts.measures.find((m) => m.id === id && m.round === row.round && !m.dropped)

export const reportProgress: Act<'reportProgress'> = {
  decide: (body, s) =>
    wrongDay(s, body.happenedOn, 'happenedOn') ??
    changes({
      insert: {
        problem_progress: [
          {
            ...childBase(s),
            ...enteredBy(s),
            text: body.text,
            difficulty: body.difficulty ?? null,
            happened_on: body.happenedOn,
          },
        ],
      },
    }),
}

export const completeMeasure: Act<'completeMeasure'> = {
  reads: ['measures'],
  decide: (body, s) => {
    const measure = planned(s, body.measureId)
    if (!measure) return wrong('measureId', 'unknown_reference')
    if (measure.done_on) return wrong('measureId', 'already_done', measure.done_on)
    return (
      wrongDay(s, body.doneOn, 'doneOn') ??
      changes({
        update: [
          { table: 'problem_measures', id: measure.id, set: { done_on: body.doneOn, result: body.result } },
        ],
      })
    )
  },
}

/** The upload is looked up by the store, which knows whose it is; here only what is said about it. */
export const addEvidence: Act<'addEvidence'> = {
  reads: ['measures'],
  decide: (body, s) => {
    if (body.measureId && !planned(s, body.measureId)) return wrong('measureId', 'unknown_reference')
    if (body.takenOn > s.today) return wrong('takenOn', 'in_future', s.today)
    return changes({
      insert: {
        problem_evidence: [
          {
            ...childBase(s),
            ...enteredBy(s),
            measure_id: body.measureId ?? null,
            kind: body.kind,
            upload_id: body.uploadId,
            note: body.note ?? null,
            place: body.place ?? null,
            taken_on: body.takenOn,
          },
        ],
      },
    })
  },
}
