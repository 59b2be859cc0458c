create or replace function app_private.reward_differences(user_id uuid)
returns setof app_private.difference
language sql stable parallel safe
begin atomic
  with catalogue as (
    select r.*, (
      select coalesce(jsonb_object_agg(k.metric, k.at_least), '{}') from app_private.reward_conditions as k where k.reward_id = r.id
    ) as conditions
    from app_private.rewards as r
  ), unlocks as (
    select u.*, e as entry, case when e.kind = 'settings' then app_private.state_when_unlocked(app_rules.state_after(e)) else app_rules.state_after(e) end as state
    from app_private.reward_unlocks as u
    left join app_public.journal_entries as e on e.user_id = u.user_id and e.sequence_number = u.sequence_number
    where u.user_id = reward_differences.user_id
  ), claims as (
    select c.*, e as entry
    from app_private.reward_claims as c
    left join app_public.journal_entries as e on e.user_id = c.user_id and e.sequence_number = c.sequence_number
    where c.user_id = reward_differences.user_id
  )
  select u.sequence_number, format('The unlock of %s (%s) is by no entry.', u.reward_id, u.period_key)
  from unlocks as u
  where row((u.entry).occurred_at, (u.entry).rule_version_id) is distinct from row(u.unlocked_at, u.rule_version_id)
    -- These unlock nothing themselves.
    or (u.entry).kind in ('bootstrap', 'amnesty')
    or exists (select from claims as c where c.automatic and c.sequence_number = u.sequence_number)
  union all
  select e.sequence_number, format('The entry tells of %s unlocks; %s are stored.', coalesce(e.rewards_unlocked::text, 'no number of'), coalesce(n.stored, 0))
  from (
    -- Once they are counted, they are.
    select j.sequence_number, j.rewards_unlocked, bool_or(j.rewards_unlocked is not null) over (order by j.sequence_number) as is_counted
    from app_public.journal_entries as j where j.user_id = reward_differences.user_id
  ) as e
  left join (select u.sequence_number, count(*) as stored from unlocks as u group by u.sequence_number) as n using (sequence_number)
  where e.is_counted and e.rewards_unlocked is distinct from coalesce(n.stored, 0)
  union all
  select u.sequence_number, format('The unlock of %s (%s) had not earned %s of %s.', u.reward_id, u.period_key, c.at_least, c.metric)
  from unlocks as u, jsonb_each_text(u.conditions) as c(metric, at_least)
  where (u.entry).user_id is not null
    and (app_rules.metric_value(c.metric, u.state) >= c.at_least::bigint) is not true
  union all
  -- Of the present revision of a reward it is known what it asks for, and gives.
  select u.sequence_number, format('The unlock of %s (%s) is not as the reward has it: %s.', u.reward_id, u.period_key, w.what)
  from unlocks as u join catalogue as r on r.id = u.reward_id,
    lateral (select concat_ws(', ',
      case when u.conditions is distinct from r.conditions then 'other conditions' end,
      case when u.period_key is distinct from app_rules.period_key(r.repeats, (u.entry).day, (u.state).run_started_on) then 'another period' end,
      case when u.claimable_until is distinct from app_rules.seconds_after(u.unlocked_at, r.claim_within_hours * 3600::bigint)
        then 'another time to claim it' end,
      case when not r.enabled or not app_rules.window_is_open(r.starts_at, r.ends_at, u.unlocked_at) then 'not open then' end) as what) as w
  where (u.entry).user_id is not null and u.reward_revision = r.revision and w.what <> ''
  union all
  select c.sequence_number, format('The claim of %s (%s) did not give what the reward gives.', c.reward_id, c.period_key)
  from claims as c join catalogue as r on r.id = c.reward_id
  where c.reward_revision = r.revision and (c.entry).kind = 'claim' and (c.entry).asked ->> 'reward_id' = c.reward_id
    and app_private.effects_of(c.entry) is distinct from app_rules.effects_with_defaults(r.gives)
  union all
  select c.sequence_number, format('The claim of %s (%s) is by no entry.', c.reward_id, c.period_key)
  from claims as c
  where row((c.entry).occurred_at, (c.entry).rule_version_id, (c.entry).kind, (c.entry).asked) is distinct from
    row(c.claimed_at, c.rule_version_id, 'claim'::app_public.journal_kind, jsonb_build_object('reward_id', c.reward_id, 'period_key', c.period_key))
  union all
  select c.sequence_number, format('The claim of %s (%s) is not within the time of its unlock.', c.reward_id, c.period_key)
  from claims as c
  left join unlocks as u on u.reward_id = c.reward_id and u.period_key = c.period_key
  where (c.claimed_at >= u.unlocked_at and (c.claimed_at < u.claimable_until or u.claimable_until is null)
    and (c.claimed_at = u.unlocked_at or not c.automatic) and c.sequence_number > u.sequence_number) is not true
  union all
  select e.sequence_number, format('The claim of %s (%s) is missing.', e.asked ->> 'reward_id', e.asked ->> 'period_key')
  from app_public.journal_entries as e
  where e.user_id = reward_differences.user_id and e.kind = 'claim'
    and not exists (select from claims as c where c.sequence_number = e.sequence_number);
end;

comment on function app_private.reward_differences(uuid) is
  'Unlocks and claims of a user that are not those of the journal: without their entry, without having met the conditions, out of time, or missing.';
