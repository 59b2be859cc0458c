select plan(8);

select is(app_rules.seconds_after('2026-03-08 06:00+00', 0), '2026-03-08 06:00+00', 'none');
select is(app_rules.seconds_after('2026-03-08 06:00+00', 3600), '2026-03-08 07:00+00', 'an hour');
select is(app_rules.seconds_after('2026-03-08 06:00:00.123456+00', 1), '2026-03-08 06:00:01.123456+00', 'microseconds are kept');
select is(app_rules.seconds_after('2026-03-08 06:00+00', -3600), '2026-03-08 05:00+00', 'an hour before');
select is(app_rules.seconds_after('2026-03-08 06:00+00', 3155760000), '2126-03-09 06:00+00', 'a hundred years');
set timezone = 'America/New_York';
select is(app_rules.seconds_after('2026-03-08 06:00+00', 86400), '2026-03-09 06:00+00', 'a day is 24 hours, where the session''s clock changes too');
select is(app_rules.seconds_after(null, 1), null, 'no instant');
select is(app_rules.seconds_after('2026-03-08 06:00+00', null), null, 'unknown seconds');
