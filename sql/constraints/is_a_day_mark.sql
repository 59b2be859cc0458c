alter table app_private.day_marks add constraint is_a_day_mark check (app_rules.is_day_mark(day_marks));
