select plan(16);

create function pg_temp.effects(first_day date, last_day date)
returns text
language sql volatile
return (
  select coalesce(string_agg(u.subject || ': ' || concat_ws(' ', e.streak_before || '-' || e.streak_after, e.longest_before || '-' || e.longest_after, e.freezes_returned, e.points_returned, e.days), '; ' order by u.subject), '')
  from app_private.amnesty_effects(first_day, last_day) as e join app_private.users as u using (user_id));

-- It is the 8th, in the morning. alice checked in through the 3rd, and it is stored that her run has ended. bob's has too, but nothing has stored it.
-- carol began another. dave used a freeze on the 3rd, erin repaired it. fred is new, greta has checked in every day. hugo's ended long ago.
select test.add_user('alice', '2026-03-07 12:00+00', test.calendar('2026-03-01', 'ccc'), '2026-03-06');
select test.add_user('bob', '2026-03-03 12:00+00', test.calendar('2026-03-01', 'ccc'), '2026-03-03');
select test.add_user('carol', '2026-03-07 12:00+00', test.calendar('2026-03-01', 'ccc..cc'), '2026-03-07');
select test.add_user('dave', '2026-03-07 12:00+00', test.calendar('2026-03-01', 'ccfcccc'), '2026-03-07');
select test.add_user('erin', '2026-03-07 12:00+00', test.calendar('2026-03-01', 'ccrcccc'), '2026-03-07', '{"lifetime_points": 50}');
select test.set_clock('2026-03-07 12:00+00');
select app_private.bootstrap(test.user_id('fred'), 'dev', 'fred', 'UTC', 0);
select test.add_user('greta', '2026-03-07 12:00+00', test.calendar('2026-03-01', 'ccccccc'), '2026-03-07');
select test.add_user('hugo', '2026-03-07 12:00+00', test.calendar('2026-02-01', 'cc'), '2026-03-06');
select test.set_clock('2026-03-08 09:00+00');
select set_config('test.stored', test.fingerprint(), false);

select is(pg_temp.effects('2026-03-03', '2026-03-03'), 'dave: 6-6 6-6 1 0 1; erin: 6-6 6-6 0 50 1', 'a day with a freeze or a repair gives it back');
select is(pg_temp.effects('2026-03-04', '2026-03-05'), 'carol: 2-5 3-5 0 0 2', 'a gap between two runs is closed');
select is(pg_temp.effects('2026-03-04', '2026-03-07'), 'alice: 0-3 3-3 0 0 4; bob: 0-3 3-3 0 0 4; carol: 2-5 3-5 0 0 2', 'so is one at the end, whether it is stored or not that the run has ended');
select is(pg_temp.effects('2026-03-04', '2026-03-06'), 'carol: 2-5 3-5 0 0 2', 'but not when a day is left over');
select is(pg_temp.effects('2026-03-05', '2026-03-07'), '', 'at either end');
select is(pg_temp.effects('2026-03-01', '2026-03-02'), '', 'days that everybody checked in change nothing');
select is(pg_temp.effects('2026-03-09', '2026-03-12'), '', 'nor do days to come');
select is(pg_temp.effects('2026-02-08', '2026-03-08'), 'alice: 0-3 3-3 0 0 4; bob: 0-3 3-3 0 0 4; carol: 2-5 3-5 0 0 2; dave: 6-6 6-6 1 0 1; erin: 6-6 6-6 0 50 1', 'whoever was away before is away still');
select is(pg_temp.effects('2026-02-03', '2026-03-03'), 'dave: 6-6 6-6 1 0 1; erin: 6-6 6-6 0 50 1', 'or a day too many');
select is(test.fingerprint(), current_setting('test.stored'), 'nothing was written');

-- Earlier amnesties count, taken in or not.
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-04', '2026-03-05', 'Storm.') is null;
select is(pg_temp.effects('2026-03-06', '2026-03-07'), 'alice: 0-3 3-3 0 0 4; bob: 0-3 3-3 0 0 4', 'two amnesties close a gap together; what the first did alone the second does not do again');
select test.add_user('kate', '2026-03-07 12:00+00', test.calendar('2026-03-01', 'ccc'), '2026-03-06');
select test.set_clock('2026-03-08 09:00+00');
select is(pg_temp.effects('2026-03-06', '2026-03-07'), 'alice: 0-3 3-3 0 0 4; bob: 0-3 3-3 0 0 4; kate: 0-3 3-3 0 0 4', 'also for who knew of the first when the run ended');

-- A month later: a freeze of ines was used on the 2nd, her run ended on the 4th, and that is stored. Then an amnesty sets the freeze free, which covers
-- the 4th: her run goes on, and ends on the 5th. She has not come since.
select test.add_user('ines', '2026-04-05 12:00+00', test.calendar('2026-04-01', 'cfc'), '2026-04-04');
select test.set_clock('2026-04-05 13:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-04-02', '2026-04-02', 'Snow.') is null;
select test.set_clock('2026-04-06 12:00+00');
select is(pg_temp.effects('2026-04-05', '2026-04-05'), 'ines: 0-2 2-2 0 0 1', 'an amnesty restores a run that one before it had restored, though that is not stored yet');
select app_private.declare_amnesty(test.user_id('olga'), '2026-04-05', '2026-04-05', 'Hail.') is null;
select is((app_private.state_as_of(test.user_id('ines'), test.now())).run_length, 2, 'as the declaration then does');
-- Two freezes of lena cover the 4th and the 5th, and her run ends on the 6th, though it is not stored.
select test.add_user('lena', '2026-06-03 12:00+00', test.calendar('2026-06-01', 'ccc'), '2026-06-03', '{"freezes": ["2026-06-01", "2026-06-02"]}');
select test.set_clock('2026-06-08 12:00+00');
select is(pg_temp.effects('2026-06-05', '2026-06-05'), 'lena: 0-0 3-3 1 0 1', 'a freeze comes back to who has not come since');
-- An amnesty of the 4th is in force for mia, though it has changed nothing of what is stored.
select test.add_user('mia', '2026-07-03 12:00+00', test.calendar('2026-07-01', 'ccc'), '2026-07-03', '{"freezes": ["2026-07-01"]}');
select test.set_clock('2026-07-03 13:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-07-04', '2026-07-04', 'Heat.') is null;
select test.set_clock('2026-07-07 12:00+00');
select is(pg_temp.effects('2026-07-05', '2026-07-05'), 'mia: 0-3 3-3 0 0 2', 'the day of her freeze is excused, and the freeze covers the next');
