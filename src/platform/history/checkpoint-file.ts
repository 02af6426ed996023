import { createHash, type KeyObject, sign, verify } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { z } from 'zod'
import { publicKeyFrom } from './keys.ts'

/**
 * A checkpoint is JSON lines: header, one line a chain in the order of case ids, counts, seal. The seal signs the
 * SHA-256 of all bytes before it. Every algorithm is named, so that others can follow (SM2, SM3).
 */
export const CheckpointHeader = z.object({
  format: z.literal('bihuan-checkpoint'),
  version: z.literal(1),
  county: z.object({ id: z.int().positive(), code: z.string(), name: z.string() }),
  /** Time of the snapshot, ISO 8601 UTC. */
  at: z.iso.datetime(),
  /** The checkpoint before this one and the SHA-256 of its file: checkpoints are a chain too. */
  previous: z.object({ file: z.string(), sha256: z.string() }).nullable(),
  algorithms: z.object({
    entry: z.literal('SHA-256 of RFC 8785 JSON'),
    body: z.literal('SHA-256'),
    signature: z.literal('Ed25519'),
  }),
  /** SPKI, base64. */
  publicKey: z.string(),
})
export type CheckpointHeader = z.infer<typeof CheckpointHeader>

/** One chain as it was: a claim that later states are measured against. */
export type ChainClaim = { case: string; kind: string; length: number; head: string }

const ChainLine = z.tuple([z.string(), z.string(), z.int().positive(), z.string()])
const CountsLine = z.object({ cases: z.int().nonnegative(), entries: z.int().nonnegative() })
const SealLine = z.object({ sha256: z.string(), signature: z.string() })

export type CheckpointCounts = z.infer<typeof CountsLine>

export const chainLine = (chain: ChainClaim): string =>
  `${JSON.stringify([chain.case, chain.kind, chain.length, chain.head])}\n`

/** The last line: signs the digest of the body under a prefix, so that no other use of the key can stand in for it. */
export function sealLine(bodySha256: string, privateKey: KeyObject): string {
  const signature = sign(null, sealed(bodySha256), privateKey).toString('base64')
  return `${JSON.stringify({ sha256: bodySha256, signature })}\n`
}

const sealed = (bodySha256: string): Buffer => Buffer.from(`bihuan-checkpoint:sha256:${bodySha256}`)

/** Why a checkpoint proves nothing. `changed`: its bytes are not those that were sealed, or its form is broken. */
export type CheckpointFault =
  | { fault: 'checkpoint_changed'; line?: number }
  | { fault: 'signature_invalid' }
  /** Signed, but by none of the keys that are trusted. */
  | { fault: 'key_unknown'; publicKey: KeyObject }

export type CheckedCheckpoint = {
  file: string
  header: CheckpointHeader
  counts: CheckpointCounts
  publicKey: KeyObject
  /** SHA-256 of the whole file. */
  sha256: string
}

/**
 * Reads a checkpoint once, whole, and tells whether it is what was sealed.
 * @param trusted keys that may have signed it; empty: any key will do, which proves only that the file is whole
 */
export async function checkCheckpoint(
  file: string,
  trusted: readonly KeyObject[],
): Promise<{ checkpoint: CheckedCheckpoint } | { fault: CheckpointFault }> {
  const body = createHash('sha256')
  const whole = createHash('sha256')
  let header: CheckpointHeader | undefined
  let counts: CheckpointCounts | undefined
  let seal: string | undefined
  let line = 0
  const found = { cases: 0, entries: 0 }
  let before = ''
  const changed = (at?: number) => ({ fault: { fault: 'checkpoint_changed' as const, line: at } })
  for await (const { text, bytes } of linesOf(file)) {
    line++
    whole.update(bytes)
    if (seal !== undefined) return changed(line)
    const parsed = parseLine(text)
    if (line === 1) {
      header = CheckpointHeader.safeParse(parsed).data
      if (!header) return changed(line)
    } else if (Array.isArray(parsed) && counts === undefined) {
      const chain = ChainLine.safeParse(parsed).data
      if (!chain || chain[0] <= before) return changed(line)
      before = chain[0]
      found.cases++
      found.entries += chain[2]
    } else if (counts === undefined) {
      counts = CountsLine.safeParse(parsed).data
      if (counts?.cases !== found.cases || counts.entries !== found.entries) return changed(line)
    } else {
      seal = text
      continue
    }
    body.update(bytes)
  }
  if (!header || !counts || seal === undefined) return changed()
  const { sha256, signature } = SealLine.safeParse(parseLine(seal)).data ?? {}
  // Base64 and JSON have more than one spelling of the same value; only the one that was written is accepted.
  const exact = signature && Buffer.from(signature, 'base64').toString('base64') === signature
  if (!sha256 || !exact || seal !== JSON.stringify({ sha256, signature })) return changed(line)
  if (sha256 !== body.digest('hex')) return changed()
  const publicKey = publicKeyFrom(header.publicKey)
  if (!publicKey || !verify(null, sealed(sha256), publicKey, Buffer.from(signature, 'base64')))
    return { fault: { fault: 'signature_invalid' } }
  if (trusted.length > 0 && !trusted.some((key) => key.equals(publicKey)))
    return { fault: { fault: 'key_unknown', publicKey } }
  return { checkpoint: { file, header, counts, publicKey, sha256: whole.digest('hex') } }
}

/** The claims of a checkpoint that was checked, in the order of case ids, in bunches. */
export async function* claimsOf(file: string): AsyncIterable<ChainClaim[]> {
  let bunch: ChainClaim[] = []
  for await (const { text } of linesOf(file)) {
    if (!text.startsWith('[')) continue
    const [id, kind, length, head] = ChainLine.parse(JSON.parse(text))
    bunch.push({ case: id, kind, length, head })
    if (bunch.length < 1000) continue
    yield bunch
    bunch = []
  }
  yield bunch
}

type Line = { text: string; bytes: Buffer }

/** Longer than any line that was ever written; a file without line ends must not fill the memory. */
const maxLine = 1 << 16

/** Lines with their exact bytes, line end included; a last line without one is given as it stands. */
async function* linesOf(file: string): AsyncIterable<Line> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
    const data: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let from = 0
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, from)) {
      yield { text: data.toString('utf8', from, end), bytes: data.subarray(from, end + 1) }
      from = end + 1
    }
    rest = data.subarray(from)
    if (rest.length > maxLine) yield { text: '', bytes: rest }
  }
  if (rest.length > 0) yield { text: '', bytes: rest }
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
