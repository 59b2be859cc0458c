select plan(8);

select is(app_rules.clock_skip('2026-03-08 02:00', 'America/New_York'), '2026-03-08 07:00+00', 'the first minute that New York skips is skipped at the change');
select is(app_rules.clock_skip('2026-03-08 02:30', 'America/New_York'), '2026-03-08 07:00+00', 'so is one in the middle');
select is(app_rules.clock_skip('2026-03-08 02:59', 'America/New_York'), '2026-03-08 07:00+00', 'and the last');
select is(app_rules.clock_skip('2026-10-04 02:15', 'Australia/Lord_Howe'), '2026-10-03 15:30+00', 'half an hour is found too');
select is(app_rules.clock_skip('2011-12-30 12:00', 'Pacific/Apia'), '2011-12-30 10:00+00', 'and a whole day');
select is(app_rules.clock_skip('2026-03-08 03:00', 'America/New_York'), '2026-03-08 07:00+00', 'a local time that is not skipped is what it is');
select is(app_rules.clock_skip(null, 'UTC'), null, 'no local time is never skipped');
select is(app_rules.clock_skip('2026-03-08 02:30', null), null, 'nor one without a zone');
