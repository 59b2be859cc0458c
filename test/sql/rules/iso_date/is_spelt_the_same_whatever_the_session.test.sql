select plan(10);

select is(app_rules.iso_date(c.day::date), c.expected, coalesce(c.expected, c.day, 'null'))
from (values ('2026-03-01', '2026-03-01'), ('2026-12-31', '2026-12-31'), ('0001-01-01', '0001-01-01'), ('9999-12-31', '9999-12-31'),
  ('10000-01-01', null), ('0001-12-31 BC', null), ('infinity', null), ('-infinity', null), (null, null)) as c(day, expected);
set datestyle = 'German, DMY';
select is(app_rules.iso_date('2026-03-01'), '2026-03-01', 'under a German date style too');
