-- What app_private.deadline says of the versions that are stored, this says of any; its days and zones are tested there.
select plan(4);

create temp table versions as
select array_agg(v order by (v).effective_from) as of_all
from (values ('2026-01-01', 120), ('2026-03-02 00:00+00', 30), ('2026-03-02 00:10+00', 600)) as c(effective_from, late_grace_minutes),
  lateral test.rules(jsonb_build_object('effective_from', c.effective_from, 'late_grace_minutes', c.late_grace_minutes)) as v;

select is(app_rules.deadline('2026-02-28', 'UTC', 0, of_all), '2026-03-01 02:00+00'::timestamptz, 'the grace in force at the end of the day') from versions;
select is(app_rules.deadline('2026-03-01', 'UTC', 0, of_all), '2026-03-02 00:30+00'::timestamptz, 'also when it takes effect at that very instant, and when another one comes before it is over') from versions;
select is(app_rules.deadline('2026-03-01', 'UTC', 4, of_all), '2026-03-02 14:00+00'::timestamptz, 'where the day ends later, another one') from versions;
select is(app_rules.deadline('2026-03-01', 'UTC', 0, of_all[1:1]), '2026-03-02 02:00+00'::timestamptz, 'of which only those matter that are given') from versions;
