import type pg from 'pg'
import { searchWords } from '#features/appeals/search.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { placeOf, sealVolumes } from '#platform/search/index.ts'
import { lifeNames, lifeSteps } from './appeal-lives.ts'

export const matters = [
  ['roads', '村口路灯不亮', '村口三盏路灯坏了半个月，晚上老人出行不便。'],
  ['water_power', '自来水时有时无', '入夏以来每天下午停水两三个小时，没有通知。'],
  ['sanitation', '垃圾清运不及时', '垃圾池满了十多天没有人来拉，气味很大。'],
  ['subsidy', '耕地补贴没有到账', '今年的耕地地力保护补贴邻村都发了，本组还没有收到。'],
  ['land', '宅基地界址不清', '两家相邻的宅基地没有界桩，一家垒墙占了过道。'],
  ['minimum_living', '低保申请没有回音', '交了低保申请三个月，没有人入户核查，也没有答复。'],
  ['neighbours', '邻居排水冲了菜地', '邻居新修的排水口对着菜地，下雨就冲。'],
  ['three_assets', '鱼塘承包账目不清', '集体鱼塘的承包费去年没有公开，想知道钱用在哪里。'],
  ['elderly', '高龄补贴停发', '母亲八十六岁，高龄补贴从三月起停发，不知道原因。'],
  ['health', '村卫生室常常关门', '村卫生室一周有四天不开门，拿药要去镇上。'],
] as const

/** Letters of a sealed page, in thirty-twos. */
const SEALED_PAGE = 1_280

export type Appeals = {
  countyId: number
  count: number
  /** Registered from, and up to: spread evenly. */
  from: Date
  to: Date
  /** What would have happened after this has not happened yet. */
  until: Date
  /** Whether they can be found by their words, and their receipts have pages; takes longer than all the rest. */
  whole?: boolean
}

/**
 * Adds appeals with all that hangs on them, each at some point of one of the lives of `appeal-lives.ts`; in a handful of
 * statements however many they are, and always the same ones but for their ids. As the owner; into a county with
 * villages. The tables are analysed afterwards.
 */
export async function addAppeals(owner: pg.Pool, appeals: Appeals): Promise<void> {
  const client = await owner.connect()
  try {
    await client.query('BEGIN')
    await makeLives(client, appeals)
    for (const statement of rows) await client.query(statement)
    if (appeals.whole) await client.query(pages)
    await client.query('COMMIT')
    if (appeals.whole) {
      await addWords(client, appeals.countyId)
      await sealVolumes(connectDatabase(owner), appeals.countyId, 'seal_appeal_search_volume')
    }
    await client.query('VACUUM ANALYZE')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

/** A number from 0 up to 1 that goes by the appeal and by what it is for: the same in every run. */
const chance = (of: string, salt: number | string): string =>
  `((hashint8extended(${of}::bigint, ${salt}) & 1048575) / 1048576.0)`

async function makeLives(
  client: pg.PoolClient,
  { countyId, count, from, to, until }: Appeals,
): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE made ON COMMIT DROP AS
     SELECT x.*, y.year, (coalesce(c.next, 1) - 1 + row_number() OVER (PARTITION BY y.year ORDER BY x.i))::text AS of_year
     FROM (SELECT b.n + i AS i, uuidv7(make_interval(secs => i - $1)) AS id, $2::int AS county_id,
       $3::timestamptz + ($4::timestamptz - $3::timestamptz) * ((i - 1.0) / $1) AS registered_at,
       v.id AS place_id, v.township_id, l.life, m.field, m.title, m.cause,
       CASE WHEN ${chance('i', 1)} < 0.7 THEN v.id WHEN ${chance('i', 1)} < 0.9 THEN v.township_id ELSE d.id END AS first,
       v.township_id AS second, p.id AS person_id,
       CASE l.life WHEN 'at_once' THEN 'inquiry' ELSE
         (ARRAY['help','help','help','complaint','complaint','report','advice','praise','inquiry'])[1 + floor(9 * ${chance('i', 2)})::int] END AS nature,
       l.life NOT IN ('none_left', 'set_aside') AND ${chance('i', 3)} < 0.8 AS has_phone,
       (ARRAY['satisfied','satisfied','fairly','fair','unsatisfied'])[1 + floor(5 * ${chance('i', 4)})::int] AS satisfaction,
       (ARRAY['no_contact','beyond_power','third_party'])[1 + floor(3 * ${chance('i', 5)})::int] AS code,
       (ARRAY['reasonable','reasonable','partly','unverifiable'])[1 + floor(4 * ${chance('i', 6)})::int] AS reasonableness
     FROM generate_series(1, $1::int) i
     CROSS JOIN (SELECT count(*)::int AS n FROM appeals WHERE county_id = $2) b
     JOIN unnest($5::text[]) WITH ORDINALITY l(life, n) ON l.n = 1 + floor(100 * ${chance('i', 7)})::int
     JOIN unnest($6::text[], $7::text[], $8::text[]) WITH ORDINALITY m(field, title, cause, n)
       ON m.n = 1 + floor(10 * ${chance('i', 8)})::int
     JOIN (SELECT id, township_id, row_number() OVER (ORDER BY code) AS n, count(*) OVER () AS all_of_them
       FROM organizations WHERE county_id = $2 AND kind = 'village') v
       ON v.n = 1 + floor(v.all_of_them * ${chance('i', 9)})::int
     CROSS JOIN (SELECT id FROM organizations WHERE county_id = $2 AND kind = 'department' ORDER BY code LIMIT 1) d
     CROSS JOIN (SELECT id FROM people WHERE county_id = $2 ORDER BY id LIMIT 1) p) x
     CROSS JOIN LATERAL (SELECT to_char(x.registered_at AT TIME ZONE 'Asia/Shanghai', 'YYYY') AS year) y
     LEFT JOIN counters c ON c.county_id = $2 AND c.name = 'appeal.' || y.year`,
    [
      count,
      countyId,
      from,
      to,
      lifeNames,
      matters.map(([field]) => field),
      matters.map(([, title]) => title),
      matters.map(([, , cause]) => cause),
    ],
  )
  await client.query(
    `CREATE TEMP TABLE walked ON COMMIT DROP AS
     SELECT w.*, lead(at) OVER (PARTITION BY i ORDER BY n) AS next_at,
       count(*) FILTER (WHERE moved) OVER (PARTITION BY i ORDER BY n)::int AS seq,
       at + make_interval(hours => due) AS due_at
     FROM (SELECT m.i, m.id, m.county_id, m.person_id, s.n, s.act, s.state, s.moved, s.due, s.round,
         CASE s.holder WHEN 'first' THEN m.first WHEN 'second' THEN m.second END AS handler_id,
         m.registered_at + make_interval(secs => 3600 * sum(s.hours * (0.2 + 1.5 * ${chance('m.i', '100 + s.n')}))
           OVER (PARTITION BY m.i ORDER BY s.n)) AS at
       FROM made m JOIN jsonb_to_recordset($1::jsonb)
         AS s(life text, n int, act text, state text, moved boolean, hours numeric, due int, round int, holder text) USING (life)) w
     WHERE at <= $2`,
    [JSON.stringify(lifeSteps), until],
  )
  await client.query('CREATE INDEX ON walked (i, n); ANALYZE made, walked')
}

const acts = (...names: string[]) => `w.act IN (${names.map((name) => `'${name}'`).join(', ')})`
const outs = acts('dispatch', 'reassign')
const closes = acts(
  'solved',
  'solved_silent',
  'unsolved',
  'no_basis',
  'unreached',
  'at_once',
  'keep',
  'refuse',
)
/** Of its year, after those that are there: longer than five digits where there are more. */
const number = `'S' || m.year || '-' || lpad(m.of_year::text, greatest(5, length(m.of_year::text)), '0')`

const digest = `'aes-256-gcm:1-00000000:' || left(md5('r' || i) || md5(id::text), 43)`

/** What each act leaves behind, as the program's own acts do. */
const rows = [
  `INSERT INTO appeals (county_id, id, number, version, state, round, due_at, due_kind, entered_state_at, channel, openness,
     received_on, place_id, township_id, title, cause, nature, field_code, reasonableness, handler_id, returns, redos,
     main_id, registered_at, dispatched_at, contact_due_at, signed_at, contacted_at, answered_at, closed_at, solved,
     satisfaction, rated_at, excluded_code, refused_code, created_at)
   SELECT m.county_id, m.id, ${number}, l.version, l.state, l.round, coalesce(s.due_at, 'infinity'), NULL, s.at,
     CASE WHEN l.receives THEN 'web' ELSE 'phone' END, 'handler', (m.registered_at AT TIME ZONE 'Asia/Shanghai')::date,
     m.place_id, m.township_id, CASE l.state WHEN 'diverted' THEN '' ELSE m.title END,
     CASE l.state WHEN 'diverted' THEN '' ELSE m.cause END, CASE WHEN l.classed THEN m.nature END,
     CASE WHEN l.classed THEN m.field END, CASE WHEN l.no_basis THEN 'no_basis' WHEN l.classed THEN m.reasonableness END,
     s.handler_id, l.returns, l.redos, CASE l.state WHEN 'joined' THEN o.id END, l.registered_at, l.dispatched_at,
     l.dispatched_at + interval '24 hours', l.signed_at, l.contacted_at, l.answered_at, l.closed_at, l.solved,
     CASE WHEN l.rated_at IS NOT NULL THEN m.satisfaction END, l.rated_at, CASE WHEN l.excluded THEN m.code END,
     CASE WHEN l.state = 'refused' THEN 'litigation' WHEN l.state = 'set_aside' THEN 'test' END, m.registered_at
   FROM made m
   JOIN (SELECT w.i, max(w.n) + 1 AS version, max(w.seq) AS seq, max(w.round) AS round,
       (array_agg(w.state ORDER BY w.n DESC))[1] AS state, bool_or(${acts('receive')}) AS receives,
       bool_or(${acts('register', 'pass_in')}) AS classed, bool_or(${acts('no_basis')}) AS no_basis,
       bool_or(${acts('exclude')}) AS excluded, count(*) FILTER (WHERE ${acts('agree')}) AS returns,
       count(*) FILTER (WHERE ${acts('redo')}) AS redos, min(w.at) FILTER (WHERE ${acts('register', 'pass_in')}) AS registered_at,
       max(w.at) FILTER (WHERE ${outs}) AS dispatched_at, max(w.at) FILTER (WHERE ${acts('sign')}) AS signed_at,
       max(w.at) FILTER (WHERE ${acts('contact', 'contact_none')}) AS contacted_at,
       max(w.at) FILTER (WHERE ${acts('answer')}) AS answered_at, max(w.at) FILTER (WHERE ${closes}) AS closed_at,
       bool_and(w.act NOT IN ('unsolved', 'no_basis', 'object')) FILTER (WHERE ${closes}) AS solved,
       max(w.at) FILTER (WHERE ${acts('solved', 'rate', 'unsolved', 'no_basis')}) AS rated_at
     FROM walked w GROUP BY w.i) l ON l.i = m.i
   JOIN walked s ON s.i = m.i AND s.seq = l.seq AND s.moved
   LEFT JOIN LATERAL (SELECT x.id FROM made x WHERE x.life = 'solved' ORDER BY x.i LIMIT 1) o ON true`,
  `INSERT INTO appeal_spans (county_id, appeal_id, seq, from_at, state, round, place_id, township_id, handler_id, nature,
     field_code, due_at)
   SELECT w.county_id, w.id, w.n + 1, w.at, w.state, w.round, m.place_id, m.township_id, w.handler_id,
     CASE WHEN w.state NOT IN ('screening', 'set_aside') THEN m.nature END,
     CASE WHEN w.state NOT IN ('screening', 'set_aside') THEN m.field END, coalesce(w.due_at, 'infinity')
   FROM walked w JOIN made m USING (i) WHERE w.moved ORDER BY w.i, w.n`,
  `INSERT INTO appeal_assignments (county_id, id, appeal_id, round, organization_id, part, assigned_at, person_id,
     contact_due_at, ended_at, ended_as)
   SELECT w.county_id, gen_random_uuid(), w.id, w.round, w.handler_id, 'main', w.at, w.person_id,
     w.at + interval '24 hours', e.at, CASE e.act WHEN 'agree' THEN 'returned' WHEN 'reassign' THEN 'reassigned' END
   FROM walked w LEFT JOIN LATERAL (SELECT e.at, e.act FROM walked e WHERE e.i = w.i AND e.n > w.n
     AND e.act IN ('agree', 'reassign') ORDER BY e.n LIMIT 1) e ON true WHERE ${outs}`,
  `INSERT INTO appeal_contacts (county_id, id, appeal_id, round, way, happened_at, entered_at, person_id)
   SELECT w.county_id, gen_random_uuid(), w.id, w.round, CASE w.act WHEN 'contact' THEN 'phone' ELSE 'none_left' END, w.at,
     w.at, w.person_id FROM walked w WHERE ${acts('contact', 'contact_none')}`,
  `INSERT INTO appeal_answers (county_id, id, appeal_id, round, kind, text, claim, status, entered_at, person_id, passed_by,
     passed_at)
   SELECT w.county_id, gen_random_uuid(), w.id, w.round, CASE w.act WHEN 'answer' THEN 'answer' WHEN 'refuse' THEN 'refusal'
       ELSE 'at_once' END, '已经派人处理，当日办好。', CASE w.act WHEN 'answer' THEN 'solved' END,
     CASE WHEN w.act = 'answer' AND w.next_at IS NULL THEN 'waiting' ELSE 'passed' END, w.at, w.person_id,
     CASE WHEN w.next_at IS NOT NULL THEN w.person_id END, w.next_at
   FROM walked w WHERE ${acts('answer', 'refuse', 'at_once')}`,
  `INSERT INTO appeal_callbacks (county_id, id, appeal_id, round, way, outcome, satisfaction, at, person_id)
   SELECT w.county_id, gen_random_uuid(), w.id, CASE w.act WHEN 'redo' THEN w.round - 1 ELSE w.round END,
     CASE w.act WHEN 'at_once' THEN 'at_once' WHEN 'rate' THEN 'receipt' WHEN 'object' THEN 'receipt' ELSE 'call' END,
     CASE WHEN w.act = 'call' THEN 'unreached' WHEN ${acts('solved', 'solved_silent', 'rate', 'at_once')} THEN 'solved'
       ELSE 'unsolved' END,
     CASE WHEN ${acts('solved', 'rate', 'unsolved', 'no_basis')} THEN m.satisfaction END, w.at,
     CASE WHEN w.act NOT IN ('rate', 'object') THEN w.person_id END
   FROM walked w JOIN made m USING (i)
   WHERE ${acts('solved', 'solved_silent', 'unsolved', 'no_basis', 'at_once', 'rate', 'object', 'redo', 'call')}`,
  `INSERT INTO appeal_requests (county_id, id, appeal_id, round, kind, asks, reason, requested_by, requested_at, status,
     decided_by, decided_at)
   SELECT w.county_id, gen_random_uuid(), w.id, w.round, CASE w.act WHEN 'agree' THEN 'return' WHEN 'suspend' THEN 'suspension'
       ELSE 'exclusion' END, jsonb_build_object('reasonCode', m.code), '按规定提出。', w.person_id, w.at - interval '1 hour',
     'approved', NULL, w.at
   FROM walked w JOIN made m USING (i) WHERE ${acts('agree', 'suspend', 'exclude')}`,
  `INSERT INTO appeal_classes (county_id, id, appeal_id, track, nature, urgency, is_complex, field_code, responsibility,
     reasonableness, at, person_id)
   SELECT w.county_id, gen_random_uuid(), w.id, 'ordinary', m.nature, 'ordinary', false, m.field, NULL,
     CASE w.act WHEN 'no_basis' THEN 'no_basis' WHEN 'reclassify' THEN 'no_basis' ELSE m.reasonableness END, w.at, w.person_id
   FROM walked w JOIN made m USING (i) WHERE ${acts('register', 'pass_in', 'no_basis', 'reclassify')}`,
  `INSERT INTO appeal_identities (county_id, appeal_id, sealed, has_phone)
   SELECT county_id, id, 'aes-256-gcm:1-00000000:' || repeat('A', 16) || ':' || md5(id::text) || ':' || repeat('A', 22), has_phone
   FROM made`,
  `INSERT INTO appeal_receipts (county_id, digest, appeal_id, issued_at)
   SELECT county_id, ${digest}, id, registered_at FROM made`,
  `INSERT INTO case_chains (county_id, case_kind, case_id, length, head)
   SELECT w.county_id, 'appeal', w.id, max(w.n) + 1, 'sha256:' || repeat(md5(w.id::text), 2) FROM walked w GROUP BY 1, 3`,
  `INSERT INTO history (county_id, case_id, seq, entry, hash)
   SELECT w.county_id, w.id, max(w.n) + 1, jsonb_build_object('v', 1, 'county', w.county_id, 'kind', 'appeal', 'case', w.id,
     'seq', max(w.n) + 1, 'prev', NULL, 'act', (array_agg(w.act ORDER BY w.n DESC))[1], 'at', max(w.at), 'entered', max(w.at),
     'actor', NULL, 'as', NULL, 'command', NULL, 'from', NULL, 'to', NULL, 'facts', '[]'::jsonb),
     'sha256:' || repeat(md5(w.id::text), 2) FROM walked w GROUP BY w.county_id, w.id`,
  `INSERT INTO counters (county_id, name, next)
   SELECT county_id, 'appeal.' || year, max(of_year::int) + 1 FROM made GROUP BY 1, 2
   ON CONFLICT (county_id, name) DO UPDATE SET next = greatest(counters.next, EXCLUDED.next)`,
]

/** As long as one in the middle of its life, sealed for nobody: only that they lie there counts. */
const pages = `
  INSERT INTO appeal_pages (county_id, digest, part, sealed, written_at)
  SELECT county_id, ${digest}, 'appeal',
    'x25519:' || left(md5('k' || i) || md5(id::text), 43) || ':' || repeat(md5('p' || i), ${SEALED_PAGE / 32}), registered_at
  FROM made`

type Unsearched = {
  id: string
  number: string
  title: string
  cause: string
  place_id: string
  township_id: string | null
  handler_id: string | null
}

/** Words are cut as the program cuts them; equal matters once. Into an index that is made afterwards, in one go. */
async function addWords(client: pg.PoolClient, countyId: number): Promise<void> {
  const index = await client.query("SELECT pg_get_indexdef('appeal_search_by_words'::regclass) AS sql")
  await client.query('DROP INDEX appeal_search_by_words')
  const cut = new Map<string, string[]>()
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows: some } = await client.query<Unsearched>(
      `SELECT id, number, title, cause, place_id, township_id, handler_id FROM appeals a WHERE county_id = $1 AND id > $2
         AND state <> 'diverted' AND NOT EXISTS (SELECT FROM appeal_search s WHERE s.county_id = $1 AND s.appeal_id = a.id)
       ORDER BY id LIMIT 20000`,
      [countyId, after],
    )
    if (some.length === 0) break
    after = some.at(-1)?.id ?? after
    const wordsOf = (row: Unsearched): string => {
      const known = cut.get(row.title)
      const whole = { county_id: countyId, ...row, course: null, assistant_ids: [] }
      // Only the number, the place and the volumes differ from one appeal of a matter to the next.
      const words = searchWords(known ? { ...whole, title: '', cause: '' } : whole)
      if (!known)
        cut.set(
          row.title,
          searchWords({ ...whole, number: 'S2000-00000' }).filter((word) => !/ [#@]/.test(word)),
        )
      return `{${[...new Set([...words, ...(known ?? [])])].map((word) => `"${word}"`)}}`
    }
    await client.query(
      `INSERT INTO appeal_search (county_id, place, appeal_id, search)
       SELECT $1, w.place, w.id, array_to_tsvector(w.words::text[])
       FROM unnest($2::int[], $3::uuid[], $4::text[]) AS w(place, id, words)`,
      [countyId, some.map((row) => placeOf(row.number)), some.map((row) => row.id), some.map(wordsOf)],
    )
  }
  await client.query(index.rows[0].sql)
}
