-- What a session may set differently, and each rule that speaks of days, instants or numbers.
select plan(4);

create function test.answers() returns text
language sql
as $$
  select jsonb_build_array(
    app_rules.user_id_for('dev', 'alice'),
    app_rules.iso_date('2026-03-01'),
    app_rules.local_time(to_timestamp(1772955000), 'America/New_York'),
    extract(epoch from app_rules.day_end('2026-03-08', 'America/New_York', 4)),
    extract(epoch from app_rules.day_end('2011-12-29', 'Pacific/Apia', 4)),
    app_rules.local_day(to_timestamp(1772955000), 'America/New_York', 4) - date '2000-01-01',
    app_rules.engagement_day(to_timestamp(1772955000), 'Africa/Cairo', 0, null) - date '2000-01-01',
    app_rules.ended_through(to_timestamp(1772955000), 'America/New_York', 0, 120) - date '2000-01-01',
    extract(epoch from app_rules.seconds_after(to_timestamp(1772900000), 172800)),
    app_rules.energy_value(0, to_timestamp(1772900000), to_timestamp(1773100000), 100, 1, 3600),
    extract(epoch from app_rules.energy_anchor(0, to_timestamp(1772900000), to_timestamp(1773100000), 100, 1, 3600)),
    extract(epoch from app_rules.energy_full_at(0, to_timestamp(1772900000), 100, 1, 3600)),
    app_rules.period_key('week', '2026-01-01', null),
    app_rules.period_key('month', '2026-01-01', null),
    app_rules.period_key('run', '2026-01-01', '2025-12-29'),
    app_rules.is_inventory('{"coffee": 2}'),
    app_rules.inventory_after_delta('{"coffee": 2}', '{"coffee": 999999}'),
    app_rules.boosted_points(19, 10500)
  )::text
$$;

select set_config('test.answers', test.answers(), false);
set timezone = 'America/New_York';
select is(test.answers(), current_setting('test.answers'), 'the time zone does not matter');
set timezone = 'Pacific/Apia';
set datestyle = 'SQL, DMY';
select is(test.answers(), current_setting('test.answers'), 'nor the date style');
set intervalstyle = 'sql_standard';
set extra_float_digits = -15;
select is(test.answers(), current_setting('test.answers'), 'nor how intervals and numbers are shown');
create temp table answers (answers text);
set search_path = pg_catalog;
insert into pg_temp.answers select test.answers();
set search_path = tap, test;
select is(answers, current_setting('test.answers'), 'nor the search path') from answers;
