import type { KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sha256OfFile } from './checkpoint.ts'
import {
  type ChainClaim,
  type CheckedCheckpoint,
  type CheckpointFault,
  checkCheckpoint,
  claimsOf,
} from './checkpoint-file.ts'
import { type CaseFault, checkCase, type StoredCase } from './verify-case.ts'
import { Ahead, type CaseKey, compareKeys, leastKey } from './verify-merge.ts'

/** A fault and where it is. */
export type Finding =
  | ({ county: number; case: string; kind: string | undefined } & CaseFault)
  | ({ file: string } & CheckpointFault)
  /** The checkpoint before this one lies beside it and is not the file that this one names. */
  | { file: string; fault: 'previous_changed'; previous: string }

export type CountyTotals = {
  county: number
  cases: number
  entries: number
  versions: number
  /** Row versions whose content was erased as the law demands: no fault. */
  erased: number
  /** Cases that a checkpoint speaks of. */
  claimed: number
}

/**
 * Checks the checkpoints first; only those that are sound are worth comparing with.
 * @param trusted public keys that may have signed; empty: any
 */
export async function checkCheckpoints(
  files: readonly string[],
  trusted: readonly KeyObject[],
  report: (finding: Finding) => void,
): Promise<CheckedCheckpoint[]> {
  const sound: CheckedCheckpoint[] = []
  for (const file of files) {
    const checked = await checkCheckpoint(file, trusted)
    if ('fault' in checked) {
      report({ file, ...checked.fault })
      continue
    }
    sound.push(checked.checkpoint)
    const { previous } = checked.checkpoint.header
    const beside = previous && join(dirname(file), basename(previous.file))
    if (beside && existsSync(beside) && (await sha256OfFile(beside)) !== previous.sha256)
      report({ file, fault: 'previous_changed', previous: beside })
  }
  return sound
}

/**
 * Verifies a stream of cases, sorted by county and case, against itself and against checkpoints. Where the cases
 * come from (database, backup) is the caller's matter. Memory: one case and a bunch of each stream.
 */
export async function verifyCases(
  cases: AsyncIterable<StoredCase>,
  checkpoints: readonly CheckedCheckpoint[],
  report: (finding: Finding) => void,
): Promise<CountyTotals[]> {
  const totals = new Map<number, CountyTotals>()
  const claims = checkpoints.map((checkpoint) => new Ahead(keyedClaims(checkpoint)))
  const totalsOf = (county: number): CountyTotals => {
    const known = totals.get(county)
    if (known) return known
    const made = { county, cases: 0, entries: 0, versions: 0, erased: 0, claimed: 0 }
    totals.set(county, made)
    return made
  }

  /** Claims before `key` that no case answered to. */
  const reportRemoved = async (key: CaseKey | undefined) => {
    for (let next = await leastKey(claims); next; next = await leastKey(claims)) {
      if (key && compareKeys(next, key) >= 0) return
      const removed = await takeClaims(claims, next)
      const longest = removed.reduce((a, b) => (b.length > a.length ? b : a))
      totalsOf(next.county).claimed++
      report({ ...next, kind: longest.kind, fault: 'case_removed', length: longest.length })
    }
  }

  for await (const stored of cases) {
    await reportRemoved(stored)
    const claimed = claims.length > 0 ? await takeClaims(claims, stored) : []
    const { faults, erased } = checkCase(stored, claimed)
    const total = totalsOf(stored.county)
    total.cases++
    total.entries += stored.entries.length
    total.versions += stored.versions.length
    total.erased += erased
    if (claimed.length > 0) total.claimed++
    const kind = stored.chain?.kind ?? claimed[0]?.kind
    for (const fault of faults) report({ county: stored.county, case: stored.case, kind, ...fault })
  }
  await reportRemoved(undefined)
  return [...totals.values()].sort((a, b) => a.county - b.county)
}

type KeyedClaim = ChainClaim & { county: number }

async function* keyedClaims({ file, header }: CheckedCheckpoint): AsyncIterable<KeyedClaim[]> {
  for await (const bunch of claimsOf(file))
    yield bunch.map((claim) => ({ ...claim, county: header.county.id }))
}

async function takeClaims(streams: readonly Ahead<KeyedClaim>[], key: CaseKey): Promise<KeyedClaim[]> {
  const taken: KeyedClaim[] = []
  for (const stream of streams) taken.push(...(await stream.take(key)))
  return taken
}
