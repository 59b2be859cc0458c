-- A level once reached is kept, even under rules that know fewer levels: the last one's boost then holds.
create or replace function app_rules.level_boost(level int, level_boosts_basis_points int[])
returns int
language sql immutable parallel safe
return level_boosts_basis_points[
  case when level > cardinality(level_boosts_basis_points) then cardinality(level_boosts_basis_points) else level end];

comment on function app_rules.level_boost(int, int[]) is 'What multiplies a check-in''s points at a level, in basis points.';
