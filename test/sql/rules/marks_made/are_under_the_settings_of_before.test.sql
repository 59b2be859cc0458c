select plan(3);

create temp table made as
select m.* from app_rules.marks_made(
  jsonb_populate_record(null::app_public.journal_entries, jsonb_build_object('user_id', test.user_id('alice'), 'occurred_at', '2026-03-05 12:00+00', 'rule_version_id', 4, 'sequence_number', 8, 'zone', 'Asia/Tokyo', 'day_start_hour', 6)),
  test.state('{"zone": "Europe/Berlin", "day_start_hour": 4, "sequence_number": 7, "rule_version_id": 1}'), test.calendar('2026-03-02', 'frc')) as m;

select is((select string_agg(concat_ws(' ', m.day, m.mark, m.freeze_granted_on, m.paid_points), ', ' order by m.day) from made as m),
  '2026-03-02 freeze 2026-03-01, 2026-03-03 repair 50, 2026-03-04 check_in', 'each day, with the freeze that covers it and what its repair cost');
select is((select array_agg(distinct row(m.user_id, m.marked_at, m.zone, m.day_start_hour, m.rule_version_id, m.sequence_number)::text) from made as m),
  array[row(test.user_id('alice'), '2026-03-05 12:00+00'::timestamptz, 'Europe/Berlin', 4, 4, 8)::text], 'marked by the entry, under the settings before it');
select is_empty($$ select * from app_rules.marks_made(null, test.state(), '{}') $$, 'no day, no mark');
