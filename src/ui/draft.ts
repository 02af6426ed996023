/**
 * What was typed and not yet sent, kept in this browser tab per case and act, so that an ended session, a reload or a
 * stale page loses nothing. Session storage and not longer, and gone with whoever signs out: these are office machines
 * that several people use.
 */
const PREFIX = 'bihuan.draft.'
const OWNER = 'bihuan.drafts-of'

const keyOf = (caseId: string, act: string) => `${PREFIX}${caseId}.${act}`

export function keptDraft<T>(caseId: string, act: string): T | null {
  return quietly(() => {
    const text = sessionStorage.getItem(keyOf(caseId, act))
    return text ? (JSON.parse(text) as T) : null
  })
}

export const keepDraft = (caseId: string, act: string, typed: unknown): void =>
  void quietly(() => sessionStorage.setItem(keyOf(caseId, act), JSON.stringify(typed)))

export const dropDraft = (caseId: string, act: string): void =>
  void quietly(() => sessionStorage.removeItem(keyOf(caseId, act)))

export const dropDrafts = (): void =>
  void quietly(() => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
  })

/** Whoever works in this tab from now on finds nothing that somebody else has typed in it. */
export const claimDrafts = (personId: string): void =>
  void quietly(() => {
    if (sessionStorage.getItem(OWNER) === personId) return
    if (sessionStorage.getItem(OWNER) !== null) dropDrafts()
    sessionStorage.setItem(OWNER, personId)
  })

/** Storage that is full or switched off: typing goes on, only the safety net is missing. */
function quietly<T>(does: () => T): T | null {
  try {
    return does()
  } catch {
    return null
  }
}
