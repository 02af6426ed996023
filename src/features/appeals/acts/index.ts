import type { AppealAct } from '../lifecycle.ts'
import type { Act } from './act.ts'
import * as answering from './answering.ts'
import {
  agreeReturn,
  dispatch,
  forceHandler,
  meetingRedo,
  reassign,
  recall,
  refuseReturn,
  requestReturn,
  requestSecondReturn,
  sign,
} from './dispatching.ts'
import * as handling from './handling.ts'
import * as requests from './requests.ts'
import {
  amend,
  answerAtOnce,
  classify,
  divert,
  join,
  object,
  pass,
  refuse,
  restore,
  separate,
  setAside,
  showPictures,
  withholdPictures,
} from './sorting.ts'

/** Acts on an appeal that exists; `register`, `registerJoined` and `receive` begin one (register.ts). */
export type ActOnAppeal = Exclude<AppealAct, 'register' | 'registerJoined' | 'receive'>

/** Every act of the lifecycle has its decision here: a forgotten one does not compile. */
export const decisions: { [A in ActOnAppeal]: Act<A> } = {
  ...{ pass, setAside, restore, amend, classify, refuse, object, join, separate, divert, answerAtOnce },
  ...{ withholdPictures, showPictures },
  ...{ dispatch, reassign, recall, sign, requestReturn, requestSecondReturn, agreeReturn, refuseReturn },
  ...{ forceHandler, meetingRedo },
  ...handling,
  ...requests,
  ...answering,
}

export type { Act, Effect, MainAppeal, Organization, Situation } from './act.ts'
