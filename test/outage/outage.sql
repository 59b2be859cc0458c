-- An outage of two days, 9 and 10 March, as it happens to users of different fates.
create schema outage;

create table outage.users (
  k int primary key,
  user_id uuid not null unique,
  fate text not null
);

-- Twenty fates in turn, so that each share is exact.
create function outage.fate(k int)
returns text
language sql immutable
return (array[
  'broke', 'broke', 'broke', 'broke', 'broke, with a freeze', 'broke, with a freeze', 'broke, with a freeze',
  'spent a freeze', 'spent a freeze', 'spent a freeze', 'spent a freeze', 'repaired', 'paused',
  'away since the 6th', 'away since the 6th', 'away since the 9th', 'away since the 9th, with a freeze', 'unharmed', 'unharmed', 'never there'
])[1 + k % 20];

-- On which days of March somebody checks in. From the 1st on there is a freeze in hand on the 7th.
create function outage.checks_in(fate text, day int)
returns boolean
language sql immutable
return case fate
  when 'broke' then day between 4 and 8 or day >= 11
  when 'broke, with a freeze' then day <= 8 or day >= 11
  when 'spent a freeze' then day <= 9 or day >= 11
  when 'repaired' then day between 4 and 9 or day >= 11
  when 'paused' then day <= 8
  when 'away since the 6th' then day between 4 and 5
  when 'away since the 9th' then day between 4 and 8
  when 'away since the 9th, with a freeze' then day <= 8
  when 'unharmed' then day <= 12
  else false
end and day <= 12;

-- One day in the life of the users from k to k: check-ins at noon, and what else their fate brings.
create function outage.live(day int, first_k int, last_k int)
returns int
language plpgsql volatile
as $$
declare
  v_user outage.users;
  v_check_ins int := 0;
begin
  for v_user in select u.* from outage.users as u where u.k between first_k and last_k order by u.k loop
    continue when not outage.checks_in(v_user.fate, day);
    perform set_config('app.issuer', 'dev', true), set_config('app.subject', 'user ' || v_user.k, true), set_config('app.zone', '', true);
    perform app_private.check_in(v_user.user_id, null);
    v_check_ins := v_check_ins + 1;
    if v_user.fate = 'repaired' and day = 6 then
      perform app_private.claim_reward(v_user.user_id, 'streak_3', null);
    elsif v_user.fate = 'repaired' and day = 11 then
      perform app_private.repair_streak(v_user.user_id, '2026-03-10');
    elsif v_user.fate = 'paused' and day = 8 then
      perform app_private.pause_streak(v_user.user_id, '2026-03-20');
    end if;
  end loop;
  return v_check_ins;
end
$$;

-- Each user as of now: what an amnesty may change, and all the rest as one value.
create function outage.standing(first_k int, last_k int)
returns table (user_id uuid, current int, longest int, freezes int, points bigint, rest jsonb)
language sql stable
begin atomic
  select u.user_id, s.run_length, s.longest_streak, cardinality(s.freezes), s.points,
    to_jsonb(s) - array['run_length', 'longest_streak', 'freezes', 'points', 'run_started_on', 'last_marked_day',
      'last_freeze_day', 'last_amnesty_id', 'sequence_number', 'last_occurred_at', 'energy', 'energy_anchor', 'last_day']
  from outage.users as u, app_private.state_as_of(u.user_id, app_private.clock()) as s
  where u.k between first_k and last_k and u.fate <> 'never there';
end;
