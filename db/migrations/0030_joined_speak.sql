-- Who was joined 并案 says by their own receipt whether it is solved; beside what the rates are counted from (3.3).
ALTER TABLE appeal_callbacks DROP CONSTRAINT appeal_callbacks_way_check,
  ADD CONSTRAINT appeal_callbacks_way_check CHECK (way IN ('call','receipt','at_once','joined'));
