-- A kind of effect is an attribute here, its default in app_rules.effects_with_defaults, its limits in catalogue_effects, and
-- what it does in app_rules.after_effects.
create type app_public.effects as (
  points bigint, energy int, xp bigint, freezes int, items app_public.inventory_item[], fills_energy boolean
);
comment on type app_public.effects is 'What a reward, an item or a grant promises.';
comment on column app_public.effects.points is E'@notNull\n@hasDefault\nPoints.';
comment on column app_public.effects.energy is E'@notNull\n@hasDefault\nEnergy, as much as fits.';
comment on column app_public.effects.xp is E'@notNull\n@hasDefault\nXP.';
comment on column app_public.effects.freezes is E'@notNull\n@hasDefault\nStreak freezes; all of them or nothing.';
comment on column app_public.effects.items is E'@notNull\n@hasDefault\nItems for the inventory; all of them or nothing.';
comment on column app_public.effects.fills_energy is E'@notNull\n@hasDefault\nFills energy up to the maximum, whatever is missing and whatever the maximum is.';
