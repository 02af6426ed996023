import { sql } from 'kysely'
import {
  type Actor,
  administratorsThereAre,
  type By,
  isAdminRole,
  isTownshipLike,
  type Role,
} from '#features/accounts/index.ts'
import type { AppealKeys } from '#features/appeals/index.ts'
import { appealSheet, prepareAppeals, previewAppeals, type SheetAppeal } from '#features/appeals/index.ts'
import {
  type ImportOutcome,
  importOrganizations,
  importPeople,
  listOrganizations,
  organizationSheet,
  peopleSheet,
  previewOrganizations,
  previewPeople,
  type RowFault,
  type SheetOrganization,
  type SheetPerson,
} from '#features/organizations/index.ts'
import {
  prepareProblems,
  previewProblems,
  problemSheet,
  type SheetProblem,
} from '#features/problems/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import type { SheetDefinition } from '#platform/sheets/definition.ts'
import type { World } from '#platform/world.ts'
import type { ImportKind } from './api.ts'

/** Who imports into which county, judged by what it lays down at that moment. */
export type Importing = {
  countyId: number
  by: By
  world: World
  /** Only telephone numbers of people need it. */
  sealing?: Sealing | undefined
  /** Seals who brought up an appeal. */
  appealKeys?: AppealKeys | undefined
  commandId: string
}

/** What an import does with rows of one kind. All of it runs in transactions that it is handed. */
export type Importer<Row> = {
  sheet(tx: Tx): Promise<SheetDefinition<Row>>
  /** What the rows would do now; writes nothing. */
  preview(tx: Tx, rows: readonly Row[]): Promise<ImportOutcome>
  /** Whatever must happen before the transaction; what comes back enters the rows, or nothing if one has a fault. */
  prepare(rows: readonly Row[]): Promise<(tx: Tx) => Promise<ImportOutcome>>
}

/** Who may import what, by a role on the county itself. The first that fits is what they act as. */
const roles: Record<ImportKind, readonly Role[]> = {
  organizations: ['system_admin', 'office'],
  people: ['system_admin', 'office'],
  problems: ['office', 'inspector'],
  appeals: ['registrar'],
}

/** @throws Refused `not_yours` */
export function importingAs(actor: Actor, kind: ImportKind): By {
  const as = roles[kind].find((role) =>
    actor.grants.some(
      ({ role: held, organizationKind }) =>
        held === role &&
        // A township's registrar brings in its appeals; row by row it is judged whether it is theirs.
        (organizationKind === 'county' || (kind === 'appeals' && isTownshipLike(organizationKind))),
    ),
  )
  if (!as) throw new Refused({ code: 'not_yours', act: 'import', by: roles[kind] })
  return { personId: actor.personId, as }
}

/** The importer of a kind. Its rows are its own business: nobody else looks into them but through its sheet. */
export function importerOf(database: Database, importing: Importing, kind: ImportKind): Importer<unknown> {
  const importers: { [K in ImportKind]: (database: Database, importing: Importing) => unknown } = {
    organizations,
    people,
    problems,
    appeals,
  }
  return importers[kind](database, importing) as Importer<unknown>
}

const organizations = (_: Database, { countyId, by, world }: Importing): Importer<SheetOrganization> => ({
  sheet: async () => organizationSheet,
  preview: (tx, rows) => previewOrganizations(tx, countyId, rows),
  prepare: async (rows) => (tx) => importOrganizations(tx, countyId, rows, by, world.now),
})

const people = (_: Database, { countyId, by, world, sealing }: Importing): Importer<SheetPerson> => {
  const preview = async (tx: Tx, rows: readonly SheetPerson[]): Promise<ImportOutcome> => {
    const outcome = await previewPeople(tx, countyId, rows, world.now)
    const own = await overreaching(tx, countyId, by, rows, world.now)
    return own.length === 0 ? outcome : { ...outcome, faults: [...outcome.faults, ...own] }
  }
  return {
    sheet: async () => peopleSheet,
    preview,
    prepare: async (rows) => async (tx) => {
      const own = await overreaching(tx, countyId, by, rows, world.now)
      if (own.length > 0) return { created: 0, changed: 0, unchanged: 0, faults: own }
      return importPeople(tx, countyId, rows, by, world.now, sealing)
    },
  }
}

/** What the operator is told: only the first of each kind is made at the server's own terminal. */
const HAS_ONE = '本县已有这类管理员。再增加的，由安全管理员申请，审计管理员或领导小组确认'

/** Nobody gives themselves a role, and administrators are made by administrators (domain.md 7.7). */
async function overreaching(
  tx: Tx,
  countyId: number,
  { personId, as }: By,
  rows: readonly SheetPerson[],
  now: Date,
): Promise<RowFault[]> {
  if (personId === null) {
    const there = await administratorsThereAre(tx, countyId, now)
    return rows.flatMap(({ role }, index) =>
      role !== undefined && there.includes(role) ? [{ index, column: 'role', reason: HAS_ONE }] : [],
    )
  }
  const { rows: found } = await sql<{ username: string | null }>`
    SELECT username FROM people WHERE county_id = ${countyId} AND id = ${personId}`.execute(tx)
  const own = found[0]?.username ?? null
  return rows.flatMap((row, index): RowFault[] => {
    if (row.role !== undefined && own !== null && row.username === own)
      return [{ index, column: 'role', reason: '不能给自己加角色，请由另一位管理员办理' }]
    if (row.role !== undefined && isAdminRole(row.role) && as !== 'system_admin')
      return [{ index, column: 'role', reason: '管理员只能由系统管理员增加，请改由其办理' }]
    return []
  })
}

const problems = (
  database: Database,
  { countyId, by, world, commandId }: Importing,
): Importer<SheetProblem> => ({
  sheet: async (tx) => problemSheet(world, await listOrganizations(tx, countyId, world.now)),
  preview: (tx, rows) => previewProblems(tx, countyId, rows),
  prepare: (rows) =>
    prepareProblems(database, world, { countyId, personId: by.personId, as: by.as ?? '', commandId }, rows),
})

const appeals = (
  database: Database,
  { countyId, by: { personId }, world, appealKeys }: Importing,
): Importer<SheetAppeal> => ({
  sheet: async (tx) => appealSheet(world, await listOrganizations(tx, countyId, world.now)),
  preview: (tx, rows) => previewAppeals(tx, { countyId, personId, world }, rows),
  prepare: (rows) => {
    if (!appealKeys) throw new Error('appeals are imported with the keys that seal identities')
    return prepareAppeals(database, { countyId, personId, keys: appealKeys, world }, rows)
  },
})
