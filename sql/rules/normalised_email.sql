-- Lower case may take a character apart, so what comes out is composed once more.
create or replace function app_rules.normalised_email(email text)
returns text
language sql immutable parallel safe
return normalize(lower(normalize(btrim(email, E' \t\r\n\u00a0'), nfc)), nfc);

comment on function app_rules.normalised_email(text) is
  'The key of an e-mail address: without space around it, composed (NFC), in lower case.';
