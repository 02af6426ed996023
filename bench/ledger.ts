import type pg from 'pg'
import { searchMarks } from '#features/problems/search.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { inCounty, placeOf, sealVolumes, tokensFor } from '#platform/search/index.ts'
import { belongings } from './belongings.ts'
import { COUNTY } from './county.ts'

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

/** The states of a ledger in full swing, as often as they are met in one. */
export const mixedStates =
  'reported,awaiting_claim,claimed,plan_review,plan_returned,rectifying,rectifying,rectifying,suspended,closure_requested,document_check,site_check,awaiting_evaluation,countersigning,closure_refused,second_round,long_term,closed,closed,closed,consolidated,relapsed'.split(
    ',',
  )

export type Ledger = { count: number; states: readonly string[]; kinds?: readonly string[]; year?: number }

/**
 * Adds `count` problems with history, words, measures and progress, in a handful of statements however many they are.
 * They are numbered on from what is there. As the owner; the ledger is vacuumed and analysed afterwards.
 */
export async function addProblems(owner: pg.Pool, ledger: Ledger): Promise<void> {
  await addRows(owner, ledger)
  await addWords(owner)
  for (const statement of belongings) await owner.query(statement)
  await sealVolumes(connectDatabase(owner), COUNTY, 'seal_search_volume')
  await owner.query('VACUUM ANALYZE')
}

async function addRows(owner: pg.Pool, { count, states, kinds, year = 2025 }: Ledger): Promise<void> {
  await owner.query(
    `INSERT INTO problems (county_id, id, number, state, entered_state_at, track, source, source_year, organization_id,
       township_id, class_code, severity, scope, timing, secrecy, title, feedback_text, feedback_on, due_at, due_kind,
       created_at)
     SELECT ${COUNTY}, uuidv7(make_interval(secs => i - $1)), $2::text || '-' || lpad((b.n + i)::text, greatest(5, length((b.n + i)::text)), '0'), s.state,
       now() - interval '30 days', 'regular', (ARRAY['county_inspection','audit','petition','self_check'])[1 + i % 4],
       $2::int, o.id, o.township_id, (ARRAY['environment','subsidies','three_assets','party_life','projects'])[1 + i % 5],
       'ordinary', 'single', 'new', 'internal', o.name || t.title, o.name || '：' || t.text, current_date - (i % 300),
       CASE WHEN s.state IN ('closed', 'consolidated') THEN 'infinity'
         ELSE now() + make_interval(hours => (i * 37 % 4000) - 1000) END, 'rectify', now() - interval '60 days'
     FROM (SELECT count(*)::int AS n FROM problems WHERE source_year = $2) b
     CROSS JOIN generate_series(1, $1::int) i
     JOIN unnest($3::text[]) WITH ORDINALITY s(state, n) ON s.n = 1 + i % cardinality($3)
     JOIN (SELECT id, name, township_id, row_number() OVER (ORDER BY sort) AS n, count(*) OVER () AS all_of_them
       FROM organizations WHERE kind = ANY($4)) o ON o.n = 1 + (i * 7) % o.all_of_them
     JOIN unnest($5::text[], $6::text[]) WITH ORDINALITY t(title, text, n) ON t.n = 1 + i % 10
     ORDER BY i`,
    [
      count,
      year,
      states,
      kinds ?? ['village', 'department'],
      troubles.map(([title]) => title),
      troubles.map(([, text]) => text),
    ],
  )
}

type Unsearched = {
  id: string
  number: string
  title: string
  text: string
  organization_id: string
  township_id: string | null
}

/** Words are cut as the program cuts them; equal texts once. In the order of entering, as they lie in a real one. Into an index that is made afterwards, in one go. */
async function addWords(owner: pg.Pool): Promise<void> {
  const { rows } = await owner.query<Unsearched>(
    `SELECT p.id, p.number, p.title, p.feedback_text AS text, p.organization_id, p.township_id FROM problems p
     WHERE NOT EXISTS (SELECT FROM problem_spans x WHERE x.county_id = p.county_id AND x.problem_id = p.id)
     ORDER BY p.source_year, p.id`,
  )
  const cut = new Map<string, string[]>()
  const wordsOf = (row: Unsearched): string => {
    const words = cut.get(row.title) ?? inCounty(COUNTY, tokensFor([row.title, row.text]))
    cut.set(row.title, words)
    const own = [...inCounty(COUNTY, tokensFor([row.number])), ...searchMarks({ county_id: COUNTY, ...row })]
    return `{${[...own, ...words].map((word) => `"${word}"`)}}`
  }
  const index = await owner.query("SELECT pg_get_indexdef('problem_search_by_words'::regclass) AS sql")
  await owner.query('DROP INDEX problem_search_by_words')
  for (let from = 0; from < rows.length; from += 5_000) {
    const some = rows.slice(from, from + 5_000)
    await owner.query(
      `INSERT INTO problem_search (county_id, place, problem_id, search)
       SELECT ${COUNTY}, w.place, w.id, array_to_tsvector(w.words::text[])
       FROM unnest($1::int[], $2::uuid[], $3::text[]) AS w(place, id, words)`,
      [some.map((row) => placeOf(row.number)), some.map((row) => row.id), some.map(wordsOf)],
    )
  }
  await owner.query(index.rows[0].sql)
}
