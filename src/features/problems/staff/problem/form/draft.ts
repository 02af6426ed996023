import type { Values } from './faults.ts'

/**
 * What was typed and not yet submitted, kept in this browser tab per problem and act, so that an ended session or a
 * stale page loses nothing. Session storage and not longer: these are office machines that several people use.
 */
const keyOf = (problemId: string, act: string) => `bihuan.draft.${problemId}.${act}`

export function keptDraft(problemId: string, act: string): Values | null {
  try {
    const text = sessionStorage.getItem(keyOf(problemId, act))
    return text ? (JSON.parse(text) as Values) : null
  } catch {
    return null
  }
}

export function keepDraft(problemId: string, act: string, values: Values): void {
  try {
    sessionStorage.setItem(keyOf(problemId, act), JSON.stringify(values))
  } catch {
    // Storage full or switched off: typing goes on, only the safety net is missing.
  }
}

export function dropDraft(problemId: string, act: string): void {
  try {
    sessionStorage.removeItem(keyOf(problemId, act))
  } catch {
    // Nothing was kept then.
  }
}
