import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { recordCase, recordCounty, recordMore } from '#tests/support/recorded-cases.ts'
import { writeCheckpoints } from './checkpoint.ts'
import { checkCheckpoint } from './checkpoint-file.ts'
import { type Entry, hashEntry, hashVersion } from './entry.ts'
import { fingerprint, signingKey } from './keys.ts'
import { checkCheckpoints, type Finding, verifyCases } from './verify.ts'
import { casesInDatabase } from './verify-database.ts'

let db: TestDatabase
let client: pg.Client
let dir: string
let checkpoint: string
let cases: string[]
let second = 0

before(async () => {
  db = await createTestDatabase()
  client = new pg.Client(db.ownerUrl)
  await client.connect()
  dir = mkdtempSync(join(tmpdir(), 'verify-'))
  cases = await recordCounty(db, 1, [1, 2, 3, 5, 8])
  await recordCounty(db, 2, [2])
  checkpoint = (await write())[0]!.file
})
after(async () => {
  await client.end()
  await db.close()
  rmSync(dir, { recursive: true })
})

describe('an honest history', () => {
  test('verifies, alone and against its checkpoint', async () => {
    const { faults, totals } = await verify([])
    assert.deepEqual(faults, [])
    const one = { county: 1, cases: 5, entries: 19, versions: 38, erased: 0, claimed: 0 }
    assert.deepEqual(totals[0], one)
    assert.deepEqual((await verify([checkpoint])).totals[0], { ...one, claimed: 5 })
  })

  test('may grow after the checkpoint', async () => {
    const { rows } = await client.query('SELECT length, head FROM case_chains WHERE case_id = $1', [cases[0]])
    await recordMore(db, 1, cases[0]!, rows[0], 2)
    await recordCase(db, 1, 1)
    assert.deepEqual((await verify([checkpoint])).faults, [])
  })

  test('still verifies after content was erased, and counts it', async () => {
    await tamper(
      `UPDATE row_versions SET content = NULL, salt = NULL, erased_at = now() WHERE case_id = $1 AND seq = 2`,
      cases[3],
      async () => {
        const { faults, totals } = await verify([checkpoint])
        assert.deepEqual(faults, [])
        assert.equal(totals[0]!.erased, 2)
      },
    )
  })
})

describe('what was done is named', () => {
  const named = (title: string, sql: string, at: () => string, expected: object[]) =>
    test(title, () =>
      tamper(sql, at(), async () => {
        const found = (await verify([checkpoint])).faults
        assert.deepEqual(found.map(short), expected)
        for (const fault of found) assert.equal('case' in fault && fault.case, at())
      }),
    )

  named(
    'an entry with one character changed',
    `UPDATE history SET entry = jsonb_set(entry, '{act}', '"rePort"') WHERE case_id = $1 AND seq = 2`,
    () => cases[3]!,
    [{ fault: 'entry_changed', seq: 2, as: 'content' }],
  )
  named(
    'an entry with a number that JavaScript would round back',
    `UPDATE history SET entry = jsonb_set(entry, '{seq}', '2.00000000000000000001') WHERE case_id = $1 AND seq = 2`,
    () => cases[3]!,
    [{ fault: 'entry_changed', seq: 2, as: 'content' }],
  )
  named(
    'a row version with one character changed',
    `UPDATE row_versions SET content = jsonb_set(content, '{text}', '"已完戌"') WHERE case_id = $1 AND seq = 4 AND ref LIKE 'progress/%'`,
    () => cases[3]!,
    [{ fault: 'version_changed', seq: 4, ref: 'progress' }],
  )
  named(
    'a row version that was removed',
    `DELETE FROM row_versions WHERE case_id = $1 AND seq = 4 AND ref LIKE 'problems/%'`,
    () => cases[3]!,
    [{ fault: 'version_missing', seq: 4, ref: 'problems' }],
  )
  named(
    'a row version that was slipped in',
    `INSERT INTO row_versions (county_id, case_id, seq, ref, salt, content) VALUES (1, $1, 1, 'notes/1', 'x', '{}')`,
    () => cases[3]!,
    [{ fault: 'version_added', seq: 1, ref: 'notes' }],
  )
  named(
    'an entry taken out of the middle',
    `WITH v AS (DELETE FROM row_versions WHERE case_id = $1 AND seq = 3) DELETE FROM history WHERE case_id = $1 AND seq = 3`,
    () => cases[3]!,
    [{ fault: 'gap', from: 3, to: 3 }],
  )
  named(
    'the tail cut, the head left',
    `WITH v AS (DELETE FROM row_versions WHERE case_id = $1 AND seq > 3) DELETE FROM history WHERE case_id = $1 AND seq > 3`,
    () => cases[3]!,
    [{ fault: 'tail_cut', from: 4, to: 5 }],
  )
  named(
    'the tail cut and the head moved back',
    `WITH v AS (DELETE FROM row_versions WHERE case_id = $1 AND seq = 5),
       h AS (DELETE FROM history WHERE case_id = $1 AND seq = 5)
     UPDATE case_chains SET length = 4, head = (SELECT hash FROM history WHERE case_id = $1 AND seq = 4) WHERE case_id = $1`,
    () => cases[3]!,
    [{ fault: 'tail_cut', from: 5, to: 5 }],
  )
  named(
    'the history of a case removed, its head left',
    `WITH v AS (DELETE FROM row_versions WHERE case_id = $1) DELETE FROM history WHERE case_id = $1`,
    () => cases[4]!,
    [{ fault: 'case_removed', length: 8 }],
  )
  named(
    'a whole case removed',
    `WITH v AS (DELETE FROM row_versions WHERE case_id = $1), h AS (DELETE FROM history WHERE case_id = $1)
     DELETE FROM case_chains WHERE case_id = $1`,
    () => cases[4]!,
    [{ fault: 'case_removed', length: 8 }],
  )
  named(
    'the head alone changed',
    `UPDATE case_chains SET head = 'sha256:0' WHERE case_id = $1`,
    () => cases[2]!,
    [{ fault: 'head_changed' }],
  )
  named('the head alone removed', `DELETE FROM case_chains WHERE case_id = $1`, () => cases[2]!, [
    { fault: 'head_missing' },
  ])
  named(
    'the kind of the case changed',
    `UPDATE case_chains SET case_kind = 'other' WHERE case_id = $1`,
    () => cases[0]!,
    [
      { fault: 'entry_changed', seq: 1, as: 'row' },
      { fault: 'entry_changed', seq: 2, as: 'row' },
      { fault: 'entry_changed', seq: 3, as: 'row' },
    ],
  )
})

describe('a chain recomputed by the owner', () => {
  test('is consistent, and only a checkpoint tells', () =>
    tamper('SELECT $1::uuid', cases[4]!, async () => {
      await recompute(cases[4]!, 6)
      assert.deepEqual((await verify([])).faults, [])
      const told = (await verify([checkpoint])).faults
      assert.deepEqual(told.map(short), [{ fault: 'recomputed', from: 1, to: 8 }])
    }))

  test('an older checkpoint that still matches narrows down where', async () => {
    const id = await recordCase(db, 1, 3)
    const older = (await write())[0]!.file
    const { rows } = await client.query('SELECT length, head FROM case_chains WHERE case_id = $1', [id])
    await recordMore(db, 1, id, rows[0], 4)
    const newer = (await write())[0]!.file
    await tamper('SELECT $1::uuid', id, async () => {
      await recompute(id, 5)
      const told = (await verify([older, newer])).faults
      assert.deepEqual(told.map(short), [{ fault: 'recomputed', from: 4, to: 7 }])
    })
  })

  test('recomputed in part, it breaks where the new meets the old', () =>
    tamper('SELECT $1::uuid', cases[4]!, async () => {
      await recompute(cases[4]!, 6, 6)
      assert.deepEqual((await verify([checkpoint])).faults.map(short), [{ fault: 'link_broken', seq: 7 }])
    }))
})

describe('a county', () => {
  test('that was removed whole is missed case by case', async () => {
    const file = (await write())[1]!.file
    await inTransaction(async () => {
      await client.query(`
        ALTER TABLE row_versions DISABLE TRIGGER USER; ALTER TABLE history DISABLE TRIGGER USER;
        DELETE FROM row_versions WHERE county_id = 2; DELETE FROM history WHERE county_id = 2;
        DELETE FROM case_chains WHERE county_id = 2; DELETE FROM counties WHERE county_id = 2`)
      assert.deepEqual((await verify([file])).faults.map(short), [{ fault: 'case_removed', length: 2 }])
    })
  })
})

describe('a checkpoint', () => {
  test('is written as the app role too, names the one before, and its counts', async () => {
    const app = await db.app.connect()
    const now = new Date('2031-01-01T00:00:00Z')
    const [one] = await writeCheckpoints({ client: app, dataDir: dir, now, countyId: 1 })
    app.release()
    const checked = await checkCheckpoint(one!.file, [signingKey(dir).publicKey])
    assert.ok('checkpoint' in checked)
    assert.match(one!.file, /checkpoint-331121-20310101T000000Z\.jsonl$/)
    assert.match(checked.checkpoint.header.previous!.file, /^checkpoint-331121-2026.*\.jsonl$/)
    assert.equal(checked.checkpoint.counts.cases, one!.cases)
    rmSync(one!.file)
  })

  test('with any byte changed is refused, wherever the byte stands', async () => {
    const whole = readFileSync(checkpoint)
    const file = join(dir, 'changed.jsonl')
    for (let at = 0; at < whole.length; at += 7) {
      const bytes = Buffer.from(whole)
      bytes[at]! ^= 1 << (at % 7)
      writeFileSync(file, bytes)
      const told = await checkCheckpoints([file], [signingKey(dir).publicKey], () => undefined)
      assert.deepEqual(told, [], `byte ${at}`)
    }
  })

  test('cut short, made longer or signed by another key is told apart', async () => {
    const file = join(dir, 'other.jsonl')
    const faultOf = async (content: Buffer | string) => {
      writeFileSync(file, content)
      const checked = await checkCheckpoint(file, [signingKey(dir).publicKey])
      return 'fault' in checked ? checked.fault.fault : 'none'
    }
    const whole = readFileSync(checkpoint)
    assert.equal(await faultOf(whole), 'none')
    assert.equal(await faultOf(whole.subarray(0, -200)), 'checkpoint_changed')
    assert.equal(await faultOf(`${whole}\n`), 'checkpoint_changed')
    const foreign = mkdtempSync(join(tmpdir(), 'keys-'))
    const out = join(foreign, 'c.jsonl')
    await writeCheckpoints({ client, dataDir: foreign, now: new Date(), countyId: 1, out })
    assert.equal(await faultOf(readFileSync(out)), 'key_unknown')
    const { signature } = JSON.parse(readFileSync(out, 'utf8').trim().split('\n').at(-1)!)
    const lines = whole.toString().trim().split('\n')
    const seal = JSON.stringify({ ...JSON.parse(lines.at(-1)!), signature })
    assert.equal(await faultOf(`${[...lines.slice(0, -1), seal].join('\n')}\n`), 'signature_invalid')
    assert.notEqual(fingerprint(signingKey(foreign).publicKey), fingerprint(signingKey(dir).publicKey))
    rmSync(foreign, { recursive: true })
  })

  test('whose predecessor was exchanged is told of', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chain-'))
    const at = (day: number) => new Date(Date.UTC(2027, 0, day))
    const one = (await writeCheckpoints({ client, dataDir: folder, now: at(1), countyId: 1 }))[0]!
    const two = (await writeCheckpoints({ client, dataDir: folder, now: at(2), countyId: 1 }))[0]!
    const told: Finding[] = []
    assert.equal((await checkCheckpoints([two.file], [], (f) => told.push(f))).length, 1)
    assert.equal(told.length, 0)
    writeFileSync(one.file, `${readFileSync(one.file)} `)
    await checkCheckpoints([two.file], [], (f) => told.push(f))
    assert.equal(told[0]?.fault, 'previous_changed')
    rmSync(folder, { recursive: true })
  })
})

/** Each in a second of its own, for they are named after it. */
function write() {
  const now = new Date(Date.UTC(2026, 10, 1, 0, 0, second++))
  return writeCheckpoints({ client, dataDir: dir, now })
}

async function verify(files: string[]) {
  const faults: Finding[] = []
  const trusted = [signingKey(dir).publicKey]
  const sound = await checkCheckpoints(files, trusted, (fault) => faults.push(fault))
  const totals = await verifyCases(casesInDatabase(nested(client)), sound, (fault) => faults.push(fault))
  return { faults, totals }
}

/** Lets the tampering transaction be looked at from inside, and rolled back afterwards. */
function nested(outer: pg.Client): pg.ClientBase {
  const query = (text: string, values?: unknown[]) =>
    /^(BEGIN|ROLLBACK)/.test(text) ? Promise.resolve() : outer.query(text, values)
  return { query } as unknown as pg.ClientBase
}

/** As the owner with every guard off; undone afterwards. */
async function tamper(sql: string, id: string | undefined, look: () => Promise<void>): Promise<void> {
  await inTransaction(async () => {
    await client.query(
      'ALTER TABLE history DISABLE TRIGGER USER; ALTER TABLE row_versions DISABLE TRIGGER USER',
    )
    await client.query(sql, [id])
    await look()
  })
}

async function inTransaction(work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN')
  try {
    await work()
  } finally {
    await client.query('ROLLBACK')
  }
}

/** What an owner who knows the program would do: changes one content, then every hash from there on. */
async function recompute(id: string, from: number, to = Number.POSITIVE_INFINITY): Promise<void> {
  const { rows } = await client.query('SELECT seq, entry FROM history WHERE case_id = $1 ORDER BY seq', [id])
  let prev: string | null = null
  for (const { seq, entry } of rows as { seq: number; entry: Entry }[]) {
    if (seq > to) return
    let changed: Entry = { ...entry, prev }
    if (seq === from) {
      const ref = entry.facts[0]!.ref
      const hash = hashVersion('salt', { text: '已整改完成' })
      await client.query(
        'UPDATE row_versions SET salt = $4, content = $5 WHERE case_id = $1 AND seq = $2 AND ref = $3',
        [id, seq, ref, 'salt', { text: '已整改完成' }],
      )
      changed = {
        ...changed,
        facts: entry.facts.map((fact) => (fact.ref === ref ? { ...fact, hash } : fact)),
      }
    }
    prev = hashEntry(changed)
    await client.query('UPDATE history SET entry = $3, hash = $4 WHERE case_id = $1 AND seq = $2', [
      id,
      seq,
      changed,
      prev,
    ])
  }
  await client.query('UPDATE case_chains SET head = $2 WHERE case_id = $1', [id, prev])
}

/** Without ids that differ at each run. */
function short(finding: Finding): object {
  const { county: _, case: __, kind: ___, ...rest } = finding as Finding & Record<string, unknown>
  return 'ref' in rest ? { ...rest, ref: String(rest.ref).split('/')[0] } : rest
}
