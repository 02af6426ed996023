-- Who may touch what in the database itself. The app's role owns nothing.

-- Row-level security by county on every table that has one.
CREATE PROCEDURE raise_county_walls() LANGUAGE plpgsql AS $$
DECLARE t text;
BEGIN
  FOR t IN
    SELECT c.table_name FROM information_schema.columns c
    JOIN information_schema.tables b USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'county_id' AND b.table_type = 'BASE TABLE'
      AND c.table_name <> 'counties'
      AND NOT EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.table_name)
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY by_county ON %I USING (county_id = current_county()) WITH CHECK (county_id = current_county())', t);
  END LOOP;
END $$;
CALL raise_county_walls();

GRANT USAGE ON SCHEMA public TO bihuan_app;
-- A county's name and host are read before anybody is known; they are on its front page.
GRANT SELECT ON counties TO bihuan_app;
-- Reads with the rights of whoever asks, so that the walls of its tables stand.
GRANT SELECT ON problem_candidates TO bihuan_app;
GRANT SELECT, INSERT ON history, row_versions, refused_attempts, rules, commands, imports, problem_spans TO bihuan_app;
-- An upload that turns out to hold what may not be here is dropped; what anything refers to stays.
GRANT SELECT, INSERT, DELETE ON files, uploads TO bihuan_app;
GRANT SELECT, INSERT, UPDATE ON
  organizations, people, posts, village_contacts, role_grants, api_tokens, calendar_days, counters, case_chains, exports,
  problems, problem_search, problem_measures, problem_leaders, problem_requests, problem_tasks, problem_counts,
  problem_place_counts TO bihuan_app;
GRANT SELECT, INSERT ON problem_progress, problem_evidence, problem_site_checks, problem_evaluations,
  problem_countersigns, problem_attributions TO bihuan_app;
GRANT SELECT, INSERT, DELETE ON problem_count_deltas TO bihuan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO bihuan_app;
GRANT EXECUTE ON FUNCTION current_county(), find_problems(tsquery, integer, integer) TO bihuan_app;
