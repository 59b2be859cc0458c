select plan(30);
-- Status and period of now, and the periods that can be claimed, as they are listed.
create function pg_temp.stands(reward_id text)
returns text
language sql stable
return (select format('%s %s [%s]', r.status, r.period_key,
    (select string_agg(u.period_key, ',' order by k) from unnest(r.unclaimed) with ordinality as u(reward_id, title, period_key, unlocked_at, claimable_until, rule_version_id, k)))
  from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = stands.reward_id);

-- What has been unlocked and not claimed, looked up plainly.
create function pg_temp.unclaimed()
returns setof app_public.unlocked_reward
language sql stable
begin atomic
  select row(u.reward_id, r.title, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id)::app_public.unlocked_reward
  from app_private.reward_unlocks as u join app_private.rewards as r on r.id = u.reward_id, app_public.me() as m
  where u.user_id = m.user_id and (u.claimable_until > (m.state).as_of or u.claimable_until is null)
    and not exists (select from app_private.reward_claims as c where (c.user_id, c.reward_id, c.period_key) = (u.user_id, u.reward_id, u.period_key));
end;

select test.add_reward('{"id": "day", "title": "Of the day", "gives_points": 1, "repeats": "day"}', '{"check_ins": 1}');
select test.add_reward('{"id": "soon", "gives_points": 1, "repeats": "day", "claim_within_hours": 36}', '{"check_ins": 1}');
select test.add_reward('{"id": "week", "gives_points": 1, "repeats": "week"}', '{"check_ins": 1}');
select test.add_reward('{"id": "run", "gives_points": 1, "repeats": "run"}', '{"current_streak": 2}');
select test.add_reward('{"id": "ever", "gives_points": 1}', '{"check_ins": 1}');

-- Somebody else claims all of it, and their claims are nobody else's.
select test.sign_in('bob');
select test.check_in_daily('2026-03-02 12:00+00', 8);
select app_public.claim_reward(u.reward_id, u.period_key) is null from pg_temp.unclaimed() as u;

select test.sign_in('alice');
select test.check_in_at('2026-03-02 12:00+00') is null;
select is(pg_temp.stands('day'), 'claimable 2026-03-02 [2026-03-02]', 'unlocked today');
select app_public.claim_reward('day') is null;
select is(pg_temp.stands('day'), 'claimed 2026-03-02 []', 'claimed today');
select test.set_clock('2026-03-03 11:00+00');
select is(pg_temp.stands('day'), 'locked 2026-03-03 []', 'claimed yesterday, locked today');
select is(pg_temp.stands('soon'), 'locked 2026-03-03 [2026-03-02]', 'left over from yesterday, locked today');
select test.check_in_at('2026-03-03 12:00+00') is null;
select is(pg_temp.stands('day'), 'claimable 2026-03-03 [2026-03-03]', 'claimed yesterday, unlocked today');
select is(pg_temp.stands('soon'), 'claimable 2026-03-03 [2026-03-02,2026-03-03]', 'left over from yesterday, unlocked today');
select test.check_in_at('2026-03-04 12:00+00') is null;
select is(pg_temp.stands('soon'), 'claimable 2026-03-04 [2026-03-03,2026-03-04]', 'too late for the day before yesterday');
select app_public.claim_reward('day') is null;
select is(pg_temp.stands('day'), 'claimed 2026-03-04 [2026-03-03]', 'left over from between days that were claimed');
select test.set_clock('2026-03-05 12:00+00');
select is(pg_temp.stands('day'), 'locked 2026-03-05 [2026-03-03]', 'and locked today');
select is(pg_temp.stands('run'), 'claimable run-2026-03-02 [run-2026-03-02]', 'of the run that goes on');
select test.check_in_at('2026-03-06 12:00+00') is null;
select is(pg_temp.stands('day'), 'claimable 2026-03-06 [2026-03-03,2026-03-06]', 'and unlocked today');
select is(pg_temp.stands('run'), 'locked run-2026-03-06 [run-2026-03-02]', 'left over from a run, locked in the next');
select is(pg_temp.stands('ever'), 'claimable once [once]', 'once, unlocked days ago');
select test.check_in_at('2026-03-07 12:00+00') is null;
select is(pg_temp.stands('run'), 'claimable run-2026-03-06 [run-2026-03-02,run-2026-03-06]', 'left over from a run, unlocked in the next');
select is(pg_temp.stands('week'), 'claimable 2026-W10 [2026-W10]', 'this week');
select bag_eq('select u.* from app_public.me() as m, app_public.me_rewards(m) as r, unnest(r.unclaimed) as u', 'select * from pg_temp.unclaimed()',
  'with all that is known of each unlock') from (select set_config('role', 'none', false)) as superuser;

select test.sign_in('alice');
select app_public.claim_reward('run') is null;
select is(pg_temp.stands('run'), 'claimed run-2026-03-06 [run-2026-03-02]', 'left over from a run, claimed in the next');
select app_public.claim_reward('run', 'run-2026-03-02') is null;
select is(pg_temp.stands('run'), 'claimed run-2026-03-06 []', 'claimed in both');
select app_public.claim_reward('ever') is null;
select is(pg_temp.stands('ever'), 'claimed once []', 'claimed for ever');
select app_public.claim_reward('day', '2026-03-03') is null;
select is(pg_temp.stands('day'), 'claimable 2026-03-07 [2026-03-06,2026-03-07]', 'claimed later, and no longer left over');
select app_public.claim_reward('week') is null;
select test.set_clock('2026-03-09 12:00+00');
select is(pg_temp.stands('week'), 'locked 2026-W11 []', 'claimed last week, locked in this one');
select test.check_in_at('2026-03-09 12:00+00') is null;
select is(pg_temp.stands('week'), 'claimable 2026-W11 [2026-W11]', 'claimed last week, unlocked in this one');
select test.set_clock('2026-03-16 12:00+00');
select is(pg_temp.stands('week'), 'locked 2026-W12 [2026-W11]', 'left over from last week');
select is(pg_temp.stands('day'), 'locked 2026-03-16 [2026-03-06,2026-03-07,2026-03-09]', 'left over for ever');
select is(pg_temp.stands('soon'), 'locked 2026-03-16 []', 'or until it is too late');

-- Operators read everybody's rows, and are shown their own.
select test.sign_in_operator('alice');
select is(pg_temp.stands('day'), 'locked 2026-03-16 [2026-03-06,2026-03-07,2026-03-09]', 'an operator''s, not those of others');
select test.sign_in_operator('bob');
select is(pg_temp.stands('week'), 'locked 2026-W12 []', 'who claimed all');
select is(pg_temp.stands('day'), 'locked 2026-03-16 []', 'of each day');
select is(pg_temp.stands('ever'), 'claimed once []', 'and for ever');

-- A reward that nobody unlocks any more is listed for what is left of it.
reset role;
update app_private.rewards set enabled = false where id = 'day';
select test.sign_in('alice');
select is(pg_temp.stands('day'), 'locked 2026-03-16 [2026-03-06,2026-03-07,2026-03-09]', 'disabled, and left over');
