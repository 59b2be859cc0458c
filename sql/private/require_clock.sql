create or replace function app_private.require_clock(state app_private.user_states, days int, hours int)
returns void
language plpgsql stable
as $$
declare
  v_after constant app_private.user_states := app_rules.after_clock(state, days, hours);
begin
  if state.clock_ahead_seconds is null then
    perform app_private.refuse('US004', 'You are no test user, so your clock is everybody''s.',
      'Let createTestUser make a test user of a subject that has not been here yet, and sign in as that one.');
  elsif (days >= 0 and hours >= 0 and days::bigint * 24 + hours between 1 and 366 * 24) is not true then
    perform app_private.refuse('QT001', 'A clock is advanced by 1 hour to 366 days at once, and never back.',
      'Give days, hours or both; call again for more.');
  elsif not app_rules.is_clock_ahead(v_after.clock_ahead_seconds) then
    perform app_private.refuse('QT001', 'A clock can be ahead by 100 years at most.', 'Go on with a new test user.');
  end if;
end
$$;

comment on function app_private.require_clock(app_private.user_states, int, int) is
  'US004 unless the user has an own clock, QT001 unless it can be advanced by so much.';
