select plan(18);

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{}', 'two letters and three digits are a code of ours'),
  ('23514 sqlstate_is_one_of_ours', '{"sqlstate": "ZZ99"}', 'four characters are too few'),
  ('23514 sqlstate_is_one_of_ours', '{"sqlstate": "ZZ9999"}', 'six are too many'),
  ('23514 sqlstate_is_one_of_ours', '{"sqlstate": "zz999"}', 'small letters are not ours'),
  ('23514 sqlstate_is_one_of_ours', '{"sqlstate": "42501"}', 'nor are PostgreSQL''s own digits'),
  ('23514 sqlstate_is_one_of_ours', '{"sqlstate": "P0001"}', 'nor its letters and digits'),
  ('23514 sqlstate_is_one_of_ours', '{"sqlstate": "ZZ99A"}', 'nor three letters'),
  ('nothing', '{"code": "FULL"}', 'one word is a code'),
  ('23514 code_reads_well', '{"code": "Full"}', 'small letters are not'),
  ('23514 code_reads_well', '{"code": "OUT__OF"}', 'nor an empty word'),
  ('23514 code_reads_well', '{"code": "_OUT"}', 'nor at the beginning'),
  ('23514 code_reads_well', '{"code": "OUT_"}', 'nor at the end'),
  ('23514 code_reads_well', '{"code": ""}', 'nor none'),
  ('23514 code_reads_well', '{"code": "OUT_OF_2"}', 'nor digits'),
  ('23505 error_codes_pkey', '{"sqlstate": "IA001"}', 'an SQLSTATE means one thing'),
  ('23505 error_codes_code_key', '{"code": "SIGNED_OUT"}', 'a code has one SQLSTATE'),
  ('23502', '{"meaning": null}', 'each code has a meaning');

select is(test.refusal_of_copy('app_private.error_codes', '{"sqlstate": "ZZ999", "code": "A_NEW_ONE"}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.error_codes')$$, 'every constraint of the table is tried');
