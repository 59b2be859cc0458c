create or replace function app_private.replay_entry(
  so_far app_private.replayed_journal, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries,
  rules app_private.rule_versions, versions app_private.rule_versions[]
)
returns app_private.replayed_journal
language plpgsql stable parallel safe
as $$
declare
  v_all app_private.replayed_journal := so_far;
  v_before app_private.user_states := so_far.state;
  v_it app_private.replayed_command;
  v_told_it app_private.replayed_command;
  v_says text;
  v_made app_private.day_marks[];
  v_told app_private.day_marks[];
begin
  if entry.kind = 'bootstrap' and entry.sequence_number = 1 then
    v_before := app_rules.state_of_nothing(app_rules.starting_state_of(entry, rules));
  end if;
  v_it := app_private.replay_command(v_before, entry, automatic, reversed, so_far.marks, rules, versions);
  v_says := app_private.entry_difference(entry, v_before, v_it);
  -- Where neither fits, both are wrong, and the rules are gone on with.
  if v_says is not null and (so_far.told_state).user_id is not null then
    v_told_it := app_private.replay_command(so_far.told_state, entry, automatic, reversed, so_far.told_marks, rules, versions);
    if app_private.entry_difference(entry, so_far.told_state, v_told_it) is null then
      v_before := so_far.told_state;
      v_all.marks := so_far.told_marks;
      v_it := v_told_it;
      v_says := null;
    end if;
  end if;

  v_made := app_rules.marks_after(v_all.marks, entry, v_before, v_it.marks);
  v_all.told_state := null;
  v_all.told_marks := null;
  if v_says is not null then
    v_all.differences := v_all.differences || row(entry.sequence_number, v_says)::app_private.difference;
    v_all.told_state := app_rules.state_after(entry);
    v_all.told_state.clock_ahead_seconds := (v_it.after).clock_ahead_seconds;
    -- Of what is stored some may be missing, since a later amnesty took its place.
    v_told := array(
      select m from app_private.day_marks as m where m.user_id = entry.user_id and m.sequence_number = entry.sequence_number);
    v_all.told_marks := case when v_told <@ v_made then v_made else v_all.marks || v_told end;
  end if;
  v_all.marks := v_made;
  v_all.state := case when (v_it.after).user_id is not null then v_it.after else v_all.told_state end;
  v_all.state.sequence_number := entry.sequence_number;
  return v_all;
end
$$;

grant execute on function app_private.replay_entry to app_user;
comment on function app_private.replay_entry(
  app_private.replayed_journal, app_public.journal_entries, boolean, app_public.journal_entries, app_private.rule_versions,
  app_private.rule_versions[]
) is 'One step of the fold over a journal.';
