create type app_public.energy as (
  value int,
  max int,
  next_at timestamptz,
  full_at timestamptz,
  refill_amount int,
  refill_seconds int
);
comment on type app_public.energy is 'Energy as of now. It refills on its own up to the maximum.';
comment on column app_public.energy.value is E'@notNull\nNow.';
comment on column app_public.energy.max is E'@notNull\nEnergy refills up to here.';
comment on column app_public.energy.next_at is 'When the next refill comes; null when full.';
comment on column app_public.energy.full_at is 'When it will be full; null when it is.';
comment on column app_public.energy.refill_amount is E'@notNull\nEnergy for each refill.';
comment on column app_public.energy.refill_seconds is E'@notNull\nSeconds from one refill to the next.';
