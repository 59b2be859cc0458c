-- A domain, so that rewards, items and grants have the same limits, each with a name that reads as a rule.
create domain app_private.catalogue_effects as app_public.effects
  constraint effects_are_complete check (app_rules.effects_with_defaults(value) is not distinct from value::app_public.effects)
  constraint points_are_within_limits check ((value).points between 0 and 1000000000)
  constraint energy_is_within_limits check ((value).energy between 0 and 1000000)
  constraint xp_is_within_limits check ((value).xp between 0 and 1000000000)
  constraint freezes_are_within_limits check ((value).freezes between 0 and 100)
  constraint items_are_distinct_and_1_to_1000_of_each check (app_rules.are_item_quantities((value).items, 1000))
  constraint something_is_given check (value::app_public.effects is distinct from app_rules.effects_with_defaults(null));
comment on domain app_private.catalogue_effects is 'The effects of a reward, an item or a grant, within limits.';
