select plan(9);

select is(row(l.*)::text, c.expected, c.why)
from (values
  (1, 0, '(1,0,0,100,100,10000)', 'a beginner'),
  (1, 99, '(1,99,0,100,1,10000)', 'one XP before level 2'),
  (2, 100, '(2,100,100,300,200,10500)', 'at level 2'),
  (49, 122499, '(49,122499,117600,122500,1,15000)', 'one XP before the last level'),
  (50, 122500, '(50,122500,122500,,,15000)', 'at the last level nothing is missing'),
  (50, 200000, '(50,200000,122500,,,15000)', 'past it neither'),
  (3, 100, '(3,100,300,600,500,11000)', 'a level kept from other rules'),
  (3, 700, '(3,700,300,600,0,11000)', 'a level that these rules have not been applied to yet'),
  (51, 200000, '(51,200000,,,,15000)', 'a level that these rules do not know')) as c(level, xp, expected, why),
  lateral app_rules.level_shown(test.state(jsonb_build_object('level', c.level, 'xp', c.xp)), test.rules()) as l;
