-- Modest: only a letter that arrives shows that an address exists.
create or replace function app_rules.is_email(email text)
returns boolean
language sql immutable parallel safe
return length(email) <= 254 and email ~ '^[^@[:space:][:cntrl:]\u0080-\u009f]+@[^@[:space:][:cntrl:]\u0080-\u009f]+$';

comment on function app_rules.is_email(text) is
  'Whether a normalised text can be an e-mail address: one @ between two parts, no spaces or control characters, at most 254 characters.';
