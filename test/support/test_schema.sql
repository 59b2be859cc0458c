-- What only tests have: a clock that they set, for every connection and process at once.
create schema test;
grant usage on schema test, tap to public;
grant execute on all functions in schema tap to public;

-- One row, updated within its page (HOT) however often, so that a long run does not leave a trail.
create table test.clock (
  at timestamptz,
  one_row boolean primary key default true check (one_row)
) with (fillfactor = 10);
insert into test.clock (at) values (null);

-- Time stands still at this instant until it is set again; null lets it run.
create function test.set_clock(at timestamptz)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update test.clock set at = set_clock.at;
end;
$$;

-- Whoever calls it, so that tests act as users do.
create function test.now()
returns timestamptz
language sql volatile security definer set search_path = pg_catalog, pg_temp
return coalesce((select clock.at from test.clock), clock_timestamp());

grant execute on all functions in schema test to public;

-- Replaced keeping its owner and grants.
create or replace function app_private.clock()
returns timestamptz
language sql volatile
return test.now();

-- From now on this session is a user of the issuer dev; null: a caller without a token.
create function test.sign_in(subject text)
returns void
language plpgsql volatile
as $$
begin
  perform set_config('app.issuer', case when subject is not null then 'dev' else '' end, false);
  perform set_config('app.subject', coalesce(subject, ''), false);
  perform set_config('role', case when subject is null then 'app_anonymous' else 'app_user' end, false);
end
$$;

create function test.user_id(subject text)
returns uuid
language sql immutable
return app_rules.user_id_for('dev', subject);

-- The same, as an operator.
create function test.sign_in_operator(subject text)
returns void
language plpgsql volatile
as $$
begin
  perform test.sign_in(subject);
  perform set_config('role', 'app_operator', false);
end
$$;

-- The signed-in user's state as a read shows it at an instant.
create function test.state_at(at timestamptz)
returns app_public.state
language plpgsql volatile
as $$
begin
  perform test.set_clock(at);
  return (select m.state from app_public.me() as m);
end
$$;

create function test.check_in_at(at timestamptz, day date default null)
returns app_public.check_in_result
language plpgsql volatile
as $$
declare
  v_answer app_public.check_in_result;
begin
  perform test.set_clock(at);
  select c.* into v_answer from app_public.check_in(check_in_at.day) as c;
  return v_answer;
end
$$;

-- A check-in every 24 hours, the first one at an instant.
create function test.check_in_daily(since timestamptz, days int)
returns void
language plpgsql volatile
as $$
begin
  for k in 0 .. days - 1 loop
    perform test.check_in_at(since + k * interval '24 hours');
  end loop;
end
$$;

-- The stored state of a user, whoever asks.
create function test.stored(subject text)
returns app_private.user_states
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.* from app_private.user_states as s where s.user_id = test.user_id(subject);
end;

-- A copy of the last rule version with some parameters changed, in force from an instant on.
create function test.add_rule_version(effective_from timestamptz, changes jsonb)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into app_private.rule_versions
  select changed.*
  from app_private.rule_versions as v,
    jsonb_populate_record(v, changes || jsonb_build_object('id', v.id + 1, 'effective_from', add_rule_version.effective_from)) as changed
  order by v.id desc limit 1;
end;

-- Effects from what they give: `{"points": 5, "items": {"coffee": 1}}`.
create function test.effects(gives jsonb)
returns app_public.effects
language sql stable security definer set search_path = pg_catalog, pg_temp
return app_private.effects_from(gives || case when gives ? 'items' then jsonb_build_object(
  'items', to_jsonb(app_rules.inventory_items(gives -> 'items'))) else '{}' end);

-- A reward, its conditions (metric to at least so much) and its stock; what it gives is spelt `gives_points`, and so on;
-- what is not said is as the table has it.
create function test.add_reward(reward jsonb, conditions jsonb)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into app_private.rewards
  select r.*
  from jsonb_populate_record(null::app_private.rewards, '{
    "title": "A reward", "description": "Of a test.", "repeats": "once", "auto_claim": false, "priority": 100, "enabled": true, "saved_at": "-infinity", "revision": 1
  }' || reward || jsonb_build_object('gives', test.effects((
    select jsonb_object_agg(substr(g.key, 7), g.value) from jsonb_each(reward) as g where g.key like 'gives\_%')))) as r;
  insert into app_private.reward_conditions (reward_id, metric, at_least)
  select reward ->> 'id', c.metric, c.at_least::bigint from jsonb_each_text(conditions) as c(metric, at_least);
  insert into app_private.reward_stock (reward_id, slot, remaining)
  select reward ->> 'id', 0, (reward ->> 'stock')::int where reward ? 'stock';
end;

-- A stored reward with some of what saveReward takes changed; another id makes it a new one.
create function test.proposed(reward_id text, changes jsonb)
returns app_public.reward[]
language sql stable security definer set search_path = pg_catalog, pg_temp
return array(
  select jsonb_populate_record(app_private.reward_definition(r),
    changes || case when changes ? 'gives' then jsonb_build_object('gives', test.effects(changes -> 'gives')) else '{}' end)
  from app_private.rewards as r where r.id = proposed.reward_id);

-- What a what-if says of one user, in words: metrics, how many commands are refused, unlocks and claims of rewards.
create function test.what_if_of(subject text, since timestamptz, parameters jsonb, rewards app_public.reward[])
returns text
language sql volatile
begin atomic
  select concat_ws('; ',
    (select string_agg(format('%s %s>%s', m.id, b.value, a.value), ', ' order by m.id)
      from app_private.metrics as m, app_rules.metric_value(m.id, o.before) as b(value), app_rules.metric_value(m.id, o.after) as a(value) where a.value <> b.value),
    case when o.refused > 0 then o.refused || ' refused' end,
    (select string_agg(format('%s unlocked %s>%s claimed %s>%s', r.reward_id, r.unlocks_before, r.unlocks_after, r.claims_before, r.claims_after), ', ' order by r.reward_id)
      from unnest(o.rewards) as r where (r.unlocks_before, r.claims_before) <> (r.unlocks_after, r.claims_after)))
  from app_private.what_if_users(since, jsonb_populate_record(null::app_public.rule_parameters, parameters), what_if_of.rewards, test.user_id(subject), test.user_id(subject)) as o;
end;

-- So many more of a reward.
create function test.add_stock(reward_id text, amount int)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform app_private.set_stock(reward_id, (select coalesce(r.stock, 0) + amount from app_private.rewards as r where r.id = reward_id));
end
$$;

-- Everything stored in every table of the product, as one value: it differs when any row does.
create function test.fingerprint()
returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_table regclass;
  v_of_table text;
  v_all text := '';
begin
  for v_table in
    select c.oid from pg_class as c
    where c.relkind = 'r' and c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace)
    order by c.oid
  loop
    execute format('select coalesce(md5(string_agg(t::text, %L order by t::text)), %L) from %s as t', E'\n', '', v_table)
      into v_of_table;
    v_all := v_all || v_of_table;
  end loop;
  return md5(v_all);
end
$$;

-- What a statement is refused for: SQLSTATE and constraint, such as `23514 price_is_positive`; `nothing` when
-- it is not. Undone either way.
create function test.refusal(statement text)
returns text
language plpgsql volatile
as $$
declare
  v_constraint text;
begin
  execute statement;
  raise exception using errcode = 'TS000';
exception
  when sqlstate 'TS000' then
    return 'nothing';
  when others then
    get stacked diagnostics v_constraint = constraint_name;
    return concat_ws(' ', sqlstate, nullif(v_constraint, ''));
end
$$;

-- What a copy of a table's first row, with some columns changed, is refused for.
create function test.refusal_of_copy(source regclass, changes jsonb)
returns text
language sql volatile
return test.refusal(format(
  'insert into %s select changed.* from %1$s as original, jsonb_populate_record(original, %2$L) as changed limit 1', source, changes));

-- Names of the constraints of a table, but for NOT NULL.
-- A check by a function has as many names as the function tells.
create function test.constraints_of(checked regclass)
returns setof name
language sql stable
begin atomic
  with constraints as (
    select c.conname, array(
      select told[1] from pg_catalog.pg_depend as d join pg_catalog.pg_proc as p on p.oid = d.refobjid,
        regexp_matches(p.prosrc, $re$ then '([a-z_0-9]+)'$re$, 'g') as told
      where d.objid = c.oid and d.classid = 'pg_constraint'::regclass and d.refclassid = 'pg_proc'::regclass) as names
    from pg_catalog.pg_constraint as c
    where c.conrelid = checked and c.contype in ('c', 'f', 'u', 'p', 'x')
  )
  select c.conname from constraints as c where c.names = '{}'
  union all select n::name from constraints as c, unnest(c.names) as n;
end;

-- Rule version 1 with some parameters changed, for a pure rule.
create function test.rules(changes jsonb default '{}')
returns app_private.rule_versions
language sql stable
begin atomic
  select r.* from app_private.rule_versions as v, jsonb_populate_record(v, changes) as r where v.id = 1;
end;

-- A new user's state of 2026-03-01 00:00 UTC with some columns changed, for a pure rule.
create function test.state(changes jsonb default '{}')
returns app_private.user_states
language sql stable
return jsonb_populate_record(
  app_rules.starting_state(test.user_id('alice'), test.rules(), '2026-03-01 00:00+00', 'UTC', 0), changes);

-- A calendar from a day on, for a pure rule, a letter for each day: the first of its mark, a dot for none.
-- Freezes were granted the day before the first day, repairs cost 50.
create function test.calendar(since date, letters text)
returns app_private.marked_day[]
language sql stable
begin atomic
  select coalesce(array_agg(row(
      since + c.k::int - 1, m.mark,
      case when m.mark = 'freeze' then since - 1 end, case when m.mark = 'repair' then 50 end)::app_private.marked_day order by c.k), '{}')
  from string_to_table(letters, null) with ordinality as c(letter, k)
  join unnest(enum_range(null::app_public.mark)) as m(mark) on left(m.mark::text, 1) = c.letter;
end;

-- A calendar, or some days of one, in words: `03-01 check_in, 03-02 freeze of 02-28, 03-03 repair for 50`.
create function test.words(calendar app_private.marked_day[])
returns text
language sql stable
begin atomic
  select coalesce(string_agg(
    to_char(d.day, 'MM-DD ') || coalesce(d.mark::text, 'missed') || coalesce(to_char(d.freeze_granted_on, ' "of" MM-DD'), '') || coalesce(' for ' || d.paid_points, ''), ', '
    order by k), '')
  from unnest(calendar) with ordinality as d(day, mark, freeze_granted_on, paid_points, k);
end;

-- A user whose calendar is so, as of an instant, though no command has led to it. missed_through: as the rules say.
create function test.add_user(subject text, at timestamptz, calendar app_private.marked_day[], missed_through date, changes jsonb default '{}')
returns void
language plpgsql volatile
as $$
declare
  v_before app_private.user_states;
  v_after app_private.user_states;
begin
  perform test.set_clock(at);
  perform app_private.bootstrap(test.user_id(subject), 'dev', subject, coalesce(changes ->> 'zone', 'UTC'), coalesce((changes ->> 'day_start_hour')::int, 0));
  v_before := test.stored(subject);
  v_after := app_rules.after_marks(jsonb_populate_record(v_before, jsonb_build_object(
      'check_ins', (select count(*) from unnest(calendar) as c where c.mark in ('check_in', 'late')),
      'last_check_in_day', (select max(c.day) from unnest(calendar) as c where c.mark in ('check_in', 'late')),
      'last_day', app_rules.local_day(at, v_before.zone, v_before.day_start_hour)) || changes), calendar, missed_through);
  perform app_private.record(v_before, v_before, v_after, calendar, 'settings', v_after.last_day, '{}', unlocks => false);
end
$$;

-- A hash of accounts as the server makes them, of whatever text.
create function test.sha256(text text)
returns bytea
language sql immutable
return sha256(convert_to(text, 'UTF8'));

-- An account and its first session, whose stem is the e-mail address and whose refresh token is `1`.
create function test.register(email text)
returns app_private.opened_session
language sql volatile
return app_private.register(email, '$scrypt$of ' || email, null, test.sha256(email), test.sha256('1'));

-- Another session of an account: as with the right password.
create function test.log_in(email text, address inet default '192.0.2.1')
returns app_private.opened_session
language sql volatile
return app_private.log_in(
  (select a.account_id from app_private.accounts as a where a.email = log_in.email),
  (select a.password_hash from app_private.accounts as a where a.email = log_in.email),
  address, test.sha256(email), test.sha256('1'));

-- What a refresh of the session of this id from one token to another leads to, at an instant.
create function test.refresh(session_id uuid, used text, next text, at timestamptz)
returns text
language plpgsql volatile
as $$
begin
  perform test.set_clock(at);
  return (select r.outcome from app_private.sessions as s,
    app_private.refresh_session(s.account_id, s.session_id, s.stem_hash, test.sha256(used), test.sha256(next)) as r
    where s.session_id = refresh.session_id);
end
$$;

-- An attempt at an instant: `in`, or after how many seconds to try again.
create function test.attempt_at(at timestamptz, email text default 'alice@example.com', address inet default '192.0.2.1')
returns text
language plpgsql volatile
as $$
begin
  perform test.set_clock(at);
  return (select coalesce(a.retry_after_seconds::text, 'in') from app_private.attempt_log_in(email, address) as a);
end
$$;

-- What is counted under a key: attempts, and guesses among them.
create function test.attempts_counted(kind text, key text)
returns text
language sql stable
begin atomic
  select format('%s, %s guesses', a.attempts, a.guesses) from app_private.log_in_attempts as a where a.kind = attempts_counted.kind and a.key = attempts_counted.key;
end;

grant execute on all functions in schema test to public;
