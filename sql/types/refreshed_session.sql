create type app_private.refreshed_session as (outcome text, zone text, is_operator boolean);

comment on type app_private.refreshed_session is
  'What a refresh token led to: refreshed, repeated (the last refresh once more, within its grace), reused (the session has ended), unknown; and what an access token says of the account.';
