import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { queryTokens, tokensFor } from './index.ts'

let db: TestDatabase
before(async () => {
  db = await createTestDatabase()
})
after(() => db.close())

async function finds(text: string, query: string): Promise<boolean> {
  const { rows } = await db.owner.query<{ found: boolean }>(
    "SELECT coalesce(array_to_tsvector($1::text[]) @@ words_query($2::text[], '&'), false) AS found",
    [tokensFor([text]), queryTokens(query)],
  )
  return rows[0]!.found
}

test('PostgreSQL finds what the tokens say, and nothing without a token', async () => {
  assert.equal(await finds('村民主评议走过场，编号XC2024-0153', '民主评议 2024-0153'), true)
  assert.equal(await finds('村民主评议走过场', '危房改造'), false)
  assert.equal(await finds('村民主评议走过场', '，。'), false)
})

test('PostgreSQL takes whatever anybody writes as text and as query', async () => {
  const any = fc.string({ unit: 'binary', maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(any, any, async (text, query) => {
      await finds(text, query)
    }),
    { numRuns: 200 },
  )
  await finds('', `'\\ & | ! <-> ( ) : * "`)
})
