select plan(16);

create function pg_temp.unstored(at timestamptz, subject text default 'alice')
returns text
language plpgsql volatile
as $$
begin
  perform test.set_clock(at);
  return test.words(app_private.unstored_marks(app_private.state_as_of(test.user_id(subject), at)));
end
$$;
-- The marks that a command of now, which has no effect of its own, stores; then it never happened.
create function pg_temp.stored(at timestamptz, subject text default 'alice')
returns text
language plpgsql volatile
as $$
declare
  v_before text;
  v_marks text;
  v_state app_private.user_states;
  v_settled app_private.user_states;
begin
  perform test.set_clock(at);
  v_before := (select string_agg(d::text, ',') from unnest(app_private.calendar_of(test.user_id(subject))) as d);
  v_state := app_private.lock_state(test.user_id(subject));
  v_settled := app_private.settle(v_state, app_private.rules_at(at), at, app_private.ended_through(at, v_state.zone, v_state.day_start_hour));
  perform app_private.record(v_state, v_settled, v_settled, '{}', 'settings', v_settled.last_day, '{}', unlocks => false);
  v_marks := test.words(array(select d from unnest(app_private.calendar_of(test.user_id(subject))) as d where position(d::text in v_before) = 0 order by d.day));
  raise exception using errcode = 'TS000';
exception when sqlstate 'TS000' then
  return v_marks;
end
$$;

select is(pg_temp.unstored('2026-03-01 12:00+00', 'nobody'), '', 'who is not there has none');
select test.add_user('alice', '2026-03-05 12:00+00', test.calendar('2026-03-01', 'cfccc'), '2026-03-05', '{"freezes": ["2026-03-01", "2026-03-03"], "paused_from": "2026-03-07", "paused_until": "2026-03-08"}');
select is(pg_temp.unstored('2026-03-07 01:59:59+00'), '', 'before a day has ended there is none');
select is(pg_temp.unstored('2026-03-07 02:00+00'), '03-06 freeze of 03-01', 'then a freeze');
select is(pg_temp.unstored('2026-03-09 02:00+00'), '03-06 freeze of 03-01, 03-07 pause, 03-08 pause', 'a pause');
select is(pg_temp.unstored('2026-03-12 02:00+00'), '03-06 freeze of 03-01, 03-07 pause, 03-08 pause, 03-09 freeze of 03-03', 'and no more, once the run has ended');

select test.set_clock('2026-03-10 12:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-02', '2026-03-02', 'Storm.') is null;
select test.set_clock('2026-03-12 12:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-06', '2026-03-06', 'Storm.') is null;
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-13', '2026-03-14', 'Storm.') is null;
select is(pg_temp.unstored('2026-03-12 12:00+00'), '03-02 amnesty, 03-06 amnesty, 03-07 pause, 03-08 pause, 03-09 freeze of 03-03, 03-10 freeze of 02-28, 03-11 freeze of 03-01',
  'amnesties take the place of what is stored, and of what was to be; the freezes that they set free cover what came after');
select is(pg_temp.unstored('2026-03-14 02:00+00'), '03-02 amnesty, 03-06 amnesty, 03-07 pause, 03-08 pause, 03-09 freeze of 03-03, 03-10 freeze of 02-28, 03-11 freeze of 03-01', 'the day after them ends the run');
select is(pg_temp.unstored(t.at), pg_temp.stored(t.at), format('at %s it is what the next command stores', t.at at time zone 'UTC'))
from (values ('2026-03-12 12:00+00'::timestamptz), ('2026-03-13 02:00+00'), ('2026-03-20 02:00+00')) as t(at);

select test.sign_in('alice');
select test.check_in_at('2026-03-12 13:00+00') is null;
select is(pg_temp.unstored('2026-03-12 13:00+00'), '', 'what is stored is none of them');
reset role;
select is(pg_temp.unstored('2026-03-15 02:00+00'), '03-13 amnesty, 03-14 amnesty', 'days that were to come are excused when they are missed');
select is(pg_temp.unstored('2026-03-16 02:00+00'), '03-13 amnesty, 03-14 amnesty', 'and no others');
-- Two of days to come, one after the other, that changed nothing when they were declared.
select test.add_user('carol', '2026-04-03 12:00+00', test.calendar('2026-04-01', 'ccc'), '2026-04-03', '{"freezes": ["2026-04-01"]}');
select test.set_clock('2026-04-03 13:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-04-04', '2026-04-04', 'Storm.') is null;
select app_private.declare_amnesty(test.user_id('olga'), '2026-04-06', '2026-04-06', 'Storm.') is null;
select is(pg_temp.unstored('2026-04-09 12:00+00', 'carol'), '04-04 amnesty, 04-05 freeze of 04-01, 04-06 amnesty', 'they are in force when their days are missed');
select is(pg_temp.stored('2026-04-09 12:00+00', 'carol'), '04-04 amnesty, 04-05 freeze of 04-01, 04-06 amnesty', 'as the next command stores it');
-- Every hour for a fortnight, of somebody in another zone.
select test.add_user('bob', '2026-03-12 12:00+00', test.calendar('2026-03-05', 'ccfccfcr'), '2026-03-12', '{"lifetime_points": 50, "freezes": ["2026-03-10"], "zone": "America/New_York", "day_start_hour": 5, "paused_from": "2026-03-16", "paused_until": "2026-03-17"}');
select test.set_clock('2026-03-17 16:30+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-10', '2026-03-12', 'Storm.') is null;
select is_empty($$
  select t.at, f.unstored, f.stored from generate_series('2026-03-17 17:00+00'::timestamptz, '2026-03-31 17:00+00', '3 hours') as t(at),
    lateral (select pg_temp.unstored(t.at, 'bob') as unstored, pg_temp.stored(t.at, 'bob') as stored) as f where f.unstored <> f.stored$$, 'so it is at any hour');
