import { sql } from 'kysely'
import type { Portal } from '#features/publicity/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { type AddressLimit, type Allowance, limitPerAddress } from '#platform/http/address-limit.ts'
import { sealTo } from '#platform/sealing/index.ts'
import type { Receipts } from '../receipts.ts'
import { ResidentPage, Told } from './page.ts'
import { createProofs, type Proofs } from './proof.ts'
import { inboxContext, type Kind } from './sent.ts'

/** What the pages for residents need besides what every public page has. */
export type AppealPortalDeps = {
  receipts: Receipts
  /** By the shipped boundary rules: the county's own are out of the portal's reach, and are asked when it is opened. */
  isAtBoundary(words: string): boolean
  /** Something was sent: opened at once where desk and portal are one process. Settles when it is, or soon. */
  sent?: ((countyId: number) => Promise<void>) | undefined
  allowances?: Allowances
}

type Allowances = Record<
  'plain' | 'plainCounty' | 'proved' | 'photos' | 'acts' | 'misses' | 'missesCounty',
  Allowance
>

/**
 * Without JavaScript a form is written by people, a few an hour behind one address and so many in a county; a browser
 * that has computed may send what a hall full of people writes. Misses are guesses: 29^10 receipts, and so few tries a
 * day for the whole county that the sun goes out first (docs/decisions/0026).
 */
const ample: Allowances = {
  plain: { burst: 3, perSecond: 1 / 600 },
  plainCounty: { burst: 200, perSecond: 1 / 20 },
  proved: { burst: 30, perSecond: 1 / 30 },
  // Asked before the pictures are read: each try may be thirty megabytes.
  photos: { burst: 6, perSecond: 1 / 120 },
  acts: { burst: 30, perSecond: 1 / 30 },
  misses: { burst: 6, perSecond: 1 / 120 },
  missesCounty: { burst: 200, perSecond: 1 / 5 },
}

export type AppealPortal = {
  portal: Portal
  deps: AppealPortalDeps
  proofs: Proofs
  limits: Record<keyof Allowances, AddressLimit>
}

export const allowancesOf = ({ allowances }: AppealPortalDeps): Allowances => allowances ?? ample

export function createAppealPortal(portal: Portal, deps: AppealPortalDeps): AppealPortal {
  const allowed = allowancesOf(deps)
  const limit = (name: keyof Allowances) => limitPerAddress(allowed[name])
  return {
    ...{ portal, deps, proofs: createProofs(deps.receipts) },
    limits: {
      ...{ plain: limit('plain'), plainCounty: limit('plainCounty'), proved: limit('proved') },
      photos: limit('photos'),
      ...{ acts: limit('acts'), misses: limit('misses'), missesCounty: limit('missesCounty') },
    },
  }
}

/** What stands for a receipt. `none`: there is no such receipt, or it is void; the two are not told apart. */
export type Found =
  | { is: 'none' }
  | { is: 'waiting'; digest: string; at: Date }
  | { is: 'failed'; digest: string; reason: string }
  | { is: 'there'; digest: string; page: ResidentPage; told: Told | undefined; reprisal: Told | undefined }

type Row = { digest: string; part: string; sealed: string | null; at: Date }

export async function findPage(
  { portal, deps }: AppealPortal,
  countyId: number,
  receipt: string,
): Promise<Found> {
  const digests = deps.receipts.digests(countyId, receipt)
  const rows = await portal.deps.database.readOnce(
    countyId,
    async (tx) =>
      (await sql<Row>`SELECT digest, part, sealed, at FROM read_appeal_page(${digests}::text[])`.execute(tx))
        .rows,
  )
  const open = (part: string): unknown => {
    const row = rows.find((each) => each.part === part)
    return row?.sealed
      ? JSON.parse(deps.receipts.openPage(countyId, receipt, { ...row, sealed: row.sealed }))
      : undefined
  }
  const [first] = rows
  if (!first) return { is: 'none' }
  const page = open('appeal')
  const { digest } = first
  if (page !== undefined)
    return {
      ...{ is: 'there', digest, page: ResidentPage.parse(page) },
      told: Told.optional().parse(open('told')),
      reprisal: Told.optional().parse(open('reprisal')),
    }
  const failed = rows.find(({ part }) => part === 'failed')
  if (failed) return { is: 'failed', digest, reason: failed.sealed ?? '' }
  return { is: 'waiting', digest, at: first.at }
}

export type Left = 'kept' | 'again' | 'changed' | 'repeated' | 'full' | 'unknown'

/**
 * Seals what somebody wrote and leaves it in the inbox, which this process cannot read.
 * @param along what is written with it, or not at all, if it was kept
 */
export async function leaveInInbox(
  { portal, deps }: AppealPortal,
  countyId: number,
  item: { id: string; kind: Kind; digest: string; content: object; sameAs: string },
  along?: (tx: Tx, publicKey: string) => Promise<void>,
): Promise<Left> {
  const { database, now } = portal.deps
  const { id, kind, digest, content, sameAs } = item
  const key = await database.readOnce(countyId, (tx) =>
    tx
      .selectFrom('appeal_box_keys')
      .select(['key_id', 'public_key'])
      .where('county_id', '=', countyId)
      .orderBy('added_at', 'desc')
      .limit(1)
      .executeTakeFirst(),
  )
  if (!key) return 'unknown'
  const sealed = sealTo(key.public_key, inboxContext(countyId, kind, id), JSON.stringify(content))
  const hash = deps.receipts.contentHash(countyId, sameAs)
  return database[along ? 'write' : 'writeOnce'](countyId, async (tx) => {
    const { rows } = await sql<{ left: Left }>`
      SELECT leave_in_inbox(${id}, ${kind}, ${digest}, ${key.key_id}, ${sealed}, ${hash}, ${now()}) AS left`.execute(
      tx,
    )
    const left = rows[0]?.left ?? 'unknown'
    if (left === 'kept') await along?.(tx, key.public_key)
    return left
  })
}

export type PlaceChoice = { id: string; name: string; townshipId: string | null; isTownship: boolean }

/** Townships and villages, as a form lets choose them. */
export const listPlaces = ({ portal }: AppealPortal, countyId: number): Promise<PlaceChoice[]> =>
  portal.deps.database.readOnce(
    countyId,
    async (tx) =>
      (
        await sql<PlaceChoice>`
          SELECT id, name, township_id AS "townshipId", is_township AS "isTownship" FROM list_appeal_places()`.execute(
          tx,
        )
      ).rows,
  )
