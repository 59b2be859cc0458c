-- Random calendars of twelve days, amnesties and pauses, against the rules as they are written down, on a list of days.
select plan(4);

create function test.expected(letters text, grants date[], excused boolean[], paused boolean[]) returns text
language plpgsql
as $$
declare
  v_pool date[] := '{}';
  v_taken date[];
  v_marks text := '';
  v_letter text;
  v_first int;
  v_gap text;
begin
  for k in 1 .. length(letters) loop
    v_letter := substr(letters, k, 1);
    if v_letter = '.' and substr(letters, k - 1, 1) <> '.' then
      -- A gap begins: it is closed when each of its days is, and else nothing of it is.
      v_gap := '';
      v_taken := v_pool;
      v_first := k;
      while v_gap is not null and v_first <= length(letters) and substr(letters, v_first, 1) = '.' loop
        if paused[v_first] then
          v_gap := v_gap || v_first || 'p ';
        elsif excused[v_first] then
          v_gap := v_gap || v_first || 'a ';
        elsif v_taken[1] < '2026-03-01'::date + v_first - 1 then
          v_gap := v_gap || v_first || 'f' || v_taken[1] || ' ';
          v_taken := v_taken[2:];
        else
          v_gap := null;
        end if;
        v_first := v_first + 1;
      end loop;
      if v_gap is not null then
        v_marks := v_marks || v_gap;
        v_pool := v_taken;
      end if;
    elsif v_letter in ('f', 'r') and excused[k] then
      v_marks := v_marks || k || 'a ';
      if v_letter = 'f' then
        v_pool := array(select p.day from unnest(v_pool || grants[k]) as p(day) order by p.day);
      end if;
    end if;
  end loop;
  return v_marks;
end
$$;

select setseed(0.7);
-- n * 0 draws anew for each of them.
create temp table samples as
select s.n, 'c' || s.letters as letters, s.grants, s.excused, s.pause_first, s.pause_last,
  array(select k between s.pause_first and s.pause_last from generate_series(1, 12) as k) as paused
from (
  select n,
    (select string_agg((array['c', 'c', '.', '.', 'f', 'f', 'r', 'a'])[1 + floor(random() * 8)::int], '') from generate_series(1, 11 + n * 0)) as letters,
    array(select '2026-03-01'::date + k - 2 - floor(random() * 9)::int from generate_series(1, 12 + n * 0) as k) as grants,
    array(select random() < 0.55 from generate_series(1, 12 + n * 0)) as excused,
    1 + floor(random() * 16)::int as pause_first, 2 + floor(random() * 18)::int as pause_last
  from generate_series(1, 4000) as n
) as s;

create temp table results as
select s.*, test.expected(s.letters, s.grants, s.excused, s.paused) as expected, (
    select coalesce(string_agg(d.day - '2026-03-01'::date + 1 || left(d.mark::text, 1) || coalesce(d.freeze_granted_on::text, '') || coalesce(d.paid_points::text, '') || ' ', '' order by d.place), '')
    from unnest(app_rules.amnesty_marks(
      test.state(jsonb_build_object('freezes', '["2026-01-01"]'::jsonb, 'paused_from', '2026-03-01'::date + s.pause_first - 1, 'paused_until', '2026-03-01'::date + s.pause_last - 1)),
      array(
        select row(c.day, c.mark, case when c.mark = 'freeze' then s.grants[c.day - '2026-03-01'::date + 1] end, c.paid_points)::app_private.marked_day
        from unnest(test.calendar('2026-03-01', s.letters)) as c),
      '2026-03-12', (select range_agg(daterange('2026-03-01'::date + k - 1, '2026-03-01'::date + k)) from generate_series(1, 12) as k where s.excused[k]))
    ) with ordinality as d(day, mark, freeze_granted_on, paid_points, place)
  ) as marks
from samples as s;

select is_empty('select letters, excused, paused, expected, marks from results where marks <> expected', 'each of 4000 calendars is marked by the rules');
select is((select count(*) > 1000 from results where marks like '%a%' and marks not like '%f%'), true, 'many by an amnesty alone');
select is((select count(*) > 100 from results where marks like '%f%'), true, 'some with freezes that are set free');
select is((select count(*) > 100 from results where marks like '%p%'), true, 'some with a pause');
