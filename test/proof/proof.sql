-- Many users over many days. Who does what on which day is a pure function of both: a history is the same each time.
create schema proof;

create table proof.users (
  k int primary key,
  user_id uuid not null unique
);

-- What our own codes refused.
create table proof.refusals (
  k int not null,
  day int not null,
  command text not null,
  code text not null
);

-- From 0 to 999, for something that may happen to a user on a day.
create function proof.chance(k int, day int, what text)
returns int
language sql immutable
return (hashtextextended(what, k::bigint * 100000 + day) & 2147483647) % 1000;

create function proof.zone(n int)
returns text
language sql immutable
return (array['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Pacific/Auckland', 'Asia/Kolkata'])[1 + n % 6];

create function proof.day_start_hour(n int)
returns int
language sql immutable
return (array[0, 0, 0, 4, 5, 6])[1 + n % 6];

-- A few are test users, who move their clock.
create function proof.is_test_user(k int)
returns boolean
language sql immutable
return k % 30 = 2;

create function proof.joins(k int)
returns int
language sql immutable
return case when k % 7 = 0 then 5 else 1 end;

-- The 2nd to the 4th day of a week; half of those who go pause their streak on the 1st.
create function proof.is_away(k int, day int)
returns boolean
language sql immutable
return day % 7 in (2, 3, 4) and proof.chance(k, day / 7, 'away') < 80;

create function proof.pauses(k int, day int)
returns boolean
language sql immutable
return day % 7 = 1 and proof.chance(k, day / 7, 'away') < 40;

-- One in ten misses a day in five; and on two days before the middle the app does not answer many.
create function proof.misses(k int, day int, middle int)
returns boolean
language sql immutable
return proof.is_away(k, day) or case
  when day in (middle - 3, middle - 2) then proof.chance(k, day, 'outage') < 300
  else proof.chance(k, day, 'misses') < case when k % 10 = 0 then 200 else 30 end
end;

-- Somebody's commands at an hour of a day: at night, whose day in UTC is over checks in late; so do in the evening those of Tokyo.
create function proof.commands(k int, day int, hour text, middle int)
returns text[]
language sql immutable
return array_remove(case
  when day < proof.joins(k) + (hour = 'night')::int then '{}'
  when hour = 'night' then array[
    case when k % 6 = 0 and not proof.misses(k, day - 1, middle) and proof.chance(k, day - 1, 'late') < 60 then 'check_in_late' end]
  when hour = 'noon' then array[
    case when day = proof.joins(k) then 'bootstrap' end,
    case when proof.chance(k, day, 'grant') < 8 then 'grant' end,
    case when proof.chance(k, day, 'travel') < 8 then 'settings' end] || case
      when proof.misses(k, day, middle) then '{}' else array[
        case when k % 3 <> 0 or proof.chance(k, day, 'late') >= 60 then 'check_in' end,
        case when proof.misses(k, day - 1, middle) and proof.chance(k, day, 'repair') < 400 then 'repair' end,
        case when proof.chance(k, day, 'claim') < 600 then 'claim' end,
        case when proof.pauses(k, day) then 'pause' end] end
  when proof.misses(k, day, middle) then '{}'
  else array[
    case when k % 6 = 3 and proof.chance(k, day, 'late') < 60 then 'check_in_late' end,
    case when proof.chance(k, day, 'spend') < 300 then 'spend' end,
    case when proof.chance(k, day, 'buy') < 120 then 'buy' end,
    case when proof.chance(k, day, 'use') < 100 then 'use' end,
    case when proof.chance(k, day, 'discard') < 10 then 'discard' end,
    case when proof.is_test_user(k) and proof.chance(k, day, 'clock') < 100 then 'clock' end,
    case when proof.chance(k, day, 'reverse') < 10 then 'reverse' end]
end, null);

-- What a command asks for, where it is not always the same.
create function proof.run(k int, user_id uuid, day int, command text)
returns void
language plpgsql volatile
as $$
declare
  v_key constant uuid := md5(concat_ws(' ', k, day, command))::uuid;
  v_state app_private.user_states;
  v_today date;
begin
  if command in ('check_in_late', 'repair', 'pause') then
    select s.* into v_state from app_private.user_states as s where s.user_id = run.user_id;
    v_today := app_rules.local_day(app_private.clock(), v_state.zone, v_state.day_start_hour);
  end if;
  case command
    when 'check_in' then perform app_private.check_in(run.user_id, null);
    when 'check_in_late' then perform app_private.check_in(run.user_id, v_today - 1);
    when 'bootstrap' then
      perform app_private.bootstrap(run.user_id, 'dev', 'user ' || k, proof.zone(k), proof.day_start_hour(k / 6), proof.is_test_user(k));
    when 'clock' then perform app_private.advance_clock(run.user_id, day % 2, 1 + day % 5, v_key);
    when 'settings' then
      perform app_private.update_settings(run.user_id, proof.zone(k + day), proof.day_start_hour(k / 6 + day / 10));
    when 'repair' then perform app_private.repair_streak(run.user_id, v_today - 1);
    when 'pause' then perform app_private.pause_streak(run.user_id, v_today + 3);
    when 'claim' then
      perform app_private.claim_reward(run.user_id, u.reward_id, u.period_key)
      from (
        select n.* from app_private.reward_unlocks as n
        where n.user_id = run.user_id and not exists (
          select from app_private.reward_claims as c
          where c.user_id = n.user_id and c.reward_id = n.reward_id and c.period_key = n.period_key)
        order by hashtextextended(concat(n.reward_id, n.period_key), day) limit 1
      ) as u;
    when 'spend' then perform app_private.spend_energy(run.user_id, 5 + proof.chance(k, day, 'amount') % 70, 'A lesson.', v_key);
    when 'buy' then perform app_private.buy_item(run.user_id, proof.item(k, day), 1 + day % 2, v_key);
    when 'use' then perform app_private.use_item(run.user_id, proof.item(k, day), v_key);
    when 'discard' then perform app_private.discard_item(run.user_id, 'coffee', 1, v_key);
    when 'grant' then
      perform app_private.grant_effects(run.user_id, test.user_id('olga'), app_private.effects_from((array[
        '{"points": 300}', '{"energy": 30, "xp": 40}', '{"items": [{"item_id": "coffee", "quantity": 3}]}', '{"freezes": 1}'
      ])[1 + (k + day) % 4]::jsonb), 'As a thank-you.', v_key);
    when 'reverse' then
      perform app_private.reverse_entry(run.user_id, test.user_id('olga'), e.sequence_number, 'By mistake.')
      from (
        select n.sequence_number from app_public.journal_entries as n
        where n.user_id = run.user_id and app_rules.is_reversible(n.kind)
        order by n.sequence_number desc limit 1
      ) as e;
  end case;
end
$$;

create function proof.item(k int, day int)
returns text
language sql immutable
return case proof.chance(k, day / 4, 'item') % 5 when 0 then 'focus_chip' when 1 then 'streak_freeze' else 'coffee' end;

-- An hour in the life of the users from k to k: how many commands they made. With the search path of our functions throughout:
-- where it changes in a statement, PostgreSQL plans anew all that it runs.
create function proof.live(day int, hour text, middle int, first_k int, last_k int)
returns int
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  v_user proof.users;
  v_command text;
  v_code text;
  v_commands int := 0;
begin
  for v_user in select u.* from proof.users as u where u.k between first_k and last_k order by u.k loop
    foreach v_command in array proof.commands(v_user.k, day, hour, middle) loop
      begin
        perform proof.run(v_user.k, v_user.user_id, day, v_command);
        v_commands := v_commands + 1;
      exception when others then
        get stacked diagnostics v_code = returned_sqlstate;
        if not exists (select from app_private.error_codes as c where c.sqlstate = v_code) then
          raise;
        end if;
        insert into proof.refusals values (v_user.k, day, v_command, v_code);
      end;
    end loop;
  end loop;
  return v_commands;
end
$$;
