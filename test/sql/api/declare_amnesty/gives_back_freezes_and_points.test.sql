select plan(25);
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
create function pg_temp.state_at(at timestamptz)
returns text
language sql volatile
return (select concat_ws(' ', (s.streak).status, (s.streak).current, (s.streak).freezes, s.points, s.lifetime_points) from test.state_at(state_at.at) as s);
-- The last entry of an amnesty, as a superuser sees it.
create function pg_temp.entry(subject text)
returns text
language sql stable security definer
return (select concat_ws(' ', e.freezes_used, e.freezes_granted, e.points_delta, e.freezes) from app_public.journal_entries as e
  where e.user_id = test.user_id(entry.subject) and e.kind = 'amnesty' order by e.sequence_number desc limit 1);
select test.add_reward('{"id": "purse", "gives_points": 500, "auto_claim": true}', '{"check_ins": 1}');
select test.add_reward('{"id": "shield", "gives_freezes": 1}', '{"check_ins": 1}');

-- A freeze that was used and stored.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.check_in_at('2026-03-09 12:00+00');
select is(pg_temp.state_at('2026-03-10 12:00+00'), 'at_risk 8 0 550 550', 'a freeze was used for a missed day');
select pg_temp.declare('2026-03-08', '2026-03-08');
select is(pg_temp.state_at('2026-03-10 12:00+00'), 'at_risk 8 1 550 550', 'once the day is excused it is there again');
select is(pg_temp.state_at('2026-03-11 02:00+00'), 'protected 8 0 550 550', 'and saves the next missed day');
select test.check_in_at('2026-03-11 12:00+00');
select is(pg_temp.entry('alice'), '0 1 0 {2026-03-07}', 'with its day of grant');
select is((select string_agg(concat_ws(' ', to_char(d.day, 'MM-DD'), d.mark, d.freeze_granted_on), ', ' order by d.day) from app_private.day_marks as d where d.day > '2026-03-07'),
  '03-08 amnesty, 03-09 check_in, 03-10 freeze 2026-03-07, 03-11 check_in', 'the calendar says which it was');

-- One that was used, and not stored before the amnesty.
select test.sign_in('bob');
select test.check_in_daily('2026-03-21 12:00+00', 7);
select is(pg_temp.state_at('2026-03-29 12:00+00'), 'protected 7 0 545 545', 'a freeze that is used, and not stored yet');
select pg_temp.declare('2026-03-28', '2026-03-28');
select is(pg_temp.state_at('2026-03-29 12:00+00'), 'at_risk 7 1 545 545', 'comes back as well, and the run needs no protection');
select test.check_in_at('2026-03-29 12:00+00');
select is(pg_temp.entry('bob'), '1 1 0 {2026-03-27}', 'the entry says that it was used and given back');
select is((test.stored('bob')).last_freeze_day, null, 'and no day is frozen');

-- Both of two, of a run that ended on the third day: the whole of it is restored.
select test.sign_in('carol');
select test.check_in_daily('2026-04-01 12:00+00', 14);
select is(pg_temp.state_at('2026-04-18 12:00+00'), 'broken 0 0 580 580', 'two freezes did not save a run');
select pg_temp.declare('2026-04-15', '2026-04-17');
select is(pg_temp.state_at('2026-04-18 12:00+00'), 'at_risk 14 2 580 580', 'with all of its days excused it lives, and both are back');

-- Up to the maximum: another one was earned since.
select test.sign_in('dave');
select test.check_in_daily('2026-05-01 12:00+00', 14);
select test.check_in_daily('2026-05-16 12:00+00', 7);
select is((test.stored('dave')).freezes, '{2026-05-14,2026-05-22}'::date[], 'one freeze is used, and another one earned');
select pg_temp.declare('2026-05-15', '2026-05-15');
select is((select cardinality(s.freezes) from app_private.state_as_of(test.user_id('dave'), test.now()) as s), 2, 'more than the maximum does not come back');
select test.check_in_at('2026-05-23 12:00+00');
select is((test.stored('dave')).freezes, '{2026-05-14,2026-05-22}'::date[], 'what is held stays');
select is(pg_temp.entry('dave'), '0 0 0 {2026-05-14,2026-05-22}', 'and the entry gives none');

-- Two come back where there is room for one: the older one does.
select test.add_rule_version('2026-06-01 00:00+00', '{"freezes_max": 3}');
select test.add_rule_version('2026-07-01 00:00+00', '{"freezes_max": 2}');
select test.sign_in('erin');
select test.check_in_daily('2026-06-05 12:00+00', 21);
select test.check_in_daily('2026-06-28 12:00+00', 3);
select is((test.stored('erin')).freezes, '{2026-06-25}'::date[], 'two of three freezes are used');
select test.set_clock('2026-07-01 12:00+00');
select pg_temp.declare('2026-06-26', '2026-06-27');
select test.check_in_at('2026-07-01 12:00+00');
select is(pg_temp.entry('erin'), '0 1 0 {2026-06-11,2026-06-25}', 'where there is room for one of two, the oldest comes back');

-- Points of repairs: for the excused days alone, and not as points received.
select test.sign_in('frank');
select test.check_in_daily('2026-08-01 12:00+00', 3);
select test.set_clock('2026-08-07 12:00+00');
select app_public.repair_streak('2026-08-06') is null;
select is(pg_temp.state_at('2026-08-07 12:00+00'), 'at_risk 3 0 375 525', 'three days were paid for');
select pg_temp.declare('2026-08-05', '2026-08-09');
select is(pg_temp.state_at('2026-08-07 12:00+00'), 'at_risk 3 0 475 525', 'for two of them the points come back, and are not received again');
select test.check_in_at('2026-08-07 18:00+00');
select is(pg_temp.entry('frank'), '0 0 100 {}', 'as its entry says');
select is((select string_agg(concat_ws(' ', to_char(d.day, 'MM-DD'), d.mark, d.paid_points), ', ' order by d.day) from app_private.day_marks as d where d.day > '2026-08-03'),
  '08-04 repair 50, 08-05 amnesty, 08-06 amnesty, 08-07 check_in', 'and the calendar');

-- A repair that cost nothing gives nothing back.
select test.add_rule_version('2026-09-01 00:00+00', '{"repair_points": 0}');
select test.sign_in('grace');
select test.check_in_at('2026-09-01 12:00+00');
select test.set_clock('2026-09-03 12:00+00');
select app_public.repair_streak('2026-09-02') is null;
select pg_temp.declare('2026-09-02', '2026-09-02');
select is(pg_temp.state_at('2026-09-03 12:00+00'), 'at_risk 1 0 515 515', 'a repair that was free gives nothing back');
select is((select c.mark from app_public.me() as m, app_public.me_calendar(m, '2026-09-02', '2026-09-02') as c), 'amnesty'::app_public.mark, 'but its day is excused');

-- What comes back is used as before: a freeze of the day before yesterday saves yesterday.
select test.sign_in('heidi');
select test.check_in_at('2026-10-01 12:00+00');
select app_public.claim_reward('shield') is null;
select pg_temp.state_at('2026-10-03 12:00+00') is null;
select pg_temp.declare('2026-10-02', '2026-10-02');
select is(pg_temp.state_at('2026-10-04 02:00+00'), 'protected 1 0 515 515', 'it saves any day after its grant');
select is(pg_temp.state_at('2026-10-05 02:00+00'), 'broken 0 0 515 515', 'once');
