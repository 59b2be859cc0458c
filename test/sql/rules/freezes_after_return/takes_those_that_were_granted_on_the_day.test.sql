select plan(13);

select is(app_rules.freezes_after_return(c.freezes::date[], '2026-03-02', c.amount), c.expected::date[], c.why)
from (values
  ('{2026-03-02}', 1, '{}', 'the only one'),
  ('{2026-03-01,2026-03-02,2026-03-03}', 1, '{2026-03-01,2026-03-03}', 'the one of the day, and the others stay in their order'),
  ('{2026-03-02,2026-03-02}', 1, '{2026-03-02}', 'one of two of the day'),
  ('{2026-03-02,2026-03-02}', 2, '{}', 'both'),
  ('{2026-03-01,2026-03-02,2026-03-02,2026-03-02,2026-03-09}', 2, '{2026-03-01,2026-03-02,2026-03-09}', 'two of three'),
  ('{2026-03-02}', 2, null, 'one of which there are not so many'),
  ('{2026-03-01,2026-03-03}', 1, null, 'none of the day'),
  ('{}', 1, null, 'none at all'),
  ('{}', 0, '{}', 'nothing of nothing'),
  ('{2026-03-01,2026-03-02}', 0, '{2026-03-01,2026-03-02}', 'nothing'),
  (null, 1, null, 'of unknown freezes'),
  ('{2026-03-02}', null, null, 'an unknown number')) as c(freezes, amount, expected, why);
select is(app_rules.freezes_after_return('{2026-03-02}', null, 1), null, 'an unknown day');
