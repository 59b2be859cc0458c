select plan(15);
create function pg_temp.contents(answer app_public.repair_streak_result)
returns text
language sql immutable
return row(answer.days, answer.points, answer.unlocked, answer.claimed)::text;
select test.add_reward('{"id": "purse", "gives_points": 500, "auto_claim": true}', '{"check_ins": 1}');
select test.add_reward('{"id": "four", "gives_points": 3, "auto_claim": true}', '{"current_streak": 4}');

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.check_in_at('2026-03-06 12:00+00');
select set_config('test.first', pg_temp.contents(r), false), set_config('test.state', r.state::text, false), set_config('test.already', r.already_repaired::text, false)
from app_public.repair_streak('2026-03-05') as r;
select set_config('test.stored', test.fingerprint(), false);
select is(current_setting('test.already'), 'false', 'the first call makes the repair');
select is((select string_agg(c.reward_id, ' ') from app_public.repair_streak('2026-03-05') as r, unnest(r.claimed) as c), 'four', 'which unlocks and claims');

select is(r.already_repaired, true, 'a double tap says that the day was repaired before') from app_public.repair_streak('2026-03-05') as r;
select is(pg_temp.contents(r), current_setting('test.first'), 'has the contents of the first answer') from app_public.repair_streak('2026-03-05') as r;
select is(r.state::text, current_setting('test.state'), 'and, at the same instant, the same state') from app_public.repair_streak('2026-03-05') as r;
select is(row(r.already_repaired, pg_temp.contents(r))::text, row(true, current_setting('test.first'))::text, 'another day of the gap means the same repair')
from app_public.repair_streak('2026-03-04') as r;
select is(test.fingerprint(), current_setting('test.stored'), 'repeats pay nothing and change nothing');

select test.set_clock('2026-05-20 12:00+00');
select is(pg_temp.contents(r), current_setting('test.first'), 'months later a repeat answers the same, long after the time to repair is over') from app_public.repair_streak('2026-03-05') as r;
select is((r.state).streak.current, 0, 'with the state as it is then') from app_public.repair_streak('2026-03-05') as r;
select is(test.fingerprint(), current_setting('test.stored'), 'and changes nothing');

-- A first call that was refused is no first call.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-05 01:00+00');
select is(test.refusal($$select app_public.repair_streak('2026-03-04')$$), 'RP001', 'a day that is still open is refused');
select test.set_clock('2026-03-05 02:00+00');
select is((select row(r.already_repaired, r.points)::text from app_public.repair_streak('2026-03-04') as r), '(f,50)', 'and can be repaired an hour later');

-- An amnesty turns some of its days: the others, and what was paid, are still the answer.
select test.sign_in('carol');
select test.check_in_daily('2026-06-01 12:00+00', 3);
select test.set_clock('2026-06-06 12:00+00');
select app_public.repair_streak('2026-06-04') is null;
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-06-05', '2026-06-05', 'Outage.') is null;
select test.sign_in('carol');
select is((select row(r.days, r.points, r.already_repaired)::text from app_public.repair_streak('2026-06-04') as r), row('{2026-06-04}'::date[], 100, true)::text,
  'after an amnesty for one of its days the repair is that of the others');
select is((select row((r.state).points, (r.state).streak.current)::text from app_public.repair_streak('2026-06-04') as r), '(475,3)', 'with the points given back in the state');
select is(test.refusal($$select app_public.repair_streak('2026-06-05')$$), 'RP001', 'and the day of the amnesty is none to be repaired');
