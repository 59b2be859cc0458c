create or replace function app_rules.level_for_xp(xp bigint, level_thresholds bigint[])
returns int
language sql immutable parallel safe
return nullif(width_bucket(xp, level_thresholds), 0);

comment on function app_rules.level_for_xp(bigint, bigint[]) is
  'The highest level whose threshold is at most the lifetime XP.';
