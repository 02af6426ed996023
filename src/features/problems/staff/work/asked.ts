import { type ProblemAct, problemLifecycle } from '../../lifecycle.ts'
import type { WorkLine } from '../../views.ts'

/** Requests that wait for a yes or no. The work list names the yes; what is asked is to decide. */
export const decisions = {
  approveExtension: 'extension',
  approveSuspension: 'suspension',
  confirmCorrection: 'correction',
  approveReassignment: 'reassignment',
} as const satisfies Partial<Record<ProblemAct, string>>

export type Decision = (typeof decisions)[keyof typeof decisions]

export type Asked = {
  decide: Decision[]
  /** The one act that is asked for: its panel can be opened at once. */
  act: ProblemAct | undefined
  /** Several acts are possible: the step as a whole is asked for, and the page shows the choice. */
  step: boolean
}

const isDecision = (act: string): act is keyof typeof decisions => act in decisions

/** What a line of work asks of its reader. */
export function askedOf(line: Pick<WorkLine, 'asks' | 'state'>): Asked {
  const decide = [...new Set(line.asks.filter(isDecision).map((act) => decisions[act]))]
  const moving = line.asks.filter((act) => !isDecision(act)) as ProblemAct[]
  // A plan is returned or sent back by the same hand that passes it: never open one of the two unasked. Claiming is
  // not such a choice: disputing is the exception, and stands on the page.
  const one = moving.length === 1 ? moving[0] : moving.find((act) => act === 'claim')
  const act = decide.length === 0 ? one : undefined
  return { decide, act, step: moving.length > 0 && act === undefined }
}

export const clockOf = (line: Pick<WorkLine, 'state'>) => problemLifecycle.states[line.state].clock
