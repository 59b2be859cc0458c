select plan(21);
create function pg_temp.offer_at(at timestamptz)
returns text
language sql volatile
return (select (s.streak).repair::text from test.state_at(offer_at.at) as s);
create function pg_temp.declare(first_day date, last_day date)
returns void
language plpgsql volatile
as $$
declare
  v_subject constant text := current_setting('app.subject');
begin
  perform test.sign_in_operator('olga');
  perform app_public.declare_amnesty(declare.first_day, declare.last_day, 'Outage.');
  perform test.sign_in(v_subject);
end
$$;

select test.sign_in('alice');
select is(pg_temp.offer_at('2026-03-01 11:00+00'), null, 'who never checked in has nothing to repair');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select is(pg_temp.offer_at('2026-03-03 12:00+00'), null, 'nor has who missed nothing');
select is(pg_temp.offer_at('2026-03-05 01:59:59+00'), null, 'nor who may still check in late');
select is(pg_temp.offer_at('2026-03-05 02:00+00'), '(2026-03-04,1,50,2026-03-07,3)', 'the day missed, how many, for how many points, until when, and the streak that it gives: whether or not there are so many points');
select is(pg_temp.offer_at('2026-03-06 01:59:59+00'), '(2026-03-04,1,50,2026-03-07,3)', 'until another day is missed');
select is(pg_temp.offer_at('2026-03-06 02:00+00'), '(2026-03-05,2,100,2026-03-08,3)', 'which then is to be paid as well');
select test.check_in_at('2026-03-06 12:00+00');
select is(pg_temp.offer_at('2026-03-06 12:00+00'), '(2026-03-05,2,100,2026-03-08,4)', 'a new run is added to the streak that it gives');
select test.check_in_daily('2026-03-07 12:00+00', 2);
select is(pg_temp.offer_at('2026-03-08 23:59:59+00'), '(2026-03-05,2,100,2026-03-08,6)', 'the offer stands to the end of its last day');
select is(pg_temp.offer_at('2026-03-09 00:00+00'), null, 'and no longer');
select test.check_in_at('2026-03-09 12:00+00');
select is((select ((c.state).streak).repair::text from app_public.check_in() as c), null, 'in the answer of a command neither');

-- An answer shows what a read does.
select test.sign_in('bob');
select test.add_reward('{"id": "purse", "gives_points": 500, "auto_claim": true}', '{"check_ins": 1}');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select is((select ((c.state).streak).repair::text from test.check_in_at('2026-03-05 12:00+00') as c), '(2026-03-04,2,100,2026-03-07,3)', 'the check-in that begins a new run offers to repair the old one');
select is((select ((r.state).streak).repair::text from app_public.repair_streak('2026-03-04') as r), null, 'once it is repaired nothing is offered');
select is(pg_temp.offer_at('2026-03-05 12:00+00'), null, 'to a reader either');

-- With what a freeze, a pause and an amnesty cover.
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select is(pg_temp.offer_at('2026-03-09 12:00+00'), null, 'a day that a freeze covers is not offered');
select is(pg_temp.offer_at('2026-03-11 12:00+00'), '(2026-03-10,2,100,2026-03-13,7)', 'the days after it are');
select pg_temp.declare('2026-03-09', '2026-03-09');
select is(pg_temp.offer_at('2026-03-11 12:00+00'), '(2026-03-10,1,50,2026-03-13,7)', 'days of an amnesty are left out of it, before anything is stored');
select pg_temp.declare('2026-03-10', '2026-03-10');
select is(pg_temp.offer_at('2026-03-11 12:00+00'), null, 'and when all are excused there is nothing to repair');

-- The price and the time are those of the version in force.
select test.add_rule_version('2026-05-04 00:00+00', '{"repair_points": 9, "repair_within_days": 1}');
select test.sign_in('dave');
select test.check_in_at('2026-05-01 12:00+00');
select test.check_in_at('2026-05-03 12:00+00');
select is(pg_temp.offer_at('2026-05-03 23:59:59+00'), '(2026-05-02,1,50,2026-05-05,2)', 'by the rules in force');
select test.check_in_at('2026-05-03 12:00+00') is null;
select is(pg_temp.offer_at('2026-05-04 00:00+00'), null, 'when they change, the offer does');
select is(pg_temp.offer_at('2026-05-05 02:00+00'), '(2026-05-04,1,9,2026-05-05,1)', 'and what is missed after it costs what they say');

-- By the days of the user.
select test.sign_in('erin');
select test.set_clock('2026-06-01 12:00+00');
select app_public.bootstrap('America/New_York', 4) is null;
select test.check_in_at('2026-06-01 12:00+00');
select test.check_in_at('2026-06-03 12:00+00');
select is(concat_ws(' ', pg_temp.offer_at('2026-06-06 07:59:59+00'), coalesce(pg_temp.offer_at('2026-06-06 08:00+00'), '-')), '(2026-06-04,1,9,2026-06-05,1) -', 'its last day ends with the user''s');
