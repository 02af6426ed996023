import { randomUUIDv7 } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Actor } from '#features/accounts/index.ts'
import { monthLines } from '#features/appeals/figures/months.ts'
import { type AppealKeys, createReceipts, openAppealKeys } from '#features/appeals/index.ts'
import { refreshPages } from '#features/appeals/portal/refresh.ts'
import { listAppeals } from '#features/appeals/read/list.ts'
import { sightOf } from '#features/appeals/read/sight.ts'
import { listWork } from '#features/appeals/read/work.ts'
import { receiptOf } from '#features/appeals/receipt.ts'
import { performRegister } from '#features/appeals/register.ts'
import { ruleOf } from '#features/appeals/rules.seed.ts'
import { findSimilar } from '#features/appeals/similar.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { localFileStore } from '#platform/files/index.ts'
import { createWorlds, type World } from '#platform/world.ts'
import { matters } from './appeals.ts'
import { COUNTY, townships, villageKinds } from './county.ts'
import { type Material, type Operation, pick, timed, timedAt } from './operation.ts'
import type { Recorder } from './recording.ts'

/** The month that is asked for: the one under way, when the figures are derived again and again. */
const monthNow = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)
const scopes = ['county', 'township', 'field', 'handler'] as const

/** As the page asks: the whole county and its parts; handlers, who are hundreds, of one township at a time. */
function askedFor({ county }: Material, turn: number) {
  const scope = pick(scopes, turn)
  const { township } = pick(county.villages, turn)
  return scope === 'handler' ? { scope, township } : { scope, township: undefined }
}

let known: World | undefined
/** What the server remembers between requests: only what it asks the database a turn is written down. */
const worldOf = async ({ database }: Recorder): Promise<World> => {
  known ??= await createWorlds(database).of(COUNTY, new Date())
  return known
}

const registration = ({ county }: Material, turn: number) => {
  const [fieldCode, title, cause] = pick(matters, turn)
  return {
    ...{ commandId: randomUUIDv7(), channel: 'phone' as const, openness: 'registrar' as const },
    placeId: pick(county.villages, turn * 7).id,
    ...{ title, cause, fieldCode, nature: 'help' as const },
    ...{ aboutVillage: false, people: 1, track: 'ordinary' as const, urgency: 'ordinary' as const },
    ...{ isComplex: false, person: { name: '王秀英', phone: `139${String(turn).padStart(8, '0')}` } },
  }
}

let keys: AppealKeys | undefined
const keysOf = ({ dataDir }: Material): AppealKeys => {
  keys ??= openAppealKeys(dataDir)
  return keys
}

const register: Operation = {
  name: 'register',
  writes: true,
  ask: async (connection, material, turn) => [
    await timed(
      connection,
      'POST',
      '/appeals',
      material.county.registrar.token,
      registration(material, turn),
    ),
  ],
  record: async (recorder, material, turn) => {
    const world = await worldOf(recorder)
    const numbers = async () => LIMIT_FROM + turn
    const files = localFileStore({ dir: join(material.dataDir, 'files') })
    const deps = (database: Recorder['database']) => ({ database, numbers, files, ...keysOf(material) })
    const registrar = actor(material.county.registrar.id, 'registrar', 'county', material.county.office.id)
    return [
      await recorder.record((database) =>
        performRegister(deps(database), world, registrar, registration(material, turn)),
      ),
    ]
  },
}

/** Numbers that the limit enters: beyond those of the year, and by chance others than a run before in the same folder. */
const LIMIT_FROM = 400_000 + 6_000 * Math.floor(Math.random() * 98)

/** Whose queue: villages' clerks, and every eighth time the county's registrar. */
const queueOf = ({ county }: Material, turn: number) => {
  const { id, clerk } = pick(county.villages, turn)
  return turn % 8 === 7
    ? {
        token: county.registrar.token,
        who: actor(county.registrar.id, 'registrar', 'county', county.office.id),
      }
    : { token: clerk.token, who: actor(clerk.id, 'clerk', 'village', id) }
}

const queue: Operation = {
  name: 'queue',
  writes: false,
  ask: async (connection, material, turn) => [
    await timed(connection, 'GET', '/appeals/work', queueOf(material, turn).token),
  ],
  record: async (recorder, material, turn) => {
    const world = await worldOf(recorder)
    const { who } = queueOf(material, turn)
    return [await recorder.record((database) => database.readOnce(COUNTY, (tx) => listWork(tx, who, world)))]
  },
}

const status: Operation = {
  name: 'status',
  writes: false,
  as: 'portal',
  ask: async (connection, { receipts }, turn) => [
    await timedAt(
      connection,
      'POST',
      '/appeals/status',
      '',
      new URLSearchParams({ receipt: pick(receipts, turn) }),
    ),
  ],
  record: async (recorder, { receipts, dataDir }, turn) => {
    const digests = createReceipts(dataDir, { makes: false }).digests(COUNTY, pick(receipts, turn))
    return [
      await recorder.record((database) =>
        database.readOnce(COUNTY, (tx) =>
          sql`SELECT digest, part, sealed, at FROM read_appeal_page(${digests}::text[])`.execute(tx),
        ),
      ),
    ]
  },
}

/** What has been typed so far, and where. */
const typed = ({ county }: Material, turn: number) => {
  const [, title, cause] = pick(matters, turn)
  return { placeId: pick(county.villages, turn * 7).id, text: `${title}${cause.slice(0, turn % 20)}` }
}

const similar: Operation = {
  name: 'similar',
  writes: false,
  ask: async (connection, material, turn) => [
    await timed(
      connection,
      'POST',
      '/appeals/similar',
      material.county.registrar.token,
      typed(material, turn),
    ),
  ],
  record: async (recorder, material, turn) => {
    const { placeId, text } = typed(material, turn)
    const world = await worldOf(recorder)
    const who = actor(material.county.registrar.id, 'registrar', 'county', material.county.office.id)
    return [
      await recorder.record((database) =>
        database.read(COUNTY, (tx) => findSimilar(tx, who, placeId, text, ruleOf(world, 'keywords'))),
      ),
    ]
  },
}

/** The month's rates of the whole county, by township, field and handler. */
const rates: Operation = {
  name: 'rates',
  writes: false,
  ask: async (connection, material, turn) => {
    const { scope, township } = askedFor(material, turn)
    const within = township ? `&township=${township}` : ''
    const path = `/appeals/figures?month=${monthNow()}&scope=${scope}${within}`
    return [await timed(connection, 'GET', path, material.county.office.token)]
  },
  record: async (recorder, material, turn) => {
    const world = await worldOf(recorder)
    const { scope, township } = askedFor(material, turn)
    const within = township ?? (scope === 'township' ? '*' : 'all')
    return [
      await recorder.record((database) =>
        monthLines({ database }, world, COUNTY, monthNow(), { scope, within }),
      ),
    ]
  },
}

/** As the desk searches: what many appeals are about, and the same with the village it is about. */
const term = (turn: number): string => {
  const [, title] = pick(matters, turn)
  return turn % 2 === 0 ? title.slice(0, 4) : `${title} ${pick(townships, turn)}${pick(villageKinds, turn)}村`
}

const find: Operation = {
  name: 'find',
  writes: false,
  ask: async (connection, { county }, turn) => [
    await timed(
      connection,
      'GET',
      `/appeals?q=${encodeURIComponent(term(turn))}&limit=50`,
      county.registrar.token,
    ),
  ],
  record: async (recorder, { county }, turn) => {
    const sight = sightOf(actor(county.registrar.id, 'registrar', 'county', county.office.id))
    const page = { after: undefined, limit: 50 }
    return [
      await recorder.record((database) =>
        database.read(COUNTY, (tx) => listAppeals(tx, COUNTY, sight, { q: term(turn) }, page, new Date())),
      ),
    ]
  },
}

export const appealOperations: Operation[] = [register, queue, status, similar, find, rates]

/** Gives so many appeals a receipt that is one, and the page that the program makes for it. @returns the receipts */
export async function issueReceipts(owner: pg.Pool, dataDir: string, count: number): Promise<string[]> {
  const receipts = createReceipts(dataDir, { makes: true })
  const database = connectDatabase(owner)
  const world = await createWorlds(database).of(COUNTY, new Date())
  const { rows } = await owner.query<{ id: string }>(
    'SELECT id FROM appeals WHERE county_id = $1 ORDER BY md5(id::text) LIMIT $2',
    [COUNTY, count],
  )
  const issued: string[] = []
  for (const { id } of rows) {
    const receipt = receiptOf('bench', id)
    const { digest, pageKey } = receipts.issue(COUNTY, receipt)
    await database.write(COUNTY, async (tx) => {
      await sql`INSERT INTO appeal_receipts (county_id, digest, page_key, appeal_id, issued_at)
        VALUES (${COUNTY}, ${digest}, ${pageKey}, ${id}, now()) ON CONFLICT DO NOTHING`.execute(tx)
      await refreshPages(tx, world, { countyId: COUNTY, appealId: id })
    })
    issued.push(receipt)
  }
  return issued
}

const actor = (
  personId: string,
  role: 'registrar' | 'clerk',
  organizationKind: 'county' | 'village',
  organizationId: string,
): Actor => ({
  ...{ countyId: COUNTY, personId, name: '', scopes: null },
  grants: [{ role, organizationId, organizationKind }],
})
