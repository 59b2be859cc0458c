select plan(6);

create temp table made (n int, session_id uuid);
select test.set_clock('2026-03-01 12:00+00');
insert into made select 1, (test.register('alice@example.com')).session_id;
select test.register('bob@example.com') is null;
create function test.log_in_at(at timestamptz) returns uuid language plpgsql as $$
begin
  perform test.set_clock(at);
  return (test.log_in('alice@example.com')).session_id;
end
$$;
insert into made select n, test.log_in_at('2026-03-01 12:00+00'::timestamptz + n * interval '1 second') from generate_series(2, 20) as n;
select is((select count(*) from app_private.sessions join made using (session_id)), 20::bigint, 'twenty sessions are kept');
select is((select test.refresh(session_id, '1', '2', '2026-03-01 13:00+00') from made where n = 1), 'refreshed', 'the first is used');
insert into made select 21, (test.log_in('alice@example.com')).session_id;
select results_eq('select n from made where session_id not in (select session_id from app_private.sessions)', array[2], 'so the second ends for the 21st');
select is((select count(*) from app_private.sessions), 21::bigint, 'bob''s stays');
select test.set_clock('2026-03-31 12:30+00');
insert into made select 22, (test.log_in('alice@example.com')).session_id;
select set_eq('select n from made join app_private.sessions using (session_id)', array[1, 21, 22], 'those that have expired go first');
select test.attempt_at('2026-03-31 12:30+00') is null;
select is((select count(*) from app_private.sessions), 3::bigint, 'and bob''s with anybody''s attempt');
