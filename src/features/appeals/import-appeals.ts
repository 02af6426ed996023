import { sql } from 'kysely'
import { findActor } from '#features/accounts/index.ts'
import type { ImportOutcome, RowFault } from '#features/organizations/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import { hashRequest } from '#platform/history/replay.ts'
import { takeNumbers } from '#platform/numbers.ts'
import type { World } from '#platform/world.ts'
import type { AppealKeys } from './deps.ts'
import { takeIn } from './hiding.ts'
import { receiptFor } from './identity.ts'
import { partiesOf } from './policy.ts'
import { appealNumber, beginIn, counterOf } from './register.ts'
import { intakeOf, type SheetAppeal } from './sheet.ts'

/** Who brings in which county's appeals; a registrar, and only for places that they register for. */
export type AppealImporting = { countyId: number; personId: string | null; keys: AppealKeys; world: World }

/** What the rows would do now; writes nothing. */
export const previewAppeals = async (
  tx: Tx,
  importing: Omit<AppealImporting, 'keys'>,
  rows: readonly SheetAppeal[],
): Promise<ImportOutcome> => (await plan(tx, importing, rows)).outcome

/**
 * Makes ready to enter the rows: numbers are taken in one block, in a transaction of their own. What comes back enters
 * each as `register` does, with a receipt and its own history, names and numbers sealed and apart. What stands there
 * under the same external key stays as it is; with a fault in any row nothing is written.
 */
export async function prepareAppeals(
  database: Database,
  importing: AppealImporting,
  rows: readonly SheetAppeal[],
): Promise<(tx: Tx) => Promise<ImportOutcome>> {
  const { countyId, world, keys } = importing
  const year = world.today.slice(0, 4)
  const before = await database.read(countyId, (tx) => plan(tx, importing, rows))
  let next =
    before.fresh.length > 0 ? await takeNumbers(database, countyId, counterOf(year), before.fresh.length) : 0
  return async (tx) => {
    const { fresh, outcome, actor, places } = await plan(tx, importing, rows)
    if (outcome.faults.length > 0 || !actor) return outcome
    for (const row of fresh) {
      const { body, identity } = takeIn(intakeOf(row, world.newId()))
      const receipt = receiptFor(keys.identities, countyId, body.commandId)
      const number = appealNumber(year, next++)
      const requestHash = hashRequest('register', '', { externalKey: row.externalKey })
      await beginIn(keys, tx, world, actor, {
        ...{ act: 'register', body, identity, number, requestHash, receipt, places },
      })
    }
    return outcome
  }
}

async function plan(
  tx: Tx,
  { countyId, personId, world }: Omit<AppealImporting, 'keys'>,
  rows: readonly SheetAppeal[],
) {
  const known = personId ? await findActor(tx, countyId, { personId }, world.now) : undefined
  const { rows: organizations } = await sql<{ id: string; name: string; township_id: string | null }>`
    SELECT id, name, township_id FROM organizations WHERE county_id = ${countyId}`.execute(tx)
  const places = new Map(organizations.map((organization) => [organization.id, organization]))
  const { rows: there } = await sql<{ external_key: string }>`
    SELECT external_key FROM appeals WHERE county_id = ${countyId}
      AND external_key = ANY(${rows.map(({ externalKey }) => externalKey)}::text[])`.execute(tx)
  const entered = new Set(there.map(({ external_key }) => external_key))
  const fresh = rows.filter(({ externalKey }) => !entered.has(externalKey))
  const faults = rows.flatMap((row, index): RowFault[] => {
    const place = places.get(row.placeId)
    const belonging = { place_id: row.placeId, township_id: place?.township_id ?? null }
    const about = { handler_id: null, assistant_ids: [], about_village: row.aboutVillage }
    if (known && partiesOf(known.actor, { ...belonging, ...about }).has('registrar')) return []
    return [{ index, column: 'organizationName', reason: NOT_THEIRS }]
  })
  const created = fresh.length
  const outcome: ImportOutcome = { created, changed: 0, unchanged: rows.length - created, faults }
  return { fresh, outcome, places, actor: known?.actor }
}

const NOT_THEIRS = '不在您登记的范围内：诉求由所在乡镇的登记人导入，请核对村名'
