create or replace function app_rules.energy_full_at(
  value int, anchor timestamptz, energy_max int, refill_amount int, refill_seconds int
)
returns timestamptz
language sql immutable parallel safe
return case when value < energy_max then
  app_rules.seconds_after(anchor, ceil((energy_max - value)::numeric / refill_amount) * refill_seconds)
end;

comment on function app_rules.energy_full_at(int, timestamptz, int, int, int) is
  'When settled energy will be full; null when it is.';
