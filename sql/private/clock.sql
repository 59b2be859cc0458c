-- The only source of time for a decision. The tests replace this one function to move time.
create or replace function app_private.clock()
returns timestamptz
language sql volatile
return clock_timestamp();

grant execute on function app_private.clock to app_anonymous, app_user, app_operator;
comment on function app_private.clock() is 'Now. Nothing else tells the time to a rule.';
