create or replace function app_rules.energy_next_at(value int, anchor timestamptz, energy_max int, refill_seconds int)
returns timestamptz
language sql immutable parallel safe
return case when value < energy_max then app_rules.seconds_after(anchor, refill_seconds) end;

comment on function app_rules.energy_next_at(int, timestamptz, int, int) is
  'When settled energy next refills; null when it is full.';
