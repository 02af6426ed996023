import { hash, randomBytes } from 'node:crypto'
import canonicalize from 'canonicalize'

/** One field set of one row that an entry speaks of, by reference: the content lies in `row_versions`. */
export type Fact = {
  /** `table/id` of the row. */
  ref: string
  fields: readonly string[]
  /** Salted hash of the row version: names its algorithm. */
  hash: string
}

/**
 * What is recorded of one act. Holds ids, codes and hashes only; never personal data or free text, so that
 * content can be erased and the chain still verifies (docs/architecture.md). Rows outlive this code: add fields, never
 * change the meaning of one.
 */
export type Entry = {
  v: 1
  county: number
  kind: string
  case: string
  seq: number
  /** Hash of the entry before, or null for the first. */
  prev: string | null
  act: string
  /** When it happened, as stated; ISO 8601 UTC. */
  at: string
  /** When it was entered; later than `at` for what was entered late (S3-04). */
  entered: string
  /** The person, or null for the clock. */
  actor: string | null
  /** Acting as which party of the lifecycle. */
  as: string | null
  /** In whose place, where the right was another's 代办; left out otherwise. */
  onBehalfOf?: string
  command: string | null
  from: string | null
  to: string | null
  facts: readonly Fact[]
}

export type RowContent = Readonly<Record<string, unknown>>
export type RowVersion = { ref: string; salt: string; content: RowContent }

const canonical = (value: unknown): string => {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('value has no canonical JSON')
  return text
}

const sha256 = (text: string): string => `sha256:${hash('sha256', text)}`

export const hashEntry = (entry: Entry): string => sha256(canonical(entry))

export const hashVersion = (salt: string, content: RowContent): string =>
  sha256(`${salt}\n${canonical(content)}`)

/** Makes the kept version and the fact that points to it. The salt keeps short contents from being guessed. */
export function versionOf(ref: string, content: RowContent): { version: RowVersion; fact: Fact } {
  const plain = JSON.parse(JSON.stringify(content)) as RowContent
  const salt = randomBytes(16).toString('hex')
  return {
    version: { ref, salt, content: plain },
    fact: { ref, fields: Object.keys(plain).sort(), hash: hashVersion(salt, plain) },
  }
}
