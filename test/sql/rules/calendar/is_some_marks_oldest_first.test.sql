select plan(3);

create temp table marks as
select array_agg(m order by (m).day desc) as of_all
from app_rules.marks_made(jsonb_populate_record(null::app_public.journal_entries, '{"occurred_at": "2026-03-09", "rule_version_id": 1, "sequence_number": 3}'), test.state(), test.calendar('2026-03-01', 'cf.rl')) as m;
select is(test.words(app_rules.calendar(of_all)), '03-01 check_in, 03-02 freeze of 02-28, 03-04 repair for 50, 03-05 late', 'the days in order, as the rules see them') from marks;
select is(app_rules.calendar(of_all), test.calendar('2026-03-01', 'cf.rl'), 'and nothing else of them') from marks;
select is(app_rules.calendar('{}'), '{}', 'no mark, no day');
