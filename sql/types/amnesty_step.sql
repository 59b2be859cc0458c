create type app_private.amnesty_step as (
  amnesty_id int, settled app_private.user_states, after app_private.user_states, marks app_private.marked_day[],
  days_changed int
);
comment on type app_private.amnesty_step is
  'How a state takes in one amnesty: settled up to its instant, the state after it, the days that both mark, and how many of them it marks itself.';
