select plan(8);

select is(row(s.points, s.xp, s.level)::text, c.expected, c.why)
from (values
  (89, 1, '(20,99,1)', 'one below a threshold: the level stays'),
  (90, 1, '(20,100,2)', 'the check-in that reaches level 2 still has the points of level 1'),
  (100, 2, '(21,110,2)', 'the next has the boost'),
  (2440, 10, '(29,2450,10)', 'level 10'),
  (122490, 49, '(30,122500,50)', 'the last level is reached'),
  (122500, 50, '(30,122510,50)', 'past the last level XP are kept'),
  (0, 7, '(26,10,7)', 'a level is never lost, under rules that ask more for it too')) as c(xp, level, expected, why),
  app_rules.after_check_in(test.state(jsonb_build_object('xp', c.xp, 'level', c.level)), test.rules('{"check_in_points": 20}'), '2026-03-01') as s;
select is(s.level, 3, 'one check-in may reach two levels')
from app_rules.after_check_in(test.state(), test.rules('{"check_in_xp": 300}'), '2026-03-01') as s;
