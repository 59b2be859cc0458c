-- Multiply, then round down once.
create or replace function app_rules.boosted_points(points bigint, boost_basis_points int)
returns bigint
language sql immutable parallel safe
return points * boost_basis_points / 10000;

comment on function app_rules.boosted_points(bigint, int) is
  'Points after a boost in basis points (10000 leaves them as they are), rounded down.';
