import type { PublicationAct } from '../lifecycle.ts'
import type { Act } from './act.ts'
import * as checking from './checking.ts'
import { answerComment, passAnswer, returnAnswer, screenComment } from './commenting.ts'
import * as drafting from './drafting.ts'
import * as judging from './judging.ts'
import * as withholding from './withholding.ts'

/** Acts on a publication that exists; `begin` and `revise` make one (begin.ts). */
export type ActOnPublication = Exclude<PublicationAct, 'begin' | 'revise'>

/** Every act of the lifecycle has its decision here: a forgotten one does not compile. */
export const decisions: { [A in ActOnPublication]: Act<A> } = {
  ...drafting,
  ...checking,
  ...judging,
  ...withholding,
  ...{ screenComment, answerComment, passAnswer, returnAnswer },
}

export type { Act, Effect, Picture, Situation } from './act.ts'
