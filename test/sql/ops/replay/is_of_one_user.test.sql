select plan(12);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 3);
reset role;
update app_public.journal_entries set points = points + 1 where user_id = test.user_id('bob') and sequence_number in (2, 4);
select is((select array_agg(r.sequence_number) from app_private.replay(test.user_id('bob')) as r), '{2,4}'::bigint[], 'what is wrong with one user');
select is_empty($$ select * from app_private.replay(test.user_id('alice')) $$, 'is not told of another');
select is_empty($$ select * from app_private.verify_users(test.user_id('alice'), test.user_id('alice')) $$, 'nor by verify of the other alone');
select is((select array_agg(v.user_id) from app_private.verify() as v), array[test.user_id('bob'), test.user_id('bob')], 'verify names the user');
select is((select count(*) from app_private.verify_users(test.user_id('bob'), test.user_id('bob'))), 2::bigint, 'a range may be of one');
select is((select count(*) from app_private.verify_users(least(test.user_id('alice'), test.user_id('bob')), greatest(test.user_id('alice'), test.user_id('bob')))), 2::bigint, 'a range holds both of its ends');

-- Who has only just come, and who has never.
select test.sign_in('carol');
select app_public.bootstrap('Asia/Tokyo', 6) is null;
reset role;
select is_empty($$ select * from app_private.replay(test.user_id('carol')) $$, 'a user without commands is proven');
select is((select array_agg(r.difference) from app_private.replay(test.user_id('nobody')) as r), '{"The journal has no entry."}', 'of nobody there is nothing to prove by');
insert into app_private.users (user_id, issuer, subject, created_at) values (test.user_id('dave'), 'dev', 'dave', '2026-03-01');
insert into app_private.user_states select (jsonb_populate_record(s, jsonb_build_object('user_id', test.user_id('dave')))).* from app_private.user_states as s where s.user_id = test.user_id('carol');
select is((select array_agg(row(r.sequence_number, r.difference)::text) from app_private.replay(test.user_id('dave')) as r), '{"(,\"The journal has no entry.\")"}', 'a state without any entry is told');

-- It writes nothing, and may run where nothing can be written.
create temp table before as select test.fingerprint() as of_all;
begin read only;
select is((select count(*) from app_private.verify()), 3::bigint, 'it runs in a transaction that cannot write');
commit;
select is(test.fingerprint(), (select b.of_all from before as b), 'and changes nothing');
select is((select array_agg(p.provolatile::text) from pg_proc as p where p.proname in ('replay', 'replay_journal', 'verify_users') and p.pronamespace = 'app_private'::regnamespace),
  '{s,s,s}', 'nor could it');
