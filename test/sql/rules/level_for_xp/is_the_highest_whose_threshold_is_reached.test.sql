select plan(66);

select is(app_rules.level_for_xp(c.xp, (test.rules()).level_thresholds), c.level, format('%s XP: %s', c.xp, c.why))
from (values
  (0::bigint, 1, 'level 1 from the start'),
  (99, 1, 'one below level 2'),
  (100, 2, 'level 2'),
  (101, 2, 'one above'),
  (299, 2, 'one below level 3'),
  (300, 3, 'level 3'),
  (999, 4, 'one below level 5'),
  (1000, 5, 'level 5'),
  (122499, 49, 'one below the last level'),
  (122500, 50, 'the last level'),
  (9223372036854775807, 50, 'XP past the last level leave it at that'),
  (-1, null, 'less than nothing is no level'),
  (null, null, 'unknown XP are no level')) as c(xp, level, why);
select is(app_rules.level_for_xp(50 * n * (n - 1), (test.rules()).level_thresholds), n::int, format('level %s begins at its threshold', n))
from generate_series(1, 50) as n;
select is(app_rules.level_for_xp(10, '{0}'), 1, 'where there is one level everybody has it');
select is(app_rules.level_for_xp(10, '{}'), null, 'where there is none nobody has one');
select is(app_rules.level_for_xp(10, null), null, 'nor where the thresholds are unknown');
