const fresh = (table: string) =>
  `NOT EXISTS (SELECT FROM ${table} x WHERE x.county_id = p.county_id AND x.problem_id = p.id)`

/** Somebody with a role in the problem's own organisation. */
const holder = (role: string) =>
  `JOIN role_grants r ON r.county_id = p.county_id AND r.organization_id = p.organization_id AND r.role = '${role}'`

const anybody = "CROSS JOIN (SELECT person_id FROM role_grants WHERE role = 'office' LIMIT 1) o"

const planned = "p.state NOT IN ('reported', 'awaiting_claim', 'claimed')"
const late = [
  'site_check',
  'awaiting_evaluation',
  'countersigning',
  'closed',
  'consolidated',
  'relapsed',
  'long_term',
]
const applied = `p.state = ANY('{closure_requested,document_check,${late}}')`
const checked = `p.state = ANY('{${late.slice(1)}}')`
const signed = `p.state = ANY('{${late.slice(2)}}')`

/** What hangs on problems that have nothing yet, as it does at their states; the spans, by which that shows, last. */
export const belongings = [
  `WITH entries AS (
     INSERT INTO history (county_id, case_id, seq, entry, hash)
     SELECT p.county_id, p.id, s.seq, jsonb_build_object('v', 1, 'county', p.county_id, 'kind', 'problem', 'case', p.id,
       'seq', s.seq, 'prev', CASE WHEN s.seq > 1 THEN 'sha256:' || repeat(md5(p.id::text || s.seq - 1), 2) END, 'act',
       (ARRAY['report','issue','claim','submitPlan','approvePlan','reportProgress'])[s.seq], 'at', now(), 'entered', now(),
       'actor', o.person_id, 'as', 'office', 'command', p.id, 'from', p.state, 'to', p.state, 'facts',
       jsonb_build_array(jsonb_build_object('ref', 'problems/' || p.id, 'hash', 'sha256:' || repeat(md5(p.id::text), 2),
         'fields', jsonb_build_array('state', 'title')))), 'sha256:' || repeat(md5(p.id::text || s.seq), 2)
     FROM problems p CROSS JOIN generate_series(1, 6) s(seq) ${anybody}
     WHERE NOT EXISTS (SELECT FROM case_chains c WHERE c.county_id = p.county_id AND c.case_id = p.id)
     RETURNING county_id, case_id, seq)
   INSERT INTO row_versions (county_id, case_id, seq, ref, salt, content)
   SELECT e.county_id, e.case_id, e.seq, 'problems/' || e.case_id, md5(e.case_id::text), CASE e.seq WHEN 1
     THEN to_jsonb(p) - '{county_id,id,acted}'::text[]
     ELSE '{"reason": "按巡察反馈意见办理，落实责任，按期整改到位。"}' END
   FROM entries e JOIN problems p ON p.county_id = e.county_id AND p.id = e.case_id`,
  `INSERT INTO case_chains (county_id, case_kind, case_id, length, head)
   SELECT county_id, 'problem', id, 6, 'sha256:' || repeat(md5(id::text || 6), 2) FROM problems
   ON CONFLICT DO NOTHING`,
  `INSERT INTO problem_counts (county_id, organization_id, state, township_id, n)
   SELECT p.county_id, p.organization_id, p.state, p.township_id, count(*) FROM problems p
   WHERE ${fresh('problem_spans')} GROUP BY 1, 2, 3, 4
   ON CONFLICT (county_id, organization_id, state) DO UPDATE SET n = problem_counts.n + EXCLUDED.n`,
  `INSERT INTO problem_place_counts (county_id, place_id, state, n)
   SELECT p.county_id, coalesce(p.township_id, p.organization_id), p.state, count(*) FROM problems p
   WHERE ${fresh('problem_spans')} GROUP BY 1, 2, 3
   ON CONFLICT (county_id, place_id, state) DO UPDATE SET n = problem_place_counts.n + EXCLUDED.n`,
  `INSERT INTO problem_measures (county_id, id, problem_id, round, position, horizon, kind, text, organization_id, due_on)
   SELECT p.county_id, gen_random_uuid(), p.id, 1, s.n, CASE s.n WHEN 1 THEN 'now' ELSE 'lasting' END, 'rules',
     '组织清理，制定管护办法并落实责任人。', p.organization_id, current_date + 30
   FROM problems p CROSS JOIN generate_series(1, 2) s(n) WHERE ${planned} AND ${fresh('problem_measures')}`,
  `INSERT INTO problem_leaders (county_id, id, problem_id, person_id, round, part)
   SELECT p.county_id, gen_random_uuid(), p.id, r.person_id, 1, 'lead' FROM problems p ${holder('secretary')}
   WHERE ${planned} AND ${fresh('problem_leaders')}`,
  `INSERT INTO problem_progress (county_id, id, problem_id, round, text, happened_on, entered_at, person_id)
   SELECT p.county_id, gen_random_uuid(), p.id, 1, '已完成清淤三百米，沟盖板正在更换。', current_date, now(), r.person_id
   FROM problems p CROSS JOIN generate_series(1, 2) ${holder('clerk')}
   WHERE ${planned} AND ${fresh('problem_progress')}`,
  `INSERT INTO files (county_id, sha256, size, mime, stored_at)
   SELECT county_id, md5(id::text), 1000, 'image/jpeg', now() FROM organizations ON CONFLICT DO NOTHING`,
  `INSERT INTO problem_evidence (county_id, id, problem_id, round, kind, sha256, file_name, taken_on, entered_at, person_id)
   SELECT p.county_id, gen_random_uuid(), p.id, 1, s.kind, md5(p.organization_id::text), '整改现场.jpg', current_date,
     now(), o.person_id
   FROM problems p CROSS JOIN unnest('{document,site}'::text[]) s(kind) ${anybody}
   WHERE ${applied} AND ${fresh('problem_evidence')}`,
  `INSERT INTO problem_site_checks (county_id, id, problem_id, round, purpose, checker_ids, checked_on, method, finding,
     passed, entered_at, person_id)
   SELECT p.county_id, gen_random_uuid(), p.id, 1, 'acceptance', ARRAY[o.person_id, o.person_id], current_date, 'visit',
     '现场已清理，沟盖板完好。', true, now(), o.person_id
   FROM problems p ${anybody} WHERE ${checked} AND ${fresh('problem_site_checks')}`,
  `INSERT INTO problem_evaluations (county_id, id, problem_id, round, rater_class, handed_out, valid, satisfied, fair,
     unsatisfied, rated_on, entered_at, person_id)
   SELECT p.county_id, gen_random_uuid(), p.id, 1, 'residents', 30, 28, 25, 2, 1, current_date, now(), o.person_id
   FROM problems p ${anybody} WHERE ${signed} AND ${fresh('problem_evaluations')}`,
  `INSERT INTO problem_countersigns (county_id, id, problem_id, round, attempt, body, agrees, entered_at, person_id)
   SELECT p.county_id, gen_random_uuid(), p.id, 1, 1, s.body, true, now(), o.person_id
   FROM problems p CROSS JOIN unnest('{discipline,personnel}'::text[]) s(body) ${anybody}
   WHERE ${signed} AND ${fresh('problem_countersigns')}`,
  `INSERT INTO problem_attributions (county_id, id, problem_id, round, level, organization_id, opinion, follow_up_body,
     entered_at, person_id)
   SELECT p.county_id, gen_random_uuid(), p.id, 1, 'direct', p.organization_id, '落实不力', 'discipline', now(), o.person_id
   FROM problems p ${anybody} WHERE p.state IN ('second_round', 'relapsed') AND ${fresh('problem_attributions')}`,
  `INSERT INTO problem_requests (county_id, id, problem_id, round, kind, asks, reason, requested_by, requested_at, status,
     decided_at)
   SELECT p.county_id, gen_random_uuid(), p.id, 1, 'extension', '{}', '汛期无法施工', r.person_id, now(), 'approved', now()
   FROM problems p ${holder('secretary')} WHERE ${applied} AND ${fresh('problem_requests')}`,
  `INSERT INTO problem_tasks (county_id, id, problem_id, round, kind, organization_id, status)
   SELECT p.county_id, gen_random_uuid(), p.id, 1, 'fix', p.organization_id, 'closed'
   FROM problems p WHERE p.state = 'consolidated' AND ${fresh('problem_tasks')}`,
  `INSERT INTO problem_spans (county_id, problem_id, seq, from_at, state, round, organization_id, township_id, source,
     class_code, due_at)
   SELECT county_id, id, 1, created_at, state, 1, organization_id, township_id, source, class_code, due_at
   FROM problems p WHERE ${fresh('problem_spans')}`,
]
