select plan(3);
select test.add_rule_version('2026-03-20 00:00+00', '{"late_grace_minutes": 0}');
select test.add_rule_version('2026-04-02 12:00+00', '{"late_grace_minutes": 720}');
select test.add_rule_version('2026-10-25 00:30+00', '{"late_grace_minutes": 45}');

-- A day is ended from its deadline on, and not a microsecond before.
create function pg_temp.disagreements(since date, days int)
returns table (zone text, day_start_hour int, day date, deadline timestamptz, before date, at_it date)
language sql stable
begin atomic
  select *
  from (
    select z.name, h.hour, disagreements.since + k.n as day, app_private.deadline(disagreements.since + k.n, z.name, h.hour) as deadline,
      app_private.ended_through(app_private.deadline(disagreements.since + k.n, z.name, h.hour) - interval '1 microsecond', z.name, h.hour) as before,
      app_private.ended_through(app_private.deadline(disagreements.since + k.n, z.name, h.hour), z.name, h.hour) as at_it
    from unnest('{UTC,Europe/Berlin,America/New_York,Asia/Beirut,America/Havana,Africa/Cairo,Australia/Lord_Howe,Pacific/Kiritimati,Etc/GMT+12,Asia/Kathmandu}'::text[]) as z(name),
      unnest('{0,4,5,6}'::int[]) as h(hour), generate_series(0, disagreements.days) as k(n)
  ) as probes
  where probes.before <> probes.day - 1 or probes.at_it <> probes.day;
end;
select is_empty($$select * from pg_temp.disagreements('2026-03-01', 60)$$, 'in spring, with a grace that is abolished and brought back');
select is_empty($$select * from pg_temp.disagreements('2026-09-20', 60)$$, 'in autumn, with one that becomes shorter at night');

-- As a user sees it: what is refused for being late is what has ended.
select test.sign_in('alice');
select test.check_in_at('2026-03-18 12:00+00') is null;
select test.set_clock('2026-03-20 00:00+00');
select throws_ok($$select app_public.check_in('2026-03-19')$$, 'CK001', null, 'a grace abolished at midnight is gone for the day that ends then');
