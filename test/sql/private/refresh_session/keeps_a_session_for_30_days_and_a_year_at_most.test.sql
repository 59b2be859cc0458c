select plan(9);

select test.set_clock('2026-01-01 00:00+00');
create temp table made as select s.* from app_private.register('alice@example.com', '$scrypt$x', 'Europe/Berlin', test.sha256('stem'), test.sha256('0')) as s;
create temp table other as select s.* from test.log_in('alice@example.com') as s;

select test.set_clock('2026-01-30 23:59:59.999999+00');
select is(app_private.session_is_live(account_id, session_id), true, 'a session lives for 30 days') from other;
select is(test.refresh(session_id, '0', '1', '2026-01-30 23:59:59.999999+00'), 'refreshed', 'a refresh in time prolongs it') from made;
select test.set_clock('2026-01-31 00:00+00');
select is(app_private.session_is_live(account_id, session_id), false, 'not a moment longer') from other;
select is(test.refresh(session_id, '1', '2', '2026-01-31 00:00+00'), 'unknown', 'then a refresh is too late') from other;
select is(count(*), 12::bigint, 'refreshed every 29 days')
from made, generate_series(1, 12) as n where test.refresh(session_id, n::text, (n + 1)::text, timestamptz '2026-01-30 23:59:59.999999+00' + n * interval '648 hours') = 'refreshed';
select is(s.expires_at, timestamptz '2027-01-01 00:00+00', 'it ends after a year') from app_private.sessions as s join made using (session_id);
select is(test.refresh(session_id, '13', '14', '2026-12-31 23:59:59.999999+00'), 'refreshed', 'until its end it is refreshed') from made;
select is(test.refresh(session_id, '14', '15', '2027-01-01 00:00+00'), 'unknown', 'and then no more') from made;
select is(r.zone || ' ' || r.is_operator, null, 'nothing is said of its account')
from made, app_private.refresh_session(account_id, session_id, test.sha256('stem'), test.sha256('14'), test.sha256('15')) as r;
