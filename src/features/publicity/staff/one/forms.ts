import type { OfferedAct } from '../../api.ts'

export type FieldName =
  | 'reason'
  | 'opinion'
  | 'note'
  | 'withholdNote'
  | 'reasonClass'
  | 'reviewOn'
  | 'channel'
  | 'place'
  | 'happenedOn'
  | 'link'
  | 'proof'

export type FieldSpec = {
  field: FieldName
  is: 'prose' | 'line' | 'day' | 'link' | 'file' | 'channel' | 'withhold_reason'
  optional?: true
}

const reason: FieldSpec[] = [{ field: 'reason', is: 'prose' }]
const opinion: FieldSpec[] = [{ field: 'opinion', is: 'prose' }]
const note: FieldSpec[] = [{ field: 'note', is: 'prose', optional: true }]
const withholding: FieldSpec[] = [
  { field: 'reasonClass', is: 'withhold_reason' },
  { field: 'withholdNote', is: 'prose' },
  { field: 'reviewOn', is: 'day' },
]

/** What each act asks for, in the order of its form. Acts with fields of their own stand elsewhere on the page. */
const forms: Partial<Record<OfferedAct, FieldSpec[]>> = {
  revise: reason,
  submit: note,
  drop: reason,
  passMasks: note,
  passSecrecy: opinion,
  approve: opinion,
  sendBack: reason,
  withdraw: reason,
  erasePublished: reason,
  withhold: withholding,
  keepWithheld: withholding,
  approveWithholding: note,
  refuseWithholding: reason,
  discloseAfterAll: reason,
  recordChannel: [
    { field: 'channel', is: 'channel' },
    { field: 'place', is: 'line' },
    { field: 'happenedOn', is: 'day' },
    { field: 'link', is: 'link', optional: true },
    { field: 'proof', is: 'file', optional: true },
    ...note,
  ],
}

export const formOf = (act: OfferedAct): FieldSpec[] => forms[act] ?? []
