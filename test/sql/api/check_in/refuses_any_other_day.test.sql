select plan(13);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-06 00:30+00');
select set_config('test.stored', test.fingerprint(), false);

select throws_ok($$select app_public.check_in('2026-03-07')$$, 'CK001', null, 'tomorrow is refused');
select throws_ok($$select app_public.check_in('2027-03-06')$$, 'CK001', null, 'next year is refused');
select throws_ok($$select app_public.check_in('2026-03-04')$$, 'CK001', null, 'the day before yesterday is refused');
select throws_ok($$select app_public.check_in('2026-02-28')$$, 'CK001', null, 'a day before the first check-in is refused');
select throws_ok($$select app_public.check_in('infinity')$$, 'CK001', null, 'a day that never comes is refused');
select throws_ok($$select app_public.check_in('-infinity')$$, 'CK001', null, 'a day that never was is refused');
select throws_ok($$select app_public.check_in('5874897-12-31')$$, 'CK001', null, 'the last day that there is is refused');
select throws_ok($$select app_public.check_in('4713-01-01 BC')$$, 'CK001', null, 'the first day that there is is refused');
select is(test.fingerprint(), current_setting('test.stored'), 'a refused check-in writes nothing at all');

-- The freeze covers the 8th.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.check_in_at('2026-03-09 12:00+00');
select throws_ok($$select app_public.check_in('2026-03-08')$$, 'CK001', null, 'a day that a freeze covers is not checked in later');
select is((select d.mark from app_private.day_marks as d where d.day = '2026-03-08'), 'freeze'::app_public.mark, 'and stays frozen');

select test.sign_in('carol');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select app_public.check_in('2026-03-07')$$, 'CK001', null, 'an unknown user is refused likewise');
select is(test.fingerprint(), current_setting('test.stored'), 'and is not created by it');
