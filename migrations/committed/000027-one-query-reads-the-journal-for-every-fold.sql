--! Previous: sha1:2ec49734da4e1d6a3cec22fea242bafec686b9d8
--! Hash: sha1:42a0fd18b1a6f2ad1313ea3bce4364a02749ef2b
--! Message: One query reads the journal for every fold

--! Included types/folded_entry.sql
create type app_private.folded_entry as (
  entry app_public.journal_entries,
  automatic boolean,
  reversed app_public.journal_entries
);

comment on type app_private.folded_entry is
  'A journal entry with what the rules must know of others to fold it: whether its claim was automatic, and the entry that it takes back.';
--! EndIncluded types/folded_entry.sql
--! Included private/journal_to_fold.sql
create or replace function app_private.journal_to_fold(user_id uuid, after bigint, through bigint)
returns setof app_private.folded_entry
language sql stable parallel safe
begin atomic
  select e, c.automatic, r
  from app_public.journal_entries as e
  left join app_private.reward_claims as c
    on c.user_id = e.user_id and c.reward_id = e.asked ->> 'reward_id' and c.period_key = e.asked ->> 'period_key' and e.kind = 'claim'
  left join app_public.journal_entries as r on r.user_id = e.user_id and r.sequence_number = e.reverses
  where e.user_id = journal_to_fold.user_id and e.sequence_number > journal_to_fold.after
    and (e.sequence_number <= journal_to_fold.through or journal_to_fold.through is null)
  order by e.sequence_number;
end;

grant execute on function app_private.journal_to_fold to app_user;
comment on function app_private.journal_to_fold(uuid, bigint, bigint) is
  'A user''s journal entries after one and through another (null: to the last), in order, as replay and what-if fold them.';
--! EndIncluded private/journal_to_fold.sql
--! Included private/entry_at.sql
create or replace function app_private.entry_at(user_id uuid, at timestamptz)
returns app_public.journal_entries
language sql stable parallel safe
begin atomic
  select e.* from app_public.journal_entries as e
  where e.user_id = entry_at.user_id and e.occurred_at <= entry_at.at
  order by e.occurred_at desc, e.sequence_number desc
  limit 1;
end;

grant execute on function app_private.entry_at to app_user;
comment on function app_private.entry_at(uuid, timestamptz) is
  'The journal entry that says what a user''s state was at an instant; null before the first.';
--! EndIncluded private/entry_at.sql
--! Included private/replay_journal.sql
-- A wrong entry is told once: the fold goes on from what the rules make of it or, where what comes after shows that this was
-- not what happened, from what the entry itself tells.
create or replace function app_private.replay_journal(user_id uuid, through bigint)
returns app_private.replayed_journal
language plpgsql stable parallel safe
as $$
declare
  v_versions constant app_private.rule_versions[] := app_private.all_versions();
  v_known app_private.rule_versions[];
  v_rules app_private.rule_versions;
  v_row record;
  v_entry app_public.journal_entries;
  v_missing boolean;
  v_clock_ahead_seconds bigint;
  v_all app_private.replayed_journal;
begin
  v_all.marks := '{}';
  v_all.differences := '{}';
  for v_row in
    select f.* from app_private.journal_to_fold(user_id, 0, through) as f
  loop
    v_entry := v_row.entry;
    if v_rules.id is distinct from v_entry.rule_version_id then
      if v_rules.effective_from > (select v.effective_from from unnest(v_versions) as v where v.id = v_entry.rule_version_id) then
        v_all.differences := v_all.differences
          || row(v_entry.sequence_number, 'The entry names an earlier rule version than the one before it.')::app_private.difference;
      end if;
      v_rules := coalesce((select v from unnest(v_versions) as v where v.id = v_entry.rule_version_id and v.effective_from <= v_entry.occurred_at),
        app_rules.rules_at(v_versions, v_entry.occurred_at));
      v_known := array(select v from unnest(v_versions) as v where v.effective_from <= v_rules.effective_from order by v.effective_from);
    end if;

    v_missing := v_entry.sequence_number <> coalesce((v_all.state).sequence_number, 0) + 1;
    if v_missing or v_entry.occurred_at < (v_all.state).last_occurred_at then
      v_all.differences := v_all.differences || row(v_entry.sequence_number - v_missing::int,
        case when v_missing then 'The entry is missing.' else 'The entry is dated before the one before it.' end)::app_private.difference;
      v_clock_ahead_seconds := (v_all.state).clock_ahead_seconds;
      v_all.state := app_rules.state_after(v_entry);
      v_all.state.clock_ahead_seconds := v_clock_ahead_seconds;
      v_all.marks := app_private.marks_through(user_id, v_entry.sequence_number);
      v_all.told_state := null;
    else
      v_all := app_private.replay_entry(v_all, v_entry, v_row.automatic, v_row.reversed, v_rules, v_known);
    end if;
  end loop;
  return v_all;
end
$$;

grant execute on function app_private.replay_journal to app_user;
comment on function app_private.replay_journal(uuid, bigint) is
  'Folds a user''s journal, up to an entry or whole (null), through the rules, each entry under the rule version it happened in.';
--! EndIncluded private/replay_journal.sql
--! Included private/what_if_user.sql
create or replace function app_private.what_if_user(
  user_id uuid, since timestamptz, at timestamptz, versions app_private.rule_versions[], catalogue app_private.proposed_reward[]
)
returns app_private.what_if_outcome
language plpgsql stable
as $$
declare
  v_last constant app_public.journal_entries := app_private.entry_at(user_id, since - interval '1 microsecond');
  v_from constant bigint := coalesce(v_last.sequence_number, 0);
  v_rules app_private.rule_versions;
  v_known app_private.rule_versions[];
  v_row record;
  v_at timestamptz;
  v_course app_private.what_if_course := app_private.what_if_beginning(user_id, v_last, catalogue);
  v_outcome app_private.what_if_outcome;
begin
  for v_row in
    select f.* from app_private.journal_to_fold(user_id, v_from, null) as f
  loop
    if v_rules.id is null or abs(v_rules.id) <> (v_row.entry).rule_version_id then
      select v.* into v_rules from unnest(versions) as v where abs(v.id) = (v_row.entry).rule_version_id order by v.id limit 1;
      v_known := array(select v from unnest(versions) as v where v.effective_from <= v_rules.effective_from order by v.effective_from);
    end if;
    v_course := app_private.what_if_step(v_course, v_row.entry, v_row.automatic, v_row.reversed, v_rules, v_known, catalogue);
  end loop;

  v_course := app_private.what_if_amnesties(v_course, app_private.last_amnesty_id(), versions);
  v_at := greatest(at, (v_course.state).last_occurred_at);
  v_outcome.user_id := user_id;
  v_outcome.before := app_private.state_as_of(user_id, at);
  v_outcome.after := app_rules.settle(v_course.state, app_rules.rules_at(versions, v_at), versions,
    app_private.excused_days((v_course.state).last_amnesty_id, (v_course.state).last_marked_day), v_at,
    app_rules.ended_by(v_at, (v_course.state).zone, (v_course.state).day_start_hour, versions));
  v_outcome.refused := v_course.refused;
  v_outcome.rewards := app_private.what_if_counts(user_id, v_from, v_course);
  return v_outcome;
end
$$;

comment on function app_private.what_if_user(
  uuid, timestamptz, timestamptz, app_private.rule_versions[], app_private.proposed_reward[]
) is 'What one user''s history since an instant would have come to by another under other rule versions and rewards: the same commands at the same instants, as far as they would not have been refused. Writes nothing.';
--! EndIncluded private/what_if_user.sql
drop function app_private.entry_before(uuid, timestamptz);
