import type { ChainClaim } from './checkpoint-file.ts'
import { type Entry, hashEntry, hashVersion, type RowContent } from './entry.ts'
import { parseExactly } from './verify-json.ts'

/** A case as it lies in the database or in a backup; JSON as text, so that nothing was rounded on the way. */
export type StoredChain = { county: number; case: string; kind: string; length: number; head: string }
export type StoredEntry = { county: number; case: string; seq: number; text: string; hash: string }
export type StoredVersion = {
  county: number
  case: string
  seq: number
  ref: string
  salt: string | null
  text: string | null
  erased: boolean
}
export type StoredCase = {
  county: number
  case: string
  chain: StoredChain | undefined
  /** By `seq`. */
  entries: readonly StoredEntry[]
  versions: readonly StoredVersion[]
}

/** What was done to a case, as far as it shows. `seq` counts entries from 1. */
export type CaseFault =
  /** 内容被改: the entry is not what its hash says; `as: 'row'` when the row's own columns contradict it. */
  | { fault: 'entry_changed'; seq: number; as: 'content' | 'row' }
  /** 内容被改: the row version is not what the entry's fact says. */
  | { fault: 'version_changed'; seq: number; ref: string }
  /** 内容被删: emptied or removed without being erased. */
  | { fault: 'version_missing'; seq: number; ref: string }
  /** 内容被添: a row version that no entry speaks of. */
  | { fault: 'version_added'; seq: number; ref: string }
  /** 顺序断裂: entries are missing in between. */
  | { fault: 'gap'; from: number; to: number }
  /** 顺序断裂: the entry does not continue the one before it. */
  | { fault: 'link_broken'; seq: number }
  /** 链头被改: the chain's head or length is not that of its last entry. */
  | { fault: 'head_changed' }
  /** 链头被删: entries without a chain. */
  | { fault: 'head_missing' }
  /** 尾部被截: these entries were there. */
  | { fault: 'tail_cut'; from: number; to: number }
  /** 整案被删: a case of this many entries. */
  | { fault: 'case_removed'; length: number }
  /** 整链重算: consistent in itself, but from somewhere between the two entries on not what the checkpoint saw. */
  | { fault: 'recomputed'; from: number; to: number }
  /** 与检查点不符, and not consistent in itself either. */
  | { fault: 'differs'; seq: number }

export type CheckedCase = { faults: CaseFault[]; erased: number }

/** Recomputes everything a case's chain says of itself, then measures it against what checkpoints claim. */
export function checkCase(stored: StoredCase, claims: readonly ChainClaim[]): CheckedCase {
  const faults: CaseFault[] = []
  const { chain, entries } = stored
  if (entries.length === 0) {
    const length = Math.max(chain?.length ?? 0, ...claims.map((claim) => claim.length))
    return { faults: [{ fault: 'case_removed', length }], erased: 0 }
  }
  const facts = checkEntries(stored, faults)
  const erased = checkVersions(stored, facts, faults)
  checkHead(stored, faults)
  checkClaims(entries, claims, faults)
  return { faults, erased }
}

/** What each sound entry expects of its row versions: `seq` and `ref` → hash; null for an entry that is not sound. */
type ExpectedFacts = Map<number, Map<string, string> | null>

function checkEntries({ county, case: id, chain, entries }: StoredCase, faults: CaseFault[]): ExpectedFacts {
  const expected: ExpectedFacts = new Map()
  let before: StoredEntry | undefined
  for (const stored of entries) {
    const { seq } = stored
    const due = (before?.seq ?? 0) + 1
    if (seq !== due) faults.push({ fault: 'gap', from: due, to: seq - 1 })
    const entry = soundEntry(stored)
    expected.set(seq, entry && new Map(entry.facts.map((fact) => [fact.ref, fact.hash])))
    if (entry === null) faults.push({ fault: 'entry_changed', seq, as: 'content' })
    else {
      const kind = chain?.kind ?? entry.kind
      if (entry.county !== county || entry.case !== id || entry.seq !== seq || entry.kind !== kind)
        faults.push({ fault: 'entry_changed', seq, as: 'row' })
      if (seq === due && entry.prev !== (before?.hash ?? null)) faults.push({ fault: 'link_broken', seq })
    }
    before = stored
  }
  return expected
}

/** The entry if it hashes to what is stored beside it. */
function soundEntry(stored: StoredEntry): Entry | null {
  const entry = parseExactly(stored.text) as Entry | undefined
  if (typeof entry !== 'object' || entry === null || !areFacts(entry.facts)) return null
  return hashOrNothing(() => hashEntry(entry)) === stored.hash ? entry : null
}

const areFacts = (facts: unknown): boolean =>
  Array.isArray(facts) &&
  facts.every((fact) => typeof fact?.ref === 'string' && typeof fact.hash === 'string')

function checkVersions(stored: StoredCase, expected: ExpectedFacts, faults: CaseFault[]): number {
  let erased = 0
  for (const { seq, ref, salt, text, erased: isErased } of stored.versions) {
    const facts = expected.get(seq)
    if (facts === null) continue // The entry was changed and is told of; nothing can be said by its facts.
    const hash = facts?.get(ref)
    facts?.delete(ref)
    if (hash === undefined) faults.push({ fault: 'version_added', seq, ref })
    else if (text !== null && salt !== null) {
      const content = parseExactly(text) as RowContent | undefined
      const same = content !== undefined && hashOrNothing(() => hashVersion(salt, content)) === hash
      if (!same) faults.push({ fault: 'version_changed', seq, ref })
    } else if (isErased && text === null && salt === null) erased++
    else faults.push({ fault: 'version_missing', seq, ref })
  }
  for (const [seq, facts] of expected)
    for (const ref of facts?.keys() ?? []) faults.push({ fault: 'version_missing', seq, ref })
  return erased
}

/** Text that no canonical form exists for (half a surrogate pair) cannot have been recorded. */
function hashOrNothing(hash: () => string): string | undefined {
  try {
    return hash()
  } catch {
    return undefined
  }
}

function checkHead({ chain, entries }: StoredCase, faults: CaseFault[]): void {
  const last = entries.at(-1)!
  if (chain === undefined) faults.push({ fault: 'head_missing' })
  else if (chain.length > last.seq) faults.push({ fault: 'tail_cut', from: last.seq + 1, to: chain.length })
  else if (chain.length < last.seq || chain.head !== last.hash) faults.push({ fault: 'head_changed' })
}

function checkClaims(
  entries: readonly StoredEntry[],
  claims: readonly ChainClaim[],
  faults: CaseFault[],
): void {
  const consistent = faults.length === 0
  const last = entries.at(-1)!.seq
  const longest = Math.max(0, ...claims.map((claim) => claim.length))
  if (longest > last) {
    const told = faults.find((fault) => fault.fault === 'tail_cut')
    if (told) told.to = Math.max(told.to, longest)
    else faults.push({ fault: 'tail_cut', from: last + 1, to: longest })
  }
  let proven = 0
  for (const claim of [...claims].sort((a, b) => a.length - b.length)) {
    const entry = entries[claim.length - 1]?.seq === claim.length ? entries[claim.length - 1] : undefined
    const seen = entry ?? entries.find(({ seq }) => seq === claim.length)
    if (seen === undefined) continue // Cut or a gap: told already.
    if (seen.hash === claim.head) {
      proven = claim.length
      continue
    }
    if (consistent) faults.push({ fault: 'recomputed', from: proven + 1, to: claim.length })
    else faults.push({ fault: 'differs', seq: claim.length })
    return
  }
}
