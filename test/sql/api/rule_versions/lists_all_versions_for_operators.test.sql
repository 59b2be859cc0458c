select plan(6);
select test.set_clock('2026-03-01 12:00+00');
select test.add_rule_version('2026-04-01 00:00+00', '{"check_in_points": 7}');
select test.add_rule_version('2026-02-01 00:00+00', '{"check_in_points": 6}');
select test.sign_in(null);
select throws_ok('select app_public.rule_versions()', 'IA001', null, 'nobody is signed in');
select test.sign_in('alice');
select throws_ok('select app_public.rule_versions()', 'IA002', null, 'a user is no operator');
select test.sign_in_operator('olga');
select is((select array_agg(v.rule_version_id || ' ' || (v.parameters).check_in_points) from app_public.rule_versions() as v), '{2 7,3 6,1 5}'::text[],
  'all of them, those to come too, by when they take effect, the latest first');
select is((select v.effective_from from app_public.rule_versions() as v where v.rule_version_id = 2), '2026-04-01 00:00+00'::timestamptz, 'with that instant');
select is((select to_jsonb(v.parameters) from app_public.rule_versions() as v where v.rule_version_id = 1),
  (select to_jsonb(r) - 'id' - 'effective_from' from app_private.rule_versions as r where r.id = 1), 'and all parameters');
select is((select count(*) from app_private.users), 0::bigint, 'and nobody is created by it');
