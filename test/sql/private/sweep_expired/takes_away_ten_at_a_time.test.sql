select plan(5);

select is(count(test.attempt_at('2026-03-01 12:00+00', format('user%s@example.com', n), format('192.0.2.%s', n)::inet)), 24::bigint, '24 have tried') from generate_series(1, 24) as n;
select is((select count(*) from app_private.log_in_attempts), 48::bigint, 'which are two counts each');
select is(test.attempt_at('2026-03-02 11:59:59.999999+00', 'user1@example.com', '192.0.2.1'), 'in', 'within a day');
select is((select count(*) from app_private.log_in_attempts), 48::bigint, 'none is forgotten');
select test.attempt_at('2026-03-02 12:00+00', 'user1@example.com', '192.0.2.1') is null;
select is((select count(*) from app_private.log_in_attempts), 38::bigint, 'then ten of them are');
