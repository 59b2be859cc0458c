select plan(11);

select is(app_rules.level_boost(c.level, (test.rules()).level_boosts_basis_points), c.boost, c.why)
from (values
  (1, 10000, 'level 1: once'),
  (2, 10500, 'level 2: 1.05 times'),
  (10, 14500, 'one below the greatest boost'),
  (11, 15000, 'the greatest boost'),
  (12, 15000, 'which no level exceeds'),
  (50, 15000, 'not the last one'),
  (51, 15000, 'a level that these rules do not know has the last one''s'),
  (0, null, 'there is no level 0'),
  (-1, null, 'nor below'),
  (null, null, 'an unknown level has no boost')) as c(level, boost, why);
select is(app_rules.level_boost(1, null), null, 'unknown boosts boost nothing');
