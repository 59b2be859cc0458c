select plan(12);

create function pg_temp.said(balance app_public.balance, last int default 50)
returns text
language sql volatile
return (app_private.balance_explanation(test.user_id(current_setting('app.subject')), balance, last, app_private.clock())).text;

select test.sign_in('alice');
select test.set_clock('2026-03-01 11:00+00');
select is(pg_temp.said('points'), 'You have 0 points: nothing has been given or taken yet.', 'nobody need be there yet');
select is(pg_temp.said('energy'), 'You have 50 of 100 energy: 50 to start with. It next refills at 2026-03-01 12:00 and is full at 2026-03-03 13:00.', 'and starts with some energy');

select app_public.bootstrap('Europe/Berlin') is null;
select test.check_in_daily('2026-03-01 11:00+00', 3);
select app_public.claim_reward('streak_3') is null;
select test.set_clock('2026-03-03 20:14+00');
select app_public.spend_energy(60, '00000000-0000-0000-0000-000000000001', 'Lesson 5') is null;
select app_public.spend_energy(15, '00000000-0000-0000-0000-000000000002') is null;
select app_public.buy_item('coffee', '00000000-0000-0000-0000-000000000003', 2) is null;
select app_public.use_item('coffee', '00000000-0000-0000-0000-000000000004') is null;
select test.sign_in_operator('olga');
select app_public.grant_effects(test.user_id('alice'), test.effects('{"points": 25, "energy": 1}'), 'Sorry for the outage', '00000000-0000-0000-0000-000000000006') is null;
select app_public.reverse_entry(test.user_id('alice'), 8, 'The lesson failed') is null;
select app_public.reverse_entry(test.user_id('alice'), 3, 'Meant for another user') is null;
select test.sign_in('alice');
select test.set_clock('2026-03-05 12:00+00');
select app_public.repair_streak('2026-03-04') is null;
select test.set_clock('2026-03-05 14:20+00');

select is(pg_temp.said('points'),
'You have 20 points: 15 from 3 check-ins, 60 from 2 rewards, 25 granted by support, less 50 for 1 streak repair, less 20 for 1 purchase, less 10 taken back by 1 correction. Times are those of Europe/Berlin.

2026-03-05 13:00, entry 14: -50, then 20. Repaired the streak, missed on 2026-03-04
2026-03-03 21:14, entry 13: -10, then 70. Reversed entry 3: Meant for another user
2026-03-03 21:14, entry 11: +25, then 80. Granted by support: Sorry for the outage
2026-03-03 21:14, entry 9: -20, then 55. Bought 2 "Coffee" at 10 points each
2026-03-03 12:00, entry 6: +50, then 75. Claimed "Three in a row"
2026-03-03 12:00, entry 5: +5, then 25. Checked in 2026-03-03
2026-03-02 12:00, entry 4: +5, then 20. Checked in 2026-03-02
2026-03-01 12:00, entry 3: +10, then 15. Claimed "First check-in"
2026-03-01 12:00, entry 2: +5, then 5. Checked in 2026-03-01', 'points: what was given and taken adds up, and every entry says what it was');
select is(pg_temp.said('energy'),
'You have 98 of 100 energy: 50 to start with, 26 from 2 check-ins, 15 from using 1 item, 1 granted by support, 15 given back by 1 correction, 66 refilled on its own, less 75 spent. Of this, 3 refilled since your last action. It next refills at 2026-03-05 16:14 and is full at 2026-03-05 17:14. Times are those of Europe/Berlin.

2026-03-05 13:00, entry 14: 39 refilled, then 95. Repaired the streak, missed on 2026-03-04
2026-03-03 21:14, entry 12: +15, then 56. Reversed entry 8: The lesson failed
2026-03-03 21:14, entry 11: +1, then 41. Granted by support: Sorry for the outage
2026-03-03 21:14, entry 10: +15, then 40. Used "Coffee"
2026-03-03 21:14, entry 8: -15, then 25. Spent energy
2026-03-03 21:14, entry 7: -60, then 40. Spent energy: Lesson 5
2026-03-02 12:00, entry 4: 24 refilled before, +6, then 100. Checked in 2026-03-02
2026-03-01 12:00, entry 2: +20, then 70. Checked in 2026-03-01
2026-03-01 12:00, entry 1: +50, then 50. Joined', 'energy: what refilled before each entry, and since the last one');

-- The same as fields.
select is((select concat_ws('|', e.current, e.refilled_since, e.max, e.next_at = '2026-03-05 15:14+00', e.full_at = '2026-03-05 16:14+00', e.entry_count, cardinality(e.entries),
    (select string_agg(concat_ws(' ', coalesce(p.kind::text, 'refill'), p.entries, p.change), ', ') from unnest(e.parts) as p))
  from app_private.balance_explanation(test.user_id('alice'), 'energy', 2, app_private.clock()) as e),
  '98|3|100|t|t|9|2|bootstrap 1 50, check_in 2 26, use 1 15, grant 1 1, reversal 1 15, refill 0 66, spend 2 -75', 'its parts as numbers');
select is((select row(e.*)::text from app_private.balance_explanation(test.user_id('alice'), 'energy', 2, app_private.clock()) as x, unnest(x.entries[1:1]) as e),
  (select row(14, e.occurred_at, e.day, 'repair', 'Repaired the streak, missed on 2026-03-04', 39, 0, 95)::text from app_public.journal_entries as e where e.user_id = test.user_id('alice') and e.sequence_number = 14), 'its entries too');

-- So many of them.
select is(substring(pg_temp.said('energy', 2) from 'Times.*'), 'Times are those of Europe/Berlin; these are the last 2 of 9 changes.

2026-03-05 13:00, entry 14: 39 refilled, then 95. Repaired the streak, missed on 2026-03-04
2026-03-03 21:14, entry 12: +15, then 56. Reversed entry 8: The lesson failed', 'the last entries only, as many as asked for');
select is(test.refusal($$select pg_temp.said('points', 0)$$), 'QT001', 'at least 1');
select is(test.refusal($$select pg_temp.said('points', 100)$$), 'nothing', 'at most 100');
select is(test.refusal($$select pg_temp.said('points', 101)$$), 'QT001', 'and not more');

-- What an amnesty gives back is there before anything is stored.
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-03-04', '2026-03-04', 'The app was down.') is null;
select test.sign_in('alice');
select is(pg_temp.said('points', 1), 'You have 70 points: 15 from 3 check-ins, 60 from 2 rewards, 50 given back for repairs that an amnesty excused, 25 granted by support, less 50 for 1 streak repair, less 20 for 1 purchase, less 10 taken back by 1 correction. Times are those of Europe/Berlin; these are the last 1 of 10 changes.

2026-03-05 15:20: +50, then 70 once your next check-in or other action records it. Excused by an amnesty: The app was down.', 'what an amnesty gives back is told before a command stores it');
select test.check_in_at('2026-03-05 15:00+00') is null;
select is((regexp_split_to_array(pg_temp.said('points', 2), E'\n'))[4], '2026-03-05 15:20, entry 15: +50, then 70. Excused by an amnesty: The app was down.', 'and after');
