select plan(24);

-- The entries of a user after the second.
create function pg_temp.entries(subject text)
returns text
language sql stable security definer
return (
  select coalesce(string_agg(concat_ws(' ', e.sequence_number, e.kind, to_char(e.occurred_at at time zone 'UTC', 'MM-DD HH24:MI'), to_char(e.day, 'MM-DD'), e.run_length, e.last_amnesty_id), ', ' order by e.sequence_number), '')
  from app_public.journal_entries as e where e.user_id = test.user_id(subject) and e.sequence_number > 2);
grant execute on function pg_temp.entries to public;

-- So that there is something to claim.
select test.add_reward('{"id": "gift", "gives_points": 1}', '{"check_ins": 1}');
select test.add_user(n, '2026-03-05 12:00+00', test.calendar('2026-03-01', 'cc'), '2026-03-04', '{"points": 500, "lifetime_points": 500}')
from unnest('{alice,bob,carol,dave,erin,fred,greta,hugo}'::text[]) as n;
select test.set_clock('2026-03-05 13:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-03', '2026-03-04', 'Storm.') is null;

-- Each command.
select test.sign_in('alice');
select test.check_in_at('2026-03-05 20:00+00') is null;
select is(pg_temp.entries('alice'), '3 amnesty 03-05 13:00 03-05 2 1, 4 check_in 03-05 20:00 03-05 3 1, 5 claim 03-05 20:00 03-05 3 1', 'a check-in: the amnesty has its own entry, dated at its declaration');
select test.sign_in('bob');
select is(test.refusal($$select app_public.claim_reward('gift')$$), 'RW002', 'a command that is refused');
select is(pg_temp.entries('bob'), '', 'stores nothing');
select app_public.pause_streak('2026-03-07') is null;
select is(pg_temp.entries('bob'), '3 amnesty 03-05 13:00 03-05 2 1, 4 pause 03-05 20:00 03-05 2 1, 5 claim 03-05 20:00 03-05 2 1', 'a pause, of the run that the amnesty brought back');
select test.sign_in('carol');
select app_public.update_settings('Europe/Berlin') is null;
select is(pg_temp.entries('carol'), '3 amnesty 03-05 13:00 03-05 2 1, 4 settings 03-05 20:00 03-05 2 1, 5 claim 03-05 20:00 03-05 2 1', 'settings');
select app_public.claim_reward('gift') is null;
select is(pg_temp.entries('carol') like '%, 6 claim 03-05 20:00 03-05 2 1', true, 'a claim after them stores no amnesty again');
select test.sign_in('dave');
select app_public.update_settings('UTC') is null;
select is(pg_temp.entries('dave'), '3 amnesty 03-05 13:00 03-05 2 1', 'settings that are so already: the amnesty, and nothing else');
select is((test.stored('dave')).last_day, '2026-03-05', 'the last engagement day is that of the last command');
select app_public.bootstrap() is null;
select test.sign_in('erin');
select app_public.bootstrap() is null;
select is(pg_temp.entries('erin'), '', 'a bootstrap of who is there stores nothing');
select test.set_clock('2026-03-08 20:00+00');
select app_public.repair_streak('2026-03-06') is null;
select is(pg_temp.entries('erin'), '3 amnesty 03-05 13:00 03-05 2 1, 4 repair 03-08 20:00 03-08 2 1, 5 claim 03-08 20:00 03-08 2 1', 'a repair, of a day that was missed after it');
select is((select array_agg(d.day || ' ' || d.mark || ' ' || d.sequence_number order by d.day) from app_private.day_marks as d),
  '{2026-03-01 check_in 2,2026-03-02 check_in 2,2026-03-03 amnesty 3,2026-03-04 amnesty 3,2026-03-05 repair 4,2026-03-06 repair 4,2026-03-07 repair 4}', 'each day is marked by its own entry');
select is((select array_agg(distinct (d.marked_at at time zone 'UTC')::text) from app_private.day_marks as d where d.mark = 'amnesty'), '{2026-03-05 13:00:00}', 'at its own instant');
select is((select row(e.points_delta, e.freezes_granted, e.freezes_used, e.check_ins_delta, e.asked, e.energy_delta, e.energy_refilled)::text from app_public.journal_entries as e where e.sequence_number = 3),
  '(0,0,0,0,"{""amnesty_id"": 1}",0,1)', 'an amnesty asks for nothing else');
select is((select count(*) from app_private.reward_unlocks as u where u.sequence_number = 3), 0::bigint, 'and unlocks nothing');

-- Many at once, and who is new.
reset role;
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-05', '2026-03-07', 'Snow.') is null;
select test.set_clock('2026-03-09 08:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-01-01', '2026-01-02', 'Long ago.') is null;
select test.set_clock('2026-03-10 08:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-08', '2026-03-09', 'Hail.') is null;
select app_private.declare_amnesty(test.user_id('olga'), '2026-01-05', '2026-01-06', 'Longer ago.') is null;
select test.sign_in('fred');
select test.check_in_at('2026-03-10 20:00+00') is null;
select is(pg_temp.entries('fred'), '3 amnesty 03-05 13:00 03-05 2 1, 4 amnesty 03-08 20:00 03-08 2 2, 5 amnesty 03-09 08:00 03-09 0 3, 6 amnesty 03-10 08:00 03-10 2 4, 7 check_in 03-10 20:00 03-10 3 5, 8 claim 03-10 20:00 03-10 3 5',
  'each is an entry of its own, in order, also one at whose instant the run has ended; but not one that changes nothing');
select test.sign_in('newcomer');
select test.check_in_at('2026-03-10 21:00+00') is null;
select is((select array_agg(e.kind || ' ' || e.last_amnesty_id order by e.sequence_number) from app_public.journal_entries as e), '{bootstrap 5,check_in 5,claim 5}', 'for who is new they are all in force from the start');

-- A clock behind: the amnesty is not dated before the last entry, and the command not before the amnesty.
reset role;
select test.set_clock('2026-03-11 08:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-02-01', '2026-03-02', 'Rain.') is null;
select test.add_user('ivan', '2026-03-11 10:00+00', test.calendar('2026-02-27', 'cc'), '2026-03-10', '{"last_amnesty_id": 5}');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-01', '2026-03-10', 'Fog.') is null;
select test.sign_in('ivan');
select test.check_in_at('2026-03-11 09:00+00') is null;
select is(pg_temp.entries('ivan'), '3 amnesty 03-11 10:00 03-11 2 7, 4 check_in 03-11 10:00 03-11 3 7, 5 claim 03-11 10:00 03-11 3 7', 'nothing is dated before what is stored');

-- Who is refused keeps nothing, though much is to be stored.
select test.sign_in('greta');
select test.set_clock('2026-03-12 20:00+00');
select set_config('test.stored', test.fingerprint(), false);
select is(test.refusal($$select app_public.check_in('2026-03-01')$$), 'nothing', 'a repeat of a check-in');
select is(test.refusal($$select app_public.check_in('2026-03-03')$$), 'CK001', 'a check-in of a day that is excused');
select is(test.refusal($$select app_public.pause_streak('2026-03-12')$$), 'ST001', 'a pause without a run');
select is(test.fingerprint(), current_setting('test.stored'), 'store nothing when they are undone');
select is((select c.already_checked_in from app_public.check_in('2026-03-01') as c), true, 'a repeat that is not undone');
select is(pg_temp.entries('greta'), '3 amnesty 03-05 13:00 03-05 2 1, 4 amnesty 03-08 20:00 03-08 2 2, 5 amnesty 03-09 08:00 03-09 0 3, 6 amnesty 03-10 08:00 03-10 2 4, 7 amnesty 03-11 08:00 03-11 0 6, 8 amnesty 03-11 10:00 03-11 2 7', 'stores them, and nothing else');
select is((test.stored('greta')).last_day, '2026-03-05', 'the last engagement day stays');
