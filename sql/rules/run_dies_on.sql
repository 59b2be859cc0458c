create or replace function app_rules.run_dies_on(freezes date[], last_marked_day date)
returns date
language sql immutable parallel safe
return last_marked_day + 1
  + app_rules.freezes_used(freezes, last_marked_day, last_marked_day + cardinality(freezes));

comment on function app_rules.run_dies_on(date[], date) is
  'The day that will be missed if the user does nothing: the first one that no freeze covers.';
