select plan(5);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 6); -- entries 2 (and 3, the claim), 4 to 8
select app_public.spend_energy(5, 'c0ffee00-0000-4000-8000-000000000001'); -- 9
select test.sign_in('bob');
select test.check_in_at('2026-03-02 12:00+00');
reset role;

create function pg_temp.found_after(statement text)
returns text[]
language plpgsql
as $$
declare
  v_found text[];
begin
  begin
    execute statement;
    v_found := array(select concat_ws(' ', v.sequence_number, v.difference) from app_private.verify() as v order by 1);
    raise exception using errcode = 'TS000';
  exception when sqlstate 'TS000' then
    return v_found;
  end;
end
$$;

select is(pg_temp.found_after($$ update app_public.journal_entries set asked = '{"amount": "much"}' where kind = 'spend' $$),
  '{"9 The entry cannot be read: invalid input syntax for type integer: \"much\"."}', 'a number that is none');
select is(pg_temp.found_after($$ update app_public.journal_entries set asked = '{"zone": "Nowhere", "day_start_hour": 0}' where kind = 'bootstrap' and user_id = test.user_id('alice') $$),
  '{"1 The entry cannot be read: time zone \"Nowhere\" not recognized."}', 'a zone that is none');
select is(cardinality(pg_temp.found_after($$
  update app_public.journal_entries set asked = '{"amount": "much"}' where kind = 'spend';
  update app_private.user_states set energy = 1 where user_id = test.user_id('bob') $$)), 2, 'which hides nothing of others');
select is(pg_temp.found_after('select'), '{}', 'nothing else is wrong');
select is(pg_temp.found_after($$ update app_public.journal_entries set points = points + sequence_number where sequence_number in (4, 5) and user_id = test.user_id('alice') $$),
  '{"4 The entry is not what the rules make of it: points 24 instead of 20.","5 The entry is not what the rules make of it: points 30 instead of 25."}', 'two wrong ones in a row do not make a third wrong');
