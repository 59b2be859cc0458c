create type app_private.run_day as (
  day date, mark app_public.mark, streak int, ended boolean,
  zone text, day_start_hour int, rule_version_id int, marked_at timestamptz, sequence_number bigint,
  freeze_granted_on date, paid_points bigint, entry_day date, new_zone text, new_day_start_hour int,
  amnesty text, otherwise_mark app_public.mark
);
comment on type app_private.run_day is
  'A day of a run with all that explains it. streak: counting days up to it; ended: it can no longer be checked in; entry_day, new_zone, new_day_start_hour: of the entry that marked it; amnesty: the reason of one that names it; otherwise_mark: what would bridge it without its mark.';
