select plan(4);

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{"name": "Moon/Tycho"}', 'another zone'),
  ('23505 zones_pkey', '{"name": "Europe/Berlin"}', 'the same one twice'),
  ('23502', '{"name": null}', 'one without a name');

select is(test.refusal_of_copy('app_private.zones', '{}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.zones')$$, 'every constraint of the table is tried');
