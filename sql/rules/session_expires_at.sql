create or replace function app_rules.session_expires_at(created_at timestamptz, refreshed_at timestamptz)
returns timestamptz
language sql immutable parallel safe
return least(app_rules.seconds_after(refreshed_at, 30 * 86400), app_rules.seconds_after(created_at, 365 * 86400));

comment on function app_rules.session_expires_at(timestamptz, timestamptz) is
  'When a session ends by itself: after 30 days without a refresh, and after 365 days however often it was refreshed.';
