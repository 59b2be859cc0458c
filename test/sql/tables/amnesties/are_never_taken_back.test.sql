select plan(20);

select test.set_clock('2026-03-05 12:00+00');
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-03-01', '2026-03-02', 'Storm.') is null;
reset role;
select set_config('test.stored', test.fingerprint(), false);

set role app_owner;
select throws_ok('update app_private.amnesties set last_day = ''2026-03-03''', '42501', null, 'the owner cannot update an amnesty');
select throws_ok('delete from app_private.amnesties where id = 1', '42501', null, 'nor delete one');
select throws_ok('truncate app_private.amnesties', '42501', null, 'nor all at once');
reset role;
select throws_ok(format('set local role %s; %s', r.name, s.statement), '42501', null, format('%s cannot: %s', r.name, s.statement))
from unnest(array['app_server', 'app_anonymous', 'app_user', 'app_operator']) as r(name),
  unnest(array['update app_private.amnesties set last_day = ''2026-03-03''', 'delete from app_private.amnesties', 'truncate app_private.amnesties',
    'insert into app_private.amnesties select * from app_private.amnesties']) as s(statement);
reset role;
select is(test.fingerprint(), current_setting('test.stored'), 'nothing has changed');
