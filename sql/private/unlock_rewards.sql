create or replace function app_private.unlock_rewards(entry app_public.journal_entries, reward_ids text[])
returns void
language plpgsql volatile
as $$
begin
  insert into app_private.reward_unlocks
    (user_id, reward_id, period_key, unlocked_at, claimable_until, rule_version_id, sequence_number, conditions, reward_revision)
  select entry.user_id, r.id, app_rules.period_key(r.repeats, entry.day, entry.run_started_on), entry.occurred_at,
    app_rules.seconds_after(entry.occurred_at, r.claim_within_hours * 3600::bigint),
    entry.rule_version_id, entry.sequence_number,
    (select coalesce(jsonb_object_agg(c.metric, c.at_least), '{}') from app_private.reward_conditions as c where c.reward_id = r.id),
    r.revision
  from app_private.rewards as r
  where r.id = any (reward_ids);
end
$$;

comment on function app_private.unlock_rewards(app_public.journal_entries, text[]) is
  'Stores an unlock of each of these rewards by an entry.';
