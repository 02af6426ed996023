import assert from 'node:assert/strict'
import { scryptSync } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { appealLifecycle } from '#features/appeals/lifecycle.ts'
import { problemLifecycle } from '#features/problems/lifecycle.ts'
import { publicationLifecycle } from '#features/publicity/lifecycle.ts'
import type { FileStore } from '#platform/files/index.ts'
import { verifyCases } from '#platform/history/verify.ts'
import { casesInDatabase } from '#platform/history/verify-database.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { prepareDatabase } from '../prepare-database.ts'
import { createProgram, type Program } from '../program.ts'
import { demoWelcome, fillWithDemo } from './index.ts'
import { demoAccounts, demoPassword } from './people.ts'
import { residents } from './texts/appeals.ts'

/** A Thursday, with a clock that stands still: what is filled in depends on the day alone. */
const TODAY = new Date('2026-11-19T02:00:00Z')

type House = { db: TestDatabase; program: Program; dataDir: string; faults: Error[]; fill(): Promise<void> }

let first: House
let second: House
before(async () => {
  first = await createHouse()
  second = await createHouse()
})
after(async () => {
  for (const { db, program, dataDir, faults } of [first, second]) {
    // Before the end: connections that leave late are thrown out by the database, which is no fault of the program.
    assert.deepEqual(faults.splice(0), [])
    await program.stop()
    await db.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

async function createHouse(): Promise<House> {
  const db = await createTestDatabase()
  await prepareDatabase(db.target)
  const dataDir = mkdtempSync(join(tmpdir(), 'bihuan-demo-test-'))
  const faults: Error[] = []
  const onError = (error: Error) => faults.push(error)
  const program = await createProgram({ target: db.target, dataDir, now: () => TODAY, onError })
  const house = { db, program, dataDir, faults }
  const fill = async () => {
    await fillWithDemo(program, () => undefined)
  }
  const made: House = { ...house, fill }
  return made
}

/** What anybody would count: by organisation and state, with deadlines, acts and evidence. */
const figures = async ({ db }: House) => {
  const { rows } = await db.owner.query(`
    SELECT p.number, o.code, p.state, p.round, p.source, p.class_code, p.title, p.feedback_text, p.secrecy, p.due_at,
      p.planned_on, p.amount_cents, h.length, p.listed, p.relapses,
      (SELECT string_agg(e.sha256, ' ' ORDER BY e.sha256) FROM problem_evidence e
        WHERE e.county_id = p.county_id AND e.problem_id = p.id) AS evidence
    FROM problems p JOIN organizations o ON o.county_id = p.county_id AND o.id = p.organization_id
    JOIN case_chains h ON h.county_id = p.county_id AND h.case_id = p.id
    ORDER BY p.number`)
  return rows
}

test('an interrupted filling leaves nothing, and the next start fills in everything', async () => {
  const { files } = first.program.problems
  let kept = 0
  const full: FileStore = {
    ...files,
    put: async (...given) => {
      if (++kept > 20) throw new Error('no space left on device')
      return files.put(...given)
    },
  }
  first.program.problems.files = full
  await assert.rejects(first.fill(), /no space left/)
  assert.deepEqual(await first.program.counties(), [])
  first.program.problems.files = files
  await first.fill()
  assert.equal((await first.program.counties()).length, 1)
})

test('two fillings on one day are alike in everything but ids', async () => {
  await second.fill()
  const [one, two] = [await figures(first), await figures(second)]
  assert.ok(one.length > 400, String(one.length))
  assert.deepEqual(one, two)
})

test('a second start adds nothing', async () => {
  const before = await figures(second)
  await second.fill()
  assert.deepEqual(await figures(second), before)
})

test('every state of the lifecycle is there, and what is late, listed, pending or come back', async () => {
  const query = async <R>(sql: string): Promise<R[]> => (await first.db.owner.query(sql)).rows
  const states = await query<{ state: string }>('SELECT DISTINCT state FROM problems')
  assert.deepEqual(states.map(({ state }) => state).sort(), Object.keys(problemLifecycle.states).sort())
  const pending = await query<{ kind: string }>(
    "SELECT DISTINCT kind FROM problem_requests WHERE status = 'pending' ORDER BY kind",
  )
  assert.deepEqual(
    pending.map(({ kind }) => kind),
    ['correction', 'extension', 'reassignment', 'suspension'],
  )
  const [marks] = await query<Record<string, number>>(`
    SELECT count(*) FILTER (WHERE due_at < '2026-11-19T02:00:00Z')::int AS late, count(*) FILTER (WHERE listed)::int AS listed,
      count(*) FILTER (WHERE relapses > 0)::int AS relapsed, count(*) FILTER (WHERE secrecy = 'work_secret')::int AS secret,
      count(DISTINCT source)::int AS sources FROM problems`)
  assert.ok(
    marks!.late! > 40 && marks!.listed! > 3 && marks!.relapsed! > 5 && marks!.secret! > 5,
    String(marks),
  )
  assert.equal(marks!.sources, 7)
})

test('publications are there in every state, and nothing stands in public that was not approved', async () => {
  const states = await first.db.owner.query('SELECT DISTINCT state FROM publications ORDER BY 1')
  assert.deepEqual(
    states.rows.map(({ state }) => state),
    Object.keys(publicationLifecycle.states).sort(),
  )
  const { rows } = await first.db.owner.query(`
    SELECT (SELECT count(*)::int FROM published WHERE withdrawn_at IS NULL) AS standing,
      (SELECT count(*)::int FROM published_comments) AS answered, (SELECT count(*)::int FROM published_pictures) AS pictures,
      (SELECT sum(n)::int FROM published_counts WHERE kind = 'withheld') AS withheld,
      (SELECT count(DISTINCT kind)::int FROM published WHERE month = '2026-10' AND township_id IS NULL) AS "ofLastMonth",
      (SELECT bool_and(body::text LIKE '%0000-6001001%') FROM published WHERE kind = 'appeals') AS "tellsWhomToPhone",
      (SELECT count(*)::int FROM published WHERE body -> 'corrects' -> 'changes' -> 0 ->> 'where' LIKE '下月重点%') AS corrected`)
  assert.deepEqual(rows[0], {
    ...{ standing: 15, answered: 1, pictures: 2, withheld: 2 },
    ...{ ofLastMonth: 2, tellsWhomToPhone: true, corrected: 1 },
  })
})

test('one evaluation was counted and one runs; nothing that was said in the first can be opened any more', async () => {
  const { rows } = await first.db.owner.query(`
    SELECT c.state, count(i.*) FILTER (WHERE i.used)::int > 20 AS answered, count(i.sealed)::int > 0 AS sealed
    FROM evaluation_campaigns c JOIN evaluation_invitations i ON i.county_id = c.county_id AND i.campaign_id = c.id
    GROUP BY c.state ORDER BY 1`)
  assert.deepEqual(rows, [
    { state: 'closed', answered: true, sealed: false },
    { state: 'running', answered: true, sealed: true },
  ])
})

test('appeals are there in every state, with their months to tell rates of, and nobody’s name in clear', async () => {
  const query = async <R>(sql: string): Promise<R[]> => (await first.db.owner.query(sql)).rows
  const states = await query<{ state: string }>('SELECT DISTINCT state FROM appeals')
  assert.deepEqual(states.map(({ state }) => state).sort(), Object.keys(appealLifecycle.states).sort())
  const [counts] = await query<Record<string, number>>(`
    SELECT count(*)::int AS n, count(DISTINCT township_id)::int AS townships, count(DISTINCT field_code)::int AS fields,
      count(DISTINCT date_trunc('month', created_at))::int AS months, count(*) FILTER (WHERE redos > 0)::int AS redone,
      (SELECT count(*)::int FROM appeal_identities WHERE has_phone) AS reachable,
      (SELECT max((entry->>'entered')::timestamptz) < '2026-11-18T16:00:00Z' FROM history WHERE entry->>'kind' = 'appeal')
        AS "isPast"
    FROM appeals`)
  assert.ok(
    counts!.n! >= 115 && counts!.townships! >= 10 && counts!.fields! >= 10 && counts!.months! >= 5,
    JSON.stringify(counts),
  )
  assert.ok(counts!.redone! >= 5 && counts!.reachable! > 50 && counts!.isPast, JSON.stringify(counts))
  for (const name of residents) {
    const [found] = await query<{ n: number }>(
      `SELECT count(*)::int AS n FROM appeals a WHERE to_jsonb(a)::text LIKE '%${name}%'`,
    )
    assert.equal(found!.n, 0, name)
  }
  const appeals = async ({ db }: House) =>
    (
      await db.owner.query(`SELECT a.number, a.state, a.title, a.due_at, h.length, a.satisfaction, o.code FROM appeals a
        JOIN organizations o ON o.county_id = a.county_id AND o.id = a.place_id
        JOIN case_chains h ON h.county_id = a.county_id AND h.case_id = a.id ORDER BY a.number`)
    ).rows
  assert.deepEqual(await appeals(first), await appeals(second))
})

test('the county has its real size, and nothing happens on its present day', async () => {
  const { rows } = await first.db.owner.query(`
    SELECT (SELECT count(*)::int FROM organizations WHERE kind IN ('village', 'community')) AS villages,
      (SELECT count(*)::int FROM organizations WHERE kind IN ('township', 'street')) AS townships,
      (SELECT count(*)::int FROM organizations WHERE kind IN ('department', 'enterprise')) AS bodies,
      (SELECT count(*)::int FROM people) > 400 AS peopled,
      (SELECT max(char_length(name)) FROM organizations) > 20 AS "hasLongName",
      (SELECT count(*)::int FROM history WHERE (entry->>'entered')::timestamptz >= '2026-11-19'
        AND entry->>'kind' = 'problem') AS today`)
  assert.deepEqual(rows[0], {
    ...{ villages: 180, townships: 12, bodies: 40, peopled: true, hasLongName: true, today: 0 },
  })
})

test('every chain verifies, as long as its history, and every picture is on the disk', async () => {
  const client = await first.db.owner.connect()
  const findings: unknown[] = []
  try {
    await verifyCases(casesInDatabase(client), [], (finding) => findings.push(finding))
  } finally {
    client.release()
  }
  assert.deepEqual(findings, [])
  const { rows: chains } = await first.db.owner.query(`
    SELECT h.case_id FROM case_chains h WHERE h.length <> (SELECT count(*) FROM history e
      WHERE e.county_id = h.county_id AND e.case_id = h.case_id)`)
  assert.deepEqual(chains, [])
  const { rows: counts } = await first.db.owner.query(`
    SELECT coalesce(c.state, p.state) AS state, c.n, p.n FROM
      (SELECT state, sum(n)::int AS n FROM problem_counts GROUP BY 1) c
      FULL JOIN (SELECT state, count(*)::int AS n FROM problems GROUP BY 1) p USING (state)
    WHERE coalesce(c.n, 0) <> coalesce(p.n, 0)`)
  assert.deepEqual(counts, [])
  const { rows: files } = await first.db.owner.query('SELECT county_id, sha256 FROM files')
  for (const { county_id, sha256 } of files)
    assert.ok(existsSync(join(first.dataDir, 'files', String(county_id), sha256.slice(0, 2), sha256)), sha256)
})

test('the printed accounts open the door', async () => {
  const welcome = await demoWelcome(first.program, 'http://127.0.0.1:8420')
  assert.match(welcome, /http:\/\/127\.0\.0\.1:8420/)
  assert.ok(welcome.includes(demoPassword))
  const [county] = await first.program.counties()
  for (const { username } of demoAccounts.slice(0, 3)) {
    assert.ok(welcome.includes(username))
    const { actor } = await first.program.sessions.signIn(
      { username, password: demoPassword },
      county!.county_id,
      { method: 'POST', url: '/', headers: {}, ip: '127.0.0.1', protocol: 'http' } as never,
    )
    assert.ok(actor.grants.length > 0)
  }
})

test('the program as it is put together keeps passwords by scrypt at full cost', async () => {
  const { rows } = await first.db.owner.query<{ password: string }>(
    'SELECT DISTINCT password FROM auth.account',
  )
  const [salt = '', key] = rows[0]!.password.split(':')
  const cost = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 }
  assert.deepEqual([rows.length, key], [1, scryptSync(demoPassword, salt, 64, cost).toString('hex')])
})
