import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { DatabaseUnavailableError, openPortalDatabase } from '#platform/database/open.ts'
import { type PortalTarget, portalPoolConfig } from '#platform/database/pool-config.ts'
import { createTestDatabase, type TestDatabase, testPool } from '#tests/support/database.ts'
import { answerComment, publish } from '#tests/support/published.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { prepareDatabase } from './prepare-database.ts'

/**
 * What the role of the public pages may do, tried on everything that the database holds: what is not named here is
 * refused, also what comes later. Once by its own log-in, as on the embedded database and in a zone of its own, once
 * taken by another log-in, as on an operator's server.
 */
let test_: TestDatabase
let county: SmallCounty
let admin: pg.Client
const login = `portal_web_${process.pid}`
const pools = new Map<string, pg.Pool>()
const ways = ['by its own log-in', 'taken by another log-in'] as const

before(async () => {
  test_ = await createTestDatabase()
  await prepareDatabase(test_.target)
  county = await createSmallCounty(test_, 1)
  await createSmallCounty(test_, 2)
  admin = new pg.Client(test_.adminUrl)
  await admin.connect()
  await admin.query(`CREATE ROLE ${login} LOGIN NOINHERIT; GRANT bihuan_portal TO ${login}`)
  await admin.query(`GRANT CONNECT ON DATABASE ${test_.name} TO ${login}`)
  open(ways[0], { portalUrl: test_.portalUrl })
  open(ways[1], { portalUrl: test_.portalUrl.replace('bihuan_portal', login) })
})
after(async () => {
  for (const pool of pools.values()) await pool.end()
  await admin.query(`DROP OWNED BY ${login}; DROP ROLE ${login}`)
  await admin.end()
  await test_.close()
})

const readable = [
  'appeal_box_keys',
  'public_contacts',
  'published',
  'published_comments',
  'published_counts',
  'published_evaluations',
  'published_files',
  'published_pictures',
]
const callable = [
  'current_county()',
  'deposit_ballot(text[],uuid,text,timestamp with time zone)',
  'find_invitation(text[])',
  'find_published(tsquery,integer)',
  'find_withdrawn(text)',
  'last_withdrawal()',
  'leave_comment(text,uuid,text,timestamp with time zone)',
  'leave_in_inbox(uuid,text,text,text,text,text,timestamp with time zone)',
  'leave_inbox_photo(uuid,integer,bytea)',
  'list_appeal_fields(date)',
  'list_appeal_places()',
  'note_open311(uuid,uuid,text,timestamp with time zone)',
  'open311_source(text)',
  'open311_state(uuid)',
  'read_appeal_page(text[])',
]

function open(way: string, target: PortalTarget): void {
  pools.set(way, testPool({ ...portalPoolConfig(target), max: 1 }))
}

/** Undone whatever it did. */
async function attempt(way: string, text: string, county = 1): Promise<pg.QueryResult> {
  const client = await pools.get(way)!.connect()
  try {
    await client.query(`BEGIN; SET LOCAL app.county = ${county}`)
    return await client.query(text)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

const refused = (way: string, text: string) => assert.rejects(attempt(way, text), REFUSED, text)
const REFUSED =
  /permission denied|must be owner|must be superuser|must be member|cannot (insert into|update|delete from) view|is not a table/

/** Everything that holds rows, wherever and whoever made it. */
async function relations(): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await admin.query(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name,
       array_agg(quote_ident(a.attname) ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind IN ('r','p','v','m','f') AND n.nspname NOT IN ('pg_catalog','information_schema','pg_toast')
     GROUP BY 1 ORDER BY 1`,
  )
  return rows
}

async function grantedAnything(): Promise<Set<string>> {
  const { rows } = await admin.query(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r','p','v','m','f') AND has_any_column_privilege('bihuan_portal', c.oid, 'SELECT')`,
  )
  return new Set(rows.map(({ name }) => name))
}

for (const way of ways) {
  test(`${way}: no table but the published ones is read, none is written`, async () => {
    const found = await relations()
    assert.ok(found.length > 60, String(found.length))
    const granted = await grantedAnything()
    const read: string[] = []
    for (const { name, columns } of found) {
      // A column by itself is tried where any is granted.
      for (const column of granted.has(name) ? columns : ['*'])
        await attempt(way, `SELECT ${column} FROM ${name} LIMIT 1`).then(
          () => read.push(`${name}.${column}`),
          (error) => assert.match(error.message, REFUSED, name),
        )
      await refused(way, `SELECT t FROM ${name} t FOR UPDATE`)
      await refused(way, `INSERT INTO ${name} DEFAULT VALUES`)
      await refused(way, `UPDATE ${name} SET ${columns[0]} = NULL`)
      await refused(way, `DELETE FROM ${name}`)
      await refused(way, `TRUNCATE ${name}`)
      await refused(way, `DROP TABLE ${name}`)
      await refused(way, `CREATE INDEX ON ${name} (${columns[0]})`)
    }
    const tables = [...new Set(read.map((column) => column.split('.')[1]))]
    assert.deepEqual(tables, ['counties', ...readable].sort())
    assert.deepEqual(
      read.filter((column) => column.startsWith('public.counties.')),
      ['county_id', 'name', 'host', 'time_zone', 'is_demo', 'prefix'].map(
        (column) => `public.counties.${column}`,
      ),
    )
  })

  test(`${way}: no function but those of the public pages is called, no number is drawn`, async () => {
    const { rows } = await admin.query(
      `SELECT p.oid::regprocedure::text AS name, p.prokind AS kind,
         array_to_string(ARRAY(SELECT 'NULL::' || format_type(t, NULL) FROM unnest(p.proargtypes) t), ', ') AS nothing,
         split_part(p.oid::regprocedure::text, '(', 1) AS called
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname NOT IN ('pg_catalog','information_schema')
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`,
    )
    assert.ok(rows.length > 5, String(rows.length))
    const called: string[] = []
    for (const { name, kind, nothing, called: as } of rows)
      await attempt(way, `${kind === 'p' ? 'CALL' : 'SELECT'} ${as}(${nothing})`).then(
        () => called.push(name),
        (error) => assert.match(error.message, REFUSED, name),
      )
    assert.deepEqual(called.map((name) => name.replace('public.', '')).sort(), callable)
    const sequences = await admin.query(
      "SELECT schemaname || '.' || sequencename AS name FROM pg_sequences WHERE schemaname <> 'pg_catalog'",
    )
    for (const { name } of sequences.rows) await refused(way, `SELECT nextval('${name}')`)
  })

  test(`${way}: it makes nothing, becomes nobody else, and reads no file of the machine`, async () => {
    for (const text of [
      'CREATE TABLE mine (x integer)',
      'CREATE SCHEMA mine',
      'CREATE FUNCTION mine() RETURNS integer LANGUAGE sql RETURN 1',
      'SET ROLE bihuan_app',
      'SET ROLE bihuan_owner',
      'CREATE ROLE mine',
      "COPY published TO '/tmp/published'",
      "SELECT pg_read_file('/etc/passwd')",
      'SELECT * FROM pg_authid',
      'ALTER TABLE published DISABLE ROW LEVEL SECURITY',
    ])
      await refused(way, text)
    const { rows } = await attempt(
      way,
      `SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb AS more,
         (SELECT count(*) FROM pg_auth_members m WHERE m.member = p.oid) AS held
       FROM pg_roles p WHERE rolname = current_user`,
    )
    assert.deepEqual(rows, [{ rolname: 'bihuan_portal', more: false, held: 0 }])
  })
}

test('the role reads the text of what stands, and of what was withdrawn or is over only that it was', async () => {
  const { owner } = test_
  const { organizations } = county
  const organization = { id: organizations.upperVillage, name: '上河村' }
  const past = new Date('2026-07-01T00:00:00Z')
  const given = (slug: string, more: object) => ({
    ...{ slug, organization, ...more },
    pictures: [{ caption: slug, mime: 'image/png', bytes: Buffer.from(slug) }],
  })
  await publish(owner, 1, given('2026-0001', {}))
  await publish(owner, 1, given('2026-0002', { withdrawn: { at: past, kind: 'early' } }))
  await publish(owner, 1, given('2026-0003', { until: past }))
  for (const slug of ['2026-0001', '2026-0002', '2026-0003']) await answerComment(owner, 1, slug, `说${slug}`)
  const slugs = async (text: string, as = 1) =>
    (await attempt(ways[0], text, as)).rows.map((row) => Object.values(row)[0])
  assert.deepEqual(await slugs('SELECT slug FROM published'), ['2026-0001'])
  assert.deepEqual(await slugs('SELECT caption FROM published_pictures'), ['2026-0001'])
  assert.deepEqual(await slugs("SELECT convert_from(bytes, 'utf8') FROM published_files"), ['2026-0001'])
  assert.deepEqual(await slugs('SELECT slug FROM published_comments'), ['2026-0001'])
  const why = (slug: string, as?: number) =>
    slugs(`SELECT concat_ws(' ', number, why, replaced_by) FROM find_withdrawn('${slug}')`, as)
  assert.deepEqual(await why('2026-0001'), [])
  assert.deepEqual(await why('2026-0002'), ['2026-0002 early'])
  assert.deepEqual(await why('2026-0003'), ['2026-0003 ended'])
  assert.deepEqual(await why('2026-0002', 2), [], 'of no other county')
  assert.deepEqual(await slugs('SELECT last_withdrawal()'), [past])
})

test('a portal in a zone of its own starts with a log-in that holds its role only', async () => {
  const settings = { dataDir: '/nowhere', databaseUrl: undefined }
  const portalDatabaseUrl = test_.portalUrl.replace('bihuan_portal', login)
  const opened = await openPortalDatabase({ ...settings, portalDatabaseUrl })
  assert.equal(opened.portalUrl, portalDatabaseUrl)
  await admin.query(`GRANT bihuan_app TO ${login}`)
  await assert.rejects(
    openPortalDatabase({ ...settings, portalDatabaseUrl }),
    /may do more than bihuan_portal/,
  )
  await admin.query(`REVOKE bihuan_app FROM ${login}`)
  await assert.rejects(
    openPortalDatabase({ ...settings, portalDatabaseUrl: test_.ownerUrl }),
    DatabaseUnavailableError,
  )
})

test('a table or function that comes later is refused by itself', async () => {
  await test_.owner.query('CREATE TABLE later (county_id integer PRIMARY KEY)')
  await test_.owner.query('CREATE FUNCTION later() RETURNS integer LANGUAGE sql RETURN 1')
  await refused(ways[0], 'SELECT * FROM later')
  await refused(ways[0], 'SELECT later()')
})
