select plan(16);
create function pg_temp.key(n int) returns uuid language sql immutable return lpad(n::text, 32, '0')::uuid;
insert into app_private.items (id, title, description, price_points, gives) values
  ('two_freezes', 'Two freezes', 'Of a test.', 300, test.effects('{"freezes": 2}')),
  ('cocoa', 'Cocoa', 'Of a test.', 300, test.effects('{"freezes": 1, "energy": 10, "xp": 1}'));
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);
reset role;
select app_private.grant_effects(test.user_id('alice'), test.user_id('olga'), test.effects('{"items": {"streak_freeze": 3, "two_freezes": 1, "cocoa": 1}}'), 'A gift.', pg_temp.key(99)) is null;
select test.sign_in('alice');
select test.set_clock('2026-03-07 13:00+00');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select app_public.use_item('two_freezes', pg_temp.key(1))$$, 'FZ001', null, 'of two freezes one would fit: all or nothing');
select is(test.fingerprint(), current_setting('test.stored'), 'it is kept');
select is((select row(u.gave, ((u.state).streak).freezes)::text from app_public.use_item('streak_freeze', pg_temp.key(1)) as u), row(row(0, 0, 0, 1, '{}'::app_public.inventory_item[])::app_public.amounts, 2)::text, 'the second of two freezes fits');
select is((test.stored('alice')).freezes, '{2026-03-07,2026-03-07}'::date[], 'it is granted today');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select app_public.use_item('streak_freeze', pg_temp.key(2))$$, 'FZ001', null, 'the third does not');
select throws_ok($$select app_public.use_item('cocoa', pg_temp.key(2))$$, 'FZ001', null, 'nor does an item that gives other things too');
select is(test.fingerprint(), current_setting('test.stored'), 'they are kept');
select is((select row(u.replayed, (u.gave).freezes)::text from app_public.use_item('streak_freeze', pg_temp.key(1)) as u), '(t,1)', 'a repeat of the use that fitted is answered');

-- The use itself settles the day on which one was used.
select test.set_clock('2026-03-09 01:59:59.999999+00');
select throws_ok($$select app_public.use_item('streak_freeze', pg_temp.key(2))$$, 'FZ001', null, 'while the missed day is open both are held');
select test.set_clock('2026-03-09 02:00+00');
select is((select row((u.gave).freezes, (u.took).freezes, ((u.state).streak).freezes, ((u.state).streak).status)::text from app_public.use_item('streak_freeze', pg_temp.key(2)) as u),
  row(1, 0, 2, 'protected'::app_public.streak_status)::text, 'when it has ended one is used, and there is room for one');
select is((select row(j.freezes_used, j.freezes_granted, j.freezes, j.items_delta)::text from app_public.me() as m, app_public.me_journal(m) as j limit 1),
  row(1, 1, '{2026-03-07,2026-03-09}'::date[], '{"streak_freeze": -1}'::jsonb)::text, 'the entry tells used and granted freezes apart');
select is((select array_agg(d.day) from app_private.day_marks as d where d.mark = 'freeze'), '{2026-03-08}'::date[], 'the day is marked');

-- A freeze used within yesterday's grace is of today, and does not save yesterday.
reset role;
select test.add_user('bob', '2026-03-01 12:00+00', '{}', null, '{"inventory": {"streak_freeze": 1}}');
select test.sign_in('bob');
select test.check_in_at('2026-03-01 12:00+00') is null;
select test.set_clock('2026-03-03 01:00+00');
select is((select ((u.state).streak).status from app_public.use_item('streak_freeze', pg_temp.key(1)) as u), 'at_risk'::app_public.streak_status, 'a freeze used within the grace of a missed day');
select is((select (s.streak).status from test.state_at('2026-03-03 02:00+00') as s), 'broken'::app_public.streak_status, 'does not save it');
select is((select (s.streak).freezes from test.state_at('2026-03-03 02:00+00') as s), 1, 'and is kept');

-- A lower maximum.
reset role;
select test.add_rule_version('2026-03-10 00:00+00', '{"freezes_max": 1}');
select test.sign_in('alice');
select test.set_clock('2026-03-10 00:00+00');
select throws_ok($$select app_public.use_item('streak_freeze', pg_temp.key(3))$$, 'FZ001', null, 'who holds more than a lower maximum is refused too');
