create or replace function app_rules.is_strictly_increasing(numbers bigint[])
returns boolean
language sql immutable parallel safe
return case when numbers is not null then not exists (
  select from generate_series(1, cardinality(numbers)) as n(i)
  where numbers[n.i] is null or numbers[n.i] <= numbers[n.i - 1]
) end;

comment on function app_rules.is_strictly_increasing(bigint[]) is 'Whether each number is greater than the one before it.';
