import type pg from 'pg'
import { hashToken, makeToken } from '#features/accounts/token-format.ts'
import { appealRules } from '#features/appeals/index.ts'
import { problemRules } from '#features/problems/index.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { seedRules } from '#platform/rules/seed.ts'

export const COUNTY = 1

type Person = { id: string; token: string }
export type Village = { id: string; township: string; secretary: Person; clerk: Person }

/** A county of real size: 12 townships of 15 villages each, 10 departments, and the people the figures need. */
export type BenchCounty = { office: Person; registrar: Person; villages: Village[] }

export const townships = [...'东西南北上下前后大小新老']
export const villageKinds = [...'河桥庄湾坪沟塘岭店堡窑渠坝井寨']

/** Makes the county with its rules, as the owner. */
export async function makeCounty(owner: pg.Pool): Promise<BenchCounty> {
  await owner.query(`INSERT INTO counties (county_id, code, name) VALUES (${COUNTY}, 'BENCH', '基准县')`)
  await connectDatabase(owner).write(COUNTY, (tx) => seedRules(tx, COUNTY, [...problemRules, ...appealRules]))
  const root = await addOrganization(owner, 'county', '基准县', null, null)
  const office = await addPerson(owner, 'office', root)
  const registrar = await addPerson(owner, 'registrar', root)
  const villages: Village[] = []
  for (const place of townships) {
    const township = await addOrganization(owner, 'township', `${place}山镇`, root, 'itself')
    for (const kind of villageKinds) {
      const id = await addOrganization(owner, 'village', `${place}${kind}村`, township, township)
      const secretary = await addPerson(owner, 'secretary', id)
      villages.push({ id, township, secretary, clerk: await addPerson(owner, 'clerk', id) })
    }
  }
  for (const place of townships.slice(0, 10))
    await addOrganization(owner, 'department', `${place}局`, root, null)
  return { office, registrar, villages }
}

let sort = 0

async function addOrganization(
  owner: pg.Pool,
  kind: string,
  name: string,
  parent: string | null,
  township: string | null,
): Promise<string> {
  const id = newId()
  await owner.query(
    `INSERT INTO organizations (county_id, id, code, kind, name, short_name, parent_id, township_id, sort)
     VALUES (${COUNTY}, $1, $2, $3, $4, $4, $5, $6, $7)`,
    [id, `B${++sort}`, kind, name, parent, township === 'itself' ? id : township, sort],
  )
  return id
}

async function addPerson(owner: pg.Pool, role: string, organization: string): Promise<Person> {
  const id = newId()
  const token = makeToken()
  await owner.query(
    `WITH person AS (INSERT INTO people (county_id, id, name) VALUES (${COUNTY}, $1, $2)),
     role AS (INSERT INTO role_grants (county_id, id, person_id, role, organization_id) VALUES (${COUNTY}, $3, $1, $4, $5))
     INSERT INTO api_tokens (county_id, id, person_id, name, token_hash, scopes, expires_at) VALUES (${COUNTY}, $6, $1,
       'bench', $7, '{problems:read,problems:write,organizations:read,appeals:read,appeals:write}', now() + interval '1 day')`,
    [id, `人${sort}`, newId(), role, organization, newId(), hashToken(token)],
  )
  return { id, token }
}
