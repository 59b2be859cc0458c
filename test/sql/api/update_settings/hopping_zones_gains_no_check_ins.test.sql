select plan(6);

-- Every hour for six days: changes the zone, tries yesterday and today. Says how many check-ins that made.
create function pg_temp.hop(subject text, since timestamptz, zones text[], day_starts int[])
returns table (check_ins bigint, dates int, distinct_days bigint, in_order boolean)
language plpgsql volatile
as $$
declare
  v_at timestamptz := since;
  v_hop int := 0;
begin
  perform test.sign_in(subject);
  while v_at <= since + interval '6 days' loop
    perform test.set_clock(v_at);
    perform app_public.update_settings(zones[1 + v_hop % cardinality(zones)], day_starts[1 + v_hop % cardinality(day_starts)]);
    begin
      perform app_public.check_in(((app_public.update_settings()).state).today - 1);
    exception when sqlstate 'CK001' then
      null;
    end;
    perform app_public.check_in();
    v_at := v_at + interval '1 hour';
    v_hop := v_hop + 1;
  end loop;
  return query
  select count(*),
    app_rules.local_day(since + interval '6 days', 'Pacific/Kiritimati', 0)
      - app_rules.local_day(since - interval '2 hours', 'Etc/GMT+12', 0) + 1,
    count(distinct d.day),
    bool_and(d.in_order)
  from (
    select m.day, m.day > coalesce(lag(m.day) over (order by m.sequence_number), '-infinity') as in_order
    from app_private.day_marks as m where m.user_id = test.user_id(subject) and m.mark in ('check_in', 'late')
  ) as d;
end
$$;

select is(h.check_ins <= h.dates and h.check_ins = h.distinct_days and h.in_order, true,
  'between UTC-12 and UTC+14: ' || h.check_ins || ' check-ins on ' || h.dates || ' dates, in order')
from pg_temp.hop('alice', '2026-06-01 10:00+00', '{Etc/GMT+12,Pacific/Kiritimati}', '{0}') as h;
select is(h.check_ins <= h.dates and h.check_ins = h.distinct_days and h.in_order, true,
  'with other day starts as well: ' || h.check_ins || ' check-ins on ' || h.dates || ' dates')
from pg_temp.hop('bob', '2026-06-01 00:00+00', '{Etc/GMT+12,Pacific/Kiritimati,UTC}', '{0,4,5,6}') as h;
select is(h.check_ins <= h.dates and h.check_ins = h.distinct_days and h.in_order, true,
  'through the days on which clocks change: ' || h.check_ins || ' check-ins on ' || h.dates || ' dates')
from pg_temp.hop('carol', '2026-03-24 23:30+00', '{Europe/Berlin,America/New_York,Pacific/Apia,Asia/Kolkata,Africa/Casablanca}', '{0,6}') as h;
select is((test.stored('carol')).run_length >= 6, true, 'and no day is lost by it');

-- Within 24 hours.
select test.sign_in('dave');
select test.set_clock('2026-06-01 12:00+00');
select app_public.update_settings('Etc/GMT+12') is null;
select app_public.check_in('2026-05-31') is null;
select app_public.check_in() is null;
select app_public.update_settings('Pacific/Kiritimati') is null;
select app_public.check_in() is null;
select app_public.update_settings('Etc/GMT+12') is null;
select app_public.check_in() is null;
select test.set_clock('2026-06-02 12:00+00');
select app_public.check_in() is null;
select app_public.update_settings('Pacific/Kiritimati') is null;
select app_public.check_in() is null;
select is((select count(*) from app_private.day_marks as d where d.mark in ('check_in', 'late')), 4::bigint,
  'hopping for 24 hours marks the dates that there are, one of them late, and no more');
select is((select array_agg(d.day order by d.sequence_number) from app_private.day_marks as d),
  '{2026-05-31,2026-06-01,2026-06-02,2026-06-03}'::date[], 'each once, in order');
