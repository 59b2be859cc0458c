select plan(5);

create function test.marks_after(letters text, kind text, made text) returns app_private.day_marks[] language sql
return (
  select app_rules.marks_after(
    array(select m from app_rules.marks_made(jsonb_populate_record(e, '{"sequence_number": 3}'), test.state(), test.calendar('2026-03-01', letters)) as m),
    jsonb_populate_record(e, jsonb_build_object('kind', kind, 'sequence_number', 9)), test.state(), test.calendar('2026-03-01', made))
  from (select jsonb_populate_record(null::app_public.journal_entries, jsonb_build_object('user_id', test.user_id('alice'), 'occurred_at', '2026-03-09', 'rule_version_id', 1)) as e) as n);

select is((select string_agg(concat_ws(' ', to_char(m.day, 'DD'), m.mark, m.sequence_number), ', ' order by m.day, m.sequence_number) from unnest(test.marks_after(c.letters, c.kind, c.made)) as m), c.expected, c.why)
from (values
  ('cc', 'check_in', '..fc', '01 check_in 3, 02 check_in 3, 03 freeze 9, 04 check_in 9', 'days are added'),
  ('cc', 'spend', '', '01 check_in 3, 02 check_in 3', 'or none are'),
  ('cfrc', 'amnesty', '.aa.a', '01 check_in 3, 02 amnesty 9, 03 amnesty 9, 04 check_in 3, 05 amnesty 9', 'those of an amnesty take the place of what there was'),
  ('cfrc', 'amnesty', '', '01 check_in 3, 02 freeze 3, 03 repair 3, 04 check_in 3', 'where it has any'),
  -- So that a day that is marked twice is seen.
  ('cc', 'repair', '.r', '01 check_in 3, 02 check_in 3, 02 repair 9', 'those of others do not')) as c(letters, kind, made, expected, why);
