import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { recordCounty } from '#tests/support/recorded-cases.ts'
import { migrate, migrationsDir } from '../database/migrate.ts'
import type { DatabaseTarget } from '../database/pool-config.ts'
import { writeCheckpoints } from '../history/checkpoint.ts'
import { knownPublicKeys, signingKey } from '../history/keys.ts'
import { checkCheckpoints, type Finding, verifyCases } from '../history/verify.ts'
import { casesInDatabase } from '../history/verify-database.ts'
import { secret } from '../secrets.ts'
import { ArchiveError, openArchive } from './archive.ts'
import { type WrittenBackup, writeBackup } from './backup.ts'
import { casesInArchive } from './cases-in-archive.ts'
import { restoreBackup } from './restore.ts'
import { RestoreError } from './restore-error.ts'
import { listTables, quoted } from './tables.ts'

const now = new Date('2026-11-01T18:00:00Z')
const names = readdirSync(migrationsDir)
  .map((file) => file.replace(/\.sql$/, ''))
  .sort()
const photo = Buffer.from('not really a photograph, but its bytes')
const photoName = createHash('sha256').update(photo).digest('hex')

/** Stands for the sign-in tables; holds what is hard to carry: bytes, backslashes, line ends, a sequence, infinity. */
const authTables = `
  CREATE SCHEMA IF NOT EXISTS auth;
  CREATE TABLE IF NOT EXISTS auth.odd (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent integer REFERENCES auth.odd, bytes bytea, text text,
    doubled integer GENERATED ALWAYS AS (id * 2) STORED, days date[], until timestamptz, "a ""quoted"" name" jsonb)`

let source: TestDatabase
let client: pg.Client
let dir: string
let dataDir: string
let archive: string
let written: WrittenBackup
const closing: (() => Promise<void>)[] = []

before(async () => {
  source = await createTestDatabase()
  client = await connect(source.target)
  dir = mkdtempSync(join(tmpdir(), 'backup-'))
  dataDir = join(dir, 'data')
  await recordCounty(source, 1, [1, 4, 2])
  await recordCounty(source, 2, [3])
  await client.query(authTables)
  await client.query(`
    INSERT INTO auth.odd (parent, bytes, text, days, until, "a ""quoted"" name") VALUES
      (3, '\\x00ff5c0a', E'a\\\\b\\tc\\nd\\re\\\\N', '{2026-01-01,NULL}', 'infinity', '{"k": "v\\\\n\\n"}'),
      (NULL, NULL, '\\N', NULL, NULL, NULL), (1, NULL, '', '{}', '2026-01-01 00:00:00.123456+08', 'null');
    UPDATE row_versions SET salt = NULL, content = NULL, erased_at = now() WHERE county_id = 1 AND seq = 2;
    INSERT INTO files VALUES (1, '${photoName}', ${photo.length}, 'image/jpeg', now())`)
  const store = join(dataDir, 'files', '1', photoName.slice(0, 2))
  mkdirSync(store, { recursive: true })
  writeFileSync(join(store, photoName), photo)
  writeFileSync(join(store, `${photoName}.draft`), 'half')
  secret(dataDir, 'sessions')
  archive = join(dir, 'all.tar')
  written = await backup(archive)
})
after(async () => {
  for (const close of closing.reverse()) await close()
  await source.close()
  rmSync(dir, { recursive: true })
})

describe('a backup', () => {
  test('says what is in it', () => {
    const { manifest } = written
    assert.deepEqual(manifest.migrations, names)
    assert.deepEqual(
      manifest.counties.map(({ id }) => id),
      [1, 2],
    )
    assert.equal(manifest.tables.find(({ name }) => name === 'history')!.rows, 10)
    assert.deepEqual(manifest.files, { count: 1, bytes: photo.length })
    assert.deepEqual([written.damagedFiles, written.missingFiles, manifest.secrets], [[], 0, []])
    assert.ok(manifest.tables.every(({ name }) => name !== 'bihuan_migrations'))
    const at = (name: string) => manifest.tables.findIndex((table) => table.name === name)
    assert.ok(at('counties') < at('organizations') && at('history') < at('row_versions'))
    assert.equal(readFileSync(archive).length, written.size)
  })

  test('holds private keys only when asked', async () => {
    const with_ = join(dir, 'secrets.tar')
    const { manifest } = await backup(with_, true)
    assert.deepEqual(
      manifest.secrets.map(({ name }) => name),
      ['keys/checkpoint-ed25519.pem', 'secrets/sessions'],
    )
    const key = readFileSync(join(dataDir, 'keys/checkpoint-ed25519.pem'), 'utf8')
    assert.ok(readFileSync(with_).includes(key))
    assert.ok(!readFileSync(archive).includes(key))
  })

  test('is not written over another file, and a failed one leaves nothing', async () => {
    await assert.rejects(backup(archive), /已存在/)
    await client.query('CREATE TABLE auth.odder (id integer PRIMARY KEY REFERENCES auth.odd)')
    await client.query(
      'ALTER TABLE auth.odd ADD FOREIGN KEY (id) REFERENCES auth.odder DEFERRABLE INITIALLY DEFERRED NOT VALID',
    )
    await assert.rejects(backup(join(dir, 'failed.tar')), /ring/)
    await client.query('DROP TABLE auth.odder CASCADE')
    assert.deepEqual(
      readdirSync(dir).filter((name) => name.includes('failed')),
      [],
    )
  })

  test('tells of files that are missing or not what their name says, and carries on', async () => {
    const file = join(dataDir, 'files', '1', photoName.slice(0, 2), photoName)
    writeFileSync(file, 'other bytes')
    const damaged = await backup(join(dir, 'damaged.tar'))
    assert.deepEqual(damaged.damagedFiles, [`files/1/${photoName.slice(0, 2)}/${photoName}`])
    rmSync(file)
    assert.equal((await backup(join(dir, 'missing.tar'))).missingFiles, 1)
    writeFileSync(file, photo)
  })

  test('verifies away from the server, also against a checkpoint', async () => {
    const [checkpoint] = await writeCheckpoints({ client, dataDir, now, countyId: 1 })
    assert.deepEqual(await verifyArchive(archive, [checkpoint!.file]), [])
    await client.query(`BEGIN; ALTER TABLE history DISABLE TRIGGER USER;
      UPDATE history SET entry = jsonb_set(entry, '{act}', '"x"') WHERE county_id = 1 AND seq = 3;
      ALTER TABLE history ENABLE TRIGGER USER; COMMIT`)
    await backup(join(dir, 'rewritten.tar'))
    await client.query(`BEGIN; ALTER TABLE history DISABLE TRIGGER USER;
      UPDATE history SET entry = jsonb_set(entry, '{act}', '"report"') WHERE county_id = 1 AND seq = 3;
      ALTER TABLE history ENABLE TRIGGER USER; COMMIT`)
    const faults = await verifyArchive(join(dir, 'rewritten.tar'), [checkpoint!.file])
    assert.deepEqual(
      faults.map(({ fault }) => fault),
      ['entry_changed'],
    )
  })
})

describe('restoring', () => {
  test('into an empty database gives the same rows, files and numbers, and verifies', async () => {
    const target = await empty()
    const folder = join(dir, 'restored')
    const restored = await restore(archive, target, folder)
    const there = await connect(target)
    assert.deepEqual(await everything(there), await everything(client))
    assert.equal(
      restored.rows,
      written.manifest.tables.reduce((sum, table) => sum + table.rows, 0),
    )
    assert.deepEqual(readFileSync(join(folder, 'files/1', photoName.slice(0, 2), photoName)), photo)
    assert.deepEqual(readdirSync(folder).sort(), ['files', 'keys'])
    assert.ok(knownPublicKeys(folder)[0]!.equals(signingKey(dataDir).publicKey))
    assert.deepEqual(await verifyDatabase(there), [])
    const { rows } = await there.query('INSERT INTO auth.odd DEFAULT VALUES RETURNING id')
    assert.equal(rows[0].id, 4)
  })

  test('into a migrated, empty database works too; its guards stay up', async () => {
    const target = await createTestDatabase()
    closing.push(() => target.close())
    await restore(archive, target.target, join(dir, 'migrated'))
    await assert.rejects(target.owner.query('DELETE FROM history'), /append-only/)
  })

  test('takes the secrets along if they were asked for, and never over others', async () => {
    const folder = join(dir, 'with-secrets')
    await restore(join(dir, 'secrets.tar'), await empty(), folder)
    assert.ok(signingKey(folder).privateKey.equals(signingKey(dataDir).privateKey))
    assert.equal(secret(folder, 'sessions'), secret(dataDir, 'sessions'))
    const other = join(dir, 'other')
    secret(other, 'sessions')
    const target = await empty()
    await assert.rejects(restore(join(dir, 'secrets.tar'), target, other), /另一份密钥/)
    await assertUntouched(target)
  })

  test('into a database with rows is refused, and nothing is written', async () => {
    const target = await createTestDatabase()
    closing.push(() => target.close())
    await target.owner.query("INSERT INTO counties (county_id, code, name) VALUES (9, '9', '九')")
    const folder = join(dir, 'filled')
    await assert.rejects(restore(archive, target.target, folder), (error: Error) => {
      assert.ok(error instanceof RestoreError)
      assert.match(error.message, /不是空的/)
      return true
    })
    assert.equal((await target.owner.query('SELECT FROM counties')).rowCount, 1)
    assert.ok(!existsSync(folder))
  })

  test('that fails half way leaves the database and the folder empty', async () => {
    const target = await createTestDatabase()
    closing.push(() => target.close())
    await target.owner.query(`${authTables}; ALTER TABLE row_versions ADD CHECK (county_id <> 2)`)
    const folder = join(dir, 'half')
    await assert.rejects(restore(archive, target.target, folder), /row_versions/)
    assert.equal((await target.owner.query('SELECT FROM history')).rowCount, 0)
    assert.ok(!existsSync(folder))
  })

  test('a backup of a newer program is refused; one of an older program comes in at its own level', async () => {
    const program = join(dir, 'migrations')
    cpSync(migrationsDir, program, { recursive: true })
    const older = { dir: program, names: names.slice(0, -1) }
    await assert.rejects(restore(archive, await empty(), join(dir, 'x'), older), /升级程序/)
    writeFileSync(join(program, '9999_later.sql'), 'ALTER TABLE counties ADD COLUMN later text NOT NULL;')
    const newer = { dir: program, names: [...names, '9999_later'] }
    const target = await empty()
    await restore(archive, target, join(dir, 'y'), newer)
    await assert.rejects(migrate(target, program), /later/)
    const ahead = await createTestDatabase()
    closing.push(() => ahead.close())
    writeFileSync(join(program, '9999_later.sql'), 'ALTER TABLE counties ADD COLUMN later text;')
    await migrate(ahead.target, program)
    await assert.rejects(restore(archive, ahead.target, join(dir, 'z'), newer), /结构比备份新/)
  })
})

describe('an archive that is not whole', () => {
  test('is refused wherever one bit was flipped, and nothing is written', async () => {
    const whole = readFileSync(archive)
    const file = join(dir, 'flipped.tar')
    const places = [...Array(400).keys()].map((i) => Math.floor((i * whole.length) / 400))
    // The last blocks one by one: trailer, padding, end.
    for (let at = whole.length - 2560; at < whole.length; at += 3) places.push(at)
    for (const at of places) {
      const bytes = Buffer.from(whole)
      bytes[at]! ^= 1 << (at % 8)
      writeFileSync(file, bytes)
      await assert.rejects(openArchive(file), ArchiveError, `byte ${at} of ${whole.length}`)
    }
    const target = await empty()
    await assert.rejects(restore(file, target, join(dir, 'never')), ArchiveError)
    await assertUntouched(target)
    assert.ok(!existsSync(join(dir, 'never')))
  })

  test('is refused when it was cut, or something hangs behind it', async () => {
    const whole = readFileSync(archive)
    const file = join(dir, 'cut.tar')
    for (const length of [
      0,
      1,
      511,
      512,
      1024,
      1536,
      5000,
      whole.length - 1024,
      whole.length - 512,
      whole.length - 1,
    ]) {
      writeFileSync(file, whole.subarray(0, length))
      await assert.rejects(openArchive(file), ArchiveError, `${length} bytes`)
    }
    for (const more of [1, 512, 1024]) {
      writeFileSync(file, Buffer.concat([whole, Buffer.alloc(more)]))
      await assert.rejects(openArchive(file), /damaged|不完整/)
    }
  })

  test('is told from a file that never was one, from one of another key, and from none', async () => {
    const code = async (file: string, trusted = [signingKey(dataDir).publicKey]) =>
      openArchive(file, trusted).then(
        (opened) => opened.close(),
        (error) => error.code,
      )
    writeFileSync(join(dir, 'text.txt'), 'a letter '.repeat(1000))
    assert.equal(await code(archive), undefined)
    assert.equal(await code(join(dir, 'text.txt')), 'not_backup')
    assert.equal(await code(join(dir, 'nowhere.tar')), 'not_found')
    assert.equal(await code(archive, [signingKey(join(dir, 'foreign')).publicKey]), 'key_unknown')
  })
})

function backup(file: string, withSecrets = false): Promise<WrittenBackup> {
  return writeBackup({ client, dataDir, file, now, app: '0.1.0', withSecrets })
}

async function restore(
  file: string,
  target: DatabaseTarget,
  folder: string,
  migrations = { dir: migrationsDir, names },
) {
  const opened = await openArchive(file)
  const there = await connect(target)
  const prepare = async (level: string) => {
    await migrate(target, level)
    await there.query(authTables)
  }
  try {
    return await restoreBackup({
      archive: opened,
      client: there,
      dataDir: folder,
      migrations,
      migrate: prepare,
    })
  } finally {
    await opened.close()
  }
}

async function verifyArchive(file: string, checkpoints: string[]): Promise<Finding[]> {
  const opened = await openArchive(file)
  const faults: Finding[] = []
  const report = (finding: Finding) => faults.push(finding)
  const sound = await checkCheckpoints(checkpoints, [opened.publicKey], report)
  const totals = await verifyCases(casesInArchive(opened), sound, report)
  assert.deepEqual(
    totals.map(({ cases, entries }) => [cases, entries]),
    [
      [3, 7],
      [1, 3],
    ],
  )
  await opened.close()
  return faults
}

async function verifyDatabase(there: pg.Client): Promise<Finding[]> {
  const faults: Finding[] = []
  await verifyCases(casesInDatabase(there), [], (finding) => faults.push(finding))
  return faults
}

/** Every row of every table as text. */
async function everything(there: pg.Client): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const table of await listTables(there)) {
    const { rows } = await there.query(`SELECT t::text AS row FROM ${quoted(table)} t ORDER BY 1`)
    all[table.name] = rows.map(({ row }) => row)
  }
  return all
}

async function assertUntouched(target: DatabaseTarget): Promise<void> {
  const there = await connect(target)
  assert.deepEqual(await listTables(there), [])
}

async function empty(): Promise<DatabaseTarget> {
  const made = await createEmptyDatabase()
  closing.push(() => made.close())
  return made.target
}

async function connect(target: DatabaseTarget): Promise<pg.Client> {
  const made = new pg.Client(target.ownerUrl)
  made.on('error', () => undefined)
  await made.connect()
  closing.push(() => made.end())
  return made
}
