create type app_public.level as (
  number int,
  xp bigint,
  starts_at_xp bigint,
  next_at_xp bigint,
  xp_to_next bigint,
  points_boost_basis_points int
);
comment on type app_public.level is 'The level that lifetime XP has reached; it is never lost.';
comment on column app_public.level.number is E'@notNull\nThe level, from 1 on.';
comment on column app_public.level.xp is E'@notNull\nLifetime XP.';
comment on column app_public.level.starts_at_xp is 'The XP at which this level began.';
comment on column app_public.level.next_at_xp is 'The XP at which the next level begins; null at the last one.';
comment on column app_public.level.xp_to_next is 'XP missing to the next level; null at the last one.';
comment on column app_public.level.points_boost_basis_points is
  E'@notNull\nWhat multiplies the points of a check-in, in basis points: 10500 is 1.05 times.';
