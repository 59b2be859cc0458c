-- A test user's clock is no part of it: the journal has its moves. That it is the state after is tested with journal_entry; here, that no column is forgotten when there is a new one.
select plan(2);

select is_empty($$
  select s.attname from pg_attribute as s
  where s.attrelid = 'app_private.user_states'::regclass and s.attnum > 0 and not s.attisdropped and s.attname <> 'clock_ahead_seconds'
    and s.attname not in (select c.key from app_rules.state_after(jsonb_populate_record(null::app_public.journal_entries, (
      select jsonb_object_agg(e.attname, case
        when e.atttypid in ('int'::regtype, 'bigint'::regtype) then '1' when e.atttypid = 'jsonb'::regtype then '{"coffee": 1}' when e.atttypid = 'date[]'::regtype then '["2026-03-01"]'
        when e.atttypid = 'text'::regtype then '"UTC"' when e.atttypid = 'uuid'::regtype then '"c0ffee00-0000-4000-8000-000000000001"' when e.atttypid = 'app_public.journal_kind'::regtype then '"use"' else '"2026-03-01"' end::jsonb)
      from pg_attribute as e where e.attrelid = 'app_public.journal_entries'::regclass and e.attnum > 0 and not e.attisdropped))) as a, jsonb_each(to_jsonb(a)) as c where c.value <> 'null')
$$, 'of a full entry every column of the state is known');
select is((app_rules.state_after(null)).user_id, null, 'of no entry there is no state');
