create table app_private.metrics (
  id text primary key,
  title text not null
);

alter table app_private.metrics enable row level security;
create policy everybody_reads on app_private.metrics for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.metrics to app_anonymous, app_user, app_operator;

comment on table app_private.metrics is
  'What a condition can ask for. A new metric is one row here and one expression in app_rules.metric_value.';
