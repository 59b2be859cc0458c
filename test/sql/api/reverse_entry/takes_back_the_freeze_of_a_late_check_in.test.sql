select plan(4);
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 6);
select test.check_in_at('2026-03-08 01:00+00', '2026-03-07') is null;
select is((test.stored('alice')).freezes, '{2026-03-07}'::date[], 'a late check-in earns a freeze on its day');
select test.sign_in_operator('olga');
select test.set_clock('2026-03-08 12:00+00');
select is((select ((r.took).points, (r.took).energy, (r.took).freezes)::text from app_public.reverse_entry(test.user_id('alice'), (test.stored('alice')).sequence_number, 'A mistake.') as r),
  '(5,0,1)', 'which is taken back with what else it gave: no energy, which was full');
select is((select (s.freezes, s.run_length, s.last_check_in_day, s.last_day)::text from test.stored('alice') as s), '({},7,2026-03-07,2026-03-08)', 'the run stays, and the day of the reversal is today');
reset role;
select is((select count(*) from app_private.verify()), 0::bigint, 'all adds up');
