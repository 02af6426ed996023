import { appealLifecycle } from '../lifecycle.ts'
import { limitsOf } from '../rules.seed.ts'
import type { ActBody, Matter } from '../schema.ts'
import { type Act, changes, type Effect, type Situation, saidBy, unknownCode, wrong } from './act.ts'
import { unassigned } from './dispatching.ts'

/** Before it is dispatched: screened, put right, classified, joined, refused, diverted, answered at once. */

const registered = ({ row, now }: Situation): Effect['set'] =>
  row.registered_at === null ? { registered_at: now } : {}

/** Not said, it stays as it was. */
const withheld = (withholdPictures: boolean | undefined): Effect['set'] =>
  withholdPictures === undefined ? {} : { pictures_withheld: withholdPictures }

export const pass: Act<'pass'> = {
  decide: ({ note, withholdPictures }, s) =>
    changes({ set: { ...registered(s), ...withheld(withholdPictures) }, words: note ? { note } : {} }),
}

export const withholdPictures: Act<'withholdPictures'> = {
  decide: ({ note }) => changes({ set: withheld(true), words: note ? { note } : {} }),
}

export const showPictures: Act<'showPictures'> = {
  decide: ({ reason }) => changes({ set: withheld(false), words: { reason } }),
}

export const setAside: Act<'setAside'> = {
  decide: ({ reasonCode, note }, s) =>
    unknownCode(s, 'set_aside_reason', reasonCode, 'reasonCode') ??
    changes({ set: { refused_code: reasonCode }, words: note ? { note } : {} }),
}

export const restore: Act<'restore'> = {
  decide: ({ reason }) => changes({ set: { refused_code: null }, words: { reason } }),
}

export const amend: Act<'amend'> = {
  organizations: ({ placeId }) => [placeId],
  decide: (body, s) => {
    const place = s.organizations.get(body.placeId)
    if (place?.status !== 'active') return wrong('placeId', 'unknown_reference')
    if (body.happenedOn && body.happenedOn > s.today) return wrong('happenedOn', 'in_future', s.today)
    if (body.sinceOn && body.sinceOn > s.today) return wrong('sinceOn', 'in_future', s.today)
    return changes({
      set: {
        place_id: place.id,
        // Moved below another township by whoever may act there: the policy asks anew with the next act.
        township_id: place.township_id,
        ...matterColumns(body),
        many_since: s.row.many_since ?? (body.people >= limitsOf(s).people ? s.now : null),
      },
    })
  },
}

/** The matter as columns, but for where it is. */
export const matterColumns = (matter: Omit<Matter, 'placeId'>) => ({
  place_detail: matter.placeDetail ?? null,
  title: matter.title,
  cause: matter.cause,
  course: matter.course ?? null,
  happened_on: matter.happenedOn ?? null,
  since_on: matter.sinceOn ?? null,
  about_village: matter.aboutVillage,
  people: matter.people,
})

/** The class as columns of the appeal and as a row of its own, which says what it was counted by when. */
export const classColumns = (body: Omit<ActBody<'classify'>, 'commandId' | 'version'>) => ({
  track: body.track,
  nature: body.nature,
  urgency: body.urgency,
  is_complex: body.isComplex,
  field_code: body.fieldCode,
  responsibility: body.responsibility ?? null,
  reasonableness: body.reasonableness ?? null,
})

export const classify: Act<'classify'> = {
  decide: (body, s) => {
    const unknown = unknownCode(s, 'field', body.fieldCode, 'fieldCode')
    if (unknown) return unknown
    const columns = classColumns(body)
    return changes({ set: columns, insert: { appeal_classes: [{ ...saidBy(s), ...columns }] } })
  },
}

export const refuse: Act<'refuse'> = {
  decide: ({ reasonCode, destination, text }, s) =>
    unknownCode(s, 'refused_reason', reasonCode, 'reasonCode') ??
    changes({
      set: { refused_code: reasonCode, refused_to: destination, closed_at: s.now },
      insert: { appeal_answers: [told(s, 'refusal', text)] },
    }),
}

/** What is said to the resident by whoever may say it: nobody has to let it pass. */
export const told = (s: Situation, kind: string, text: string) => {
  const { at, ...base } = saidBy(s)
  const passed = { status: 'passed', passed_by: s.personId, passed_at: at }
  return { ...base, round: s.row.round, kind, text, claim: null, entered_at: at, ...passed }
}

/** Not content with the refusal: looked at once more. */
export const object: Act<'object'> = {
  decide: ({ reason }) =>
    changes({ set: { refused_code: null, refused_to: null, closed_at: null }, words: { reason } }),
}

export const join: Act<'join'> = {
  main: ({ mainId }) => mainId,
  decide: ({ mainId }, s) => joinFault(s, mainId) ?? changes({ set: { main_id: mainId } }),
}

/** Joined is what lies at the same place, into one that runs and is itself no part of another. */
export function joinFault({ row, main }: Pick<Situation, 'row' | 'main'>, mainId: string) {
  if (!main || mainId === row.id) return wrong('mainId', 'unknown_reference')
  return cannotTake(main, row.township_id)
}

export function cannotTake(main: Situation['main'], townshipId: string | null) {
  if (!main || main.township_id !== townshipId) return wrong('mainId', 'unknown_reference')
  const running = !appealLifecycle.states[main.state].ends && main.state !== 'refused'
  return running ? undefined : wrong('mainId', 'not_running')
}

/** Whoever had it before it was joined has it no more: where it goes is decided anew. */
export const separate: Act<'separate'> = {
  reads: ['assignments', 'requests'],
  decide: ({ reason, withholdPictures }, s) => {
    const { set, ...rest } = unassigned(s, 'reassigned')
    // What was said was said of the matter that it was joined to.
    const unsaid = { main_id: null, solved: null, satisfaction: null, rated_at: null }
    return changes({
      ...rest,
      set: { ...set, ...unsaid, ...registered(s), ...withheld(withholdPictures) },
      words: { reason },
    })
  },
}

/** Of what accuses a named official the ordinary ledger keeps a number (domain.md 2.7). */
export const divert: Act<'divert'> = {
  decide: ({ kindCode }, s) =>
    unknownCode(s, 'divert_kind', kindCode, 'kindCode') ??
    changes({
      set: {
        ...{ title: '', cause: '', course: null, place_detail: null, source_ref: null, happened_on: null },
        ...{ since_on: null, main_id: null, handler_id: null, assistant_ids: [], leader_id: null, people: 1 },
      },
      divert: { kindCode },
    }),
}

export const answerAtOnce: Act<'answerAtOnce'> = {
  decide: ({ text, satisfaction }, s) => {
    const { at, ...base } = saidBy(s)
    const callback = { ...base, round: s.row.round, way: 'at_once', outcome: 'solved', text: null, at }
    return changes({
      set: {
        ...{ answered_at: s.now, contacted_at: s.now, closed_at: s.now, solved: true },
        ...(satisfaction && { satisfaction, rated_at: s.now }),
      },
      insert: {
        appeal_answers: [told({ ...s }, 'at_once', text)],
        appeal_callbacks: [{ ...callback, id: s.newId(), satisfaction: satisfaction ?? null }],
      },
    })
  },
}
