import type { LedgerQuery } from '#features/problems/api.ts'
import type { ProblemState } from '#features/problems/lifecycle.ts'
import { countProblems } from '#features/problems/read/counts.ts'
import { findWhole } from '#features/problems/read/detail.ts'
import { listProblems } from '#features/problems/read/list.ts'
import type { Database } from '#platform/database/transaction.ts'
import { COUNTY, townships, villageKinds } from './county.ts'
import { type Material, type Operation, pick, timed } from './operation.ts'

const everything = { all: true } as const
const page = { limit: 50 }

/** An operation that asks one thing: how its address reads, and which code answers it. */
const read = (
  name: string,
  path: (material: Material, turn: number) => string,
  work: (database: Database, material: Material, turn: number) => Promise<unknown>,
): Operation => ({
  name,
  writes: false,
  ask: async (connection, material, turn) => [
    await timed(connection, 'GET', path(material, turn), material.county.office.token),
  ],
  record: async (recorder, material, turn) => [
    await recorder.record((database) => work(database, material, turn)),
  ],
})

const states: ProblemState[] = ['rectifying', 'closed', 'site_check', 'plan_review']
const words = ['排水沟 污水', '惠农补贴', '白条', '公示栏', '保洁员', '承包合同', '户厕', '三会一课']

/** As people type them: words that stand in every tenth problem, and words with the village they are about. */
export const searchTerm = (turn: number): string =>
  turn % 2 === 0
    ? pick(words, turn / 2)
    : `${pick(words, turn)} ${pick(townships, turn)}${pick(villageKinds, turn * 2)}村`

const ask = (query: LedgerQuery, database: Database) =>
  database.readOnce(COUNTY, (tx) => listProblems(tx, COUNTY, everything, query, new Date(), page))

export const reads: Operation[] = [
  // Of a township: its pages are full at every size of the ledger, so that sizes can be compared.
  read(
    'list',
    ({ county }, turn) =>
      `/problems?state=${pick(states, turn)}&township=${pick(county.villages, turn).township}&limit=50`,
    (database, { county }, turn) =>
      ask({ state: [pick(states, turn)], township: pick(county.villages, turn).township }, database),
  ),
  read(
    'detail',
    ({ problems }, turn) => `/problems/${pick(problems, turn)}?history=true`,
    (database, { problems }, turn) =>
      database.readOnce(COUNTY, (tx) => findWhole(tx, COUNTY, pick(problems, turn), { history: true })),
  ),
  read(
    'count',
    () => '/problems/counts',
    (database) => database.readOnce(COUNTY, (tx) => countProblems(tx, COUNTY, everything, {})),
  ),
  read(
    'search',
    (_material, turn) => `/problems?q=${encodeURIComponent(searchTerm(turn))}&limit=50`,
    (database, _material, turn) => ask({ q: searchTerm(turn) }, database),
  ),
]
