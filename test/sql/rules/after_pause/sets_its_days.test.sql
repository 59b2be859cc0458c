select plan(3);

select is(to_jsonb(app_rules.after_pause(s, '2026-03-11', '2026-03-20')), to_jsonb(s) || '{"paused_from": "2026-03-11", "paused_until": "2026-03-20"}', 'a pause is its first and its last day, and nothing else changes')
from test.state('{"check_ins": 3, "run_length": 3, "run_started_on": "2026-03-08", "longest_streak": 3, "last_marked_day": "2026-03-10", "last_check_in_day": "2026-03-10", "freezes": ["2026-03-01"]}') as s;
select is(to_jsonb(app_rules.after_pause(s, '2026-03-11', '2026-03-12')), to_jsonb(s) || '{"paused_until": "2026-03-12"}', 'its end can be moved')
from test.state('{"check_ins": 3, "paused_from": "2026-03-11", "paused_until": "2026-03-20"}') as s;
select is(to_jsonb(app_rules.after_pause(s, '2026-04-11', '2026-04-12')), to_jsonb(s) || '{"paused_from": "2026-04-11", "paused_until": "2026-04-12"}', 'another takes the place of one that is over')
from test.state('{"check_ins": 3, "paused_from": "2026-03-11", "paused_until": "2026-03-20"}') as s;
