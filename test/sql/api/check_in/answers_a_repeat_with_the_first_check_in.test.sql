select plan(12);
create function pg_temp.contents(answer app_public.check_in_result)
returns text
language sql immutable
return row(answer.day, answer.mark, answer.checked_in_at, answer.gave, answer.freezes_used,
  answer.unlocked, answer.claimed)::text;

select test.add_reward('{"id": "back_again", "gives_points": 3, "auto_claim": true}', '{"check_ins": 8}');
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);

-- The 8th is missed, and covered by the freeze of the 7th.
select test.set_clock('2026-03-09 12:00+00');
select set_config('test.first', pg_temp.contents(c), false), set_config('test.state', c.state::text, false)
from app_public.check_in() as c;
select set_config('test.stored', test.fingerprint(), false);

select is(c.already_checked_in, true, 'a repeat says that the day was checked in before') from app_public.check_in() as c;
select is(pg_temp.contents(c), current_setting('test.first'), 'and has the contents of the first answer') from app_public.check_in() as c;
select is(c.freezes_used, 1, 'with the freezes that the first call used') from app_public.check_in() as c;
select is((select string_agg(u.reward_id, ' ') from unnest(c.unlocked) as u), 'weekly_five back_again', 'with what it unlocked')
from app_public.check_in() as c;
select is((select string_agg(d.reward_id, ' ') from unnest(c.claimed) as d), 'back_again', 'with what it claimed')
from app_public.check_in() as c;
select is(c.state::text, current_setting('test.state'), 'and, at the same instant, with the same state') from app_public.check_in() as c;
select is(pg_temp.contents(c), current_setting('test.first'), 'today named as an argument is a repeat too')
from app_public.check_in('2026-03-09') as c;
select is(test.fingerprint(), current_setting('test.stored'), 'repeats change nothing stored');

select test.set_clock('2026-03-09 18:00+00');
select is((c.state).energy, (test.state_at('2026-03-09 18:00+00')).energy, 'later that day the state is as it is then')
from app_public.check_in() as c;

select test.check_in_at('2026-03-10 12:00+00');
select is(pg_temp.contents(c), current_setting('test.first'), 'a retry on a later day of a day that was checked in answers that day')
from app_public.check_in('2026-03-09') as c;
select test.set_clock('2026-05-20 12:00+00');
select is(pg_temp.contents(c), current_setting('test.first'), 'months later too')
from app_public.check_in('2026-03-09') as c;
select is((c.state).streak.current, 0, 'with the state as it is now: the run has ended')
from app_public.check_in('2026-03-09') as c;
