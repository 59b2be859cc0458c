select plan(6);

-- Every column that differs from the state before.
create function test.changes(before app_private.user_states, after app_private.user_states) returns jsonb
language sql
return (select coalesce(jsonb_object_agg(a.key, a.value), '{}') from jsonb_each(to_jsonb(after)) as a where a.value <> to_jsonb(before) -> a.key);

select is(test.changes(s, app_rules.after_check_in(s, test.rules(), '2026-03-01')),
  '{"check_ins": 1, "run_length": 1, "run_started_on": "2026-03-01", "longest_streak": 1, "last_marked_day": "2026-03-01", "last_check_in_day": "2026-03-01",
    "energy": 70, "points": 5, "lifetime_points": 5, "xp": 10}', 'the first check-in: what it changes, and nothing else')
from test.state() as s;
select is(test.changes(s, app_rules.after_check_in(s, test.rules(), '2026-03-10')),
  '{"check_ins": 12, "run_length": 4, "last_marked_day": "2026-03-10", "last_check_in_day": "2026-03-10", "energy": 100, "points": 13, "lifetime_points": 105, "xp": 60}',
  'one that continues a run, with points spent before; energy is cut at the maximum')
from test.state('{"check_ins": 11, "run_length": 3, "run_started_on": "2026-03-07", "longest_streak": 8, "last_marked_day": "2026-03-09", "last_check_in_day": "2026-03-09",
  "energy": 90, "points": 8, "lifetime_points": 100, "xp": 50}') as s;
select is(test.changes(s, app_rules.after_check_in(s, test.rules(), '2026-03-10')) - '{points,lifetime_points,xp,energy}'::text[],
  '{"check_ins": 12, "run_length": 1, "run_started_on": "2026-03-10", "last_marked_day": "2026-03-10", "last_check_in_day": "2026-03-10"}', 'after a broken run a new one begins')
from test.state('{"check_ins": 11, "longest_streak": 8, "last_marked_day": "2026-03-01", "last_check_in_day": "2026-03-01"}') as s;
select is((app_rules.after_check_in(s, test.rules(), '2026-03-10')).longest_streak, c.longest, c.why)
from (values (8, 7, 8, 'one below the longest leaves it'), (8, 8, 9, 'past the longest it grows'), (8, 6, 8, 'two below leaves it')) as c(longest_before, run_length, longest, why),
  test.state(jsonb_build_object('check_ins', 20, 'run_length', c.run_length, 'longest_streak', c.longest_before, 'run_started_on', '2026-03-01',
    'last_marked_day', '2026-03-09', 'last_check_in_day', '2026-03-09')) as s;
