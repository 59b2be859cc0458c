-- Spread over slots that are taken with `skip locked`, so that claims of different users do not queue.
create table app_private.reward_stock (
  reward_id text not null references app_private.rewards,
  slot int not null,
  remaining int not null constraint stock_is_not_negative check (remaining >= 0),
  primary key (reward_id, slot)
) with (fillfactor = 50);

alter table app_private.reward_stock enable row level security;
create policy everybody_reads on app_private.reward_stock for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.reward_stock to app_anonymous, app_user, app_operator;

comment on table app_private.reward_stock is 'What is left of the stock of rewards that have one: the sum of a reward''s slots.';
