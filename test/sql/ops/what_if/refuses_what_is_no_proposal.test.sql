select plan(42);

select test.set_clock('2026-03-10 12:00+00');
select test.add_rule_version('2026-04-01', '{"freezes_max": 5, "inventory_max": 6}');
create function pg_temp.refusal(since timestamptz, parameters jsonb, rewards app_public.reward[], one_in int default 1) returns text language sql
return test.refusal(format('select * from app_private.what_if(%L, jsonb_populate_record(null::app_public.rule_parameters, %L), %L::app_public.reward[], %L)', since, parameters, rewards, one_in));

-- The proposal.
select is(pg_temp.refusal(c.since::timestamptz, c.parameters::jsonb, null, c.one_in), c.code, c.why)
from (values
  ('2026-03-10 12:00+00', '{"check_in_points": 6}', 1, 'nothing', 'since now'),
  ('2026-03-10 12:00:00.000001+00', '{"check_in_points": 6}', 1, 'WI001', 'since an instant to come'),
  (null, '{"check_in_points": 6}', 1, 'WI001', 'since nothing'),
  ('-infinity', '{"check_in_points": 6}', 1, 'WI001', 'since ever'),
  ('infinity', '{"check_in_points": 6}', 1, 'WI001', 'since never'),
  ('2026-03-01', '{}', 1, 'WI001', 'of nothing'),
  ('2026-03-01', null, 1, 'WI001', 'not even that'),
  ('2026-03-01', '{"check_in_points": 6}', -1, 'WI001', 'one in less than none'),
  ('2026-03-01', '{"check_in_points": 6}', null, 'WI001', 'or who knows how many'),
  ('2026-03-01', '{"check_in_points": 6}', 1000000, 'nothing', 'one in a million'),
  ('2026-03-01', '{"check_in_points": 6}', 1000001, 'WI001', 'and one more')) as c(since, parameters, one_in, code, why);
select is(pg_temp.refusal('2026-03-01', null, '{}'), 'WI001', 'of no rewards');
select is(pg_temp.refusal('2026-03-01', null, test.proposed('streak_3', '{}') || test.proposed('streak_3', '{"stock": 3}')), 'WI001', 'of a reward twice');
select is(pg_temp.refusal('2026-03-01', null, test.proposed('streak_3', '{"reward_id": null}')), 'WI001', 'of one without an id');
select is(pg_temp.refusal('2026-03-01', null, (select array_agg((test.proposed('streak_3', jsonb_build_object('reward_id', 'r' || k)))[1]) from generate_series(1, c.n) as k)), c.code, format('of %s rewards', c.n))
from (values (100, 'nothing'), (101, 'WI001')) as c(n, code);

-- Parameters.
select is(pg_temp.refusal('2026-03-01', c.parameters::jsonb, null), c.code, c.why)
from (values
  ('{"late_grace_minutes": 720}', 'nothing', 'a grace of half a day'),
  ('{"late_grace_minutes": 721}', 'RU001', 'and of more'),
  ('{"check_in_points": -1}', 'RU001', 'points below 0'),
  ('{"freezes_start": 3}', 'RU001', 'more freezes to start with than there may be'),
  ('{"freezes_start": 3, "freezes_max": 3}', 'nothing', 'or just as many'),
  ('{"freezes_max": 3, "freezes_start": 4}', 'RU001', 'under any of the versions'),
  ('{"level_thresholds": [0, 10]}', 'RU001', 'levels without boosts'),
  ('{"level_thresholds": [0, 10], "level_boosts_basis_points": [10000, 10000]}', 'nothing', 'with boosts'),
  ('{"level_thresholds": [1], "level_boosts_basis_points": [10000]}', 'RU001', 'levels that do not start at 0')) as c(parameters, code, why);

-- Rewards.
select is(pg_temp.refusal('2026-03-01', null, test.proposed('streak_3', c.changes::jsonb)), c.code, c.why)
from (values
  ('{}', 'nothing', 'one as it is'),
  ('{"title": ""}', 'RW006', 'one without a title'),
  ('{"title": null}', 'RW006', 'not even an empty one'),
  ('{"description": null}', 'RW006', 'without a description'),
  ('{"reward_id": "No"}', 'RW006', 'with a bad id'),
  ('{"conditions": [{"metric": "luck", "at_least": 1}]}', 'RW006', 'with an unknown metric'),
  ('{"conditions": [{"metric": "level", "at_least": 50}]}', 'nothing', 'at the last level'),
  ('{"conditions": [{"metric": "level", "at_least": 51}]}', 'RW006', 'above it'),
  ('{"conditions": [{"metric": "level", "at_least": 0}]}', 'RW006', 'with at least nothing'),
  ('{"conditions": [{"metric": "level", "at_least": null}]}', 'RW006', 'with at least who knows'),
  ('{"gives": {}}', 'RW006', 'that gives nothing'),
  ('{"gives": {"freezes": 5}}', 'nothing', 'that gives what will be possible'),
  ('{"gives": {"freezes": 6}}', 'RW006', 'and more than will ever be'),
  ('{"gives": {"items": {"tea": 1}}}', 'IT001', 'that gives what there is not'),
  ('{"starts_at": "2026-03-02", "ends_at": "2026-03-02"}', 'RW006', 'with an empty window'),
  ('{"starts_at": "2026-03-02", "ends_at": "2026-03-03"}', 'nothing', 'with one that is over: it is looked back on'),
  ('{"claim_within_hours": 0}', 'RW006', 'that expires at once')) as c(changes, code, why);
