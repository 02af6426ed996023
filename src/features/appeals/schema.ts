import { z } from 'zod'
import { code, command, isoDate, line, prose, uuid } from '#platform/fields.ts'
import { PhoneText } from '#platform/phone.ts'
import type { AppealAct } from './lifecycle.ts'

/** As many pictures as a chat message has. */
export const MOST_PICTURES = 9

/** The contract of every act on an appeal: API body, form rules, import columns and messages come from here. */

/** How it came in (S3-33, domain.md 3.3). `web` and `system` come in by machine. */
export const Channel = z.enum([
  'phone',
  'wechat',
  'counter',
  'reception',
  'grid',
  'forwarded',
  'inspection',
  'web',
  'system',
])
/** What the resident chose: 可告知承办人, 只限登记人, 匿名. */
export const Openness = z.enum(['handler', 'registrar', 'anonymous'])
/** 信访 matters run on the law's limits, everything else on the county's. */
export const Track = z.enum(['ordinary', 'petition'])
/** 咨询, 求助, 投诉, 举报, 建议, 表扬 */
export const Nature = z.enum(['inquiry', 'help', 'complaint', 'report', 'advice', 'praise'])
export const Urgency = z.enum(['ordinary', 'urgent', 'very_urgent'])
/** 村能解决, 镇能解决, 需县部门, 需协同 */
export const Responsibility = z.enum(['village', 'township', 'department', 'joint'])
/** 合理, 部分合理, 无政策依据, 无法核实: about the matter, decided by people, never about the person */
export const Reasonableness = z.enum(['reasonable', 'partly', 'no_basis', 'unverifiable'])
/** 满意, 基本满意, 一般, 不满意 */
export const Satisfaction = z.enum(['satisfied', 'fairly', 'fair', 'unsatisfied'])
export const Claim = z.enum(['solved', 'partly', 'explained'])
export const ContactWay = z.enum(['phone', 'visit', 'receipt', 'through_registrar', 'none_left'])

/** Who spoke; kept sealed and apart, all of it optional. */
export const Person = z.object({
  name: line(40).optional(),
  phone: PhoneText.optional(),
  address: line(120).optional(),
})
export type Person = z.infer<typeof Person>

/** 登记五要素 (domain.md 3.3) with what decides where it goes. Codes are checked against the county's dictionaries. */
export const Matter = z.object({
  /** The village, or the township where it concerns no village. */
  placeId: uuid,
  placeDetail: line(100).optional(),
  title: line(60),
  /** 起因 */
  cause: prose(2000),
  /** 经过 */
  course: prose(3000).optional(),
  happenedOn: isoDate.optional(),
  /** 历史遗留: since when people have brought it up (S3-10). */
  sinceOn: isoDate.optional(),
  /** Concerns people of that village themselves: never dispatched there, nor seen there. */
  aboutVillage: z.boolean().default(false),
  /** How many people brought it up together. */
  people: z.int().min(1).max(10_000).default(1),
})
export type Matter = z.infer<typeof Matter>

export const Classes = z.object({
  track: Track.default('ordinary'),
  nature: Nature,
  urgency: Urgency.default('ordinary'),
  isComplex: z.boolean().default(false),
  fieldCode: code,
  responsibility: Responsibility.optional(),
  reasonableness: Reasonableness.optional(),
})
export type Classes = z.infer<typeof Classes>

const intake = {
  channel: Channel.exclude(['web', 'system']),
  sourceRef: line(100).optional(),
  receivedOn: isoDate.optional(),
  openness: Openness,
  person: Person.default({}),
  /** The message as it was written; kept sealed with who wrote it. */
  said: prose(6000).optional(),
  externalKey: line(100).optional(),
}

/** Pictures that came with it; kept without their metadata. */
const pictures = { uploadIds: z.array(uuid).max(MOST_PICTURES).optional() }
const reason = { reason: prose(1000) }
const note = { note: prose(1000).optional() }
const begin = { commandId: uuid }
const act = <S extends z.ZodRawShape>(shape: S) => z.object({ ...command, ...shape })

const dispatching = {
  handlerId: uuid,
  assistantIds: z.array(uuid).max(5).default([]),
  ...note,
}
/** What the pictures show would tell whoever handles it who it was. */
const withholding = { withholdPictures: z.boolean().optional() }
const callback = { satisfaction: Satisfaction.optional(), ...note }

export const acts = {
  register: z.object({ ...begin, ...intake, ...pictures, ...Matter.shape, ...Classes.partial().shape }),
  registerJoined: z.object({ ...begin, ...intake, ...pictures, ...Matter.shape, mainId: uuid }),
  /** By machine only: what came in by the web form or another system. */
  receive: z.object({
    ...begin,
    ...intake,
    channel: Channel.extract(['web', 'system']),
    ...Matter.shape,
    receivedAt: z.iso.datetime().optional(),
  }),
  pass: act({ ...note, ...withholding }),
  setAside: act({ reasonCode: code, ...note }),
  restore: act(reason),
  withholdPictures: act(note),
  showPictures: act(reason),
  amend: act(Matter.shape),
  classify: act(Classes.shape),
  answerAtOnce: act({ text: prose(3000), satisfaction: Satisfaction.optional() }),
  dispatch: act(dispatching),
  recall: act(reason),
  reassign: act({ ...dispatching, ...reason }),
  refuse: act({ reasonCode: code, destination: line(100), text: prose(1000) }),
  object: act(reason),
  join: act({ mainId: uuid }),
  separate: act({ ...reason, ...withholding }),
  divert: act({ kindCode: code, ...note }),
  sign: act(note),
  requestReturn: act({ reasonCode: code, ...reason, properOwnerId: uuid }),
  requestSecondReturn: act({ reasonCode: code, ...reason, properOwnerId: uuid }),
  agreeReturn: act(note),
  refuseReturn: act(reason),
  forceHandler: act({ ...dispatching, ...reason }),
  contact: act({ way: ContactWay, happenedAt: z.iso.datetime().optional(), ...note }),
  reportProgress: act({ text: prose(2000), happenedOn: isoDate }),
  addEvidence: act({
    uploadId: uuid,
    kind: z.enum(['document', 'site']),
    takenOn: isoDate,
    note: prose(500).optional(),
  }),
  recordMediation: act({ text: prose(2000), happenedOn: isoDate, agreed: z.boolean() }),
  reportAssistance: act({ text: prose(2000), happenedOn: isoDate }),
  askResident: act({ text: prose(1000) }),
  replyResident: act({ text: prose(2000) }),
  resumeHandling: act(note),
  requestExtension: act({ newDueOn: isoDate, ...reason }),
  approveExtension: act(note),
  refuseExtension: act(reason),
  requestSuspension: act({ until: isoDate, reasonCode: code, ...reason, leaderId: uuid }),
  approveSuspension: act(note),
  refuseSuspension: act(reason),
  returnFromSuspension: act(note),
  requestExclusion: act({ reasonCode: code, ...reason }),
  approveExclusion: act(note),
  refuseExclusion: act(reason),
  urge: act({ kind: z.enum(['urge', 'order', 'listed']), ...reason }),
  assignLeader: act({ leaderId: uuid, ...note }),
  answer: act({ text: prose(3000), claim: Claim }),
  passAnswer: act(note),
  returnAnswer: act(reason),
  recordCall: act(note),
  closeSolved: act(callback),
  closeUnsolved: act({ reasonableness: Reasonableness, ...callback, ...reason }),
  closeUnreached: act(note),
  redo: act({ satisfaction: Satisfaction.optional(), ...reason }),
  callMeeting: act({ satisfaction: Satisfaction.optional(), ...reason }),
  keepClosed: act(reason),
  meetingRedo: act({ ...dispatching, decision: prose(2000) }),
  meetingClose: act({ decision: prose(2000), solved: z.boolean() }),
  sayUnsolved: act({ reason: prose(1000).optional(), satisfaction: Satisfaction.optional() }),
  /** By the system only: somebody who was joined said so, under which number. */
  hearJoined: act({ number: line(20) }),
  confirmSolved: act({ satisfaction: Satisfaction.optional(), text: prose(1000).optional() }),
  rate: act({ satisfaction: Satisfaction, solved: z.boolean(), text: prose(1000).optional() }),
  message: act({ text: prose(1000) }),
  reply: act({ text: prose(1000) }),
  withdraw: act({ reason: prose(500).optional() }),
  archive: act(note),
  applyReview: act(reason),
  decideReview: act({ decision: prose(3000), upheld: z.boolean() }),
  applyFinalReview: act(reason),
  decideFinalReview: act({ decision: prose(3000), upheld: z.boolean() }),
  /** The problem that was entered for it, as people call it. */
  makeProblem: act({
    problemNumber: z
      .string()
      .regex(/^\d{4}-\d{5,6}$/)
      .meta({ examples: ['2026-00012'] }),
  }),
  pledge: act({ year: z.int().min(2000).max(2100) }),
  /** By the system only: in whose place another organisation stands from now on, and in which township. */
  succeed: act({ fromId: uuid, organizationId: uuid, townshipId: uuid.nullable() }),
} as const satisfies Record<AppealAct, z.ZodObject>

export type ActBody<A extends AppealAct> = z.infer<(typeof acts)[A]>
