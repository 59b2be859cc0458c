select plan(27);

-- What the user is offered, as of an instant.
create function pg_temp.offer(subject text, at timestamptz)
returns text
language plpgsql volatile
as $$
begin
  perform test.set_clock(at);
  perform set_config('app.issuer', 'dev', false), set_config('app.subject', subject, false);
  return (select (m.state).streak.repair::text from app_public.me() as m);
end
$$;

select is(pg_temp.offer('nobody', '2026-03-05 12:00+00'), null, 'who is not there is offered nothing');
select test.add_user('alice', '2026-03-05 12:00+00', test.calendar('2026-03-01', 'ccccc'), '2026-03-05');
select is(pg_temp.offer('alice', '2026-03-07 01:59:59+00'), null, 'nor who has lost nothing yet');
select is(pg_temp.offer('alice', '2026-03-07 02:00+00'), '(2026-03-06,1,50,2026-03-09,5)', 'a run that has ended can be repaired: the missed day, how many, what it costs, until when, and what it gives');
select is(pg_temp.offer('alice', '2026-03-08 02:00+00'), '(2026-03-07,2,100,2026-03-10,5)', 'the next day costs more');
select is(pg_temp.offer('alice', '2026-03-20 12:00+00'), '(2026-03-19,14,700,2026-03-22,5)', 'and so on, for as long as nothing new begins: yesterday is the last missed day');

-- A new run began after a gap of two days.
select test.add_user('bob', '2026-03-08 12:00+00', test.calendar('2026-03-01', 'ccccc..c'), '2026-03-08');
select is(pg_temp.offer('bob', '2026-03-08 12:00+00'), '(2026-03-07,2,100,2026-03-10,6)', 'with a new run it is the gap before it, and both lengths together');
select is(pg_temp.offer('bob', '2026-03-10 01:59:59+00'), '(2026-03-07,2,100,2026-03-10,6)', 'through its last day');
select is(pg_temp.offer('bob', '2026-03-10 02:00+00'), '(2026-03-09,1,50,2026-03-12,1)', 'unless the new one ends before: the latest gap is offered, though it be the smaller loss');
select test.add_user('carol', '2026-03-10 12:00+00', test.calendar('2026-03-01', 'ccccc..ccc'), '2026-03-10');
select is(pg_temp.offer('carol', '2026-03-10 23:59:59+00'), '(2026-03-07,2,100,2026-03-10,8)', 'three days after its last missed day it can be repaired');
select is(pg_temp.offer('carol', '2026-03-11 00:00+00'), null, 'and four days after it no more');
select test.add_user('dave', '2026-03-08 12:00+00', test.calendar('2026-03-01', 'c.c.cccc'), '2026-03-08');
select is(pg_temp.offer('dave', '2026-03-08 12:00+00'), null, 'an earlier gap is not offered');

-- What is free.
select test.add_user('erin', '2026-03-08 12:00+00', test.calendar('2026-03-01', 'ccccc..c'), '2026-03-08', '{"paused_from": "2026-03-07", "paused_until": "2026-03-07"}');
select is(pg_temp.offer('erin', '2026-03-08 12:00+00'), '(2026-03-06,1,50,2026-03-09,6)', 'a day under a pause is free: the others are the missed ones, and their last one decides until when');
select is(pg_temp.offer('erin', '2026-03-10 00:00+00'), null, 'so that the time is over sooner');
select test.set_clock('2026-03-05 12:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-12', '2026-03-12', 'Storm.') is null;
select is(pg_temp.offer('alice', '2026-03-13 02:00+00'), '(2026-03-11,6,300,2026-03-14,5)', 'so is a day of an amnesty');
select is(pg_temp.offer('alice', '2026-03-14 02:00+00'), '(2026-03-13,7,350,2026-03-16,5)', 'also between');

-- What has not been stored yet.
select test.add_user('fred', '2026-03-20 12:00+00', test.calendar('2026-03-18', 'ccc'), '2026-03-20', '{"freezes": ["2026-03-18"]}');
select is(pg_temp.offer('fred', '2026-03-23 02:00+00'), '(2026-03-22,1,50,2026-03-25,3)', 'a day that a freeze has covered is not missed, stored or not');
select test.set_clock('2026-03-23 03:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-22', '2026-03-22', 'Storm.') is null;
select is(pg_temp.offer('fred', '2026-03-23 04:00+00'), null, 'nor is one that an amnesty has closed');
select is(pg_temp.offer('fred', '2026-03-24 02:00+00'), '(2026-03-23,1,50,2026-03-26,3)', 'the run that it restored can be repaired again');

-- The rules in force say how long and how much; with less in hand it is offered all the same.
select test.add_rule_version('2026-05-01 00:00+00', '{"repair_within_days": 0, "repair_points": 7}');
select test.add_user('greta', '2026-05-05 12:00+00', test.calendar('2026-05-01', 'ccccc'), '2026-05-05');
select is(pg_temp.offer('greta', '2026-05-07 02:00+00'), null, 'within no days nothing can be repaired: the last missed day was yesterday at the latest');
select test.add_rule_version('2026-05-08 00:00+00', '{"repair_within_days": 1}');
select is(pg_temp.offer('greta', '2026-05-09 02:00+00'), '(2026-05-08,3,21,2026-05-09,5)', 'within a day what ended yesterday can');
select is((test.stored('greta')).points, 0::bigint, 'whether or not there are points');
select test.add_rule_version('2026-05-10 00:00+00', '{"repair_points": 1000000000}');
select is((select (pg_temp.offer('alice', '2026-07-01 12:00+00')::app_public.streak_repair).points), 115000000000::bigint, 'however much it costs');

-- It is what the command does: every three hours for three weeks.
select test.add_rule_version('2026-08-01 00:00+00', '{"repair_within_days": 3, "repair_points": 4}');
create function pg_temp.disagreement(subject text, at timestamptz)
returns text
language plpgsql volatile
as $$
declare
  v_offer app_public.streak_repair;
  v_days date[];
  v_points bigint;
  v_current int;
begin
  perform test.set_clock(at);
  perform set_config('app.issuer', 'dev', false), set_config('app.subject', subject, false);
  v_offer := (select (m.state).streak.repair from app_public.me() as m);
  if v_offer.day is null then
    -- No missed day of the last gap can be repaired.
    begin
      perform app_public.repair_streak(coalesce((app_private.state_as_of(test.user_id(subject), at)).run_started_on - 1, (app_public.me()).state.today - 1));
      raise exception using errcode = 'TS000';
    exception
      when sqlstate 'TS000' then return 'was repaired, and not offered';
      when sqlstate 'RP001' or sqlstate 'RP002' then return null;
    end;
  end if;
  begin
    select r.days, r.points, (r.state).streak.current into v_days, v_points, v_current from app_public.repair_streak(v_offer.day) as r;
    raise exception using errcode = 'TS000';
  exception when sqlstate 'TS000' then
    null;
  end;
  if (v_days[cardinality(v_days)], cardinality(v_days), v_points, v_current) is distinct from (v_offer.day, v_offer.missed_days, v_offer.points, v_offer.current) then
    return row(v_offer.*, v_days, v_points, v_current)::text;
  end if;
  -- On its last day it is not too late.
  perform test.set_clock(v_offer.until + time '23:59:59' at time zone 'UTC');
  return nullif(test.refusal(format('select app_public.repair_streak(%L)', v_offer.day)), 'nothing');
end
$$;
select test.add_user('hugo', '2026-08-07 12:00+00', test.calendar('2026-08-01', 'cc..ccc'), '2026-08-07', '{"points": 900, "lifetime_points": 900, "paused_from": "2026-08-11", "paused_until": "2026-08-12", "freezes": ["2026-08-07"]}');
select test.add_user('ines', '2026-08-07 12:00+00', test.calendar('2026-08-01', 'cccc..c'), '2026-08-07', '{"points": 900, "lifetime_points": 900}');
select test.set_clock('2026-08-09 12:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-08-09', '2026-08-10', 'Storm.') is null;
select is_empty(format($$select t.at, d.what from generate_series('2026-08-09 12:00+00'::timestamptz, '2026-08-30 12:00+00', '3 hours') as t(at), lateral pg_temp.disagreement(%L, t.at) as d(what) where d.what is not null$$, s.subject), format('what %s is offered is what the command does', s.subject))
from (values ('hugo'), ('ines')) as s(subject);
select is((select count(*) > 30 and count(o.offer) between 20 and count(*) - 5 from generate_series('2026-08-09 12:00+00'::timestamptz, '2026-08-30 12:00+00', '3 hours') as t(at), lateral pg_temp.offer('hugo', t.at) as o(offer)), true, 'which was something at times, and nothing at others');
select is((select count(*) from app_public.journal_entries as e where e.kind = 'repair'), 0::bigint, 'and none of it was stored');
select is(has_function_privilege('app_user', 'app_private.repair_offer(app_private.user_states, app_private.rule_versions, date)', 'execute'), true, 'users see it as themselves');
