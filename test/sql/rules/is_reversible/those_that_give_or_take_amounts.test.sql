select plan(2);

select is(array_agg(k order by k), '{check_in,claim,spend,buy,use,grant,discard}'::app_public.journal_kind[], 'check-ins, claims, spends, purchases, uses, grants and what is discarded, and no other kind')
from unnest(enum_range(null::app_public.journal_kind)) as k where app_rules.is_reversible(k);
select is(app_rules.is_reversible(null), null, 'of an unknown kind it is not known');
