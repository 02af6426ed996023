import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { searchWords } from '#features/problems/search.ts'
import { verifyCases } from '#platform/history/verify.ts'
import { casesInDatabase } from '#platform/history/verify-database.ts'
import type { Acknowledged, Notebook, Sent } from './kill-notebook.ts'
import type { Roster } from './roster.ts'

/** What is wrong in the ledger, seen from outside the program; empty when nothing is. */
export async function faultsIn(owner: pg.Pool, roster: Roster, notebook: Notebook): Promise<string[]> {
  return [
    ...(await commandFaults(owner, roster, notebook)),
    ...(await versionFaults(owner, notebook)),
    ...(await historyFaults(owner)),
    ...(await rowFaults(owner)),
    ...(await searchFaults(owner)),
    ...(await countFaults(owner)),
  ]
}

type Kept = {
  command_id: string
  person_id: string
  outcome: object
  entries: { case: string; seq: number; act: string; actor: string }[]
}

/** Every acknowledged command once, as it was answered; every unanswered one once or not at all; no other. */
async function commandFaults(owner: pg.Pool, { people }: Roster, notebook: Notebook): Promise<string[]> {
  const { rows } = await owner.query<Kept>(
    `SELECT c.command_id, c.person_id, c.outcome,
       (SELECT coalesce(json_agg(json_build_object('case', h.case_id, 'seq', h.seq, 'act', h.entry ->> 'act',
          'actor', h.entry ->> 'actor')), '[]') FROM history h WHERE h.entry ->> 'command' = c.command_id::text) AS entries
     FROM commands c`,
  )
  const kept = new Map(rows.map((row) => [row.command_id, row]))
  const faults: string[] = []
  const told = new Map<string, Sent | Acknowledged>(notebook.unanswered)
  for (const acknowledged of notebook.acknowledged) {
    if (!kept.has(acknowledged.commandId)) faults.push(`lost: acknowledged ${nameOf(acknowledged)}`)
    told.set(acknowledged.commandId, acknowledged)
  }
  for (const [id, { person_id, outcome, entries }] of kept) {
    const sent = told.get(id)
    if (!sent) {
      faults.push(`command ${id} was carried out, but was refused or never sent`)
      continue
    }
    const answer = 'answer' in sent ? sent.answer : (outcome as Acknowledged['answer'])
    const expected = [{ case: answer.id, seq: answer.seq, act: sent.act, actor: people[sent.by] }]
    if (person_id !== people[sent.by] || !isDeepStrictEqual(outcome, answer))
      faults.push(
        `${nameOf(sent)} was answered ${JSON.stringify(answer)}, kept is ${JSON.stringify(outcome)}`,
      )
    if (!isDeepStrictEqual(entries, expected))
      faults.push(`${nameOf(sent)} has the entries ${JSON.stringify(entries)}`)
  }
  return faults
}

const nameOf = ({ act, commandId }: Sent): string => `${act} ${commandId}`

/** A problem stands where its client was told, or one act further: the one under way when the end came. */
async function versionFaults(owner: pg.Pool, { problems, unanswered }: Notebook): Promise<string[]> {
  const { rows } = await owner.query<{ id: string; version: number }>('SELECT id, version FROM problems')
  const found = new Map(rows.map(({ id, version }) => [id, version]))
  return problems.flatMap((problem) => {
    const under = [...unanswered.values()].filter((sent) => sent.problem === problem).length
    const beyond = (found.get(problem.id) ?? 0) - problem.version
    return beyond >= 0 && beyond <= under
      ? []
      : [`problem ${problem.id} is ${beyond} acts from what was told, ${under} were under way`]
  })
}

/** Chains verify; rows, chains and entries belong together; no act without its receipt. */
async function historyFaults(owner: pg.Pool): Promise<string[]> {
  const faults: string[] = []
  const client = await owner.connect()
  try {
    await verifyCases(casesInDatabase(client), [], (finding) => faults.push(JSON.stringify(finding)))
  } finally {
    client.release()
  }
  const ask = async (what: string, sql: string) => {
    const { rows } = await owner.query<{ it: string }>(sql)
    for (const { it } of rows) faults.push(`${what}: ${it}`)
  }
  await ask(
    'a problem without a chain, or a chain without its problem',
    `SELECT coalesce(p.id, c.case_id) AS it FROM problems p
     FULL JOIN (SELECT * FROM case_chains WHERE case_kind = 'problem') c ON c.county_id = p.county_id AND c.case_id = p.id
     WHERE p.id IS NULL OR c.case_id IS NULL`,
  )
  await ask(
    'a problem that is not where its history ends',
    `SELECT p.id AS it FROM problems p JOIN case_chains c ON c.county_id = p.county_id AND c.case_id = p.id
     LEFT JOIN LATERAL (SELECT count(*) AS n, max(seq) AS last, (array_agg(entry ->> 'to' ORDER BY seq DESC))[1] AS state
       FROM history h WHERE h.county_id = p.county_id AND h.case_id = p.id) h ON true
     WHERE (c.length, h.n, h.last) IS DISTINCT FROM (p.version, p.version::bigint, p.version) OR h.state <> p.state`,
  )
  await ask(
    'an entry without the receipt of its command',
    `SELECT h.case_id || ' ' || h.seq AS it FROM history h
     LEFT JOIN commands c ON c.county_id = h.county_id AND c.command_id = (h.entry ->> 'command')::uuid
     WHERE c.command_id IS NULL AND h.entry ->> 'kind' = 'problem'`,
  )
  await ask(
    'a span that no entry made, or not the last one’s dimensions',
    `SELECT s.problem_id || ' ' || s.seq AS it FROM problem_spans s
     LEFT JOIN history h ON h.county_id = s.county_id AND h.case_id = s.problem_id AND h.seq = s.seq
     WHERE h.seq IS NULL OR (h.entry ->> 'entered')::timestamptz <> s.from_at OR h.entry ->> 'to' <> s.state
     UNION ALL SELECT p.id::text FROM problems p LEFT JOIN LATERAL (SELECT * FROM problem_spans s
       WHERE s.county_id = p.county_id AND s.problem_id = p.id ORDER BY seq DESC LIMIT 1) s ON true
     WHERE (s.state, s.round, s.organization_id, s.due_at) IS DISTINCT FROM (p.state, p.round, p.organization_id, p.due_at)`,
  )
  await ask(
    'a running number that would be given again',
    `SELECT p.number AS it FROM problems p JOIN counters c ON c.county_id = p.county_id
       AND c.name = 'problem.' || p.source_year
     WHERE split_part(p.number, '-', 2)::int >= c.next`,
  )
  return faults
}

/** The engine moves these; the entries tell of them as state and clock, not as contents. */
const moved = "'{version,state,round,clocks,acted,due_at,due_kind,entered_state_at}'::text[]"

/** Every row is what its history says of it: no row that no entry tells of, none told of that is not there. */
async function rowFaults(owner: pg.Pool): Promise<string[]> {
  const tables = await owner.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name IN ('id', 'problem_id') GROUP BY 1 HAVING count(*) = 2`,
  )
  const faults: string[] = []
  for (const table of ['problems', ...tables.rows.map(({ name }) => name)]) {
    const { rows } = await owner.query<{ id: string }>(
      `WITH told AS (
         SELECT split_part(v.ref, '/', 2)::uuid AS id, jsonb_object_agg(c.key, c.value ORDER BY v.seq) - ${moved} AS content
         FROM row_versions v CROSS JOIN jsonb_each(v.content) c WHERE v.ref LIKE '${table}/%' GROUP BY 1)
       SELECT coalesce(told.id, t.id) AS id FROM told FULL JOIN ${table} t ON t.id = told.id
       WHERE t.id IS NULL OR told.id IS NULL
         OR to_jsonb(jsonb_populate_record(t, told.content)) <> to_jsonb(t)`,
    )
    for (const { id } of rows) faults.push(`${table} ${id} is not what its history says`)
  }
  return faults
}

/** A problem is found by its own words and by no others, corrected ones included. */
async function searchFaults(owner: pg.Pool): Promise<string[]> {
  const { rows } = await owner.query<Parameters<typeof searchWords>[0] & { words: string[] | null }>(
    `SELECT p.county_id, p.number, p.organization_id, p.township_id, p.title, p.feedback_text,
       tsvector_to_array(s.search) AS words FROM problems p
     FULL JOIN problem_search s ON s.county_id = p.county_id AND s.problem_id = p.id`,
  )
  return rows
    .filter(({ words, ...row }) => !isDeepStrictEqual(new Set(words), new Set(searchWords(row))))
    .map(({ number }) => `${number} is not found by its words`)
}

/** Totals with what is not folded yet are the rows counted, and nothing is folded twice or lost. */
async function countFaults(owner: pg.Pool): Promise<string[]> {
  const { rows } = await owner.query<{ it: string }>(
    `SELECT coalesce(c.organization_id, p.organization_id) || ' ' || coalesce(c.state, p.state) || ': '
       || coalesce(c.n, 0) || ' counted, ' || coalesce(p.n, 0) || ' there' AS it
     FROM (SELECT organization_id, state, sum(n) AS n FROM (
         SELECT organization_id, state, n FROM problem_counts
         UNION ALL SELECT organization_id, state, n FROM problem_count_deltas) all_ GROUP BY 1, 2) c
     FULL JOIN (SELECT organization_id, state, count(*) AS n FROM problems GROUP BY 1, 2) p
       ON p.organization_id = c.organization_id AND p.state = c.state
     WHERE coalesce(c.n, 0) <> coalesce(p.n, 0)`,
  )
  return rows.map(({ it }) => `counts: ${it}`)
}
