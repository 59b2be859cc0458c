-- Lower case may take a character apart, so what comes out is composed once more.
create or replace function app_rules.normalised_email(email text)
returns text
language sql immutable parallel safe
return normalize(lower(normalize(btrim(email, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), nfc)), nfc);

comment on function app_rules.normalised_email(text) is
  'The key of an e-mail address: without space around it, composed (NFC), in lower case.';
