select plan(2);

create temp table made as select s.* from app_private.register('alice@example.com', '$scrypt$x', 'Europe/Berlin', test.sha256('stem'), test.sha256('1')) as s;
select results_eq($$select r.outcome, r.zone, r.is_operator from made, app_private.refresh_session(account_id, session_id, test.sha256('stem'), test.sha256('1'), test.sha256('2')) as r$$,
  $$values ('refreshed', 'Europe/Berlin', false)$$, 'no operator');
select app_private.set_account_operator('alice@example.com', true) is null;
select results_eq($$select r.outcome, r.zone, r.is_operator from made, app_private.refresh_session(account_id, session_id, test.sha256('stem'), test.sha256('2'), test.sha256('3')) as r$$,
  $$values ('refreshed', 'Europe/Berlin', true)$$, 'an operator');
