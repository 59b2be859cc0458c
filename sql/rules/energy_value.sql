create or replace function app_rules.energy_value(
  value int, anchor timestamptz, at timestamptz, energy_max int, refill_amount int, refill_seconds int
)
returns int
language sql immutable parallel safe
return case
  when num_nulls(value, anchor, at, energy_max, refill_amount, refill_seconds) > 0 then null
  when value >= energy_max then value
  else least(energy_max,
    value + refill_amount * app_rules.energy_refills(anchor, at, refill_seconds))::int
end;

comment on function app_rules.energy_value(int, timestamptz, timestamptz, int, int, int) is
  'Energy at an instant: it refills up to the maximum, and what is above the maximum stays.';
