select plan(31);
create function pg_temp.save(changes jsonb)
returns void
language plpgsql volatile
as $$
declare
  v_subject constant text := current_setting('app.subject', true);
begin
  perform test.sign_in_operator('olga');
  perform app_public.save_reward(jsonb_populate_record(null::app_public.reward,
    '{"reward_id": "spring", "title": "Spring", "description": "", "conditions": [{"metric": "check_ins", "at_least": 1}], "gives": {"points": 5}}' || save.changes));
  perform test.sign_in(v_subject);
end
$$;
create function pg_temp.status()
returns text
language sql stable
return (select r.status from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = 'spring')::text;
create function pg_temp.gave(reward_id text, period_key text default null)
returns text
language sql volatile
return (select concat_ws(' ', (c.claim).period_key, ((c.claim).gave).points, ((c.claim).gave).xp, c.already_claimed) from app_public.claim_reward(gave.reward_id, gave.period_key) as c);

select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select pg_temp.save('{}');
select test.check_in_at('2026-03-01 12:00+00') is null;
select test.sign_in('bob');
select test.check_in_at('2026-03-01 12:00+00') is null;
select test.sign_in('carol');
select test.check_in_at('2026-03-01 12:00+00') is null;

-- Disabled, with conditions out of hand, another repeat, other effects.
select pg_temp.save('{"enabled": false, "conditions": [{"metric": "check_ins", "at_least": 3}], "gives": {"points": 6, "xp": 2}}');
select test.sign_in('alice');
select is(pg_temp.status(), 'claimable', 'disabled and harder to get, what was unlocked can be claimed');
select is(pg_temp.gave('spring'), 'once 6 2 f', 'and gives what it gives at the claim');
select pg_temp.save('{"gives": {"points": 100}}');
select is(pg_temp.gave('spring'), 'once 6 2 t', 'a claim is not made again for more');
select is((select array_agg(e.terms) from app_public.journal_entries as e where e.kind = 'claim' and e.asked ->> 'reward_id' = 'spring'),
  array['{"gives": {"xp": 2, "points": 6}}'::jsonb], 'its terms are those of the claim');

-- Raised for those who have not unlocked it, whatever they were halfway to.
select pg_temp.save('{"conditions": [{"metric": "check_ins", "at_least": 3}]}');
select test.sign_in('dave');
select test.check_in_daily('2026-03-02 12:00+00', 2);
select is(pg_temp.status(), 'locked', 'raised conditions hold for who has not unlocked it');
select test.check_in_at('2026-03-04 12:00+00') is null;
select is(pg_temp.status(), 'claimable', 'to the last of them');
select test.sign_in('bob');
select is(pg_temp.status(), 'claimable', 'and not for who has');
select pg_temp.save('{"conditions": []}');
select test.sign_in('erin');
select app_public.bootstrap() is null;
select is(pg_temp.status(), 'locked', 'without conditions it is not unlocked by saving it');
select is((select array_agg(u.reward_id) from app_public.spend_energy(1, gen_random_uuid()) as s, unnest(s.unlocked) as u), '{spring}'::text[], 'but by the next command');

-- Another repeat: the old unlock keeps its period, and the new one begins.
select pg_temp.save('{"repeats": "week"}');
select test.sign_in('bob');
select is(pg_temp.status(), 'locked', 'of a new repeat the period is not unlocked yet');
select is((select array_agg(u.period_key) from app_public.me() as m, app_public.me_rewards(m) as r, unnest(r.unclaimed) as u where r.reward_id = 'spring'), '{once}'::text[],
  'the old unlock is listed');
select is(pg_temp.gave('spring'), 'once 5 0 f', 'and claimed as the latest');
select is((select array_agg(u.period_key order by u.period_key desc) from app_private.reward_unlocks as u where u.reward_id = 'spring'), '{once,2026-W10}'::text[], 'the claim itself unlocks the week');
select is(pg_temp.gave('spring'), '2026-W10 5 0 f', 'which is claimed in turn');
select is(pg_temp.gave('spring', 'once'), 'once 5 0 t', 'both are kept');
select pg_temp.save('{"repeats": "once"}');
select is(pg_temp.status(), 'claimed', 'back to once it has been claimed');
select test.check_in_at('2026-03-16 12:00+00') is null;
select is((select count(*) from app_private.reward_unlocks as u where u.reward_id = 'spring'), 2::bigint, 'and is not unlocked again');

-- A window: unlocked, and claimed within it alone.
select test.sign_in('carol');
select pg_temp.save('{"starts_at": "2026-03-20T12:00Z", "ends_at": "2026-03-21T12:00Z"}');
select is(pg_temp.status(), 'not_open', 'before a window it is not open');
select throws_ok($$select app_public.claim_reward('spring')$$, 'RW004', null, 'and not claimed');
select test.set_clock('2026-03-20 12:00+00');
select is(pg_temp.status(), 'claimable', 'in the window it is claimable');
select test.set_clock('2026-03-21 12:00+00');
select throws_ok($$select app_public.claim_reward('spring')$$, 'RW004', null, 'after it no longer');
select pg_temp.save('{"ends_at": "2026-03-21T12:00:00.000001Z"}');
select is(pg_temp.gave('spring'), 'once 5 0 f', 'until the window is moved');

-- Hours to claim it in, and claiming itself, are those of the unlock.
select test.sign_in('frank');
select pg_temp.save('{"claim_within_hours": 1}');
select test.check_in_at('2026-03-22 12:00+00') is null;
select pg_temp.save('{}');
select is((select u.claimable_until from app_private.reward_unlocks as u where u.reward_id = 'spring'), '2026-03-22 13:00+00'::timestamptz, 'an unlock keeps its end');
select test.set_clock('2026-03-22 13:00+00');
select throws_ok($$select app_public.claim_reward('spring')$$, 'RW003', null, 'whatever the reward says now');
select test.sign_in('grace');
select test.check_in_at('2026-03-22 13:00+00') is null;
select pg_temp.save('{"claim_within_hours": 1}');
select is((select u.claimable_until from app_private.reward_unlocks as u where u.reward_id = 'spring'), null, 'or has none');
select pg_temp.save('{"auto_claim": true}');
select is((select cardinality(s.claimed) from app_public.spend_energy(1, gen_random_uuid()) as s), 0, 'to claim itself comes too late for an unlock');
select test.set_clock('2026-05-22 13:00+00');
select is(pg_temp.status(), 'claimable', 'which waits');
select pg_temp.save('{"stock": 1}');
select is(pg_temp.gave('spring'), 'once 5 0 f', 'a limit that comes later counts it');
select is((select r.stock_remaining from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = 'spring'), 0::bigint, 'nothing is left');
reset role;
select is((select count(*) from app_private.verify()), 0::bigint, 'all adds up');
select is((select array_agg(u.user_id = test.user_id('frank')) from app_private.reward_unlocks as u left join app_private.reward_claims as c using (user_id, reward_id, period_key)
  where u.reward_id = 'spring' and c.user_id is null and u.user_id not in (test.user_id('dave'), test.user_id('erin'))), '{t}', 'and one unlock has expired');
