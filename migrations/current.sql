-- Enter migration here

-- A movable clock, for one user: test users.
alter type app_public.journal_kind add value 'clock';
alter type app_public.state add attribute clock_ahead_hours int;
comment on column app_public.state.as_of is E'@notNull\nThe instant for which all of this holds: the server''s time, or a test user''s own.';
comment on column app_public.state.clock_ahead_hours is
  'Of a test user (createTestUser): by how many hours their own clock is ahead of the server''s time. Null for everybody else.';
comment on type app_public.journal_kind is
  'The command that a journal entry records. GRANT, REVERSAL and AMNESTY are an operator''s; an amnesty is stored at the user''s next command, dated when it took effect. CLOCK is a test user''s, dated at the instant to which it moved the clock.';
--! include types/test_user.sql
--! include rules/is_clock_ahead.sql
alter table app_private.user_states add column clock_ahead_seconds bigint
  constraint clock_is_0_to_100_years_ahead check (app_rules.is_clock_ahead(clock_ahead_seconds));
comment on column app_private.user_states.clock_ahead_seconds is 'How far a test user''s own clock is ahead of everybody''s. Null for whoever is no test user, for ever: this alone says who is one.';

-- What was claimed from a stock are the latest claims, as many as are missing from it.
alter table app_private.reward_claims add column from_stock boolean;
update app_private.reward_claims as c
set from_stock = n.latest <= coalesce(n.taken, 0)
from (
  select k.user_id, k.reward_id, k.period_key, t.taken,
    row_number() over (partition by k.reward_id order by k.claimed_at desc, k.user_id, k.period_key) as latest
  from app_private.reward_claims as k
  left join (
    select r.id, r.stock - sum(s.remaining) as taken
    from app_private.rewards as r join app_private.reward_stock as s on s.reward_id = r.id
    group by r.id
  ) as t on t.id = k.reward_id
) as n
where (c.user_id, c.reward_id, c.period_key) = (n.user_id, n.reward_id, n.period_key);
alter table app_private.reward_claims alter column from_stock set not null;
comment on column app_private.reward_claims.from_stock is 'Took one from the reward''s stock. False for claims of before there was a limit, and for test users'': a stock is what is left and the claims from it.';
comment on column app_private.rewards.stock is 'How many can be claimed by all users together, counted from when there first was a limit and test users left out; null: no limit. Written by app_private.set_stock alone, which fills reward_stock with what is left.';

--! include rules/is_reversible.sql
--! include rules/after_clock.sql
--! include rules/takes_stock.sql
--! include private/amnesty_steps.sql
--! include private/occurs_at.sql
--! include private/state_as_of.sql
--! include private/present.sql
--! include private/record.sql
drop function app_private.bootstrap(uuid, text, text, text, int);
--! include private/bootstrap.sql
--! include private/apply_claim.sql
--! include private/auto_claim.sql
--! include private/check_in.sql
--! include private/require_claimable.sql
--! include private/claim_reward.sql
--! include private/update_settings.sql
--! include private/pause_streak.sql
--! include private/repair_streak.sql
--! include private/spend_energy.sql
--! include private/buy_item.sql
--! include private/use_item.sql
--! include private/discard_item.sql
--! include private/grant_effects.sql
--! include private/reverse_entry.sql
--! include private/require_clock.sql
--! include private/advance_clock.sql
--! include private/require_test_user_creator.sql
--! include private/create_test_user.sql
--! include private/amnesty_effects.sql
--! include api/me.sql
--! include api/me_rewards.sql
--! include api/bootstrap.sql
--! include api/advance_my_clock.sql
--! include api/create_test_user.sql
--! include api/user.sql
--! include seeds/error_codes.sql
