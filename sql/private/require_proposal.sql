create or replace function app_private.require_proposal(
  since timestamptz, parameters app_public.rule_parameters, rewards app_public.reward[], one_in int
)
returns void
language plpgsql stable
as $$
begin
  if not coalesce(isfinite(since) and since <= app_private.clock(), false) then
    perform app_private.refuse('WI001', 'A what-if looks back.', 'Let since be an instant in the past.');
  elsif coalesce(jsonb_strip_nulls(to_jsonb(parameters)), '{}') = '{}' and coalesce(cardinality(rewards), 0) = 0 then
    perform app_private.refuse('WI001', 'The proposal changes nothing.', 'Give parameters, or rewards, or both.');
  elsif cardinality(rewards) > 100 or (select count(*) > count(distinct r.reward_id) from unnest(rewards) as r) then
    perform app_private.refuse('WI001', 'The proposal names a reward twice, without an id, or more than 100.', 'Give each reward once.');
  elsif one_in between 1 and 1000000 is not true then
    perform app_private.refuse('WI001', 'The sample is out of limits.', 'Let oneIn be from 1 (everybody) to 1000000.');
  end if;
end
$$;

comment on function app_private.require_proposal(timestamptz, app_public.rule_parameters, app_public.reward[], int) is
  'WI001 for a what-if that has no proposal, does not look back, or whose sample is out of limits.';
