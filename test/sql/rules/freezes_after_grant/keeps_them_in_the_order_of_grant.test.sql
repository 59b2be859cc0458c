select plan(9);

select is(app_rules.freezes_after_grant(c.freezes::date[], c.granted_on, c.amount), c.expected::date[], c.why)
from (values
  ('{}', '2026-03-07'::date, 0, '{}', 'none'),
  ('{}', '2026-03-07', 1, '{2026-03-07}', 'the first'),
  ('{2026-03-01}', '2026-03-07', 1, '{2026-03-01,2026-03-07}', 'a later one comes last'),
  ('{2026-03-01,2026-03-09}', '2026-03-07', 1, '{2026-03-01,2026-03-07,2026-03-09}', 'one of a late check-in comes before those of later days'),
  ('{2026-03-07}', '2026-03-07', 2, '{2026-03-07,2026-03-07,2026-03-07}', 'several of one day'),
  ('{2026-03-01}', '2026-03-07', 0, '{2026-03-01}', 'none more'),
  (null, '2026-03-07', 1, null, 'onto unknown ones nobody knows'),
  ('{}', null, 1, null, 'of an unknown day neither'),
  ('{}', '2026-03-07', null, null, 'so many that nobody knows neither')) as c(freezes, granted_on, amount, expected, why);
