create or replace function app_rules.signed(amount bigint)
returns text
language sql immutable parallel safe
return case when amount > 0 then '+' else '' end || amount::text;

comment on function app_rules.signed(bigint) is 'An amount with its sign: +5, 0, -5.';
