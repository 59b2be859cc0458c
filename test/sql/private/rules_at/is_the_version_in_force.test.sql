select plan(8);
select is((app_private.rules_at('2026-03-01 00:00+00')).id, 1, 'version 1 is in force at first');
select test.add_rule_version('2026-03-02 00:00+00', '{"check_in_points": 6}');
select test.add_rule_version('2026-03-04 00:00+00', '{"check_in_points": 7}');
select is((app_private.rules_at('2026-03-01 23:59:59.999999+00')).id, 1, 'to the microsecond before the next one');
select is((app_private.rules_at('2026-03-02 00:00+00')).id, 2, 'which is in force from its instant on');
select is((app_private.rules_at('2026-03-03 23:59:59.999999+00')).id, 2, 'until the one after');
select is((app_private.rules_at('2030-01-01 00:00+00')).id, 3, 'the last one is in force for ever');
select is((app_private.rules_at('1999-12-31 23:59:59+00')).id, null, 'before the first there is none');

select test.sign_in('alice');
select test.check_in_at('2026-03-01 23:59:59+00') is null;
select test.check_in_at('2026-03-02 00:00+00') is null;
select is((select string_agg(concat_ws(' ', j.rule_version_id, j.points_delta), ', ' order by j.sequence_number) from app_public.journal_entries as j where j.kind = 'check_in'),
  '1 5, 2 6', 'a command has the version in force when it occurs, and its entry says so');
select is((select string_agg(d.rule_version_id::text, ' ' order by d.day) from app_private.day_marks as d), '1 2', 'a marked day too');
