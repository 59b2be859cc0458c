create type app_public.mark as enum ('check_in', 'late', 'freeze', 'pause', 'amnesty', 'travel', 'repair');
comment on type app_public.mark is
  'How a day of the calendar is marked. check_in and late count; freeze, pause, amnesty and travel bridge the day without counting; repair gives back the length that was lost.';
