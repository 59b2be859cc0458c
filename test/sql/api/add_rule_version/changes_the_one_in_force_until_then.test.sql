select plan(22);
create function pg_temp.add(effective_from timestamptz, parameters jsonb default '{"check_in_points": 7}')
returns app_public.rule_version
language sql volatile
return app_public.add_rule_version(add.effective_from, jsonb_populate_record(null::app_public.rule_parameters, add.parameters));
create function pg_temp.short(version app_public.rule_version)
returns text
language sql stable
return concat_ws(' ', version.rule_version_id, version.effective_from at time zone 'UTC', (version.parameters).check_in_points, (version.parameters).check_in_xp);
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in_operator('olga');
select is(pg_temp.short(pg_temp.add('2026-03-01 12:00:00.000001+00')), '2 2026-03-01 12:00:00.000001 7 10', 'from the next microsecond on');
select is((select to_jsonb(v) - 'id' - 'effective_from' from app_private.rule_versions as v where v.id = 2),
  (select to_jsonb(v) - 'id' - 'effective_from' || '{"check_in_points": 7}' from app_private.rule_versions as v where v.id = 1), 'what is left out stays as it was');
select is((select v::text from app_public.rule_versions() as v limit 1), (pg_temp.add('2026-03-01 12:00:00.000001+00'))::text, 'it is listed as it was answered, and answered again');
select set_config('test.stored', test.fingerprint(), false);
select pg_temp.add('2026-03-01 12:00:00.000001+00') is null;
select is(test.fingerprint(), current_setting('test.stored'), 'a repeat changes nothing');
select is(pg_temp.short(pg_temp.add('2026-06-01', '{"check_in_points": 9}')), '3 2026-06-01 00:00:00 9 10', 'one of a later time');
select is(pg_temp.short(pg_temp.add('2026-05-01', '{"check_in_xp": 11}')), '4 2026-05-01 00:00:00 7 11', 'one between them is made of the one before it, and not of the last');
select is(pg_temp.short(pg_temp.add('2026-07-01', '{"check_in_xp": null}')), '5 2026-07-01 00:00:00 9 10', 'null is left out: one without a change');
select is(pg_temp.short(pg_temp.add('2026-05-01', '{"check_in_xp": 11}')), '4 2026-05-01 00:00:00 7 11', 'a repeat answers though later ones have come');
select is(pg_temp.short(pg_temp.add('2026-05-01', '{"check_in_xp": 11, "check_in_points": 7}')), '4 2026-05-01 00:00:00 7 11', 'also with what it has anyway');
select test.set_clock('2026-05-01 12:00+00');
select is(pg_temp.short(pg_temp.add('2026-05-01', '{"check_in_xp": 11}')), '4 2026-05-01 00:00:00 7 11', 'and when it is in force');
select is((select max(v.id) from app_private.rule_versions as v), 5, 'none was added by a repeat');
select lives_ok($$select pg_temp.add('294276-12-31 23:59:59.999999+00')$$, 'the last instant there is');
select is((select cardinality((a.parameters).level_thresholds) from pg_temp.add('2026-08-01', '{"level_thresholds": [0, 10, 9223372036854775807], "level_boosts_basis_points": [0, 1000000, 1]}') as a), 3, 'lists are replaced, however great their numbers');

-- Energy is settled under each version: 50, + 2 of 2 hours, + 3 * 2 of the next, + 4 * 5.
select test.add_rule_version('2027-01-01 00:00+00', (select to_jsonb(v) - 'id' - 'effective_from' from app_private.rule_versions as v where v.id = 1));
select test.set_clock('2027-03-01 10:30+00');
select test.sign_in('alice');
select app_public.bootstrap() is null;
select test.sign_in_operator('olga');
select (pg_temp.add('2027-03-01 12:45+00', '{"energy_refill_seconds": 600, "energy_refill_amount": 2, "check_in_points": 1}')).effective_from is null;
select (pg_temp.add('2027-03-01 13:15+00', '{"energy_refill_amount": 5, "energy_max": 80, "energy_overfill": 0}')).effective_from is null;
select test.sign_in('alice');
select is(((test.state_at('2027-03-01 12:44:59.999999+00')).energy).value, 52, 'under the version before');
select is((test.state_at('2027-03-01 12:44:59.999999+00')).rule_version_id, (select v.id from app_private.rule_versions as v where v.effective_from = '2027-01-01 00:00+00'), 'until its last instant');
select is((test.state_at('2027-03-01 12:45+00')).rule_version_id, (select v.id from app_private.rule_versions as v where v.effective_from = '2027-03-01 12:45+00'), 'and then under the next');
-- The anchor is 12:30, 15 minutes of an interval are left over: at 12:45 one of 600 seconds is full.
select is(((test.state_at('2027-03-01 12:45+00')).energy).value, 54, 'what is left of an interval counts in the new one');
-- Then at 13:15 4 intervals (from 12:30: 40 minutes, 13:10) are full: 52 + 8.
select is(((test.state_at('2027-03-01 13:14:59.999999+00')).energy).value, 60, 'at each of its intervals');
select is(((test.state_at('2027-03-01 13:20+00')).energy).value, 65, 'and of the third version''s');
select test.set_clock('2027-03-01 14:00+00');
select is((select ((s.state).energy).value || ' ' || (s.state).rule_version_id from app_public.spend_energy(1, 'a0000000-0000-4000-8000-000000000001') as s),
  79 || ' ' || (select v.id from app_private.rule_versions as v where v.effective_from = '2027-03-01 13:15+00'), 'up to the maximum of the last one');
select is((select e.energy_refilled || ' ' || e.energy_delta || ' ' || e.rule_version_id from app_public.journal_entries as e where e.user_id = test.user_id('alice') and e.kind = 'spend'),
  '30 -1 ' || (select v.id from app_private.rule_versions as v where v.effective_from = '2027-03-01 13:15+00'), 'the entry names the version, and what refilled under all of them');
reset role;
select is((select count(*) from app_private.verify()), 0::bigint, 'all adds up');
