create or replace function app_private.verify()
returns table (user_id uuid, sequence_number bigint, difference text)
language sql stable
begin atomic
  select v.user_id, v.sequence_number, v.difference from app_private.verify_users() as v
  union all
  select null, null, s.difference from app_private.verify_stock() as s;
end;

comment on function app_private.verify() is
  'Proves everybody and the stock at once: what is stored otherwise than the rules make it of the journal. No row: proven. `npm run verify` does the same in batches, with progress.';
