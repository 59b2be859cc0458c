select plan(3);

create function pg_temp.changes(last int) returns setof app_public.balance_entry language sql
begin atomic
  select c.* from app_private.balance_changes(test.user_id('alice'), 'points', last) as c;
end;

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 5);

select is((select count(c.what)::int from pg_temp.changes(2) as c), 2, 'two are in words');
select is((select array_agg(c.what is not null order by c.sequence_number desc) from pg_temp.changes(2) as c),
  array[true, true, false, false, false, false], 'the last two; the others count');
select is((select sum(c.change)::int from pg_temp.changes(2) as c), (select sum(c.change)::int from pg_temp.changes(100) as c), 'in every sum');
