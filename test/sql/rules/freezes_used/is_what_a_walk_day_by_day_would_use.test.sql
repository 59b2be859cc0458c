-- All ways to hold up to 4 freezes granted within 4 days of the last marked one, and up to 6 ended days.
select plan(3);

create function test.freezes_used_by_a_walk(freezes date[], last_marked_day date, ended_through date)
returns int
language plpgsql immutable
as $$
declare
  v_left date[] := freezes;
  v_day date := last_marked_day + 1;
begin
  while v_day <= ended_through loop
    if cardinality(v_left) = 0 or v_left[1] >= v_day then
      exit;
    end if;
    v_left := v_left[2:];
    v_day := v_day + 1;
  end loop;
  return cardinality(freezes) - cardinality(v_left);
end
$$;

create temp table samples as
with recursive held(freezes) as (
  select '{}'::date[]
  union all
  select freezes || ('2026-03-10'::date + n.k) from held, generate_series(-3, 4) as n(k)
  where cardinality(freezes) < 4 and ('2026-03-10'::date + n.k >= freezes[cardinality(freezes)] or freezes = '{}')
)
select freezes, '2026-03-10'::date as last_marked_day, '2026-03-10'::date + n.k as ended_through
from held, generate_series(-1, 6) as n(k);

select is((select count(*) from samples), 495 * 8::bigint, 'there are 495 ways and 8 ended days');
select is_empty($$
  select * from samples
  where app_rules.freezes_used(freezes, last_marked_day, ended_through) is distinct from test.freezes_used_by_a_walk(freezes, last_marked_day, ended_through)
$$, 'each of them uses as many as a walk does');
select is_empty($$
  select * from samples
  where app_rules.run_dies_on(freezes, last_marked_day) is distinct from last_marked_day + 1 + test.freezes_used_by_a_walk(freezes, last_marked_day, '2027-01-01')
$$, 'and the run dies on the first day that the walk cannot cover');
