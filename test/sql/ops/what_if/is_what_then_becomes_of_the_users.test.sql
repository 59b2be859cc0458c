-- The real check of a what-if: the commands of a journal are given once more, at the same instants, under rules and
-- rewards that have really been changed; what becomes of the users is what the what-if has said.
select plan(11);

select test.add_reward('{"id": "gift", "gives_points": 7, "gives_items": {"coffee": 1}, "repeats": "week", "auto_claim": true}', '{"check_ins": 2}');
select test.add_reward('{"id": "shield", "gives_freezes": 1, "repeats": "run", "auto_claim": true}', '{"current_streak": 4}');
select test.add_reward('{"id": "daily", "gives_energy": 30, "gives_xp": 2, "repeats": "day", "claim_within_hours": 20}', '{"energy": 60}');
select test.add_rule_version('2026-02-01 00:00+00', '{"repair_points": 10, "repair_within_days": 5}');
select test.add_rule_version('2026-03-12 07:11+00', '{"check_in_points": 8, "energy_refill_seconds": 3000, "freeze_every_days": 5}');

-- One command at random of the signed-in user, or of an operator for them.
create function pg_temp.command(subject text)
returns void
language plpgsql
as $$
declare
  v_dice constant float8 := random();
  v_key constant uuid := gen_random_uuid();
  v_id constant uuid := test.user_id(subject);
  v_state constant app_public.state := (app_public.me()).state;
  v_item constant text := ('{focus_chip,focus_chip,streak_freeze}'::text[])[1 + floor(random() * 3)::int];
begin
  case
    when v_dice < 0.38 then perform app_public.check_in();
    when v_dice < 0.46 then perform app_public.check_in(v_state.today - 1);
    when v_dice < 0.60 then perform app_public.claim_reward(('{daily,daily,streak_3,streak_7,weekly_five,gift}'::text[])[1 + floor(random() * 6)::int]);
    when v_dice < 0.64 then perform app_public.update_settings(('{UTC,Europe/Berlin,America/New_York,Asia/Tokyo,Pacific/Kiritimati}'::text[])[1 + floor(random() * 5)::int], ('{0,4,6}'::int[])[1 + floor(random() * 3)::int]);
    when v_dice < 0.67 then perform app_public.pause_streak(v_state.today + floor(random() * 6)::int);
    when v_dice < 0.73 then perform app_public.repair_streak((v_state.streak).repair.day);
    when v_dice < 0.81 then perform app_public.spend_energy(1 + floor(random() * 70)::int, v_key);
    when v_dice < 0.88 then perform app_public.buy_item(v_item, v_key, 1 + floor(random() * 2)::int);
    when v_dice < 0.93 then perform app_public.use_item(v_item, v_key);
    when v_dice < 0.94 then perform app_public.discard_item(v_item, v_key);
    when v_dice < 0.96 then perform app_private.grant_effects(v_id, test.user_id('olga'), test.effects('[{"points": 40}, {"freezes": 1}, {"energy": 20}, {"xp": 30}]'::jsonb -> floor(random() * 4)::int), 'A gift.', v_key);
    when v_dice < 0.985 then perform app_private.reverse_entry(v_id, test.user_id('olga'), (
      select e.sequence_number from app_public.journal_entries as e
      where e.user_id = v_id and app_rules.is_reversible(e.kind) and e.reverses is null and not exists (
        select from app_private.reward_claims as c where c.user_id = e.user_id and c.sequence_number = e.sequence_number and c.automatic)
      order by e.sequence_number desc offset floor(random() * 3) limit 1), 'A mistake.');
    else perform app_private.declare_amnesty(test.user_id('olga'), test.now()::date - floor(random() * 5)::int, test.now()::date, v_key::text);
  end case;
exception when others then
  if sqlstate !~ '^[A-Z][A-Z]\d{3}$' then raise; end if;
end
$$;

create function pg_temp.history(since timestamptz, until timestamptz, users int)
returns void
language plpgsql
as $$
declare
  v_at timestamptz := since;
  v_subject text;
begin
  while v_at < until loop
    v_at := v_at + make_interval(secs => floor(random() * 2 * 86400 / 3.5 / users)::int);
    v_subject := 'user ' || floor(random() * users)::int;
    perform test.set_clock(v_at), set_config('app.issuer', 'dev', false), set_config('app.subject', v_subject, false);
    perform pg_temp.command(v_subject);
  end loop;
end
$$;

-- Gives the command of an entry again. Sequence numbers may be others now: reverses is of now.
create function pg_temp.give(entry app_public.journal_entries, subject text, reverses bigint)
returns void
language plpgsql
as $$
begin
  perform test.set_clock(entry.occurred_at), set_config('app.issuer', 'dev', false), set_config('app.subject', subject, false);
  case entry.kind
    when 'bootstrap' then perform app_public.bootstrap(entry.asked ->> 'zone', (entry.asked ->> 'day_start_hour')::int);
    when 'check_in' then perform app_public.check_in((entry.asked ->> 'day')::date);
    when 'claim' then perform app_public.claim_reward(entry.asked ->> 'reward_id', entry.asked ->> 'period_key');
    when 'settings' then perform app_public.update_settings(entry.asked ->> 'zone', (entry.asked ->> 'day_start_hour')::int);
    when 'pause' then perform app_public.pause_streak((entry.asked ->> 'until')::date);
    when 'repair' then perform app_public.repair_streak((entry.asked ->> 'day')::date);
    when 'spend' then perform app_public.spend_energy((entry.asked ->> 'amount')::int, entry.idempotency_key);
    when 'buy' then perform app_public.buy_item(entry.asked ->> 'item_id', entry.idempotency_key, (entry.asked ->> 'quantity')::int);
    when 'use' then perform app_public.use_item(entry.asked ->> 'item_id', entry.idempotency_key);
    when 'discard' then perform app_public.discard_item(entry.asked ->> 'item_id', entry.idempotency_key, (entry.asked ->> 'quantity')::int);
    when 'grant' then perform app_private.grant_effects(entry.user_id, entry.operator_id, jsonb_populate_record(null::app_public.effects, entry.asked -> 'gives'), 'A gift.', entry.idempotency_key);
    when 'reversal' then perform app_private.reverse_entry(entry.user_id, entry.operator_id, reverses, 'A mistake.');
  end case;
end
$$;

-- What becomes of everybody, when the proposal is made true at an instant: undone at the end.
create function pg_temp.lived(since timestamptz, parameters app_public.rule_parameters, rewards app_public.reward[])
returns table (user_id uuid, state app_private.user_states, refused int, rewards_had jsonb)
language plpgsql
as $$
declare
  v_until constant timestamptz := test.now();
  v_entries constant app_public.journal_entries[] := array(select e from app_public.journal_entries as e);
  v_claims constant app_private.reward_claims[] := array(select c from app_private.reward_claims as c);
  v_users constant app_private.users[] := array(select u from app_private.users as u);
  v_amnesties constant app_private.amnesties[] := array(select a from app_private.amnesties as a order by a.id);
  v_last jsonb := '{}'; -- user: the number of the last entry before since
  v_row record;
  v_log jsonb := '[]';
  v_is_so boolean := false;
  v_all jsonb;
begin
  begin
    delete from app_private.reward_claims; delete from app_private.reward_unlocks; delete from app_private.day_marks;
    delete from app_public.journal_entries; delete from app_private.user_states; delete from app_private.users; delete from app_private.amnesties;
    create temp table numbers (user_id uuid, then_number bigint, now_number bigint);
    create temp table refusals (user_id uuid);
    for v_row in
      select t.* from (
        select e.occurred_at as at, e as entry, null::app_private.amnesties as amnesty, u.subject
        from unnest(v_entries) as e join unnest(v_users) as u using (user_id)
        where e.kind <> 'amnesty' and not exists (
          select from unnest(v_claims) as c where c.user_id = e.user_id and c.sequence_number = e.sequence_number and c.automatic)
        union all
        select a.declared_at, null, a, null from unnest(v_amnesties) as a
      ) as t
      -- An amnesty of the same instant is after the entries that did not know it.
      order by t.at, coalesce((t.entry).last_amnesty_id, (t.amnesty).id - 1), (t.amnesty).id is not null, (t.entry).user_id, (t.entry).sequence_number
    loop
      if v_row.at >= since and not v_is_so then
        v_is_so := true;
        perform test.set_clock(since);
        if jsonb_strip_nulls(to_jsonb(parameters)) <> '{}' then
          insert into app_private.rule_versions select changed.* from app_private.rules_at(since) as v,
            jsonb_populate_record(v, jsonb_build_object('id', 1000, 'effective_from', since)) as changed;
          update app_private.rule_versions as v set (check_in_energy, check_in_points, check_in_xp, energy_start, energy_max, energy_overfill, energy_refill_amount, energy_refill_seconds, freezes_start, freeze_every_days,
              freezes_max, late_grace_minutes, travel_cover_days, pause_max_days, repair_within_days, repair_points, inventory_max, level_thresholds, level_boosts_basis_points)
            = (select r.check_in_energy, r.check_in_points, r.check_in_xp, r.energy_start, r.energy_max, r.energy_overfill, r.energy_refill_amount, r.energy_refill_seconds, r.freezes_start, r.freeze_every_days,
              r.freezes_max, r.late_grace_minutes, r.travel_cover_days, r.pause_max_days, r.repair_within_days, r.repair_points, r.inventory_max, r.level_thresholds, r.level_boosts_basis_points
            from jsonb_populate_record(v, jsonb_strip_nulls(to_jsonb(parameters))) as r)
          where v.effective_from >= since;
        end if;
        perform app_private.save_reward(r) from unnest(lived.rewards) as r;
        v_last := (select coalesce(jsonb_object_agg(s.user_id, s.sequence_number), '{}') from app_private.user_states as s);
      end if;
      if (v_row.amnesty).id is not null then
        perform test.set_clock(v_row.at);
        perform app_private.declare_amnesty((v_row.amnesty).declared_by, (v_row.amnesty).first_day, (v_row.amnesty).last_day, (v_row.amnesty).reason);
        continue;
      end if;
      begin
        perform pg_temp.give(v_row.entry, v_row.subject, coalesce(
          (select n.now_number from numbers as n where n.user_id = (v_row.entry).user_id and n.then_number = (v_row.entry).reverses),
          (select c.sequence_number from app_private.reward_claims as c join unnest(v_claims) as t
            on t.user_id = c.user_id and t.reward_id = c.reward_id and t.period_key = c.period_key and t.sequence_number = (v_row.entry).reverses
            where c.user_id = (v_row.entry).user_id)));
        insert into numbers select (v_row.entry).user_id, (v_row.entry).sequence_number, max(e.sequence_number)
        from app_public.journal_entries as e where e.user_id = (v_row.entry).user_id and e.kind = (v_row.entry).kind;
      exception when others then
        if sqlstate !~ '^[A-Z][A-Z]\d{3}$' then raise; end if;
        insert into refusals values ((v_row.entry).user_id);
      end;
    end loop;
    perform test.set_clock(v_until);
    select jsonb_agg(jsonb_build_object('user_id', s.user_id, 'state', app_private.state_as_of(s.user_id, v_until),
      'refused', (select count(*) from refusals as r where r.user_id = s.user_id),
      'rewards_had', (select coalesce(jsonb_object_agg(h.reward_id, jsonb_build_array(h.unlocks, h.claims)), '{}') from (
        select u.reward_id, count(*) filter (where u.sequence_number > l.number) as unlocks, count(*) filter (where c.sequence_number > l.number) as claims
        from app_private.reward_unlocks as u left join app_private.reward_claims as c using (user_id, reward_id, period_key), (select coalesce((v_last ->> s.user_id::text)::bigint, 0)) as l(number)
        where u.user_id = s.user_id and greatest(u.sequence_number, c.sequence_number) > l.number group by 1) as h)))
    into v_all from app_private.user_states as s;
    raise exception using errcode = 'TS000';
  exception when sqlstate 'TS000' then
    perform test.set_clock(v_until);
  end;
  return query select a.* from jsonb_to_recordset(v_all) as a(user_id uuid, state app_private.user_states, refused int, rewards_had jsonb);
end
$$;

-- Of how many users the proposal changes anything, how many commands it refuses, and of whom the what-if has said otherwise.
create function pg_temp.compare(since timestamptz, parameters jsonb, rewards app_public.reward[], out affected bigint, out refused bigint, out wrong text)
language plpgsql
as $$
declare
  v_parameters constant app_public.rule_parameters := jsonb_populate_record(null::app_public.rule_parameters, parameters);
begin
  select count(*) filter (where to_jsonb(o.before) - v.names <> to_jsonb(o.after) - v.names), sum(o.refused), string_agg(concat_ws(' ', s.subject,
    app_rules.record_difference(to_jsonb(o.after) - v.names, to_jsonb(l.state) - v.names), o.refused, 'refused instead of', l.refused, app_rules.record_difference(h.had, l.rewards_had)), '; ')
    filter (where to_jsonb(o.after) - v.names is distinct from to_jsonb(l.state) - v.names or o.refused <> l.refused or h.had is distinct from l.rewards_had)
  into affected, refused, wrong
  from app_private.what_if_users(since, v_parameters, compare.rewards) as o
  join app_private.users as s using (user_id)
  left join pg_temp.lived(since, v_parameters, compare.rewards) as l using (user_id),
    (select '{rule_version_id,sequence_number}'::text[]) as v(names),
    lateral (select coalesce(jsonb_object_agg(t.reward_id, jsonb_build_array(t.unlocks_after, t.claims_after)) filter (where t.unlocks_after + t.claims_after > 0), '{}') from unnest(o.rewards) as t) as h(had);
end
$$;

-- A reward of the catalogue, otherwise.
create function pg_temp.changed(reward_id text, changes jsonb)
returns app_public.reward[]
language sql
return (select array_agg(jsonb_populate_record(app_private.reward_definition(r), changes)) from app_private.rewards as r where r.id = changed.reward_id);

select setseed(0.4);
select pg_temp.history('2026-03-01', '2026-03-21', 3);
select is_empty('select * from app_private.verify()', 'a history of three users');
select is((select array_agg(distinct e.kind order by e.kind) from app_public.journal_entries as e), array_remove(enum_range(null::app_public.journal_kind), 'clock'), 'with commands of every kind but for test users''');

select is((c.wrong, c.affected > 0, c.refused > 0)::text, (null::text, p.affects, p.refuses)::text, p.why)
from (values
  ('2026-03-01'::timestamptz, '{"check_in_points": 2, "check_in_energy": 3, "energy_start": 10, "energy_max": 55, "energy_overfill": 7, "energy_refill_seconds": 5400}'::jsonb,
    null::app_public.reward[], true, true, 'less for a check-in, and little energy'),
  ('2026-03-11 15:00+00', '{"check_in_points": 0, "repair_points": 300, "repair_within_days": 1}', null, true, true, 'dear repairs, from the middle on'),
  ('2026-03-02 09:00+00', '{"late_grace_minutes": 10, "pause_max_days": 2, "travel_cover_days": 3}', null, true, true, 'a short grace and short pauses'),
  ('2026-03-01', '{"freezes_start": 1, "freezes_max": 4, "freeze_every_days": 2, "late_grace_minutes": 500}', null, true, true, 'many freezes and a long grace: claims of theirs do not fit'),
  ('2026-03-05', '{"freezes_max": 0, "inventory_max": 1}', null, true, true, 'none, and little room'),
  ('2026-03-01', '{"level_thresholds": [0, 20, 60, 100, 300], "level_boosts_basis_points": [10000, 12000, 15000, 17500, 30000], "check_in_xp": 13}', null, true, false, 'levels soon'),
  ('2026-03-01', '{}', pg_temp.changed('streak_3', '{"conditions": [{"metric": "current_streak", "at_least": 5}]}') || pg_temp.changed('gift', '{"gives": {"points": 1, "energy": 4, "xp": 100, "freezes": 0, "items": [], "fills_energy": false}}'), true, true, 'one reward harder, another one better'),
  ('2026-03-09', '{"check_in_points": 11}', pg_temp.changed('daily', '{"claim_within_hours": 1}') || pg_temp.changed('shield', '{"enabled": false}')
    || pg_temp.changed('daily', '{"reward_id": "fresh", "repeats": "run", "auto_claim": true, "priority": 5, "conditions": [], "gives": {"points": 3, "energy": 10, "xp": 1, "freezes": 1, "items": [], "fills_energy": false}}'),
    true, true, 'new points, two rewards worse, and a new one')) as p(since, parameters, rewards, affects, refuses, why),
  lateral pg_temp.compare(p.since, p.parameters, p.rewards) as c;
select is((select count(*) > 0 from app_public.journal_entries as e where e.kind = 'amnesty'), true, 'amnesties changed runs');
