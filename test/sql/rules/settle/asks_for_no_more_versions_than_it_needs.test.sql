-- What settling does is tested by app_private.settle; this is what it is given.
select plan(8);

create temp table versions as
select array_agg(v order by (v).effective_from) as of_all
from (values (1, '2026-01-01', 100, 3600), (2, '2026-03-01 10:00+00', 60, 3600), (3, '2026-03-01 20:00+00', 200, 1800), (4, '2026-03-03', 10, 1)) as c(id, effective_from, energy_max, energy_refill_seconds),
  lateral test.rules(jsonb_build_object('id', c.id, 'effective_from', c.effective_from, 'energy_max', c.energy_max, 'energy_refill_seconds', c.energy_refill_seconds)) as v;

-- 50 energy at midnight: 60 at 10:00, which is the maximum then; from 20:00 on 2 an hour, 8 by midnight.
create function test.settled(changes jsonb, to_version int, at timestamptz, ended_through date default null, excused datemultirange default null, versions app_private.rule_versions[] default null)
returns app_private.user_states language sql
return (select app_rules.settle(test.state(changes), of_all[to_version], coalesce(settled.versions, of_all), excused, settled.at, ended_through) from versions);

select is(row(s.energy, s.energy_anchor, s.rule_version_id, s.last_occurred_at)::text, '(68,"2026-03-02 00:00:00+00",3,"2026-03-02 00:00:00+00")', 'each version in turn') from test.settled('{}', 3, '2026-03-02 00:00+00') as s;
select is((select test.settled('{}', 3, '2026-03-02 00:00+00', null, null, of_all[1:3])), test.settled('{}', 3, '2026-03-02 00:00+00'), 'those that come after the one in force do not matter') from versions;
select is(s.energy, 58, 'under the same version none is asked for') from test.settled('{}', 1, '2026-03-01 08:00+00', null, null, '{}') as s;
select is(s.energy, 58, 'not even null') from versions, app_rules.settle(test.state(), of_all[1], null, null, '2026-03-01 08:00+00', null) as s;
select is(s.level, 2, 'a version in between raises a level as well')
from versions, app_rules.settle(test.state('{"xp": 30}'), of_all[3], array[of_all[1], test.rules('{"id": 2, "effective_from": "2026-03-01 10:00+00", "level_thresholds": [0, 30], "level_boosts_basis_points": [10000, 10000]}'), of_all[3]], null, '2026-03-02', null) as s;

-- A run of three through the 1st: the 2nd is excused, the 3rd ends it.
select is(row(s.run_length, s.last_marked_day)::text, c.expected, c.why)
from (values
  ('2026-03-01'::date, '(3,2026-03-01)', 'days that are marked do not matter'),
  ('2026-03-02', '(3,2026-03-02)', 'a day of an amnesty is bridged'),
  ('2026-03-03', '(0,2026-03-02)', 'another one ends the run')) as c(ended_through, expected, why),
  test.settled('{"run_length": 3, "run_started_on": "2026-02-27", "longest_streak": 3, "check_ins": 3, "last_marked_day": "2026-03-01", "last_check_in_day": "2026-03-01"}',
    1, '2026-03-04', c.ended_through, '{[2026-03-02,2026-03-03)}') as s;
