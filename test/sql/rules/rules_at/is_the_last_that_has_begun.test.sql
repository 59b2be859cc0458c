select plan(8);

-- In no order; one of them is only proposed, and has an id below 0.
create temp table versions as
select array_agg(v order by (v).id desc) as of_all
from (values (1, '2026-01-01'), (-2, '2026-03-01 12:00+00'), (3, '2026-03-02')) as c(id, effective_from),
  lateral test.rules(jsonb_build_object('id', c.id, 'effective_from', c.effective_from)) as v;

select is((app_rules.rules_at(of_all, c.at::timestamptz)).id, c.id, c.why)
from versions, (values
  ('2025-12-31 23:59:59+00', null::int, 'before the first there is none'),
  ('2026-03-01 11:59:59.999999+00', 1, 'one is in force to the microsecond before the next'),
  ('2026-03-01 12:00+00', -2, 'which is from its instant on'),
  ('2026-03-02 00:00+00', 3, 'until the one after'),
  ('infinity', 3, 'the last one is for ever'),
  (null, null, 'at no instant there is none')) as c(at, id, why);
select is((app_rules.rules_at('{}', '2026-03-01')).id, null, 'of none there is none');
select is((app_rules.rules_at(null, '2026-03-01')).id, null, 'nor of nothing');
