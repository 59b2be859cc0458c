select plan(12);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 6);
select is((test.stored('alice')).freezes, '{}'::date[], 'six days earn no freeze');
select is((select (c.gave).freezes from test.check_in_at('2026-03-07 12:00+00') as c), 1, 'the seventh earns one');
select is((test.stored('alice')).freezes, '{2026-03-07}'::date[], 'granted on that day');
select test.check_in_daily('2026-03-08 12:00+00', 6);
select is(cardinality((test.stored('alice')).freezes), 1, 'the thirteenth earns none');
select test.check_in_at('2026-03-14 12:00+00');
select is((test.stored('alice')).freezes, '{2026-03-07,2026-03-14}'::date[], 'the fourteenth earns the second');
select test.check_in_daily('2026-03-15 12:00+00', 6);
select is((select (c.gave).freezes from test.check_in_at('2026-03-21 12:00+00') as c), 0, 'the twenty-first earns none: two is the maximum');
select is((test.stored('alice')).freezes, '{2026-03-07,2026-03-14}'::date[], 'and the ones held stay the same');

-- The freeze of the 7th covers the 8th; the run is then 8, 9, ... long, and the bridge day is not counted.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.check_in_daily('2026-03-09 12:00+00', 6);
select is((test.stored('bob')).run_length, 13, 'a frozen day does not count');
select is((test.stored('bob')).freezes, '{}'::date[], 'and brings the next freeze no nearer');
select test.check_in_at('2026-03-15 12:00+00');
select is((test.stored('bob')).freezes, '{2026-03-15}'::date[], 'the fourteenth counting day earns it');

-- A late seventh day, then the next day is missed.
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 6);
select test.check_in_at('2026-03-08 00:30+00', '2026-03-07');
select is((test.stored('carol')).freezes, '{2026-03-07}'::date[], 'a late seventh day earns a freeze as of that day');
select is((select c.freezes_used from test.check_in_at('2026-03-09 12:00+00') as c), 1, 'which covers the next one');
