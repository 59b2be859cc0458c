create or replace function app_rules.claim_words(
  status app_public.reward_status, unlocked app_public.unlocked_reward, starts_at timestamptz, ends_at timestamptz, obstacle text,
  claimed app_public.claimed_reward, entry text, gave text, reversal text, at timestamptz, zone text
)
returns text
language sql immutable parallel safe
return case status
  when 'claimed' then case when (claimed).automatic then 'It was claimed for you at ' else 'You claimed it at ' end
    || app_rules.local_time((claimed).claimed_at, zone) || ', by ' || entry || ': it gave ' || gave || '.'
    || coalesce(' That was taken back: ' || reversal || '.', '')
  when 'expired' then 'It could be claimed until ' || app_rules.local_time((unlocked).claimable_until, zone)
    || '; you did not, and that time is over.'
  when 'not_open' then 'You have not claimed it, and it cannot be claimed now: it is open'
    || case when at < starts_at then ' from ' || app_rules.local_time(starts_at, zone) || ' on'
      else ' until ' || app_rules.local_time(ends_at, zone) || ' only' end || '.'
  when 'out_of_stock' then 'You have not claimed it, and none are left.'
  when 'claimable' then 'You can claim it now'
    || coalesce(', until ' || app_rules.local_time(least((unlocked).claimable_until, ends_at), zone), '') || '.'
    || case obstacle
      when 'FZ001' then ' First a freeze has to be used: you hold as many as fit.'
      when 'IN001' then ' First an item has to be used up or thrown away: what it gives does not fit.'
      else '' end
end;

comment on function app_rules.claim_words(
  app_public.reward_status, app_public.unlocked_reward, timestamptz, timestamptz, text,
  app_public.claimed_reward, text, text, text, timestamptz, text
) is 'When and by which journal entry an unlocked reward was claimed, or what keeps it from being claimed, in words to the user. obstacle: the code of effects_obstacle; reversal: the entry that took it back.';
