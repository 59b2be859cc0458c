select plan(17);

select test.set_clock('2026-03-01 12:00+00');
create temp table made as select s.* from app_private.register('alice@example.com', '$scrypt$x', 'Europe/Berlin', test.sha256('stem'), test.sha256('1')) as s;
create temp table other as select s.* from test.log_in('alice@example.com') as s;

select is(test.refresh(session_id, '1', '2', '2026-03-01 12:15+00'), 'refreshed', 'a token leads to the next') from made;
select results_eq('select token_hash, used_hash, refreshed_at, expires_at from app_private.sessions join made using (session_id)',
  $$values (test.sha256('2'), test.sha256('1'), timestamptz '2026-03-01 12:15+00', timestamptz '2026-03-31 12:15+00')$$, 'of which hashes are stored, and gives the session more time');
select is(test.refresh(session_id, '1', '2', '2026-03-01 12:15:09.999999+00'), 'repeated', 'within ten seconds it may come again') from made;
select results_eq('select token_hash, used_hash, refreshed_at from app_private.sessions join made using (session_id)',
  $$values (test.sha256('2'), test.sha256('1'), timestamptz '2026-03-01 12:15+00')$$, 'which leads to the same, and gives no more time');
select is(test.refresh(session_id, '1', '2b', '2026-03-01 12:15:09.999999+00'), 'repeated', 'after TOKEN_SECRET was replaced it leads to another') from made;
select is(test.refresh(session_id, '2', '3', '2026-03-01 12:15:09.999999+00'), 'reused', 'instead of that one') from made;
select is_empty('select from app_private.sessions join made using (session_id)', 'a token that comes again ends the session');
select is(app_private.session_is_live(account_id, session_id), false, 'at once') from made;
select is(app_private.session_is_live(account_id, session_id), true, 'and no other of the account') from other;

select is(test.refresh(session_id, '1', '2', '2026-03-01 12:16+00'), 'refreshed', 'the other goes on') from other;
select is(test.refresh(session_id, '1', '2', '2026-03-01 12:16:10+00'), 'reused', 'until its last token but one comes ten seconds later') from other;

create temp table third as select s.* from test.log_in('alice@example.com') as s;
select is(test.refresh(session_id, '1', '2', '2026-03-01 12:20+00'), 'refreshed', 'the grace') from third;
select is(test.refresh(session_id, '2', '3', '2026-03-01 12:20:01+00'), 'refreshed', 'is for the very last refresh') from third;
select is(test.refresh(session_id, '1', '2', '2026-03-01 12:20:02+00'), 'reused', 'and not for the one before') from third;

create temp table fourth as select s.* from test.log_in('alice@example.com') as s;
select is((app_private.refresh_session(account_id, session_id, test.sha256('guessed'), test.sha256('1'), test.sha256('2'))).outcome, 'unknown',
  'who has had none of the session''s tokens') from fourth;
select is(app_private.session_is_live(account_id, session_id), true, 'ends nothing') from fourth;
select is((app_private.refresh_session(account_id, gen_random_uuid(), test.sha256('alice@example.com'), test.sha256('1'), test.sha256('2'))).outcome, 'unknown',
  'nor is there anything to do for a session that is not there') from fourth;
