select plan(12);

select is(app_rules.user_id_for('dev', 'alice'), '9956fbd7-754f-8fc2-86f3-adda9fe31b80'::uuid, 'alice of dev has this id, for ever');
select is(app_rules.user_id_for('https://id.example.org/', 'Zoë 🦊'), 'c9047b26-96ce-8a6e-8f21-4da73a1d2473'::uuid, 'a name of many letters too');
select isnt(app_rules.user_id_for('ab', 'c'), app_rules.user_id_for('a', 'bc'), 'where the issuer ends matters');
select isnt(app_rules.user_id_for('1:a', 'b'), app_rules.user_id_for('1', ':ab'), 'whatever is in it');
select isnt(app_rules.user_id_for('dev', 'alice'), app_rules.user_id_for('dev', 'Alice'), 'so do capitals');
select isnt(app_rules.user_id_for('dev', 'alice'), app_rules.user_id_for('dev', 'alice '), 'and spaces');
select isnt(app_rules.user_id_for('dev', 'alice'), app_rules.user_id_for('alice', 'dev'), 'and the order');
select is(app_rules.user_id_for(null, 'alice'), null, 'without an issuer there is nobody');
select is(app_rules.user_id_for('dev', null), null, 'nor without a subject');
select is((select count(distinct app_rules.user_id_for('dev', 'user ' || n)) from generate_series(1, 100000) as n), 100000::bigint, 'a hundred thousand people have as many ids');
select is_empty($$select n from generate_series(1, 1000) as n where app_rules.user_id_for('dev', n::text)::text !~ '^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'$$,
  'each is a UUID of version 8');
set client_encoding = 'LATIN1';
select is(app_rules.user_id_for('https://id.example.org/', U&'Zo\00EB \+01F98A'), 'c9047b26-96ce-8a6e-8f21-4da73a1d2473'::uuid, 'the session''s encoding does not matter');
