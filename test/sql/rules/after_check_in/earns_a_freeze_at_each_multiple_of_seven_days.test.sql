select plan(9);

select is(s.freezes, c.expected::date[], c.why)
from (values
  (5, '{}', '{}', 'six days: none'),
  (6, '{}', '{2026-03-10}', 'seven days: one, granted on the day'),
  (7, '{}', '{}', 'eight days: none'),
  (12, '{}', '{}', 'thirteen days: none'),
  (13, '{2026-03-03}', '{2026-03-03,2026-03-10}', 'fourteen days: the second'),
  (20, '{2026-03-01,2026-03-03}', '{2026-03-01,2026-03-03}', 'twenty-one days, two held: it is dropped'),
  (20, '{2026-03-01,2026-03-02,2026-03-03}', '{2026-03-01,2026-03-02,2026-03-03}', 'and none is taken away where more are held')) as c(run_length, freezes, expected, why),
  app_rules.after_check_in(test.state(jsonb_build_object('check_ins', 30, 'run_length', c.run_length, 'longest_streak', 30, 'run_started_on', '2026-02-01',
    'last_marked_day', '2026-03-09', 'last_check_in_day', '2026-03-09', 'freezes', to_jsonb(c.freezes::date[]))), test.rules(), '2026-03-10') as s;
select is(s.freezes, '{}', 'none where none may be held')
from app_rules.after_check_in(test.state('{"run_length": 6}'), test.rules('{"freezes_max": 0}'), '2026-03-10') as s;
select is(s.freezes, '{2026-03-10}', 'every day where the rules say so')
from app_rules.after_check_in(test.state(), test.rules('{"freeze_every_days": 1}'), '2026-03-10') as s;
