-- One call instead of as many constraints: PostgreSQL parses and prepares each constraint anew for each statement.
create or replace function app_rules.is_day_mark(mark app_private.day_marks)
returns boolean
language plpgsql immutable parallel safe
as $$
declare
  v_broken constant text := case
    when (mark.mark = 'freeze') <> (mark.freeze_granted_on is not null) then 'a_freeze_has_its_day_of_grant'
    when mark.freeze_granted_on >= mark.day then 'a_freeze_is_older_than_the_day_it_covers'
    when (mark.mark = 'repair') <> (mark.paid_points is not null) then 'a_repair_has_its_price'
    when mark.paid_points < 0 then 'paid_points_are_not_negative'
  end;
begin
  if v_broken is null then
    return true;
  end if;
  return app_rules.refuse_row('day mark', 'app_private', 'day_marks', v_broken);
end
$$;

comment on function app_rules.is_day_mark(app_private.day_marks) is
  'Whether this can be a mark of the calendar. Errors: 23514 with the name of the rule that it breaks as constraint.';
