select plan(8);

select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00');
reset role;

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', jsonb_build_object('user_id', test.user_id('bob'), 'subject', 'bob'), 'another user'),
  ('23505 users_pkey', '{}', 'the same again'),
  ('23514 user_id_is_that_of_issuer_and_subject', jsonb_build_object('user_id', test.user_id('bob')), 'alice with the id of bob'),
  ('23514 user_id_is_that_of_issuer_and_subject', '{"subject": "bob"}', 'bob with the id of alice'),
  ('23514 user_id_is_that_of_issuer_and_subject', '{"issuer": "other"}', 'the alice of another issuer with her id'),
  ('23502', '{"issuer": null}', 'nobody vouches'),
  ('23502', '{"subject": null}', 'nobody is named');

select is(test.refusal_of_copy('app_private.users', '{}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.users')$$, 'every constraint of the table is tried');
