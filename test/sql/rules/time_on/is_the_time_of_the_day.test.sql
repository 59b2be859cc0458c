select plan(3);

select is(app_rules.time_on('2026-03-08', '2026-03-08 20:14+00', 'Europe/Berlin'), '21:14 in Europe/Berlin', 'the time alone on the day');
select is(app_rules.time_on('2026-03-08', '2026-03-08 23:00+00', 'Europe/Berlin'), '2026-03-09 00:00 in Europe/Berlin', 'with the date on another one');
select is(app_rules.time_on('2026-03-08', '2026-03-08 04:59+00', 'America/New_York'), '2026-03-07 23:59 in America/New_York', 'also before it');
