select plan(4);

select is(app_rules.open_from(test.state(jsonb_build_object('last_day', c.before)), test.state(jsonb_build_object('last_day', c.after)), c.ended_through::date), c.day::date, c.why)
from (values
  ('2026-03-10', '2026-03-11', '2026-03-09', '2026-03-11', 'when today moves on, the new day'),
  ('2026-03-10', '2026-03-10', '2026-03-09', '2026-03-10', 'when it stays, the day after the last that has ended'),
  ('2026-03-10', '2026-03-10', '2026-03-08', '2026-03-09', 'which may be yesterday, in its grace'),
  ('2026-03-10', '2026-03-09', '2026-03-08', '2026-03-09', 'so it is when today goes back')) as c(before, after, ended_through, day, why);
