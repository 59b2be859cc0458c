select plan(16);

select is(app_private.excused_days(0, '-infinity'), null, 'without an amnesty there are none');
select is(app_private.last_amnesty_id(), 0, 'and none is the latest');

select test.set_clock('2026-03-20 12:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-10', '2026-03-12', 'First.') is null;
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-01', '2026-03-02', 'Second.') is null;
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-12', '2026-03-14', 'Third.') is null;
select app_private.declare_amnesty(test.user_id('olga'), '2026-04-01', '2026-04-01', 'Fourth.') is null;
select is(app_private.last_amnesty_id(), 4, 'four have been declared');

select is(app_private.excused_days(c.last_amnesty_id, c.since), c.expected::datemultirange, c.why)
from (values
  (0, '-infinity'::date, null, 'a state that has taken in none is excused on no day'),
  (1, '-infinity', '{[2026-03-10,2026-03-12]}', 'the first excuses its days, the last one too'),
  (2, '-infinity', '{[2026-03-01,2026-03-02],[2026-03-10,2026-03-12]}', 'two excuse those of both'),
  (3, '-infinity', '{[2026-03-01,2026-03-02],[2026-03-10,2026-03-14]}', 'a day in both is one'),
  (4, '-infinity', '{[2026-03-01,2026-03-02],[2026-03-10,2026-03-14],[2026-04-01,2026-04-01]}', 'the fourth excuses a day to come'),
  (9, '-infinity', '{[2026-03-01,2026-03-02],[2026-03-10,2026-03-14],[2026-04-01,2026-04-01]}', 'there are no more'),
  (4, '2026-03-02', '{[2026-03-01,2026-03-02],[2026-03-10,2026-03-14],[2026-04-01,2026-04-01]}', 'one whose last day is the day from which it matters matters'),
  (4, '2026-03-03', '{[2026-03-10,2026-03-14],[2026-04-01,2026-04-01]}', 'one that is over does not'),
  (4, '2026-03-13', '{[2026-03-12,2026-03-14],[2026-04-01,2026-04-01]}', 'of one that is not over all days are there'),
  (4, '2026-04-02', null, 'none matters after them all'),
  (null, '-infinity', null, 'who knows of none is excused by none')) as c(last_amnesty_id, since, expected, why);
select test.sign_in('alice');
select is(app_private.excused_days(1, '-infinity'), '{[2026-03-10,2026-03-13)}', 'users read them too');
select is(app_private.last_amnesty_id(), 4, 'and how many there are');
