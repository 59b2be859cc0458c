select plan(20);

select test.set_clock('2026-03-05 12:00+00');
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-03-01', '2026-03-02', 'Storm.') is null;
reset role;

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{}', 'other days'),
  ('23505 amnesties_pkey', '{"id": 1}', 'a number that is taken'),
  ('23514 id_is_positive', '{"id": 0}', 'number 0'),
  ('23505 days_are_excused_once', '{"first_day": "2026-03-01", "last_day": "2026-03-02"}', 'the same days again'),
  ('nothing', '{"first_day": "2026-03-01"}', 'the same first day'),
  ('nothing', '{"first_day": "2026-02-20", "last_day": "2026-03-02"}', 'the same last day'),
  ('nothing', '{"first_day": "2026-03-10", "last_day": "2026-03-10"}', 'one day'),
  ('23514 an_amnesty_is_at_most_31_days', '{"first_day": "2026-03-11", "last_day": "2026-03-10"}', 'none'),
  ('nothing', '{"first_day": "2026-03-01", "last_day": "2026-03-31"}', '31 days'),
  ('23514 an_amnesty_is_at_most_31_days', '{"first_day": "2026-03-01", "last_day": "2026-04-01"}', '32 days'),
  ('nothing', '{"reason": "x"}', 'a reason of one character'),
  ('23514 reason_is_short', '{"reason": ""}', 'of none'),
  ('nothing', jsonb_build_object('reason', repeat('x', 200)), 'of 200'),
  ('23514 reason_is_short', jsonb_build_object('reason', repeat('x', 201)), 'of 201'),
  ('nothing', jsonb_build_object('reason', repeat('ä', 200)), 'of 200 that take two bytes each'),
  ('23502', '{"first_day": null}', 'without a first day'),
  ('23502', '{"last_day": null}', 'without a last day'),
  ('23502', '{"declared_at": null}', 'declared nobody knows when'),
  ('23502', '{"declared_by": null}', 'or by whom');

select is(test.refusal_of_copy('app_private.amnesties', '{"id": 2, "first_day": "2026-03-10", "last_day": "2026-03-11"}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.amnesties')$$, 'every constraint of the table is tried');
