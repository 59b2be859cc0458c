create type app_private.opened_session as (account_id uuid, session_id uuid, zone text, is_operator boolean);

comment on type app_private.opened_session is 'What an access token says of a session and its account.';
