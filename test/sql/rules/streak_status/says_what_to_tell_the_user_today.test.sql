select plan(26);

create function test.run(check_ins int, run_length int, last_marked_day date, last_check_in_day date, last_freeze_day date, paused_from date default null, paused_until date default null)
returns app_private.user_states
language sql
return test.state(jsonb_build_object('check_ins', check_ins, 'run_length', run_length, 'last_marked_day', last_marked_day, 'last_check_in_day', last_check_in_day,
  'last_freeze_day', last_freeze_day, 'paused_from', paused_from, 'paused_until', paused_until));

select is(app_rules.streak_status(s, '2026-03-10'), c.status::app_public.streak_status, c.why)
from (values
  (0, 0, null::date, null::date, null::date, 'none', 'who never checked in has none'),
  (5, 0, '2026-03-08'::date, '2026-03-08'::date, null, 'broken', 'a run that has ended is broken'),
  (5, 0, '2026-03-09', '2026-03-08', '2026-03-09', 'broken', 'though a freeze was spent on it'),
  (5, 3, '2026-03-10', '2026-03-10', null, 'done_today', 'checked in today'),
  (5, 3, '2026-03-10', '2026-03-10', '2026-03-09', 'done_today', 'though a freeze was used yesterday'),
  (5, 3, '2026-03-11', '2026-03-11', null, 'done_today', 'a day ahead, after a journey west'),
  (5, 3, '2026-03-09', '2026-03-09', null, 'at_risk', 'checked in yesterday, and not today'),
  (5, 3, '2026-03-08', '2026-03-08', null, 'at_risk', 'yesterday is still open too'),
  (5, 3, '2026-03-09', '2026-03-08', '2026-03-09', 'protected', 'a freeze covers yesterday'),
  (5, 3, '2026-03-09', '2026-03-07', '2026-03-09', 'protected', 'freezes cover two days'),
  (5, 3, '2026-03-09', '2026-03-07', '2026-03-08', 'protected', 'a freeze covers a day, and a journey another'),
  (5, 3, '2026-03-09', '2026-03-09', '2026-03-08', 'at_risk', 'a check-in since the last freeze makes it as any other'),
  (5, 3, '2026-03-09', '2026-03-08', '2026-02-01', 'at_risk', 'an old freeze protects nothing')
) as c(check_ins, run_length, last_marked_day, last_check_in_day, last_freeze_day, status, why),
  lateral test.run(c.check_ins, c.run_length, c.last_marked_day, c.last_check_in_day, c.last_freeze_day) as s;

select is(app_rules.streak_status(s, '2026-03-10'), c.status::app_public.streak_status, c.why)
from (values
  (5, 3, '2026-03-09'::date, '2026-03-09'::date, null::date, '2026-03-10'::date, '2026-03-12'::date, 'paused', 'today is the first day of a pause'),
  (5, 3, '2026-03-09', '2026-03-07', null, '2026-03-08', '2026-03-12', 'paused', 'or between'),
  (5, 3, '2026-03-09', '2026-03-07', null, '2026-03-08', '2026-03-10', 'paused', 'or its last'),
  (5, 3, '2026-03-09', '2026-03-07', null, '2026-03-08', '2026-03-09', 'at_risk', 'a pause that was over yesterday protects no more'),
  (5, 3, '2026-03-09', '2026-03-09', null, '2026-03-11', '2026-03-12', 'at_risk', 'one that begins tomorrow does not yet'),
  (5, 3, '2026-03-09', '2026-03-08', '2026-03-09', '2026-03-10', '2026-03-12', 'paused', 'a pause goes before a freeze'),
  (5, 3, '2026-03-09', '2026-03-07', '2026-03-08', '2026-03-08', '2026-03-09', 'protected', 'which protects again after it'),
  (5, 3, '2026-03-10', '2026-03-10', null, '2026-03-10', '2026-03-12', 'done_today', 'whoever checked in today is done'),
  (5, 0, '2026-03-07', '2026-03-07', null, '2026-03-10', '2026-03-12', 'broken', 'a pause of a run that has ended pauses nothing'),
  (0, 0, null, null, null, '2026-03-10', '2026-03-12', 'none', 'nor of none')
) as c(check_ins, run_length, last_marked_day, last_check_in_day, last_freeze_day, paused_from, paused_until, status, why),
  lateral test.run(c.check_ins, c.run_length, c.last_marked_day, c.last_check_in_day, c.last_freeze_day, c.paused_from, c.paused_until) as s;
select is(app_rules.streak_status(test.run(null, 3, '2026-03-09', '2026-03-09', null), '2026-03-10'), null, 'an unknown number of check-ins has no status');
select is(app_rules.streak_status(null, '2026-03-10'), null, 'nobody''s streak has none');
select is((select array_agg(distinct app_rules.streak_status(s, '2026-03-10') order by app_rules.streak_status(s, '2026-03-10'))
    from (values (0, 0, null::date), (5, 0, '2026-03-07'::date), (5, 3, '2026-03-10'), (5, 3, '2026-03-09')) as c(check_ins, run_length, last_marked_day),
      (values (null::date), ('2026-03-09'::date)) as f(last_freeze_day), (values (null::date), ('2026-03-10'::date)) as p(paused_from),
      lateral test.run(c.check_ins, c.run_length, c.last_marked_day, '2026-03-08', f.last_freeze_day, p.paused_from, p.paused_from) as s),
  enum_range(null::app_public.streak_status), 'each status is there');
