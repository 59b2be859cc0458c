-- What PostgreSQL cannot inline it prepares anew at each call: some 50 µs, of each command.
select plan(3);

create view test.called as
select p.oid::regprocedure::text as name, l.lanname as language
from pg_stat_user_functions as f join pg_proc as p on p.oid = f.funcid join pg_language as l on l.oid = p.prolang
where p.pronamespace <> 'test'::regnamespace;

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
reset role;
set track_functions = 'all';
select test.sign_in('alice');
select test.check_in_daily('2026-03-04 12:00+00', 1);
reset role;
select pg_stat_force_next_flush();

select cmp_ok((select count(*) from test.called), '>', 20::bigint, 'functions are counted');
select set_has('select c.name from test.called as c', $$values ('app_private.record(app_private.user_states,app_private.user_states,app_private.user_states,app_private.marked_day[],app_public.journal_kind,date,jsonb,jsonb,uuid,bigint,uuid,boolean)'),
  ('app_rules.is_state(app_private.user_states)')$$, 'those of a check-in');
select is_empty($$select c.name from test.called as c where c.language = 'sql'$$, 'none is SQL that stays a call');
