-- Day last_marked_day + k takes the k-th oldest freeze, which must have been granted before that
-- day; at the first day without one the run ends and the rest are kept.
create or replace function app_rules.freezes_used(freezes date[], last_marked_day date, ended_through date)
returns int
language sql immutable parallel safe
return case when num_nulls(freezes, last_marked_day, ended_through) = 0 then (
  select coalesce(min(n.k) - 1, greatest(ended_through - last_marked_day, 0))
  from generate_series(1, least(ended_through - last_marked_day, cardinality(freezes) + 1)) as n(k)
  where n.k > cardinality(freezes) or freezes[n.k] >= last_marked_day + n.k
) end;

comment on function app_rules.freezes_used(date[], date, date) is
  'How many of the freezes (days of grant, oldest first) are used on the ended, unmarked days after the last marked one.';
