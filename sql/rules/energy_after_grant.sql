create or replace function app_rules.energy_after_grant(value int, amount int, energy_max int, energy_overfill int)
returns int
language sql immutable parallel safe
return case when num_nulls(value, amount, energy_max, energy_overfill) = 0 then
  greatest(value, least(energy_max::bigint + energy_overfill, value::bigint + amount))::int
end;

comment on function app_rules.energy_after_grant(int, int, int, int) is
  'Energy after a grant, up to the maximum and what may overfill it; a grant never takes energy away.';
