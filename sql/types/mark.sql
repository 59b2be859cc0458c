create type app_public.mark as enum ('check_in', 'late', 'freeze', 'pause', 'amnesty', 'travel', 'repair');
comment on type app_public.mark is
  'How a day of the calendar is marked. CHECK_IN and LATE count; FREEZE, PAUSE, AMNESTY and TRAVEL bridge the day without counting; REPAIR gives back the length that was lost.';
