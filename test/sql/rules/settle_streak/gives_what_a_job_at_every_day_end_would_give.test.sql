-- All ways to hold up to 3 freezes granted within 4 days of the last marked one, under some pauses and amnesties: settled at once, or day by day.
select plan(3);

create function test.settled_daily(state app_private.user_states, ended_through date, excused datemultirange)
returns app_private.user_states
language plpgsql
as $$
declare
  v_state app_private.user_states := state;
begin
  for k in 0 .. ended_through - date '2026-03-10' loop
    v_state := app_rules.settle_streak(v_state, '2026-03-10'::date + k, excused);
  end loop;
  return v_state;
end
$$;

create temp table samples as
with recursive held(freezes) as (
  select '{}'::date[]
  union all
  select freezes || ('2026-03-10'::date + n.k) from held, generate_series(-2, 4) as n(k)
  where cardinality(freezes) < 3 and ('2026-03-10'::date + n.k >= freezes[cardinality(freezes)] or freezes = '{}')
)
select '2026-03-10'::date + n.k as ended_through,
  test.state(jsonb_build_object('check_ins', 7, 'run_length', 7, 'longest_streak', 7, 'run_started_on', '2026-03-04',
    'last_marked_day', '2026-03-10', 'last_check_in_day', '2026-03-10', 'freezes', to_jsonb(freezes), 'paused_from', lower(p.days), 'paused_until', upper(p.days) - 1)) as state,
  datemultirange(e.days) as excused
from held, generate_series(0, 6) as n(k),
  (values (null::daterange), ('[2026-03-11,2026-03-12]'), ('[2026-03-13,2026-03-14]')) as p(days),
  (values (null::daterange), ('[2026-03-11,2026-03-11]'), ('[2026-03-12,2026-03-13]')) as e(days);

select is((select count(*) from samples), 120 * 7 * 9::bigint, 'there are 120 ways, 7 ended days, 3 pauses and 3 amnesties');
select is_empty('select * from samples where app_rules.settle_streak(state, ended_through, excused) is distinct from test.settled_daily(state, ended_through, excused)',
  'the state is the same, in every column');
select is_empty($$
  select * from samples as s
  where ((app_rules.settle_streak(state, ended_through, excused)).run_length > 0)
    <> (ended_through < app_rules.run_dies_on(state, excused))
$$, 'and the run is alive until the day foretold');
