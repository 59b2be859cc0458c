-- The same person has the same id on every call and every node, without a look-up.
-- The issuer's length keeps ('ab', 'c') and ('a', 'bc') apart; 8 marks a custom UUID (RFC 9562).
create or replace function app_rules.user_id_for(issuer text, subject text)
returns uuid
language plpgsql immutable strict parallel safe
as $$
begin
  return overlay(overlay(
    encode(substr(sha256(convert_to(length(issuer)::text || ':' || issuer || subject, 'UTF8')), 1, 16), 'hex'),
    '8', 13, 1), '8', 17, 1)::uuid;
end
$$;

comment on function app_rules.user_id_for(text, text) is
  'The id of the user whom this issuer knows under this subject. Null when either is null.';
