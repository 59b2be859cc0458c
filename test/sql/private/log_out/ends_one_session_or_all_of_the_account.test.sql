select plan(10);

select test.set_clock('2026-03-01 12:00+00');
create temp table made (name text, account_id uuid, session_id uuid);
insert into made select 'bob', s.account_id, s.session_id from test.register('bob@example.com') as s;
select test.register('alice@example.com') is null;
insert into made select o.name, (o.opened).account_id, (o.opened).session_id from (select name, test.log_in('alice@example.com') as opened from unnest(array['phone', 'tablet', 'desk']) as name offset 0) as o;
create function test.log_out(name text, stem text, token text, everywhere boolean) returns text language plpgsql as $$
begin
  perform app_private.log_out(m.account_id, m.session_id, test.sha256(stem), test.sha256(token), everywhere) from made as m where m.name = log_out.name;
  return (select string_agg(m.name, ' ' order by m.name) from made as m where app_private.session_is_live(m.account_id, m.session_id));
end
$$;

select is(test.log_out('phone', 'guessed', '1', true), 'bob desk phone tablet', 'who has had none of its tokens ends nothing');
select is(test.log_out('phone', 'alice@example.com', '1', false), 'bob desk tablet', 'a refresh token ends its session');
select is(test.log_out('phone', 'alice@example.com', '1', false), 'bob desk tablet', 'a repeat changes nothing');
select test.refresh(session_id, '1', '2', '2026-03-01 12:00+00') || test.refresh(session_id, '2', '3', '2026-03-01 12:15+00') from made where name = 'desk';
select is(test.log_out('desk', 'alice@example.com', '1', true), 'bob tablet', 'everywhere, one that was used long ago ends its own and no other');
insert into made select 'new', s.account_id, s.session_id from test.log_in('alice@example.com') as s;
select test.refresh(session_id, '1', '2', '2026-03-01 12:30+00') from made where name = 'new';
select is(test.log_out('new', 'alice@example.com', '1', true), 'bob', 'the last one used ends all of the account, and nobody else''s');

insert into made select 'newer', s.account_id, s.session_id from test.log_in('alice@example.com') as s;
select is(test.log_out('newer', 'alice@example.com', '1', true), 'bob', 'so does the first');
insert into made select o.name, (o.opened).account_id, (o.opened).session_id from (select name, test.log_in('alice@example.com') as opened from unnest(array['a', 'b', 'c']) as name offset 0) as o;
select app_private.end_session(account_id, session_id, false) from made where name = 'a';
select is(test.log_out('bob', 'guessed', '1', false), 'b bob c', 'end_session ends one');
select app_private.end_session(account_id, session_id, true) from made where name = 'b';
select is(test.log_out('bob', 'guessed', '1', false), 'bob', 'or all');
insert into made select 'last', s.account_id, s.session_id from test.log_in('alice@example.com') as s;
select isnt(app_private.end_account_sessions('Alice@example.com'), null, 'and so does a DBA');
select is(test.log_out('bob', 'guessed', '1', false), 'bob', 'by the e-mail address');
