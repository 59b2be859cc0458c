-- All ways to hold up to 4 freezes granted within 4 days of the last marked one, and up to 6 ended days; and the same
-- under each pause and each amnesty of the days after.
select plan(6);

-- One letter for each day: pause, amnesty, freeze, and m for the one that is missed, at which it stops. Freezes follow.
create function test.walk(freezes date[], paused daterange, excused daterange, last_marked_day date, through date)
returns text
language plpgsql immutable
as $$
declare
  v_left date[] := freezes;
  v_day date := last_marked_day + 1;
  v_marks text := '';
begin
  while v_day <= through loop
    if v_day <@ paused then
      v_marks := v_marks || 'p';
    elsif v_day <@ excused then
      v_marks := v_marks || 'a';
    elsif cardinality(v_left) > 0 and v_left[1] < v_day then
      v_marks := v_marks || 'f';
      v_left := v_left[2:];
    else
      return v_marks || 'm' || v_left::text;
    end if;
    v_day := v_day + 1;
  end loop;
  return v_marks || v_left::text;
end
$$;

create function test.bridged(state app_private.user_states, through date, excused datemultirange)
returns text
language sql
return (
  select coalesce(string_agg(coalesce(left(d.mark::text, 1), 'm'), '' order by d.day), '') || (state.freezes[1 + count(*) filter (where d.mark = 'freeze') :])::text
  from unnest(app_rules.bridged_days(state, through, excused)) as d);

create temp table held as
with recursive held(freezes) as (
  select '{}'::date[]
  union all
  select freezes || ('2026-03-10'::date + n.k) from held, generate_series(-3, 4) as n(k)
  where cardinality(freezes) < 4 and ('2026-03-10'::date + n.k >= freezes[cardinality(freezes)] or freezes = '{}')
)
select freezes from held;

create temp table samples as
select h.freezes, p.days as paused, e.days as excused, '2026-03-10'::date + n.k as through,
  jsonb_populate_record(base, jsonb_build_object('freezes', to_jsonb(h.freezes),
    'paused_from', lower(p.days), 'paused_until', upper(p.days) - 1)) as state
from held as h, generate_series(-1, 6) as n(k),
  test.state('{"check_ins": 5, "run_length": 5, "longest_streak": 5, "run_started_on": "2026-03-06", "last_marked_day": "2026-03-10", "last_check_in_day": "2026-03-10"}') as base,
  (values (null::daterange), ('[2026-03-11,2026-03-12]'), ('[2026-03-12,2026-03-13]'), ('[2026-03-13,2026-03-13]')) as p(days),
  (values (null::daterange), ('[2026-03-11,2026-03-11]'), ('[2026-03-12,2026-03-14]')) as e(days)
-- The combinations with both are tried with up to two freezes.
where p.days is null and e.days is null or cardinality(h.freezes) <= 2;

select is((select count(*) from held), 495::bigint, 'there are 495 ways to hold freezes');
select is((select count(*) from samples), (495 + 45 * 11) * 8::bigint, 'without a pause or an amnesty, and 45 of them under 11 combinations; each with 8 ended days');
select is_empty($$
  select * from samples
  where test.bridged(state, through, datemultirange(excused)) is distinct from test.walk(freezes, paused, excused, '2026-03-10', through)
$$, 'each of them is bridged as a walk does');
select is_empty($$
  select * from samples as s
  where s.through = '2026-03-16'
    and app_rules.run_dies_on(s.state, datemultirange(s.excused)) is distinct from
      '2026-03-10'::date + strpos(test.walk(s.freezes, s.paused, s.excused, '2026-03-10', '2027-01-01'), 'm')
$$, 'and the run dies on the first day that the walk cannot cover');
select is_empty($$
  select s.* from samples as s, unnest(app_rules.bridged_days(s.state, s.through, datemultirange(s.excused))) as d
  where (d.mark is not distinct from 'freeze') <> (d.freeze_granted_on is not null) or d.freeze_granted_on >= d.day or d.paid_points is not null
$$, 'a freeze, and nothing else, has its day of grant');
select is_empty($$
  select s.* from samples as s
  where array(select d.freeze_granted_on from unnest(app_rules.bridged_days(s.state, s.through, datemultirange(s.excused))) as d where d.mark = 'freeze' order by d.day)
    <> s.freezes[: (select count(*) from unnest(app_rules.bridged_days(s.state, s.through, datemultirange(s.excused))) as d where d.mark = 'freeze')]
$$, 'and they are taken in the order in which they were granted');
