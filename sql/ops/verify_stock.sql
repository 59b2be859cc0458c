create or replace function app_private.verify_stock()
returns table (reward_id text, difference text)
language sql stable parallel safe
begin atomic
  select r.id, format('The stock of %s is %s, %s are left, and %s were claimed from it.',
    r.id, coalesce(r.stock::text, 'without limit'), s.remaining, c.claims)
  from app_private.rewards as r,
    lateral (select coalesce(sum(t.remaining), 0) as remaining from app_private.reward_stock as t where t.reward_id = r.id) as s,
    lateral (select count(*) as claims from app_private.reward_claims as c where c.reward_id = r.id and c.from_stock) as c
  where coalesce(r.stock, 0) <> s.remaining + c.claims;
end;

comment on function app_private.verify_stock() is
  'Rewards whose stock is not what is left and what was claimed from it. No row: it adds up.';
