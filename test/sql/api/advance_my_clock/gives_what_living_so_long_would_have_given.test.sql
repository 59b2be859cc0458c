select plan(9);

-- Two users do the same at the same instants of their own: lea lives through them, tess moves her clock. A move unlocks like any command of today,
-- so nothing here that unlocks without a check-in claims itself.
select test.add_reward('{"id": "spring", "gives_points": 30, "gives_freezes": 1, "repeats": "week", "starts_at": "2026-03-20", "ends_at": "2026-05-10"}', '{"current_streak": 2}');
select test.add_reward('{"id": "short", "gives_points": 3, "repeats": "day", "claim_within_hours": 30}', '{"check_ins": 2}');
select test.add_rule_version('2026-04-10 07:11+00', '{"check_in_points": 17, "energy_max": 130, "energy_refill_amount": 3, "energy_refill_seconds": 5000, "late_grace_minutes": 300, "repair_points": 4}');
create function test.key(k int) returns uuid language sql immutable return ('00000000-0000-4000-8000-' || lpad(k::text, 12, '0'))::uuid;

create temp table steps as
select k, hours, coalesce(sum(hours) over (order by k rows between unbounded preceding and 1 preceding), 0)::int as hours_before, command
from (select setseed(0.7)) as s, lateral (
  select k, case when random() < 0.5 then 24 else 1 + floor(random() * 40)::int end as hours,
    (array['check_in', 'check_in', 'check_in', 'check_in', 'late', 'spend', 'claim short', 'claim streak_3', 'claim weekly_five', 'claim spring', 'buy', 'use', 'pause', 'repair', 'late', 'settings', 'settings'])[
      case when k < 5 then 1 else 1 + floor(random() * 18)::int end] as command
  from generate_series(1, 150) as k where s is not null) as t;
grant select on steps to public;
create temp table outcomes (subject text, k int, outcome text);
grant select, insert on outcomes to public;

create function pg_temp.live(subject text, moves_clock boolean) returns void language plpgsql volatile as $$
declare
  v_step steps;
  v_shown app_public.state;
begin
  perform test.sign_in(subject);
  for v_step in select s.* from steps as s order by s.k loop
    perform test.set_clock('2026-03-01 21:30+00'::timestamptz + make_interval(hours => case when moves_clock then v_step.k - 1 else v_step.hours_before end));
    begin
      v_shown := (app_public.me()).state;
      case split_part(v_step.command, ' ', 1)
        when 'check_in' then perform app_public.check_in();
        when 'late' then perform app_public.check_in(v_shown.today - 1);
        when 'spend' then perform app_public.spend_energy(20, test.key(v_step.k));
        when 'claim' then perform app_public.claim_reward(split_part(v_step.command, ' ', 2));
        when 'buy' then perform app_public.buy_item('streak_freeze', test.key(v_step.k));
        when 'use' then perform app_public.use_item('streak_freeze', test.key(v_step.k));
        when 'pause' then perform app_public.pause_streak(v_shown.today + 2);
        when 'repair' then perform app_public.repair_streak(coalesce((v_shown.streak).repair.day, v_shown.today - 1));
        when 'settings' then perform app_public.update_settings(case v_shown.zone when 'Europe/Berlin' then 'Pacific/Kiritimati' else 'Europe/Berlin' end, v_step.k % 2 * 4);
      end case;
      insert into outcomes values (subject, v_step.k, 'done');
    exception when others then
      insert into outcomes values (subject, v_step.k, sqlstate);
    end;
    -- An hour passes for both, and lea is there where the move leads.
    if v_step.hours > 1 then
      if moves_clock then
        perform app_public.advance_my_clock(test.key(1000 + v_step.k), (v_step.hours - 1) / 24, (v_step.hours - 1) % 24);
      else
        perform test.set_clock(test.now() + make_interval(hours => v_step.hours - 1));
      end if;
      perform app_public.spend_energy(1, test.key(500 + v_step.k));
    end if;
  end loop;
  perform set_config('role', 'none', false);
end
$$;

select test.set_clock('2026-03-01 21:30+00');
select app_private.create_test_user('dev', 'tess', 'Europe/Berlin', 0);
select app_private.bootstrap(test.user_id('lea'), 'dev', 'lea', 'Europe/Berlin', 0);
select pg_temp.live('tess', true);
select pg_temp.live('lea', false);

-- What time alone has given is of the move or of the next command; all else of the command.
create function pg_temp.journal(subject text) returns setof jsonb language sql stable begin atomic
  select to_jsonb(e) - '{user_id,sequence_number,energy_refilled,freezes_used,rewards_unlocked,command}'::text[]
    || jsonb_build_object('asked', e.asked - 'test_user')
  from (
    select n.*, sum(n.energy_refilled) over w as refilled, sum(n.freezes_used) over w as used, sum(n.rewards_unlocked) over w as unlocked
    from (
      select j.*, count(*) filter (where j.kind <> 'clock') over (order by j.sequence_number desc) as command
      from app_public.journal_entries as j where j.user_id = test.user_id(subject)
    ) as n
    window w as (partition by n.command)
  ) as e
  where e.kind <> 'clock' order by e.sequence_number;
end;

select is((select count(*) from app_public.journal_entries as e where e.user_id = test.user_id('tess') and e.kind = 'clock'), (select count(*) from steps as s where s.hours > 1), 'a clock that moves 150 times, but for single hours');
select results_eq($$select pg_temp.journal('tess')$$, $$select pg_temp.journal('lea')$$, 'makes the same journal, to the instant');
select results_eq($$select k, outcome from outcomes where subject = 'tess' order by k$$, $$select k, outcome from outcomes where subject = 'lea' order by k$$, 'the same refusals');
select results_eq(
  $$select m.day, m.mark, m.zone, m.day_start_hour, m.freeze_granted_on, m.paid_points from app_private.day_marks as m where m.user_id = test.user_id('tess') order by m.day$$,
  $$select m.day, m.mark, m.zone, m.day_start_hour, m.freeze_granted_on, m.paid_points from app_private.day_marks as m where m.user_id = test.user_id('lea') order by m.day$$, 'the same calendar');
select results_eq(
  $$select u.reward_id, u.period_key, u.unlocked_at, u.claimable_until, c.claimed_at from app_private.reward_unlocks as u left join app_private.reward_claims as c using (user_id, reward_id, period_key) where u.user_id = test.user_id('tess') order by 3, 1, 2$$,
  $$select u.reward_id, u.period_key, u.unlocked_at, u.claimable_until, c.claimed_at from app_private.reward_unlocks as u left join app_private.reward_claims as c using (user_id, reward_id, period_key) where u.user_id = test.user_id('lea') order by 3, 1, 2$$, 'the same unlocks and claims');
select is((select array_agg(distinct e.kind) from app_public.journal_entries as e where e.user_id = test.user_id('lea')), '{bootstrap,settings,check_in,claim,pause,repair,spend,buy,use}', 'of every kind of command');
select is((select array_agg(distinct m.mark) from app_private.day_marks as m where m.user_id = test.user_id('lea')), '{check_in,late,freeze,pause,travel,repair}', 'and every mark but that of an amnesty');
select is((select array_agg(distinct e.rule_version_id order by e.rule_version_id) from app_public.journal_entries as e where e.user_id = test.user_id('lea')), '{1,2}', 'also where new rules come');
select is((select count(distinct o.outcome) > 5 from outcomes as o), true, 'some commands having been refused');
