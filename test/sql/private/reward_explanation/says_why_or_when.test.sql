select plan(25);

create function pg_temp.said(reward_id text)
returns text
language sql volatile
return (app_private.reward_explanation(test.user_id(current_setting('app.subject')), reward_id, app_private.clock())).text;

select test.add_reward('{"id": "both", "title": "Both", "gives_points": 1}', '{"check_ins": 3, "points": 40}');
select test.add_reward('{"id": "later", "title": "Later", "gives_points": 1, "starts_at": "2026-04-01", "ends_at": "2026-05-01"}', '{"check_ins": 1}');
select test.add_reward('{"id": "over", "title": "Over", "gives_points": 1, "ends_at": "2026-03-03"}', '{"check_ins": 2}');
select test.add_reward('{"id": "off", "title": "Off", "gives_points": 1, "enabled": false}', '{"check_ins": 1}');
select test.add_reward('{"id": "quick", "title": "Quick", "gives_points": 1, "claim_within_hours": 24}', '{"check_ins": 2}');
select test.add_reward('{"id": "mug", "title": "Mug", "gives_points": 1, "stock": 1}', '{"check_ins": 2}');
select test.add_reward('{"id": "rested", "title": "Rested", "gives_points": 1}', '{"energy": 85}');
select test.add_reward('{"id": "run", "title": "Run of two", "gives_xp": 5, "repeats": "run"}', '{"current_streak": 2}');
select test.add_reward('{"id": "shield", "title": "Shield", "gives_freezes": 2}', '{"current_streak": 2}');
select test.add_reward('{"id": "box", "title": "Box", "gives_points": 3, "gives_energy": 2, "gives_items": {"coffee": 2}}', '{"current_streak": 2}');

select test.sign_in('alice');
select is(test.refusal($$select pg_temp.said('no_such')$$), 'RW001', 'there must be such a reward');
select is(pg_temp.said('streak_7'), 'You have not unlocked "A whole week" yet. It asks for a streak of 7 days; yours is 0: 7 more.', 'nobody need be there yet');
select test.set_clock('2026-03-01 11:00+00');
select app_public.bootstrap('Europe/Berlin') is null;
select test.check_in_daily('2026-03-01 11:00+00', 2);

-- Not unlocked.
select is(pg_temp.said('both'), 'You have not unlocked "Both" yet. It asks for 3 check-ins; you have 2: 1 more. It asks for 40 points in hand; you have 20: 20 more.', 'what is missing to each condition');
select is(pg_temp.said('weekly_five'), 'You have not unlocked "Five alive" in 2026-W10 yet. It asks for a streak of 5 days; yours is 2: 3 more.', 'in which period');
select is(pg_temp.said('later'), 'You have not unlocked "Later" yet. It opens at 2026-04-01 02:00 in Europe/Berlin.', 'when it opens, though all conditions hold');
select is(pg_temp.said('off'), 'You have not unlocked "Off" yet. It is switched off, so that nobody can unlock it.', 'that it is disabled');
select test.set_clock('2026-03-02 21:00+00');

-- Unlocked, and claimed or not.
select is(pg_temp.said('first_check_in'), 'You unlocked "First check-in" at 2026-03-01 12:00 in Europe/Berlin, by entry 2 (Checked in 2026-03-01). It was claimed for you at 2026-03-01 12:00, by entry 3 (Claimed "First check-in"): it gave 10 points.',
  'when and by which entries it was unlocked and claimed, and what it gave');
select is(pg_temp.said('box'), 'You unlocked "Box" at 2026-03-02 12:00 in Europe/Berlin, by entry 4 (Checked in 2026-03-02). You can claim it now.', 'that it can be claimed');
select app_public.claim_reward('box') is null;
select is(pg_temp.said('box'), 'You unlocked "Box" at 2026-03-02 12:00 in Europe/Berlin, by entry 4 (Checked in 2026-03-02). You claimed it at 2026-03-02 22:00, by entry 5 (Claimed "Box"): it gave 3 points, 2 "Coffee".',
  'what it really gave: full energy took nothing');
select is(pg_temp.said('quick'), 'You unlocked "Quick" at 2026-03-02 12:00 in Europe/Berlin, by entry 4 (Checked in 2026-03-02). You can claim it now, until 2026-03-03 12:00.', 'until when');
select is(pg_temp.said('over'), 'You unlocked "Over" at 2026-03-02 12:00 in Europe/Berlin, by entry 4 (Checked in 2026-03-02). You can claim it now, until 2026-03-03 01:00.', 'also by its window');
select test.set_clock('2026-03-03 11:00+00');
select is(pg_temp.said('quick'), 'You unlocked "Quick" at 2026-03-02 12:00 in Europe/Berlin, by entry 4 (Checked in 2026-03-02). It could be claimed until 2026-03-03 12:00; you did not, and that time is over.', 'that its time is over');
select is(pg_temp.said('over'), 'You unlocked "Over" at 2026-03-02 12:00 in Europe/Berlin, by entry 4 (Checked in 2026-03-02). You have not claimed it, and it cannot be claimed now: it is open until 2026-03-03 01:00 only.', 'that its window is over');

-- Stock, and what does not fit.
select test.sign_in('bob');
select test.check_in_daily('2026-03-02 12:00+00', 2);
select app_public.claim_reward('mug') is null;
select test.sign_in('alice');
select is(pg_temp.said('mug'), 'You unlocked "Mug" at 2026-03-02 12:00 in Europe/Berlin, by entry 4 (Checked in 2026-03-02). You have not claimed it, and none are left.', 'that none are left');
select test.sign_in('carol');
select is(pg_temp.said('mug'), 'You have not unlocked "Mug" yet. None are left. It asks for 2 check-ins; you have 0: 2 more.', 'also to somebody who has not unlocked it');
select test.sign_in('alice');
select test.check_in_daily('2026-03-03 12:00+00', 5);
select is(pg_temp.said('shield'), 'You unlocked "Shield" at 2026-03-02 12:00 in Europe/Berlin, by entry 4 (Checked in 2026-03-02). You can claim it now. First a freeze has to be used: you hold as many as fit.', 'what is in the way of a claim');

-- The streak is lost.
select is(pg_temp.said('run'), 'You unlocked "Run of two" at 2026-03-02 12:00 in Europe/Berlin, by entry 4 (Checked in 2026-03-02). You can claim it now.', 'in this run');
select test.set_clock('2026-03-12 12:00+00');
select is(pg_temp.said('streak_3'), 'You unlocked "Three in a row" at 2026-03-03 13:00 in Europe/Berlin, by entry 6 (Checked in 2026-03-03). It stays unlocked, though it asks for a streak of 3 days; yours is 0: 3 more. You can claim it now.',
  'what is unlocked stays unlocked when the streak is lost');
select is(pg_temp.said('run'), '"Run of two" can be unlocked once in each streak, and you have none just now. It asks for a streak of 2 days; yours is 0: 2 more. Earlier: You unlocked "Run of two" at 2026-03-02 12:00 in Europe/Berlin, by entry 4 (Checked in 2026-03-02). You can claim it now.',
  'the unlock of an earlier period is named');
select is(pg_temp.said('weekly_five'), 'You have not unlocked "Five alive" in 2026-W11 yet. It asks for a streak of 5 days; yours is 0: 5 more. Earlier: You unlocked "Five alive" for 2026-W10 at 2026-03-05 13:00 in Europe/Berlin, by entry 8 (Checked in 2026-03-05). You can claim it now.',
  'with its period');

-- A claim that was reversed.
select app_public.claim_reward('streak_3') is null;
select test.sign_in_operator('olga');
select app_public.reverse_entry(test.user_id('alice'), 11, 'Given by mistake') is null;
select test.sign_in('alice');
select is(pg_temp.said('streak_3'), 'You unlocked "Three in a row" at 2026-03-03 13:00 in Europe/Berlin, by entry 6 (Checked in 2026-03-03). It stays unlocked, though it asks for a streak of 3 days; yours is 0: 3 more. You claimed it at 2026-03-12 13:00, by entry 11 (Claimed "Three in a row"): it gave 50 points. That was taken back: entry 12 (Reversed entry 11: Given by mistake).',
  'and that it was taken back');

-- Time alone unlocks nothing.
select test.sign_in('dave');
select test.set_clock('2026-03-01 12:00+00');
select app_public.bootstrap() is null;
select test.set_clock('2026-03-02 22:59:59+00');
select is(pg_temp.said('rested'), 'You have not unlocked "Rested" yet. It asks for 85 energy; you have 84: 1 more.', 'energy that refills');
select test.set_clock('2026-03-02 23:00+00');
select is(pg_temp.said('rested'), 'You have not unlocked "Rested" yet. You have all that it asks for: it unlocks with your next check-in or other action.', 'unlocks with the next command');
-- A repair leads back to an earlier run.
select test.sign_in('erin');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select app_public.claim_reward('streak_3') is null;
select test.check_in_daily('2026-03-05 12:00+00', 2);
select app_public.repair_streak('2026-03-04') is null;
select is((select concat_ws(' ', e.period_key, (e.unlocked).period_key, e.unlocked_by) from app_private.reward_explanation(test.user_id('erin'), 'run', app_private.clock()) as e),
  'run-2026-03-01 run-2026-03-01 4', 'the current run''s unlock, though another one is later');
select test.sign_in('alice');
select test.set_clock('2026-03-12 12:00+00');

-- All as fields.
select is((select concat_ws('|', e.reward_id, e.title, e.status, e.enabled, e.period_key, (e.unlocked).period_key, (e.unlocked).rule_version_id, e.unlocked_by, (e.claimed).automatic, ((e.claimed).gave).points, e.claimed_by,
    (select string_agg(concat_ws(' ', c.metric, c.current, c.at_least, c.missing), ',') from unnest(e.conditions) as c))
  from app_private.reward_explanation(test.user_id('alice'), 'streak_3', app_private.clock()) as e),
  'streak_3|Three in a row|claimed|t|once|once|1|6|f|50|11|current_streak 0 3 3', 'all of it as fields');
