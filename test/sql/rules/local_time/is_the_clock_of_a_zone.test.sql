select plan(7);

select is(app_rules.local_time('2026-03-08 20:14+00', 'Europe/Berlin'), '2026-03-08 21:14', 'an hour ahead in winter');
select is(app_rules.local_time('2026-07-08 20:14:59.999+00', 'Europe/Berlin'), '2026-07-08 22:14', 'two in summer; seconds are left out');
select is(app_rules.local_time('2026-03-08 06:59+00', 'America/New_York'), '2026-03-08 01:59', 'before the clock goes forward');
select is(app_rules.local_time('2026-03-08 07:00+00', 'America/New_York'), '2026-03-08 03:00', 'and after');
select is(app_rules.local_time('2026-03-08 00:00+00', 'Asia/Kathmandu'), '2026-03-08 05:45', 'zones have minutes');
select is(app_rules.local_time(null, 'UTC'), null, 'nothing without an instant');
select is(app_rules.local_time('infinity', 'UTC'), null, 'or without a date');
