select plan(34);
-- What a repair is refused for, with its hint; `nothing` when it is made, which is undone.
create function pg_temp.refusal_at(at timestamptz, day text)
returns text
language plpgsql volatile
as $$
declare
  v_hint text;
begin
  perform test.set_clock(refusal_at.at);
  begin
    perform app_public.repair_streak(refusal_at.day::date);
    raise exception using errcode = 'TS000';
  exception
    when sqlstate 'TS000' then
      return 'nothing';
    when others then
      get stacked diagnostics v_hint = pg_exception_hint;
      return sqlstate || ' ' || v_hint;
  end;
end
$$;
create function pg_temp.offer_at(at timestamptz)
returns text
language sql volatile
return (select (s.streak).repair::text from test.state_at(offer_at.at) as s);
select set_config('test.nothing', 'RP001 Take the day from state.streak.repair, or a missed day from the calendar.', false);
select test.add_reward('{"id": "purse", "gives_points": 85, "auto_claim": true}', '{"check_ins": 1}');

select test.sign_in(null);
select is(left(pg_temp.refusal_at('2026-03-06 12:00+00', '2026-03-05'), 5), 'IA001', 'whoever is signed out has nothing to repair');
select test.sign_in('nobody');
select set_config('test.stored', test.fingerprint(), false);
select is(pg_temp.refusal_at('2026-03-06 12:00+00', '2026-03-05'), current_setting('test.nothing'), 'nor has whoever never was there');
select is(test.fingerprint(), current_setting('test.stored'), 'who is not created by it');
select test.set_clock('2026-03-01 12:00+00');
select app_public.bootstrap() is null;
select is(pg_temp.refusal_at('2026-03-06 12:00+00', '2026-03-05'), current_setting('test.nothing'), 'nor whoever never checked in');

-- Three check-ins: 110 points.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select set_config('test.stored', test.fingerprint(), false);
select is((test.stored('alice')).points, 110::bigint, 'two days can be paid, three cannot');
select is(pg_temp.refusal_at('2026-03-04 12:00+00', '2026-03-04'), current_setting('test.nothing'), 'today is open: nothing was missed');
select is(pg_temp.refusal_at('2026-03-05 01:59:59+00', '2026-03-04'), current_setting('test.nothing'), 'yesterday is open within its grace');
select is(pg_temp.offer_at('2026-03-05 01:59:59+00'), null, 'and nothing is offered while the run lives');
select is(pg_temp.refusal_at('2026-03-05 02:00+00', '2026-03-04'), 'nothing', 'when that is over, it can be repaired');
select is(pg_temp.offer_at('2026-03-05 02:00+00'), '(2026-03-04,1,50,2026-03-07,3)', 'as is offered');
select is(pg_temp.refusal_at('2026-03-05 12:00+00', '2026-03-05'), current_setting('test.nothing'), 'today after a missed day is still open');
select is(pg_temp.refusal_at('2026-03-05 12:00+00', '2026-03-06'), current_setting('test.nothing'), 'tomorrow has not come');
select is(pg_temp.refusal_at('2026-03-05 12:00+00', '2026-03-03'), current_setting('test.nothing'), 'a day that was checked in was not missed');
select is(pg_temp.refusal_at('2026-03-05 12:00+00', '2026-02-28'), current_setting('test.nothing'), 'before the first check-in no run was lost');
select is(pg_temp.refusal_at('2026-03-05 12:00+00', null), current_setting('test.nothing'), 'no day is no missed day');
select is(pg_temp.refusal_at('2026-03-05 12:00+00', 'infinity'), current_setting('test.nothing'), 'nor is the end of time');
select is(pg_temp.refusal_at('2026-03-05 12:00+00', '-infinity'), current_setting('test.nothing'), 'or its beginning');

-- Too poor: by three days.
select is(pg_temp.refusal_at('2026-03-06 12:00+00', '2026-03-05'), 'nothing', 'two missed days can be paid');
select is(pg_temp.refusal_at('2026-03-07 12:00+00', '2026-03-06'), 'PT001 Earn or claim more points first.', 'three cannot');
select is(pg_temp.refusal_at('2026-03-07 12:00+00', '2026-03-04'), 'PT001 Earn or claim more points first.', 'whichever of them is named');
select is(pg_temp.offer_at('2026-03-07 12:00+00'), '(2026-03-06,3,150,2026-03-09,3)', 'it is offered all the same');
select is(test.fingerprint(), current_setting('test.stored'), 'no refusal writes anything');

-- By a single point.
select test.add_rule_version('2026-03-20 00:00+00', '{"repair_points": 115}');
select test.add_rule_version('2026-03-22 00:00+00', '{"repair_points": 116}');
select test.sign_in('bob');
select test.check_in_daily('2026-03-17 12:00+00', 4);
select is((test.stored('bob')).points, 115::bigint, 'with as many points as it costs');
select is(pg_temp.refusal_at('2026-03-22 02:00+00', '2026-03-21'), 'PT001 Earn or claim more points first.', 'or one less');
select test.add_rule_version('2026-03-22 01:00+00', '{"repair_points": 115}');
select is(pg_temp.refusal_at('2026-03-22 02:00+00', '2026-03-21'), 'nothing', 'a repair can be paid to the last point');

-- Too late: with a new run the time runs from the last missed day.
select test.add_rule_version('2026-04-01 00:00+00', '{"repair_points": 50}');
select test.sign_in('carol');
select test.check_in_at('2026-04-01 12:00+00');
select test.check_in_at('2026-04-04 12:00+00');
select is(pg_temp.refusal_at('2026-04-06 23:59:59+00', '2026-04-02'), 'nothing', 'three days after the last missed day a gap can be repaired');
select is(pg_temp.offer_at('2026-04-06 01:00+00'), '(2026-04-03,2,100,2026-04-06,2)', 'as is offered');
select test.check_in_at('2026-04-06 01:00+00', '2026-04-05');
select is(pg_temp.refusal_at('2026-04-07 00:00+00', '2026-04-02'), 'RP002 Check in to begin a new streak.', 'on the fourth it cannot');
select is(pg_temp.refusal_at('2026-04-07 00:00+00', '2026-04-03'), 'RP002 Check in to begin a new streak.', 'whichever day is named');
select is(pg_temp.offer_at('2026-04-07 00:00+00'), null, 'and is offered no more');
select is(pg_temp.refusal_at('2026-04-07 00:00+00', '2026-04-05'), current_setting('test.nothing'), 'what was checked in late was not missed');

-- Without one, the last missed day is yesterday, whatever it costs by then.
select is(pg_temp.offer_at('2026-04-30 12:00+00'), '(2026-04-29,24,1200,2026-05-02,2)', 'without a new run the time is never over, but each day costs');
select test.add_rule_version('2026-05-01 00:00+00', '{"repair_within_days": 0}');
select is(pg_temp.refusal_at('2026-05-01 12:00+00', '2026-04-30'), 'RP002 Check in to begin a new streak.', 'with repair_within_days 0 nothing can be repaired');
select is(pg_temp.offer_at('2026-05-01 12:00+00'), null, 'or is offered');
