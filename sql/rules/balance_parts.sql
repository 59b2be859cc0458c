create or replace function app_rules.balance_parts(
  changes app_public.balance_entry[], started_with bigint, refilled_since bigint
)
returns app_public.balance_part[]
language sql immutable parallel safe
return array(
  select row(p.kind, p.entries, p.change, app_rules.balance_part_words(p.kind, p.entries, p.change))::app_public.balance_part
  from (
    select c.kind, count(*)::int as entries, sum(c.change)::bigint as change
    from unnest(changes) as c where c.change <> 0 group by c.kind, sign(c.change)
    union all
    select 'bootstrap', 0, started_with where started_with <> 0
    union all
    select null, 0, r.refilled
    from (select coalesce(sum(c.refilled), 0)::bigint + refilled_since as refilled from unnest(changes) as c) as r
    where r.refilled <> 0
  ) as p
  order by p.change < 0, p.kind
);

comment on function app_rules.balance_parts(app_public.balance_entry[], bigint, bigint) is
  'What made a balance of nothing: its changes by kind, apart what they added and what they took; what somebody without any entry starts with; and what refilled on its own.';
