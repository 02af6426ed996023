import pg from 'pg'
import { hashToken, makeToken } from '#features/accounts/token-format.ts'
import { problemRules } from '#features/problems/index.ts'
import { type DatabaseTarget, poolConfig } from '#platform/database/pool-config.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { seedRules } from '#platform/rules/seed.ts'
import { tokensFor } from '#platform/search/index.ts'

/** A county of real size with a ledger of `count` problems, made in bulk: what the figures are measured on. */
export type BenchCounty = {
  countyId: number
  officeToken: string
  villages: { id: string; secretary: string; clerk: string; secretaryToken: string; clerkToken: string }[]
  officeId: string
  leaderId: string
}

const places = ['东', '西', '南', '北', '上', '下', '前', '后', '大', '小', '新', '老']
const things = ['河', '桥', '庄', '湾', '坪', '沟', '塘', '岭', '店', '堡', '窑', '渠', '坝', '井', '寨']
const troubles = [
  ['排水沟长期堵塞', '村口排水沟淤堵三个月，雨天污水漫上路面，群众多次反映未解决，村两委未研究整改措施。'],
  ['惠农补贴发放不及时', '耕地地力保护补贴迟发四个月，未按规定在公示栏公示发放名册，群众意见较大。'],
  ['集体资金白条入账', '村集体报账凭证中有白条七张，无经手人签字，村务监督委员会未审核。'],
  ['三会一课记录补填', '党员大会记录与签到表时间不一致，部分会议记录系检查前补填，组织生活走过场。'],
  ['道路硬化工程质量不高', '通组道路硬化不足一年出现多处断裂，验收资料缺少现场照片，未落实管护责任。'],
  ['低保评定程序不规范', '低保评议未按规定公示七天，入户核查表缺少邻里访问记录，民主评议票数未登记。'],
  ['垃圾清运不及时', '垃圾收集点清运间隔超过十天，保洁员职责不清，考核未兑现。'],
  ['村务公开不到位', '村级收支情况半年未公开，公示栏内容陈旧，群众知晓率低。'],
  ['合同管理混乱', '集体鱼塘承包合同逾期未收租金，合同未经四议两公开程序，台账缺失。'],
  ['厕所改造进展缓慢', '户厕改造任务仅完成四成，改造后的户厕无人管护，部分改而不用。'],
] as const
const states =
  'reported,awaiting_claim,claimed,plan_review,plan_returned,rectifying,rectifying,rectifying,suspended,closure_requested,document_check,site_check,awaiting_evaluation,countersigning,closure_refused,second_round,long_term,closed,closed,closed,consolidated,relapsed'

export async function fill(target: DatabaseTarget, count: number): Promise<BenchCounty> {
  const pool = new pg.Pool({ ...poolConfig(target, 'owner'), max: 2 })
  try {
    const county = await fillPeople(pool)
    await fillLedger(pool, county, count)
    await pool.query('VACUUM ANALYZE')
    return county
  } finally {
    await pool.end()
  }
}

async function fillPeople(pool: pg.Pool): Promise<BenchCounty> {
  const countyId = 1
  await pool.query("INSERT INTO counties (county_id, code, name) VALUES (1, 'BENCH', '基准县')")
  const root = newId()
  const rows: { id: string; kind: string; name: string; parent: string | null; township: string | null }[] = [
    { id: root, kind: 'county', name: '基准县', parent: null, township: null },
  ]
  for (const [t, place] of places.entries()) {
    const township = newId()
    rows.push({ id: township, kind: 'township', name: `${place}山镇`, parent: root, township })
    for (const thing of things)
      rows.push({ id: newId(), kind: 'village', name: `${place}${thing}村`, parent: township, township })
    if (t < 10)
      rows.push({ id: newId(), kind: 'department', name: `${place}局`, parent: root, township: null })
  }
  for (const [i, o] of rows.entries())
    await pool.query(
      `INSERT INTO organizations (county_id, id, code, kind, name, short_name, parent_id, township_id, sort)
       VALUES (1, $1, $2, $3, $4, $4, $5, $6, $7)`,
      [o.id, `B${i}`, o.kind, o.name, o.parent, o.township, i],
    )
  const person = async (role: string, organization: string) => {
    const id = newId()
    const secret = makeToken()
    await pool.query('INSERT INTO people (county_id, id, name) VALUES (1, $1, $2)', [id, `人${role}`])
    await pool.query(
      'INSERT INTO role_grants (county_id, id, person_id, role, organization_id) VALUES (1, $1, $2, $3, $4)',
      [newId(), id, role, organization],
    )
    await pool.query(
      `INSERT INTO api_tokens (county_id, id, person_id, name, token_hash, scopes, expires_at)
       VALUES (1, $1, $2, 'bench', $3, '{problems:read,problems:write,organizations:read}', now() + interval '1 day')`,
      [newId(), id, hashToken(secret)],
    )
    return { id, secret }
  }
  const office = await person('office', root)
  const leader = await person('leader', root)
  const villages: BenchCounty['villages'] = []
  for (const o of rows.filter((r) => r.kind === 'village')) {
    const secretary = await person('secretary', o.id)
    const clerk = await person('clerk', o.id)
    villages.push({
      id: o.id,
      secretary: secretary.id,
      clerk: clerk.id,
      secretaryToken: secretary.secret,
      clerkToken: clerk.secret,
    })
  }
  await connectDatabase(pool).write(countyId, (tx) => seedRules(tx, countyId, problemRules))
  return { countyId, officeToken: office.secret, officeId: office.id, leaderId: leader.id, villages }
}

async function fillLedger(pool: pg.Pool, county: BenchCounty, count: number): Promise<void> {
  const texts = troubles.map(([title, text]) => ({ title, text, tokens: tokensFor([title, text]) }))
  await pool.query(
    `INSERT INTO problems (county_id, id, number, state, entered_state_at, track, source, source_year, organization_id,
       township_id, class_code, severity, scope, timing, secrecy, title, feedback_text, feedback_on, due_at, due_kind,
       created_at, clocks, acted, search)
     SELECT 1, uuidv7(make_interval(secs => i - $1)), '2025-' || lpad(i::text, 6, '0'), s.states[1 + i % 22],
       now() - interval '30 days', 'regular', (ARRAY['county_inspection','audit','petition','self_check'])[1 + i % 4],
       2025 - i % 3, o.id, o.township_id, (ARRAY['environment','subsidies','three_assets','party_life','projects'])[1 + i % 5],
       'ordinary', 'single', 'new', 'internal', o.name || (t.text ->> 'title'), o.name || '：' || (t.text ->> 'text'),
       current_date - (i % 300), CASE WHEN s.states[1 + i % 22] IN ('closed', 'consolidated') THEN 'infinity'
         ELSE now() + make_interval(hours => (i * 37 % 4000) - 1000) END, 'rectify', now() - interval '60 days',
       '{}', '{}', array_to_tsvector(ARRAY(SELECT jsonb_array_elements_text(t.text -> 'tokens')) || ARRAY[o.name, i::text])
     FROM generate_series(1, $1::int) i
     CROSS JOIN (SELECT string_to_array($2, ',') AS states) s
     JOIN (SELECT id, name, township_id, row_number() OVER (ORDER BY sort) - 1 AS n FROM organizations
       WHERE kind IN ('village', 'department')) o ON o.n = (i * 7) % 190
     JOIN (SELECT value AS text, ordinality - 1 AS n FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY) t ON t.n = i % 10`,
    [count, states, JSON.stringify(texts)],
  )
  await pool.query(
    `WITH entries AS (
       INSERT INTO history (county_id, case_id, seq, entry, hash)
       SELECT 1, p.id, s.seq, jsonb_build_object('v', 1, 'county', 1, 'kind', 'problem', 'case', p.id, 'seq', s.seq, 'prev',
         NULL, 'act', (ARRAY['report','issue','claim','submitPlan','approvePlan','reportProgress'])[s.seq], 'at', now(),
         'entered', now(), 'actor', $1::text, 'as', 'office', 'command', NULL, 'from', NULL, 'to', p.state, 'facts', '[]'::jsonb),
         'sha256:' || md5(p.id::text || s.seq)
       FROM problems p CROSS JOIN generate_series(1, 6) s(seq) RETURNING case_id, seq)
     INSERT INTO row_versions (county_id, case_id, seq, ref, salt, content)
     SELECT 1, case_id, seq, 'words', 'salt', '{"reason": "按巡察反馈意见办理，落实责任，按期整改到位。"}' FROM entries`,
    [county.officeId],
  )
  await pool.query(
    `INSERT INTO case_chains (county_id, case_kind, case_id, length, head)
     SELECT 1, 'problem', id, 6, 'sha256:' || md5(id::text || 6) FROM problems`,
  )
  await pool.query(
    `INSERT INTO problem_spans (county_id, problem_id, seq, from_at, state, round, organization_id, township_id, source, class_code, due_at)
     SELECT 1, id, 1, created_at, state, 1, organization_id, township_id, source, class_code, due_at FROM problems`,
  )
  await pool.query(
    `INSERT INTO problem_counts (county_id, organization_id, state, township_id, n)
     SELECT 1, organization_id, state, (array_agg(township_id))[1], count(*) FROM problems GROUP BY 2, 3`,
  )
  await pool.query(
    `INSERT INTO problem_measures (county_id, id, problem_id, round, position, horizon, kind, text, organization_id, due_on)
     SELECT 1, gen_random_uuid(), p.id, 1, s.n, CASE s.n WHEN 1 THEN 'now' ELSE 'lasting' END, 'rules',
       '组织清理，制定管护办法并落实责任人。', p.organization_id, current_date + 30
     FROM problems p CROSS JOIN generate_series(1, 2) s(n) WHERE p.state NOT IN ('reported', 'awaiting_claim', 'claimed')`,
  )
}
