import type { OfferedAct } from '../../api.ts'
import type { ActBody } from '../../schema.ts'
import type { AppealDetail } from '../../views.ts'
import { withoutNumbers } from '../without-numbers.ts'

/** What of the words of appeals a choice offers. */
export type ChoiceOf =
  | 'tracks'
  | 'natures'
  | 'urgencies'
  | 'responsibilities'
  | 'reasonableness'
  | 'satisfaction'
  | 'claims'
  | 'ways'
  | 'orders'
  | 'kinds'

type Is =
  | { is: 'prose' | 'line' | 'day' | 'moment' | 'number' | 'file' | 'yesNo' | 'tick' }
  | { is: 'code'; key: string }
  | { is: 'choice'; of: ChoiceOf }
  /** Who handles it, with suggestions and why; who helps. */
  | { is: 'handler' | 'assistants' }
  | { is: 'owner' | 'place' | 'main' | 'leader' }

/** What a form adds to the schema of its act: how a field is asked, and what is filled in. Labels stand in the words. */
export type FieldSpec = Is & { start?: (appeal: AppealDetail, today: string) => unknown }

type Typed<A extends OfferedAct> = Exclude<keyof ActBody<A>, 'commandId' | 'version'>
type FormOf<A extends OfferedAct> = Record<Typed<A>, FieldSpec>

const prose: FieldSpec = { is: 'prose' }
const line: FieldSpec = { is: 'line' }
const note = { note: prose }
const reason = { reason: prose }
const withholding: { withholdPictures: FieldSpec } = {
  withholdPictures: { is: 'tick', start: ({ picturesWithheld }) => picturesWithheld },
}
const text = { text: prose }
const decision = { decision: prose }
const today: FieldSpec = { is: 'day', start: (_, day) => day }
const code = (key: string): FieldSpec => ({ is: 'code', key })
const choice = (of: ChoiceOf): FieldSpec => ({ is: 'choice', of })
const satisfaction = { satisfaction: choice('satisfaction') }
const dispatching = { handlerId: { is: 'handler' }, assistantIds: { is: 'assistants' } } as const
const returning = { reasonCode: code('return_reason'), ...reason, properOwnerId: { is: 'owner' } } as const

/** Every act's form, total over what the desk may ask for: an act or field without one does not compile. */
export const forms: { [A in OfferedAct]: FormOf<A> } = {
  pass: { ...withholding, ...note },
  setAside: { reasonCode: code('set_aside_reason'), ...note },
  restore: reason,
  withholdPictures: note,
  showPictures: reason,
  amend: {
    placeId: { is: 'place', start: ({ place }) => place.id },
    aboutVillage: { is: 'tick', start: ({ aboutVillage }) => aboutVillage },
    placeDetail: { is: 'line', start: ({ placeDetail }) => placeDetail },
    title: { is: 'line', start: ({ title }) => title },
    cause: { is: 'prose', start: ({ cause }) => cause },
    course: { is: 'prose', start: ({ course }) => course },
    happenedOn: { is: 'day', start: ({ happenedOn }) => happenedOn },
    sinceOn: { is: 'day', start: ({ sinceOn }) => sinceOn },
    people: { is: 'number', start: ({ people, joined }) => Math.max(1, people - joined.length) },
  },
  classify: {
    nature: { is: 'choice', of: 'natures', start: ({ nature }) => nature },
    fieldCode: { is: 'code', key: 'field', start: ({ fieldCode }) => fieldCode },
    urgency: { is: 'choice', of: 'urgencies', start: ({ urgency }) => urgency },
    track: { is: 'choice', of: 'tracks', start: ({ track }) => track },
    isComplex: { is: 'tick', start: ({ isComplex }) => isComplex },
    responsibility: { is: 'choice', of: 'responsibilities', start: (appeal) => appeal.responsibility },
    reasonableness: { is: 'choice', of: 'reasonableness', start: (appeal) => appeal.reasonableness },
  },
  answerAtOnce: { ...text, ...satisfaction },
  dispatch: { ...dispatching, ...note },
  recall: reason,
  reassign: { ...dispatching, ...reason, ...note },
  refuse: { reasonCode: code('refused_reason'), destination: line, ...text },
  object: reason,
  join: { mainId: { is: 'main' } },
  separate: { ...withholding, ...reason },
  divert: { kindCode: code('divert_kind'), ...note },
  sign: note,
  requestReturn: returning,
  requestSecondReturn: returning,
  agreeReturn: note,
  refuseReturn: reason,
  forceHandler: { ...dispatching, ...reason, ...note },
  contact: { way: choice('ways'), happenedAt: { is: 'moment' }, ...note },
  reportProgress: { ...text, happenedOn: today },
  addEvidence: { uploadId: { is: 'file' }, kind: choice('kinds'), takenOn: today, ...note },
  recordMediation: { ...text, happenedOn: today, agreed: { is: 'yesNo' } },
  reportAssistance: { ...text, happenedOn: today },
  askResident: text,
  replyResident: text,
  resumeHandling: note,
  requestExtension: { newDueOn: { is: 'day' }, ...reason },
  approveExtension: note,
  refuseExtension: reason,
  requestSuspension: {
    ...{ until: { is: 'day' }, reasonCode: code('suspension_reason') },
    ...{ ...reason, leaderId: { is: 'leader' } },
  },
  approveSuspension: note,
  refuseSuspension: reason,
  returnFromSuspension: note,
  requestExclusion: { reasonCode: code('exclusion_reason'), ...reason },
  approveExclusion: note,
  refuseExclusion: reason,
  urge: { kind: choice('orders'), ...reason },
  assignLeader: { leaderId: { is: 'leader' }, ...note },
  answer: { claim: choice('claims'), ...text },
  passAnswer: note,
  returnAnswer: reason,
  recordCall: note,
  closeSolved: { ...satisfaction, ...note },
  closeUnsolved: { reasonableness: choice('reasonableness'), ...reason, ...satisfaction, ...note },
  closeUnreached: note,
  redo: { ...reason, ...satisfaction },
  callMeeting: { ...reason, ...satisfaction },
  keepClosed: reason,
  meetingRedo: { ...decision, ...dispatching, ...note },
  meetingClose: { ...decision, solved: { is: 'yesNo' } },
  reply: text,
  applyReview: reason,
  decideReview: { ...decision, upheld: { is: 'yesNo' } },
  applyFinalReview: reason,
  decideFinalReview: { ...decision, upheld: { is: 'yesNo' } },
  makeProblem: { problemNumber: line },
  pledge: { year: { is: 'number', start: (_, day) => Number(day.slice(0, 4)) } },
}

export type Values = Record<string, unknown>

export const startOf = (act: OfferedAct, appeal: AppealDetail, today: string): Values =>
  Object.fromEntries(
    Object.entries(forms[act] as Record<string, FieldSpec>).flatMap(([name, { start }]) => {
      const value = start?.(appeal, today)
      return value === undefined || value === null ? [] : [[name, value]]
    }),
  )

/** As it may lie in this tab's storage. */
export function keptOf(act: OfferedAct, values: Values): Values {
  const specs = forms[act] as Record<string, FieldSpec>
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      specs[name]?.is === 'prose' && typeof value === 'string' ? withoutNumbers(value) : value,
    ]),
  )
}

/** What was typed, as the API wants it: blank texts are left out, what a person says of a moment becomes an instant. */
export function bodyOf(act: OfferedAct, values: Values): Values {
  const specs = forms[act] as Record<string, FieldSpec>
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
      if (value === undefined || value === null) return []
      if (typeof value !== 'string') return [[name, value]]
      const said = value.trim()
      if (said === '') return []
      return [[name, specs[name]?.is === 'moment' ? instantOf(said) : said]]
    }),
  )
}

/** `2026-07-01T09:30` as it was in China. */
const instantOf = (said: string): string => new Date(`${said}:00+08:00`).toISOString()
