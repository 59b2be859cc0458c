select plan(4);

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{"id": "weather"}', 'another metric'),
  ('23505 metrics_pkey', '{"id": "points"}', 'the same one twice'),
  ('23502', '{"id": "weather", "title": null}', 'one without a title');

select is(test.refusal_of_copy('app_private.metrics', '{}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.metrics')$$, 'every constraint of the table is tried');
