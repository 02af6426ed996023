import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { recordCase, recordCounty } from '#tests/support/recorded-cases.ts'

let db: TestDatabase
before(async () => {
  db = await createTestDatabase()
  await recordCounty(db, 1, [])
})
after(() => db.close())

test('the database itself takes no entry of another kind into a case’s history, whoever writes', async () => {
  const id = await recordCase(db, 1, 2)
  const append = (seq: number, kind: string) =>
    db.owner.query(
      `INSERT INTO history (county_id, case_id, seq, entry, hash)
       SELECT 1, $1, $2, jsonb_set(entry, '{kind}', to_jsonb($3::text)), 'x' FROM history WHERE case_id = $1 AND seq = 2`,
      [id, seq, kind],
    )
  await assert.rejects(append(3, 'survey'), { code: '23505', constraint: 'case_chains_pkey' })
  await append(3, 'problem')
})
