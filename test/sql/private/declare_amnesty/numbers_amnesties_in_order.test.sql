select plan(15);

create function pg_temp.declare(first_day date, last_day date, reason text default 'Storm.')
returns text
language sql volatile
return (select row(a.amnesty_id, a.first_day, a.last_day, a.reason, a.declared_at at time zone 'UTC', a.already_declared)::text
  from app_private.declare_amnesty(test.user_id('olga'), first_day, last_day, reason) as a);

select test.set_clock('2026-03-10 12:00+00');
select is(pg_temp.declare('2026-03-01', '2026-03-02'), '(1,2026-03-01,2026-03-02,Storm.,"2026-03-10 12:00:00",f)', 'the first is number 1');
select test.set_clock('2026-03-11 12:00+00');
select is(pg_temp.declare('2026-03-01', '2026-03-02', 'Another.'), '(1,2026-03-01,2026-03-02,Storm.,"2026-03-10 12:00:00",t)', 'the same days again are the same amnesty, with the reason and the instant of the first');
select is(test.refusal($$select app_private.declare_amnesty(test.user_id('olga'), '2026-03-05', '2026-03-04', 'Storm.')$$), 'AM001', 'days that are none are refused');
select is(pg_temp.declare('2026-02-01', '2026-03-03'), '(2,2026-02-01,2026-03-03,Storm.,"2026-03-11 12:00:00",f)', 'the next is number 2, whatever was repeated or refused between');
-- The clock of another server may be behind.
select test.set_clock('2026-03-09 12:00+00');
select is(pg_temp.declare('2026-03-02', '2026-03-02'), '(3,2026-03-02,2026-03-02,Storm.,"2026-03-09 12:00:00",f)', 'numbers follow the order of declarations, not the clock');
select is((select declared_by from app_private.amnesties where id = 3), test.user_id('olga'), 'who declared it is kept');
select is(test.refusal(format($$select app_private.declare_amnesty(test.user_id('olga'), %L, %L, %L)$$, c.first_day, c.last_day, c.reason)), c.expected, c.why)
from (values
  ('2026-05-01', '2026-05-31', 'Storm.', 'nothing', '31 days'),
  ('2026-05-01', '2026-06-01', 'Storm.', 'AM001', '32 are too many'),
  ('2026-05-02', '2026-05-01', 'Storm.', 'AM001', 'none is none'),
  ('2026-05-01', 'infinity', 'Storm.', 'AM001', 'all are too many'),
  (null, '2026-05-01', 'Storm.', 'AM001', 'an unknown first'),
  ('2026-05-01', null, 'Storm.', 'AM001', 'an unknown last'),
  ('2026-05-01', '2026-05-01', '', 'AM001', 'no reason'),
  ('2026-05-01', '2026-05-01', repeat('x', 201), 'AM001', 'a long one'),
  ('2026-05-01', '2026-05-01', null, 'AM001', 'an unknown one')) as c(first_day, last_day, reason, expected, why);
