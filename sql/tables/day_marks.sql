-- The calendar. Its key is the rule: one mark, and so at most one check-in, for each engagement day.
-- What a mark must be is app_rules.is_day_mark (constraints/is_a_day_mark.sql).
create table app_private.day_marks (
  user_id uuid not null,
  day date not null,
  mark app_public.mark not null,
  marked_at timestamptz not null,
  zone text not null,
  day_start_hour int not null,
  rule_version_id int not null,
  sequence_number bigint not null,
  freeze_granted_on date,
  paid_points bigint,
  constraint a_day_is_marked_once primary key (user_id, day)
);

alter table app_private.day_marks enable row level security;
create policy own on app_private.day_marks for select to app_user using (user_id = app_private.current_user_id());
create policy operators_read_everybody on app_private.day_marks for select to app_operator using (true);
grant select on app_private.day_marks to app_user;

comment on table app_private.day_marks is 'The marked days of each user''s calendar, from which the streak is folded.';
comment on column app_private.day_marks.zone is 'The zone under which the day was computed; it is never computed again.';
comment on column app_private.day_marks.sequence_number is 'Of the journal entry that marked the day.';
comment on column app_private.day_marks.freeze_granted_on is 'The day of grant of the freeze that covers the day.';
comment on column app_private.day_marks.paid_points is 'What its repair cost.';
