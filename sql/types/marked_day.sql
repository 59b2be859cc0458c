create type app_private.marked_day as (day date, mark app_public.mark, freeze_granted_on date, paid_points bigint);
comment on type app_private.marked_day is
  'A day of the calendar to a rule: its mark, the day of grant of the freeze that covers it, and what its repair cost.';
