create type app_public.amounts as (points bigint, energy int, xp bigint, freezes int, items app_public.inventory_item[]);
comment on type app_public.amounts is 'What a command gave, or took.';
comment on column app_public.amounts.points is E'@notNull\nPoints.';
comment on column app_public.amounts.energy is E'@notNull\nEnergy: what was given can be less than was promised, as no more fits.';
comment on column app_public.amounts.xp is E'@notNull\nXP.';
comment on column app_public.amounts.freezes is E'@notNull\nStreak freezes.';
comment on column app_public.amounts.items is E'@notNull\nItems of the inventory.';
