-- Numeric, since years in seconds times an amount need not fit an int.
create or replace function app_rules.energy_refills(anchor timestamptz, at timestamptz, refill_seconds int)
returns numeric
language sql immutable parallel safe
return case when num_nulls(anchor, at, refill_seconds) = 0 then
  greatest(floor(extract(epoch from at - anchor) / refill_seconds), 0)
end;

comment on function app_rules.energy_refills(timestamptz, timestamptz, int) is
  'How many whole refill intervals have passed since the anchor.';
