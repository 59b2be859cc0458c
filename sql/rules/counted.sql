create or replace function app_rules.counted(amount bigint, noun text)
returns text
language sql immutable parallel safe
return amount::text || ' ' || noun || case when amount = 1 then '' else 's' end;

comment on function app_rules.counted(bigint, text) is 'So many of something, in words: 1 day, 2 days.';
