select plan(13);

select is(app_rules.boosted_points(c.points, c.boost), c.boosted, format('%s points at %s basis points: %s', c.points, c.boost, c.why))
from (values
  (5::bigint, 10000, 5::bigint, 'as they are'),
  (5, 10500, 5, '5.25 is rounded down'),
  (5, 11999, 5, '5.9995 too'),
  (5, 12000, 6, 'six exactly'),
  (5, 15000, 7, '7.5 too is rounded down'),
  (19, 10500, 19, '19.95'),
  (20, 10500, 21, 'twenty-one exactly'),
  (1, 9999, 0, 'less than once'),
  (100, 0, 0, 'nothing'),
  (0, 15000, 0, 'of nothing'),
  (600000000000000, 15000, 900000000000000, 'amounts that no float would keep'),
  (null, 15000, null, 'unknown points'),
  (5, null, null, 'an unknown boost')) as c(points, boost, boosted, why);
