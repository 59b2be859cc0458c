create table app_private.reward_conditions (
  reward_id text not null references app_private.rewards,
  metric text not null references app_private.metrics,
  at_least bigint not null constraint at_least_is_positive check (at_least > 0),
  constraint each_metric_is_named_once primary key (reward_id, metric)
);

alter table app_private.reward_conditions enable row level security;
create policy everybody_reads on app_private.reward_conditions
  for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.reward_conditions to app_anonymous, app_user, app_operator;

comment on table app_private.reward_conditions is 'A reward unlocks when each of its conditions holds: the metric is at least so much.';
