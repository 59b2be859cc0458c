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
