select plan(22);

select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00');
reset role;
select set_config('test.stored', test.fingerprint(), false);

set role app_owner;
select throws_ok('update app_public.journal_entries set points_delta = 1000', '42501', null, 'the owner cannot update an entry');
select throws_ok('update app_public.journal_entries set points_delta = 1000 where false', '42501', null, 'nor try to');
select throws_ok('delete from app_public.journal_entries', '42501', null, 'nor delete one');
select throws_ok('truncate app_public.journal_entries', '42501', null, 'nor all at once');
select lives_ok('select count(*) from app_public.journal_entries', 'but read them');
reset role;
select throws_ok(format('set local role %s; %s', r.name, s.statement), '42501', null, format('%s cannot: %s', r.name, s.statement))
from unnest(array['app_server', 'app_anonymous', 'app_user', 'app_operator']) as r(name),
  unnest(array['update app_public.journal_entries set points_delta = 1000', 'delete from app_public.journal_entries', 'truncate app_public.journal_entries',
    'insert into app_public.journal_entries select * from app_public.journal_entries']) as s(statement);
reset role;
select is(test.fingerprint(), current_setting('test.stored'), 'nothing has changed');
