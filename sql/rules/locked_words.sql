create or replace function app_rules.locked_words(
  title text, repeats app_public.reward_repeat, period_key text, enabled boolean, starts_at timestamptz, ends_at timestamptz,
  stock_remaining bigint, conditions app_public.condition_explanation[], at timestamptz, zone text
)
returns text
language sql immutable parallel safe
return case
    when period_key is null then '"' || title || '" can be unlocked once in each streak, and you have none just now.'
    else 'You have not unlocked "' || title || '" ' || case repeats
      when 'once' then '' when 'run' then 'in this streak ' else 'in ' || period_key || ' ' end || 'yet.'
  end
  || case when enabled then '' else ' It is switched off, so that nobody can unlock it.' end
  || case
    when at < starts_at then ' It opens at ' || app_rules.local_time(starts_at, zone) || ' in ' || zone || '.'
    when at >= ends_at then ' It closed at ' || app_rules.local_time(ends_at, zone) || ' in ' || zone || '.'
    else '' end
  || case when stock_remaining = 0 then ' None are left.' else '' end
  || coalesce((
    select string_agg(' It asks for ' || c.text || '.', '' order by c.metric) from unnest(conditions) as c where c.missing > 0
  ), case when enabled and period_key is not null and app_rules.window_is_open(starts_at, ends_at, at)
    then ' You have all that it asks for: it unlocks with your next check-in or other action.' else '' end);

comment on function app_rules.locked_words(
  text, app_public.reward_repeat, text, boolean, timestamptz, timestamptz, bigint, app_public.condition_explanation[], timestamptz, text
) is 'Why a reward is not unlocked in the current period, in words to the user.';
