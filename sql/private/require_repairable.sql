create or replace function app_private.require_repairable(
  state app_private.user_states, rules app_private.rule_versions, day date, marks app_private.marked_day[]
)
returns void
language plpgsql stable
as $$
declare
  v_missed constant date[] := array(select m.day from unnest(marks) as m where m.mark = 'repair' order by m.day);
  v_until constant date := v_missed[cardinality(v_missed)] + rules.repair_within_days;
  v_points constant numeric := cardinality(v_missed) * rules.repair_points::numeric;
begin
  if day = any (v_missed) is not true then
    perform app_private.refuse('RP001', format('%s cannot be repaired: no streak was lost on it.',
      coalesce(app_rules.iso_date(day), 'That day')),
      'Take the day from state.streak.repair, or a missed day from the calendar.');
  elsif state.last_day > v_until then
    perform app_private.refuse('RP002', format('The time to repair %s is over: it could be repaired until %s.',
      app_rules.iso_date(day), app_rules.iso_date(v_until)), 'Check in to begin a new streak.');
  elsif state.points < v_points then
    perform app_private.refuse('PT001', format('The repair costs %s points, and you have %s.',
      v_points, state.points), 'Earn or claim more points first.');
  end if;
end
$$;

comment on function app_private.require_repairable(
  app_private.user_states, app_private.rule_versions, date, app_private.marked_day[]
) is 'Refuses a repair that cannot be made, saying why. marks: the gap as the repair would mark it.';
