-- Every column of what is stored of a user is changed to another value that it could have, a few rows each: whatever
-- is not found is named here, and why.
select plan(9);

select test.add_reward('{"id": "daily", "gives_energy": 3, "gives_xp": 2, "repeats": "day", "claim_within_hours": 20}', '{"check_ins": 3}');
select test.add_reward('{"id": "gift", "gives_points": 7, "gives_items": {"coffee": 1}, "repeats": "week", "auto_claim": true}', '{"check_ins": 2}');
select test.add_rule_version('2026-03-12 00:00+00', '{"check_in_points": 6, "energy_max": 110}');
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 6);
select test.check_in_at('2026-03-08 01:00+00', '2026-03-07');
select test.check_in_at('2026-03-08 12:00+00');
select app_public.claim_reward('streak_3');
select test.set_clock('2026-03-08 13:00+00');
select app_public.claim_reward('daily');
select test.check_in_at('2026-03-10 12:00+00'); -- a freeze covers the 9th
select app_public.pause_streak('2026-03-12');
select test.check_in_at('2026-03-14 12:00+00'); -- the 13th is missed
select app_public.repair_streak('2026-03-13');
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-03-09', '2026-03-09', 'A test.');
select test.sign_in('alice');
select test.check_in_at('2026-03-15 12:00+00');
select test.set_clock('2026-03-15 20:00+00');
select app_public.update_settings('Pacific/Kiritimati', 4);
select test.set_clock('2026-03-17 15:00+00');
select app_public.buy_item('coffee', 'c0ffee00-0000-4000-8000-000000000001', 2);
select app_public.spend_energy(30, 'c0ffee00-0000-4000-8000-000000000003', 'Lesson 5');
select test.set_clock('2026-03-17 15:20+00');
select app_public.use_item('coffee', 'c0ffee00-0000-4000-8000-000000000002');
select app_public.discard_item('coffee', 'c0ffee00-0000-4000-8000-000000000004', 1);
reset role;
select app_private.grant_effects(test.user_id('alice'), test.user_id('olga'), test.effects('{"points": 40, "freezes": 1}'), 'Sorry.', 'c0ffee00-0000-4000-8000-000000000005');
select app_private.reverse_entry(test.user_id('alice'), test.user_id('olga'), (test.stored('alice')).sequence_number, 'A mistake.');
select app_private.grant_effects(test.user_id('alice'), test.user_id('olga'), test.effects('{"freezes": 1}'), 'Sorry.', 'c0ffee00-0000-4000-8000-000000000006');
select test.set_clock('2026-03-19 12:00+00');
select app_public.check_in() is null;
select is_empty('select * from app_private.verify()', 'nothing has been changed yet');
select is((select count(distinct e.kind) from app_public.journal_entries as e), 13::bigint, 'every kind of entry is there');

-- Each number, text and null within a JSON value, and where it stands.
create function pg_temp.leaves(value jsonb)
returns table (path text[], leaf jsonb)
language sql immutable
as $$
  with recursive parts(path, part) as (
    select '{}'::text[], leaves.value
    union all
    select p.path || c.key, c.value from parts as p, lateral (
      select e.key, e.value from jsonb_each(case when jsonb_typeof(p.part) = 'object' then p.part end) as e
      union all
      select (a.place - 1)::text, a.value from jsonb_array_elements(case when jsonb_typeof(p.part) = 'array' then p.part end) with ordinality as a(value, place)) as c
  )
  select p.path, p.part from parts as p where jsonb_typeof(p.part) not in ('object', 'array') and p.path <> '{}'
$$;

-- Other values of a column, and what of it they change.
create function pg_temp.others(column_name text, of_type regtype, stored text)
returns table (what text, other text)
language sql stable
as $$
  select column_name, v
  from unnest(case
    when of_type = 'jsonb'::regtype and stored is null then array['{}']
    when of_type = 'jsonb'::regtype then array[(stored::jsonb || '{"tea": 1}')::text]
    when stored is null then array[case of_type when 'bigint'::regtype then '1' when 'date'::regtype then '2026-03-01' when 'timestamptz'::regtype then '2026-12-01'
      else 'c0ffee00-0000-4000-8000-0000000000fe' end]
    when of_type in ('int'::regtype, 'bigint'::regtype) then array[(stored::bigint + 1)::text, (stored::bigint - 1)::text, null]
    when of_type = 'timestamptz'::regtype then array[(stored::timestamptz + interval '1 second')::text, (stored::timestamptz - interval '1 second')::text, null]
    when of_type = 'date'::regtype then array[(stored::date + 1)::text, (stored::date - 1)::text, null]
    when of_type = 'date[]'::regtype then array[(stored::date[] || '2026-02-01'::date)::text, (stored::date[])[2:]::text]
    when of_type = 'boolean'::regtype then array[(not stored::boolean)::text]
    when of_type = 'uuid'::regtype then array['c0ffee00-0000-4000-8000-0000000000ff']
    when of_type = 'app_public.mark'::regtype then array[case stored when 'late' then 'check_in' else 'late' end]
    when of_type = 'app_public.journal_kind'::regtype then array[case stored when 'pause' then 'settings' else 'pause' end]
    when stored = 'UTC' then array['Europe/London']
    else array[stored || 'x']
  end) as v
  where v is distinct from stored and not (of_type = 'jsonb'::regtype and column_name in ('asked', 'terms', 'conditions') and stored is not null)
  union all
  select array_to_string(column_name || array(select n from unnest(l.path) as n where n !~ '^\d+$'), '.'),
    jsonb_set(case when of_type = 'jsonb'::regtype then stored::jsonb end, l.path, case jsonb_typeof(l.leaf)
      when 'number' then to_jsonb(l.leaf::bigint + 1) when 'null' then '"2026-02-01"'
      else to_jsonb(case when l.leaf #>> '{}' ~ '^\d{4}-\d\d-\d\d$' then ((l.leaf #>> '{}')::date - 1)::text when l.leaf = '"UTC"' then 'Europe/London' when l.leaf = '"Pacific/Kiritimati"' then 'Pacific/Apia' else (l.leaf #>> '{}') || 'x' end) end)::text
  from pg_temp.leaves(case when of_type = 'jsonb'::regtype then stored::jsonb end) as l
$$;

create function pg_temp.text_of(changed anyelement, column_name text)
returns text
language plpgsql
as $$
declare
  v_text text;
begin
  execute format('select ($1).%I::text', column_name) into v_text using changed;
  return v_text;
end
$$;

create temp table tried (place regclass, what text, was_found boolean);

-- Changes one thing at a time, of one row in every few for each column; each is undone.
create function pg_temp.change(place regclass, one_in int)
returns void
language plpgsql
as $$
declare
  v_row record;
  v_found boolean;
begin
  for v_row in execute format($q$
    select r.place, a.attname, o.what, o.other
    from (select c.ctid as place, c, row_number() over (order by c.sequence_number) as number from %1$s as c where c.user_id = test.user_id('alice')) as r, pg_attribute as a,
      lateral pg_temp.others(a.attname, a.atttypid, pg_temp.text_of(r.c, a.attname)) as o
    where a.attrelid = %1$L::regclass and a.attnum > 0 and not a.attisdropped and (o.other is not null or not a.attnotnull) and ((r.number + a.attnum) %% $1 = 0 or a.attname in ('asked', 'terms'))$q$, place)
  using one_in loop
    begin
      execute format('update %s set %I = %L where ctid = %L', place, v_row.attname, v_row.other, v_row.place);
      v_found := exists (select from app_private.verify());
      raise exception using errcode = 'TS000';
    exception
      when sqlstate 'TS000' then insert into tried values (change.place, v_row.what, v_found);
      when integrity_constraint_violation then insert into tried values (change.place, v_row.what, null); -- cannot be stored
    end;
  end loop;
end
$$;

select pg_temp.change('app_private.user_states', 1);
select pg_temp.change('app_private.day_marks', 4);
select pg_temp.change('app_private.reward_unlocks', 7);
select pg_temp.change('app_private.reward_claims', 2);
select pg_temp.change('app_public.journal_entries', 11);
select is_empty($$
  select c.place, a.attname from (select distinct t.place from tried as t) as c join pg_attribute as a on a.attrelid = c.place and a.attnum > 0
  where not exists (select from tried as t where t.place = c.place and split_part(t.what, '.', 1) = a.attname)$$, 'every column was changed');
select is((select count(*) > 250 from tried as t where t.was_found), true, 'hundreds of changes were found');

-- What no number follows from, whatever replay asks.
create temp table unproven (place regclass, what text, why text);
insert into unproven values
  ('app_private.reward_claims', 'reward_revision', 'of another revision nothing is known'),
  ('app_private.reward_unlocks', 'reward_revision', 'of another revision nothing is known'),
  ('app_private.reward_claims', 'automatic', 'by hand at the very instant of the unlock'),
  ('app_private.reward_unlocks', 'claimable_until', 'the reward may have been another then'),
  ('app_private.reward_unlocks', 'conditions.check_ins', 'as long as they held'),
  ('app_private.reward_unlocks', 'conditions.current_streak', 'as long as they held'),
  ('app_public.journal_entries', 'asked.reason', 'words'),
  ('app_public.journal_entries', 'idempotency_key', 'any key is as good'),
  ('app_public.journal_entries', 'occurred_at', 'within a refill, and between its neighbours'),
  ('app_public.journal_entries', 'operator_id', 'any operator might have'),
  ('app_public.journal_entries', 'terms', 'of a kind that has none'),
  ('app_public.journal_entries', 'terms.gives.energy', 'what does not fit');
create function pg_temp.not_found(of_table regclass) returns text[] language sql
return (select coalesce(array_agg(distinct t.what order by t.what), '{}') from tried as t
  where t.place = of_table and not t.was_found and (t.place, t.what) not in (select u.place, u.what from unproven as u));

select is(pg_temp.not_found('app_private.user_states'), '{}', 'of the state everything is found');
select is(pg_temp.not_found('app_private.day_marks'), '{}', 'of the calendar too');
select is(pg_temp.not_found('app_private.reward_claims'), '{}', 'of claims');
select is(pg_temp.not_found('app_private.reward_unlocks'), '{}', 'of unlocks all but what the reward was then');
select is(pg_temp.not_found('app_public.journal_entries'), '{}', 'of entries all but what nothing follows from');
