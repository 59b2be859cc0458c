select plan(20);

select set_config('test.stored', test.fingerprint(), false);
set role app_owner;
select throws_ok('update app_private.rule_versions set check_in_points = 6', '42501', null, 'the owner cannot update a version');
select throws_ok('delete from app_private.rule_versions where id = 1', '42501', null, 'nor delete one');
select throws_ok('truncate app_private.rule_versions', '42501', null, 'nor all at once');
reset role;
select throws_ok(format('set local role %s; %s', r.name, s.statement), '42501', null, format('%s cannot: %s', r.name, s.statement))
from unnest(array['app_server', 'app_anonymous', 'app_user', 'app_operator']) as r(name),
  unnest(array['update app_private.rule_versions set check_in_points = 6', 'delete from app_private.rule_versions', 'truncate app_private.rule_versions',
    'insert into app_private.rule_versions select * from app_private.rule_versions']) as s(statement);
reset role;
select is(test.fingerprint(), current_setting('test.stored'), 'nothing has changed');
