-- What is left of an interval is kept: the anchor moves by whole intervals only.
create or replace function app_rules.energy_anchor(
  value int, anchor timestamptz, at timestamptz, energy_max int, refill_amount int, refill_seconds int
)
returns timestamptz
language sql immutable parallel safe
return case
  when num_nulls(value, anchor, at, energy_max, refill_amount, refill_seconds) > 0 then null
  when app_rules.energy_value(value, anchor, at, energy_max, refill_amount, refill_seconds) >= energy_max then at
  else app_rules.seconds_after(anchor, refill_seconds * app_rules.energy_refills(anchor, at, refill_seconds))
end;

comment on function app_rules.energy_anchor(int, timestamptz, timestamptz, int, int, int) is
  'The instant from which the next refill is counted, once energy has been settled.';
