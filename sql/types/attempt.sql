create type app_private.attempt as (retry_after_seconds int, account_id uuid, password_hash text);

comment on type app_private.attempt is
  'An attempt that was counted: after how many seconds to try again, or else, when it was let in, whose password to hold it against; nobody''s for an address without an account.';
