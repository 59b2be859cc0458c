-- Found by the model: what had settled a dead run in between took today back, what had not did not.
select plan(3);

select test.sign_in('settled');
select test.check_in_at('2026-03-02 12:00+00') is null;
select test.set_clock('2026-03-04 12:00+00');
select app_public.claim_reward('first_check_in') is null;
select app_public.update_settings('Europe/London') is null;
select app_public.update_settings('UTC') is null;
select test.sign_in('left_alone');
select test.check_in_at('2026-03-02 12:00+00') is null;

select test.set_clock('2026-03-05 02:00+00');
select is((((app_public.update_settings('America/Santiago')).state).today), '2026-03-04'::date, 'today goes back to a day after the one that ended the run');
select test.sign_in('settled');
select is((((app_public.update_settings('America/Santiago')).state).today), '2026-03-04'::date, 'for who was settled in between too');
select is((select count(*) from app_public.me_calendar(app_public.me()) as c where c.mark is not null), 1::bigint, 'and no day is marked by it');
