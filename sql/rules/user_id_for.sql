-- The same person has the same id on every call and every node, without a look-up.
-- The issuer's length keeps ('ab', 'c') and ('a', 'bc') apart; 8 marks a custom UUID (RFC 9562).
create or replace function app_rules.user_id_for(issuer text, subject text)
returns uuid
language sql immutable strict parallel safe
return overlay(overlay(
  encode(substring(sha256(convert_to(length(issuer)::text || ':' || issuer || subject, 'UTF8')) from 1 for 16), 'hex')
  placing '8' from 13 for 1) placing '8' from 17 for 1)::uuid;

comment on function app_rules.user_id_for(text, text) is
  'The id of the user whom this issuer knows under this subject. Null when either is null.';
