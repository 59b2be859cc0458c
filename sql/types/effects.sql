create type app_public.effects as (points bigint, energy int, xp bigint, freezes int, items app_public.inventory_item[]);
comment on type app_public.effects is 'What a command, a reward or an item gives.';
comment on column app_public.effects.points is E'@notNull\nPoints.';
comment on column app_public.effects.energy is E'@notNull\nEnergy. What was given can be less than what is promised: no more than fits.';
comment on column app_public.effects.xp is E'@notNull\nXP.';
comment on column app_public.effects.freezes is E'@notNull\nStreak freezes.';
comment on column app_public.effects.items is E'@notNull\nItems for the inventory.';
