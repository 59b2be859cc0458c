select plan(3);

select is(test.refusal($$select app_private.attempt_log_in('alice', '192.0.2.1')$$), 'AC001', 'without an @');
select is(test.refusal($$select app_private.attempt_log_in(null, '192.0.2.1')$$), 'AC001', 'nor nothing');
select is_empty('select from app_private.log_in_attempts', 'nothing was counted');
