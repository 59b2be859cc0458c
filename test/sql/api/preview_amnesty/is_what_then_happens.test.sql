select plan(16);
-- Users of every fate, day by day from 2026-03-01, a letter for what they do on each: c checks in at noon; l checks in
-- late, at 01:00 of the next day; p checks in and pauses through three more days; s claims something, which stores what is to
-- be settled; r repairs what is offered; R does and then checks in; z goes to Tokyo, at 18:00, w to Honolulu; . nothing.
-- An amnesty for the 5th is declared on the 12th at 18:00, one for the 2nd on the 15th at 18:00. The previewed one is for the 11th to
-- the 13th, on the 16th at 18:00.
create function pg_temp.fates()
returns table (subject text, days text)
language sql immutable
begin atomic
  values
    ('never missed', 'cccccccccccccccc'), ('never there', ''), ('came the day before', '..............c.'), ('joined that day', '...............c'),
    ('broke on them', 'cccccccccc......'), ('broke on them, came back', 'cccccccccc...ccc'), ('broke on them, came and went', 'cccccccccc...c..'),
    ('broke on the first of them', 'cccccccccc.ccccc'), ('broke on the last of them', 'cccccccccccc.ccc'), ('broke twice on them', '.ccccccccc.c.ccc'),
    ('broke before them', 'ccc.............'), ('broke before them, stored', 'ccc....s........'), ('broke the day before them', '..ccccccc.......'), ('broke the day after them', 'ccccccccccccc...'),
    ('broke long before, came back after', 'ccc..........ccc'), ('broke on them and stored it', 'cccccccccc....s.'), ('broke on them and on, stored', 'ccccccc.......s.'),
    ('one freeze on them', 'ccccccccccc.cccc'), ('one freeze on them, not stored', '..cccccccc......'), ('two freezes', 'cccccccccccccc..'), ('a freeze before them', 'ccccccc.cccccccc'),
    ('a freeze before them, broke on them', 'ccccccc.cc...ccc'), ('a freeze on them, another gap', 'cccccccccc.cc.c.'), ('a freeze on them, a later gap', 'cccccccccc.ccc.c'),
    ('repaired on them', '....cccccc.R.ccc'), ('repaired all of them', '.....ccccc...Rcc'), ('repaired half of them', '....cccc..cc.Rcc'), ('repaired before them', '....cc.Rcccccccc'),
    ('repaired across them', '......ccc.....Rc'), ('repaired them, and broke', '....cccccc.rs...'),
    ('paused over them', 'cccccccccp...ccc'), ('paused on them, broke before', 'ccccccccp....ccc'), ('paused before them', 'ccccccp...c.....'), ('paused after them', 'ccccccccccccp...'),
    ('pause ended by a check-in', 'cccccccccp.c.ccc'), ('late on them', 'ccccccccccl.llcc'), ('late, then broke', 'cccccccccl......'),
    ('travelled east', 'cccccccccczccccc'), ('travelled east and broke', 'ccccczcccc...ccc'), ('travelled west', 'ccccccccccwccccc'), ('travelled west and broke', 'cccccwcccc...ccc'),
    ('restored by the first amnesty', 'cccc.ccccc...ccc'), ('restored by the first, not stored', 'cccc.cccccc.....'), ('restored by the second', 'c.cccccccc...c..'),
    ('freed by the first amnesty', '..c.ccccccc.ccc.'), ('alternating', 'c.c.c.c.c.c.c.c.'), ('alternating, too', '.c.c.c.c.c.c.c.c'), ('in pairs', 'cc..cc..cc..cc..');
end;

create function pg_temp.act(subject text, action text, day date)
returns void
language plpgsql volatile
as $$
declare
  v_repair date;
begin
  perform test.sign_in(act.subject);
  perform test.set_clock(act.day + case when action = 'l' then interval '25 hours' when action = 'z' then interval '18 hours' else interval '12 hours' end);
  if action in ('r', 'R') then
    v_repair := (((app_public.me()).state).streak).repair.day;
    if v_repair is not null then
      perform app_public.repair_streak(v_repair);
    end if;
  end if;
  case
    when action in ('c', 'R', 'p') then perform app_public.check_in();
    when action = 'l' then perform app_public.check_in(act.day);
    when action = 's' then perform app_public.claim_reward('token');
    when action = 'z' then perform app_public.update_settings('Asia/Tokyo');
    when action = 'w' then perform app_public.update_settings('Pacific/Honolulu');
    else null;
  end case;
  if action = 'p' then
    perform app_public.pause_streak(act.day + 3);
  end if;
exception when others then
  raise exception '% of % on %: %', action, subject, day, sqlerrm;
end
$$;

create function pg_temp.declare(at timestamptz, first_day date, last_day date)
returns int
language plpgsql volatile
as $$
begin
  perform test.set_clock(declare.at);
  perform test.sign_in_operator('olga');
  return (select a.amnesty_id from app_public.declare_amnesty(declare.first_day, declare.last_day, 'Outage.') as a);
end
$$;

create function pg_temp.play()
returns void
language plpgsql volatile
as $$
declare
  v_day date;
begin
  for k in 1 .. 16 loop
    v_day := date '2026-02-28' + k;
    -- Late check-ins for the day before come first.
    perform pg_temp.act(f.subject, 'l', v_day - 1) from pg_temp.fates() as f where substr(f.days, k - 1, 1) = 'l' and k > 1;
    perform pg_temp.act(f.subject, substr(f.days, k, 1), v_day) from pg_temp.fates() as f where substr(f.days, k, 1) in ('c', 'p', 's', 'r', 'R', 'z', 'w');
    if v_day = '2026-03-12' then
      perform pg_temp.declare('2026-03-12 18:00+00', '2026-03-05', '2026-03-05');
    elsif v_day = '2026-03-15' then
      perform pg_temp.declare('2026-03-15 18:00+00', '2026-03-02', '2026-03-02');
    end if;
  end loop;
end
$$;

-- What a user sees: streak, longest, freezes, points, and the calendar.
create function pg_temp.seen(subject text)
returns table (user_id uuid, current int, longest int, freezes int, points bigint, marks text[])
language plpgsql volatile
as $$
begin
  perform test.sign_in(seen.subject);
  return query
  select m.user_id, ((m.state).streak).current, ((m.state).streak).longest, ((m.state).streak).freezes, (m.state).points,
    array(select coalesce(c.mark::text, '') from app_public.me_calendar(m, '2026-02-20', '2026-03-17') as c order by c.day)
  from app_public.me() as m;
end
$$;

-- Names of those who differ, for whoever has to find out why.
create function pg_temp.names(differing text)
returns text
language plpgsql volatile
as $$
declare
  v_names text;
begin
  execute format('select string_agg(f.subject, %L order by f.subject) from (%s) as d join pg_temp.fates() as f on d.user_id = test.user_id(f.subject)', ', ', differing) into v_names;
  return v_names;
end
$$;

select test.add_rule_version('2026-02-01 00:00+00', '{"repair_within_days": 9}');
select test.add_reward('{"id": "purse", "gives_points": 1000, "auto_claim": true}', '{"check_ins": 1}');
select test.add_reward('{"id": "token", "gives_points": 1}', '{"check_ins": 1}');
select test.add_reward('{"id": "shield", "gives_freezes": 1, "auto_claim": true, "priority": 1}', '{"check_ins": 5}');
select pg_temp.play() is null;
reset role;
select test.set_clock('2026-03-16 18:00+00');
create temp table before as select f.subject, s.* from pg_temp.fates() as f, pg_temp.seen(f.subject) as s;
reset role;
create temp table foreseen as select e.* from app_private.amnesty_effects('2026-03-11', '2026-03-13') as e;
select test.sign_in_operator('olga');
select set_config('test.preview', p::text, false), set_config('test.stored', test.fingerprint(), false)
from app_public.preview_amnesty('2026-03-11', '2026-03-13') as p;
select is(test.fingerprint(), current_setting('test.stored'), 'a preview writes nothing');
select is(pg_temp.declare('2026-03-16 18:00+00', '2026-03-11', '2026-03-13'), 3, 'the amnesty is declared');
reset role;
create temp table after as select f.subject, s.* from pg_temp.fates() as f, pg_temp.seen(f.subject) as s;
reset role;
create temp table happened as
  select b.user_id, b.current as streak_before, a.current as streak_after, b.longest as longest_before, a.longest as longest_after,
    a.freezes - b.freezes as freezes_returned, a.points - b.points as points_returned,
    (select count(*)::int from unnest(b.marks, a.marks) as m(before, after) where m.before <> m.after) as days
  from before as b join after as a using (user_id) where b <> a;
grant select on happened, foreseen to public;

select is((select count(*) > 25 from before as b where exists (select from app_private.user_states as s where s.user_id = b.user_id)), true, 'there are users of many fates');
select is((select array_agg(distinct m.mark order by m.mark) from before as b, unnest(b.marks) as m(mark) where m.mark <> ''),
  (select array_agg(e.mark::text order by e.mark::text) from unnest(enum_range(null::app_public.mark)) as e(mark)), 'and days of every mark');
select is((select row(count(*) > 25, count(*) filter (where h.streak_after > h.streak_before) > 10, count(*) filter (where h.longest_after > h.longest_before) > 5,
    sum(h.freezes_returned) > 10, sum(h.points_returned) > 200)::text from happened as h), '(t,t,t,t,t)', 'the amnesty restores runs, gives back freezes and points');
select is(pg_temp.names('select h.* from happened as h except select f.* from foreseen as f'), null, 'for everybody to whom something happens, the preview said what');
select is(pg_temp.names('select f.* from foreseen as f except select h.* from happened as h'), null, 'and whatever it said happens');
select is((select row((p.p).users, (p.p).runs_restored, (p.p).freezes_returned, (p.p).points_returned)::text from (select current_setting('test.preview')::app_public.amnesty_preview as p) as p),
  (select row(count(*), count(*) filter (where h.streak_after > h.streak_before), sum(h.freezes_returned), sum(h.points_returned))::text from happened as h),
  'the sums are those of what happens');
select is((select array_agg(m::text order by m.user_id) from unnest((current_setting('test.preview')::app_public.amnesty_preview).most_affected) as m),
  (select array_agg(t.effect order by t.user_id) from (
    select h::text as effect, h.user_id from happened as h order by h.streak_after - h.streak_before desc, h.freezes_returned desc, h.user_id limit 20) as t),
  'those who gain most are named, at most twenty');
select is((select array_agg(m.streak_after - m.streak_before order by n) = array_agg(m.streak_after - m.streak_before order by m.streak_after - m.streak_before desc)
    from unnest((current_setting('test.preview')::app_public.amnesty_preview).most_affected) with ordinality as m(user_id, streak_before, streak_after, longest_before, longest_after, freezes_returned, points_returned, days, n)),
  true, 'who gains most comes first');

-- What was shown is what is stored, by a command of each that changes nothing else.
select test.sign_in_operator('olga');
select is((select row(p.users, p.runs_restored, p.freezes_returned, p.points_returned, p.most_affected)::text from app_public.preview_amnesty('2026-03-11', '2026-03-13') as p), '(0,0,0,0,{})',
  'a preview of days that are excused is empty');
select is((select row(p.users, p.most_affected)::text from app_public.preview_amnesty('2026-03-12', '2026-03-12') as p), '(0,{})', 'of some of them as well');
reset role;
create function pg_temp.stores(subject text)
returns boolean
language plpgsql volatile
as $$
begin
  perform test.sign_in(stores.subject);
  -- The first day of each: a repeat, which stores what is pending and nothing else.
  perform app_public.check_in((select min(d.day) from app_private.day_marks as d));
  return true;
end
$$;
create temp table stored as
  select f.subject, pg_temp.stores(f.subject) from pg_temp.fates() as f where exists (select from app_private.user_states as s where s.user_id = test.user_id(f.subject));
reset role;
create temp table entered as
  select e.user_id, e.freezes_granted, e.points_delta, e.run_length, e.longest_streak from app_public.journal_entries as e
  where e.kind = 'amnesty' and e.asked = '{"amnesty_id": 3}' and exists (select from happened as h where h.user_id = e.user_id);
grant select on entered to public;
select is(pg_temp.names('select h.user_id from happened as h left join entered as e using (user_id)
    where (e.freezes_granted, e.points_delta, e.run_length, e.longest_streak) is distinct from (h.freezes_returned, h.points_returned, h.streak_after, h.longest_after)'), null,
  'the entries that are stored say the same');
create temp table later as select f.subject, s.* from pg_temp.fates() as f, pg_temp.seen(f.subject) as s;
reset role;
select is(pg_temp.names('select l.user_id from later as l join after as a using (user_id) where l is distinct from a'), null, 'and nobody sees anything else than before they were');
select is((select count(*) from app_private.user_states as s where s.last_amnesty_id < 3 and exists (select from entered as e where e.user_id = s.user_id)), 0::bigint, 'each takes it in');
select is(test.refusal($$select app_private.preview_amnesty('2026-03-12', '2026-03-11')$$), 'AM001', 'days that are none are refused');
