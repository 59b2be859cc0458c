select plan(7);

create temp table made as select s.* from test.register('alice@example.com') as s;
select is(app_private.set_account_operator(' Alice@Example.com', true), account_id, 'it answers whom it made an operator') from made;
select is((test.log_in('alice@example.com')).is_operator, true, 'which the next log-in says');
select is(app_private.session_is_live(account_id, session_id), true, 'sessions go on') from made;
select is(app_private.set_account_operator('alice@example.com', false), account_id, 'who is none any more') from made;
select is(app_private.session_is_live(account_id, session_id), false, 'has no session whose tokens say so') from made;
select is((test.log_in('alice@example.com')).is_operator, false, 'and the next one does not');
select is(test.refusal($$select app_private.set_account_operator('nobody@example.com', true)$$), 'AC002', 'nobody is made one who has no account');
