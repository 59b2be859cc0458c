select plan(13);
create function pg_temp.answer(until date)
returns text
language sql volatile
return (select p::text from app_public.pause_streak(answer.until) as p);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select set_config('test.first', pg_temp.answer('2026-03-06'), false);
select set_config('test.stored', test.fingerprint(), false);
select is(pg_temp.answer('2026-03-06'), current_setting('test.first'), 'a repeat at the same instant answers the same');
select is(test.fingerprint(), current_setting('test.stored'), 'and changes nothing');
select test.set_clock('2026-03-05 12:00+00');
select is((select row((p.state).streak.status, (p.state).streak.current, p.unlocked, p.claimed)::text from app_public.pause_streak('2026-03-06') as p),
  '(paused,3,{},{})', 'a repeat while it is open answers the state as it is then');
select is((select p.state::text from app_public.pause_streak('2026-03-06') as p), (select m.state::text from app_public.me() as m), 'which is that of a read');
select is(test.fingerprint(), current_setting('test.stored'), 'and changes nothing, not even what is to be settled');
select test.set_clock('2026-03-07 12:00+00');
select is((select (p.state).streak.status from app_public.pause_streak('2026-03-06') as p), 'at_risk'::app_public.streak_status, 'one after its end is no new pause');
select test.set_clock('2026-04-20 12:00+00');
select is((select (p.state).streak.status from app_public.pause_streak('2026-03-06') as p), 'broken'::app_public.streak_status, 'nor one after the run');
select is(test.fingerprint(), current_setting('test.stored'), 'nothing is written by either');

-- After a check-in the same day means another pause.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select app_public.pause_streak('2026-03-06') is null;
select test.check_in_at('2026-03-04 12:00+00');
select is((select row((p.state).streak.paused_from, (p.state).streak.paused_until)::text from app_public.pause_streak('2026-03-06') as p), '(2026-03-05,2026-03-06)',
  'after a check-in that undid it, the same call is a new pause');
select test.check_in_at('2026-03-06 12:00+00');
select is((select row((p.state).streak.paused_from, (p.state).streak.paused_until)::text from app_public.pause_streak('2026-03-07') as p), '(2026-03-07,2026-03-07)',
  'so is another one after a check-in on its last day');
select test.check_in_at('2026-03-08 12:00+00');
select is(test.refusal($$select app_public.pause_streak('2026-03-07')$$), 'PS001', 'and of one that is over before the last check-in nothing is repeated');
select is((select count(*) from app_public.journal_entries as e where e.kind = 'pause'), 3::bigint, 'each pause has its one entry');

-- A command that settles between does not make it another pause.
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select app_public.pause_streak('2026-03-06') is null;
select test.set_clock('2026-03-05 12:00+00');
select app_public.claim_reward('streak_3') is null;
select app_public.pause_streak('2026-03-06') is null;
select is((select array_agg(e.kind order by e.sequence_number) from app_public.journal_entries as e where e.sequence_number > 5), '{pause,claim}'::app_public.journal_kind[],
  'after another command a repeat is a repeat');
