select plan(9);
select is(app_private.deadline('2026-03-01', 'UTC', 0), '2026-03-02 02:00+00'::timestamptz, 'two hours after midnight');
select is(app_private.deadline('2026-03-01', 'UTC', 6), '2026-03-02 08:00+00'::timestamptz, 'or after the day start');
select is(app_private.deadline('2026-03-07', 'America/New_York', 0), '2026-03-08 07:00+00'::timestamptz, 'two hours that pass, where the clock skips one of them');
select is(app_private.deadline('2026-10-31', 'America/New_York', 0), '2026-11-01 06:00+00'::timestamptz, 'or repeats one');
select is(app_private.deadline('2026-03-28', 'Asia/Beirut', 0), '2026-03-29 00:00+00'::timestamptz, 'where there is no midnight, after the first instant of the next day');

select test.add_rule_version('2026-04-01 00:00+00', '{"late_grace_minutes": 0}');
select test.add_rule_version('2026-05-01 00:00+00', '{"late_grace_minutes": 720}');
select is(app_private.deadline('2026-03-30', 'UTC', 0), '2026-03-31 02:00+00'::timestamptz, 'a version that is not in force when the day ends does not decide');
select is(app_private.deadline('2026-03-31', 'UTC', 0), '2026-04-01 00:00+00'::timestamptz, 'the one that is does: without a grace it is the end of the day');
select is(app_private.deadline('2026-04-29', 'UTC', 0), '2026-04-30 00:00+00'::timestamptz, 'so a day is not opened again');
select is(app_private.deadline('2026-04-30', 'UTC', 0), '2026-05-01 12:00+00'::timestamptz, 'and half a day is the most');
