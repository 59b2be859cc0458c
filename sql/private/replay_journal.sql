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
