select plan(13);
create function pg_temp.preview(first_day date, last_day date)
returns text
language plpgsql volatile
as $$
begin
  perform test.sign_in_operator('olga');
  return (select row(p.users, p.runs_restored, p.freezes_returned, p.points_returned)::text from app_public.preview_amnesty(preview.first_day, preview.last_day) as p);
end
$$;
select test.add_reward('{"id": "purse", "gives_points": 500, "auto_claim": true}', '{"check_ins": 1}');

-- Alice broke, Bob used a freeze, Carol repaired, Dave was there, Erin has been away for long, Frank never checked in.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.check_in_daily('2026-03-10 12:00+00', 1);
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.check_in_daily('2026-03-09 12:00+00', 2);
select test.sign_in('carol');
select test.check_in_daily('2026-03-05 12:00+00', 3);
select test.set_clock('2026-03-09 12:00+00');
select app_public.repair_streak('2026-03-08') is null;
select test.check_in_at('2026-03-10 12:00+00');
select test.sign_in('dave');
select test.check_in_daily('2026-03-01 12:00+00', 10);
select test.sign_in('erin');
select test.check_in_daily('2026-02-01 12:00+00', 7);
select test.sign_in('frank');
select app_public.bootstrap() is null;
select test.set_clock('2026-03-10 18:00+00');
select set_config('test.stored', test.fingerprint(), false);

select is(pg_temp.preview('2026-03-08', '2026-03-09'), '(3,2,2,50)', 'how many would be affected, restored, and what they would get back');
select is((select array_agg(m::text) from app_public.preview_amnesty('2026-03-08', '2026-03-09') as p, unnest(p.most_affected) as m),
  array[row(test.user_id('alice'), 1, 8, 7, 8, 1, 0, 2)::text,
    row(test.user_id('carol'), 1, 4, 3, 4, 0, 50, 2)::text,
    row(test.user_id('bob'), 9, 9, 9, 9, 1, 0, 1)::text],
  'who they are, who gains most first, and what each of them gains');
select is(pg_temp.preview('2026-03-08', '2026-03-08'), '(3,1,1,50)', 'fewer days do less, and free the freeze of who broke on the next');
select is(pg_temp.preview('2026-01-01', '2026-01-31'), '(0,0,0,0)', 'days before anybody was there do nothing');
select is(pg_temp.preview('2026-02-10', '2026-03-09'), '(3,2,2,50)', 'who stays away longer is not affected');
select is(pg_temp.preview('2026-02-10', '2026-03-10'), '(3,2,2,50)', 'today does nothing yet');
select is(pg_temp.preview('2026-04-01', '2026-04-30'), '(0,0,0,0)', 'nor do days to come');
select is(test.fingerprint(), current_setting('test.stored'), 'nothing is written by any of it');

-- It is as of now.
select test.set_clock('2026-03-12 02:00+00');
select is(pg_temp.preview('2026-03-11', '2026-03-11'), '(4,3,1,0)', 'days that have ended since are missed without anybody having stored it');

-- For operators alone.
select test.sign_in('alice');
select throws_ok($$select app_public.preview_amnesty('2026-03-08', '2026-03-09')$$, 'IA002', null, 'a mere user previews nothing');
select test.sign_in(null);
select throws_ok($$select app_public.preview_amnesty('2026-03-08', '2026-03-09')$$, 'IA001', null, 'nor does whoever is signed out');
select test.sign_in_operator('olga');
select is((select array_agg(test.refusal(format('select app_public.preview_amnesty(%L, %L)', d.first_day, d.last_day)))
    from (values ('2026-03-08', '2026-03-07'), ('2026-03-01', '2026-04-01'), (null, '2026-03-07'), ('2026-03-07', null), ('2026-03-01', 'infinity'), ('2026-03-01', '2026-03-31')) as d(first_day, last_day)),
  '{AM001,AM001,AM001,AM001,AM001,nothing}'::text[], 'days that could not be declared cannot be previewed');
select is(test.fingerprint(), current_setting('test.stored'), 'and nothing is written by that');
