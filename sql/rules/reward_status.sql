create or replace function app_rules.reward_status(
  unlocked_at timestamptz, claimable_until timestamptz, claimed_at timestamptz,
  starts_at timestamptz, ends_at timestamptz, stock_remaining bigint, at timestamptz
)
returns app_public.reward_status
language sql immutable parallel safe
return case
  when claimed_at is not null then 'claimed'
  when unlocked_at is not null and claimable_until <= at then 'expired'
  when not app_rules.window_is_open(starts_at, ends_at, at) then 'not_open'
  when stock_remaining = 0 then 'out_of_stock'
  when unlocked_at is not null then 'claimable'
  else 'locked'
end::app_public.reward_status;

comment on function app_rules.reward_status(
  timestamptz, timestamptz, timestamptz, timestamptz, timestamptz, bigint, timestamptz
) is 'What can be done with a reward in a period. stock_remaining: null without a limit.';
