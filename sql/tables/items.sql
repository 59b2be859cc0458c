create table app_private.items (
  id text primary key constraint id_is_a_short_name check (id ~ '^[a-z][a-z0-9_]{0,62}$'),
  title text not null,
  description text not null,
  price_points bigint not null constraint price_is_positive check (price_points > 0),
  gives_points bigint not null default 0 constraint gives_points_is_within_limits check (gives_points between 0 and 1000000000),
  gives_energy int not null default 0 constraint gives_energy_is_within_limits check (gives_energy between 0 and 1000000),
  gives_xp bigint not null default 0 constraint gives_xp_is_within_limits check (gives_xp between 0 and 1000000000),
  gives_freezes int not null default 0 constraint gives_freezes_is_within_limits check (gives_freezes between 0 and 100),
  constraint item_gives_something check (gives_points + gives_energy + gives_xp + gives_freezes > 0)
);

alter table app_private.items enable row level security;
create policy everybody_reads on app_private.items for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.items to app_anonymous, app_user, app_operator;

comment on table app_private.items is 'What can be bought with points, held, and used for its effects.';
