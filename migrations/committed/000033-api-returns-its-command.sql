--! Previous: sha1:32172827a0862e35f587ef3ae8ac9f8a82351484
--! Hash: sha1:2642ab377d8930fe096bb4fb571bb1835ff401ca
--! Message: api returns its command

--! Included api/advance_my_clock.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.advance_my_clock(idempotency_key uuid, days int default 0, hours int default 0)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.advance_clock(v_user_id,
    coalesce(advance_my_clock.days, 0), coalesce(advance_my_clock.hours, 0), advance_my_clock.idempotency_key);
end
$$;

grant execute on function app_public.advance_my_clock to app_anonymous, app_user;
comment on function app_public.advance_my_clock(uuid, int, int) is
  E'@notNull\nFor test users (createTestUser): moves their own clock ahead, by days of 24 hours and hours, 1 hour to 366 days at once and 100 years in all. Nobody else''s time changes, and it never goes back. What would have happened by then has happened: missed days, refilled energy, rules that have taken effect. A repeat with the same idempotencyKey changes nothing and answers with the same move (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, NOT_A_TEST_USER, INVALID_AMOUNT, IDEMPOTENCY_KEY_REUSED.';
--! EndIncluded api/advance_my_clock.sql
--! Included api/buy_item.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.buy_item(item_id text, idempotency_key uuid, quantity int default 1)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.buy_item(v_user_id, buy_item.item_id, coalesce(buy_item.quantity, 1), buy_item.idempotency_key);
end
$$;

grant execute on function app_public.buy_item to app_anonymous, app_user;
comment on function app_public.buy_item(text, uuid, int) is
  E'@notNull\nBuys quantity (1 to 1000, by default 1) of an item for its price in points now, and puts them into the inventory; all of them or nothing. A repeat with the same idempotencyKey changes nothing and answers with what was bought (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, UNKNOWN_ITEM, ITEM_NOT_ON_SALE, INVALID_AMOUNT, NOT_ENOUGH_POINTS, INVENTORY_FULL, IDEMPOTENCY_KEY_REUSED.';
--! EndIncluded api/buy_item.sql
--! Included api/check_in.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.check_in(day date default null)
returns app_public.check_in_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.check_in(v_user_id, check_in.day);
end
$$;

grant execute on function app_public.check_in to app_anonymous, app_user;
comment on function app_public.check_in(date) is
  E'@notNull\nChecks in for today or, with day, for yesterday while its grace lasts. Settles the streak, grants energy, points and XP, unlocks rewards and claims those that claim themselves, all at once or not at all. A repeat for a day that is checked in changes nothing and answers with that check-in (alreadyCheckedIn: true): after a lost answer, call again.\n\nErrors: SIGNED_OUT, DAY_NOT_OPEN.';
--! EndIncluded api/check_in.sql
--! Included api/create_test_user.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.create_test_user(
  subject text, issuer text default null, zone text default null, day_start_hour int default null
)
returns app_public.test_user
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_issuer constant text := coalesce(issuer, current_setting('app.issuer', true));
begin
  perform app_private.require_test_user_creator(v_issuer);
  return app_private.create_test_user(v_issuer, create_test_user.subject, coalesce(zone, 'UTC'), coalesce(day_start_hour, 0));
end
$$;

grant execute on function app_public.create_test_user to app_anonymous, app_user, app_operator;
comment on function app_public.create_test_user(text, text, text, int) is
  E'@notNull\nFor operators and, where the server runs in development, for everybody who is signed in: creates a test user, who has an own clock (advanceMyClock) and is left out of stock and statistics. subject and issuer (1 to 255 characters; by default your own issuer, and in development no other) are those of the test user''s tokens; zone (by default UTC) and dayStartHour (by default 0) as in bootstrap. A test user stays one for ever, and a user who is there already never becomes one. A repeat changes nothing, whatever its zone and dayStartHour, and answers with the test user (alreadyCreated: true).\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, NOT_A_TEST_USER, INVALID_SUBJECT, UNKNOWN_ZONE, INVALID_DAY_START.';
--! EndIncluded api/create_test_user.sql
--! Included api/discard_item.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.discard_item(item_id text, idempotency_key uuid, quantity int default 1)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.discard_item(
    v_user_id, discard_item.item_id, coalesce(discard_item.quantity, 1), discard_item.idempotency_key);
end
$$;

grant execute on function app_public.discard_item to app_anonymous, app_user;
comment on function app_public.discard_item(text, uuid, int) is
  E'@notNull\nThrows quantity (by default 1) of an item of the inventory away, to make room; nothing is given for it. A repeat with the same idempotencyKey changes nothing and answers with what was thrown away (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, INVALID_AMOUNT, NOT_ENOUGH_ITEMS, IDEMPOTENCY_KEY_REUSED.';
--! EndIncluded api/discard_item.sql
--! Included api/grant_effects.sql
-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.grant_effects(
  user_id uuid, gives app_public.effects, reason text, idempotency_key uuid
)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operator_id constant uuid := app_private.require_operator_id();
begin
  return app_private.grant_effects(grant_effects.user_id, v_operator_id,
    grant_effects.gives, grant_effects.reason, grant_effects.idempotency_key);
end
$$;

grant execute on function app_public.grant_effects to app_anonymous, app_user, app_operator;
comment on function app_public.grant_effects(uuid, app_public.effects, text, uuid) is
  E'@notNull\nFor operators: gives a user points, energy, XP, freezes or items. reason (1 to 200 characters) is kept in the user''s journal, where the user can read it. All of it or nothing, but for energy, which is given as far as it fits. A repeat for the same user with the same idempotencyKey changes nothing and answers with what was given (replayed: true), for ever.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, UNKNOWN_USER, INVALID_GRANT, INVALID_REASON, UNKNOWN_ITEM, FREEZES_FULL, INVENTORY_FULL, IDEMPOTENCY_KEY_REUSED.';
--! EndIncluded api/grant_effects.sql
--! Included api/pause_streak.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.pause_streak(until date)
returns app_public.pause_streak_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.pause_streak(v_user_id, pause_streak.until);
end
$$;

grant execute on function app_public.pause_streak to app_anonymous, app_user;
comment on function app_public.pause_streak(date) is
  E'@notNull\nPauses the streak from tomorrow through a day: the days between are not held against it, and do not count. A check-in on one of them ends the pause. While a pause is open, another day moves its end. A repeat changes nothing.\n\nErrors: SIGNED_OUT, NO_STREAK, INVALID_PAUSE.';
--! EndIncluded api/pause_streak.sql
--! Included api/repair_streak.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.repair_streak(day date)
returns app_public.repair_streak_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.repair_streak(v_user_id, repair_streak.day);
end
$$;

grant execute on function app_public.repair_streak to app_anonymous, app_user;
comment on function app_public.repair_streak(date) is
  E'@notNull\nPays points for each day that was missed in a row, so that the run before them goes on. day is one of these days: state.streak.repair names the last of the latest, and the price. A repeat for a day that is repaired changes nothing, costs nothing, and answers with that repair (alreadyRepaired: true).\n\nErrors: SIGNED_OUT, NOTHING_TO_REPAIR, REPAIR_TOO_LATE, NOT_ENOUGH_POINTS.';
--! EndIncluded api/repair_streak.sql
--! Included api/reverse_entry.sql
-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.reverse_entry(user_id uuid, sequence_number bigint, reason text)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operator_id constant uuid := app_private.require_operator_id();
begin
  return app_private.reverse_entry(reverse_entry.user_id, v_operator_id, reverse_entry.sequence_number, reverse_entry.reason);
end
$$;

grant execute on function app_public.reverse_entry to app_anonymous, app_user, app_operator;
comment on function app_public.reverse_entry(uuid, bigint, text) is
  E'@notNull\nFor operators: corrects a journal entry of a user by one that reverses it: points, energy, freezes and items that it gave are taken back, and what it took comes back. XP, levels and the calendar stay, and a reward stays claimed. Energy is taken back as far as it is there. reason (1 to 200 characters) is kept in the user''s journal. An entry is reversed once: a repeat changes nothing and answers with that reversal (replayed: true).\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, UNKNOWN_USER, NOT_REVERSIBLE, INVALID_REASON, NOT_ENOUGH_POINTS, NOT_ENOUGH_ITEMS, FREEZE_USED, INVENTORY_FULL.';
--! EndIncluded api/reverse_entry.sql
--! Included api/save_item.sql
-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.save_item(item app_public.item)
returns app_public.item
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
begin
  perform app_private.require_operator_id();
  return app_private.save_item(save_item.item);
end
$$;

grant execute on function app_public.save_item to app_anonymous, app_user, app_operator;
comment on function app_public.save_item(app_public.item) is
  E'@notNull\nFor operators: creates an item, or changes the one of that id, as a whole: what is left out has its default. Items that are held already are used with the effects of the new definition. An item is never deleted; take it off sale. Refused: what gives as many points as it costs, and what could never be used. A repeat changes nothing.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_ITEM.';
--! EndIncluded api/save_item.sql
--! Included api/save_reward.sql
-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.save_reward(reward app_public.reward)
returns app_public.reward
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
begin
  perform app_private.require_operator_id();
  return app_private.save_reward(save_reward.reward);
end
$$;

grant execute on function app_public.save_reward to app_anonymous, app_user, app_operator;
comment on function app_public.save_reward(app_public.reward) is
  E'@notNull\nFor operators: creates a reward with its conditions, or changes the one of that id, as a whole: what is left out has its default. What users have unlocked stays unlocked, whatever changes; a claim gives what the reward gives at the time of the claim. A reward is never deleted; disable it. Refused: what could never be claimed under the rules now or to come (conditions out of reach, more freezes or items than can be held, a window that is empty or over), and a stock below what has been claimed. A repeat changes nothing.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_REWARD, UNKNOWN_ITEM.';
--! EndIncluded api/save_reward.sql
--! Included api/spend_energy.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.spend_energy(amount int, idempotency_key uuid, reason text default null)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.spend_energy(v_user_id, spend_energy.amount, spend_energy.reason, spend_energy.idempotency_key);
end
$$;

grant execute on function app_public.spend_energy to app_anonymous, app_user;
comment on function app_public.spend_energy(int, uuid, text) is
  E'@notNull\nSpends energy: amount (1 to 1000000) of what there is now, refills counted; all of it or nothing. reason (at most 200 characters) is kept in the journal. A repeat with the same idempotencyKey changes nothing and answers with what was spent (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, INVALID_AMOUNT, INVALID_REASON, NOT_ENOUGH_ENERGY, IDEMPOTENCY_KEY_REUSED.';
--! EndIncluded api/spend_energy.sql
--! Included api/use_item.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.use_item(item_id text, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.use_item(v_user_id, use_item.item_id, use_item.idempotency_key);
end
$$;

grant execute on function app_public.use_item to app_anonymous, app_user;
comment on function app_public.use_item(text, uuid) is
  E'@notNull\nUses one of an item of the inventory for its effects. When nothing at all would change, or a freeze would not fit, it is kept; energy is given as far as it fits. A repeat with the same idempotencyKey changes nothing and answers with what the use gave (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, UNKNOWN_ITEM, NOT_ENOUGH_ITEMS, ITEM_WITHOUT_EFFECT, FREEZES_FULL, IDEMPOTENCY_KEY_REUSED.';
--! EndIncluded api/use_item.sql
