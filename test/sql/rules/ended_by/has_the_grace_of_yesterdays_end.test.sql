select plan(9);

create temp table versions as
select array_agg(v order by (v).effective_from) as of_all
from (values ('2026-01-01', 120), ('2026-03-02 00:00:01+00', 0), ('2026-03-05 00:00+00', 60)) as c(effective_from, late_grace_minutes),
  lateral test.rules(jsonb_build_object('effective_from', c.effective_from, 'late_grace_minutes', c.late_grace_minutes)) as v;

select is(app_rules.ended_by(c.at::timestamptz, 'UTC', c.hour, of_all), c.day::date, c.why)
from versions, (values
  ('2026-03-01 23:59:59+00', 0, '2026-02-28', 'yesterday, once its grace is over'),
  ('2026-03-02 01:59:59.999999+00', 0, '2026-02-28', 'the grace of yesterday''s end, and not of now'),
  ('2026-03-02 02:00+00', 0, '2026-03-01', 'which is over after two hours'),
  ('2026-03-03 00:00+00', 0, '2026-03-02', 'without one the day has ended when it ends'),
  ('2026-03-05 00:59:59+00', 0, '2026-03-03', 'one that begins at the end of the day holds for it'),
  ('2026-03-05 01:00+00', 0, '2026-03-04', 'until it is over'),
  ('2026-03-02 05:00+00', 4, '2026-03-01', 'with a later day start the later version decides'),
  ('2026-03-02 03:59:59+00', 4, '2026-02-28', 'when the day has ended')) as c(at, hour, day, why);
-- A day is ended by its deadline, and not a microsecond before.
select is_empty($$
  select d.day, h.hour, z.name
  from versions, generate_series('2026-02-27'::date, '2026-03-07', interval '1 day') as g(at), lateral (select g.at::date as day) as d, unnest('{0,4,6}'::int[]) as h(hour),
    unnest('{UTC,America/New_York,Asia/Kathmandu}'::text[]) as z(name), lateral (select app_rules.deadline(d.day, z.name, h.hour, of_all) as at) as l
  where app_rules.ended_by(l.at, z.name, h.hour, of_all) <> d.day or app_rules.ended_by(l.at - interval '1 microsecond', z.name, h.hour, of_all) <> d.day - 1
$$, 'it agrees with the deadline');
