import { z } from 'zod'

/** First entry: tells what the file is before anything else is believed. */
export const firstEntry = 'bihuan-backup.json'
export const formatVersion = 1

const Part = z.object({
  name: z.string(),
  rows: z.int().nonnegative(),
  /** Bytes before compression. */
  bytes: z.int().nonnegative(),
  /** Bytes in the archive. */
  stored: z.int().nonnegative(),
  /** Of the bytes in the archive. */
  sha256: z.string(),
})

/** Rows in PostgreSQL's COPY text form, in parts that end with a row. */
const Table = z.object({
  schema: z.string(),
  name: z.string(),
  columns: z.array(z.string()).min(1),
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  parts: z.array(Part),
})

/** Last entry but one: everything in the archive, with its measure. */
export const Manifest = z.object({
  format: z.literal('bihuan-backup'),
  version: z.literal(formatVersion),
  app: z.string(),
  /** Time of the snapshot, ISO 8601 UTC. */
  at: z.iso.datetime(),
  migrations: z.array(z.string()),
  counties: z.array(z.object({ id: z.int(), code: z.string(), name: z.string() })),
  algorithms: z.object({
    parts: z.literal('PostgreSQL COPY text, zstd'),
    digest: z.literal('SHA-256'),
    signature: z.literal('Ed25519'),
  }),
  /** In an order in which a row comes after those it refers to. */
  tables: z.array(Table),
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), value: z.string() })),
  /** Content-addressed: the name of each is its SHA-256. */
  files: z.object({ count: z.int().nonnegative(), bytes: z.int().nonnegative() }),
  /** Names of the secret files, when they were asked for. */
  secrets: z.array(z.object({ name: z.string(), sha256: z.string() })),
  /** Of the checkpoints of this installation; SPKI, base64. */
  publicKeys: z.array(z.string()),
})
export type Manifest = z.infer<typeof Manifest>
export type ManifestTable = Manifest['tables'][number]

/** Last entry: the digest of every byte before it, signed. */
export const trailerEntry = 'trailer.json'
export const manifestEntry = 'manifest.json'
export const Trailer = z.object({ sha256: z.string(), publicKey: z.string(), signature: z.string() })
export type Trailer = z.infer<typeof Trailer>

/** The text that is signed; the prefix keeps a signature of something else from standing in for it. */
export const sealedText = (sha256: string): Buffer => Buffer.from(`bihuan-backup:sha256:${sha256}`)

/** Names that an entry may have: nothing in an archive can point out of its place. */
export const fileName = /^files\/([1-9]\d{0,9})\/([0-9a-f]{2})\/(\2[0-9a-f]{62})$/
export const secretName = /^(?:secrets|keys)\/[a-z0-9][a-z0-9.-]{0,60}$/
export const partName = /^tables\/[a-z0-9_.-]+\/\d{6}\.copy\.zst$/i
