create role app_anonymous nologin;
create role app_operator nologin;
create role app_owner nologin;
create role app_server login noinherit;
create role app_user nologin;
grant app_anonymous to app_server;
grant app_operator to app_server;
grant app_user to app_operator;
grant app_user to app_server;

create schema app_private;
create schema app_public;
create schema app_rules;
comment on schema app_private is 'Tables with row-level security, clock, identity, and the core of each command.';
comment on schema app_public is 'What the API sees: the journal, types, and one function for each GraphQL field.';
comment on schema app_rules is 'The rules: pure functions, no table, no clock, no setting.';
grant usage on schema app_private to app_anonymous;
grant usage on schema app_private to app_operator;
grant usage on schema app_private to app_server;
grant usage on schema app_private to app_user;
grant usage on schema app_public to app_anonymous;
grant usage on schema app_public to app_operator;
grant usage on schema app_public to app_user;
grant usage on schema app_rules to app_anonymous;
grant usage on schema app_rules to app_operator;
grant usage on schema app_rules to app_user;
-- default privileges of app_owner in schema app_rules on functions: execute to app_anonymous, execute to app_operator, execute to app_user
-- default privileges of app_owner on functions: execute to app_owner
-- default privileges of app_owner on types: usage to app_owner

create type app_private.amnesty_step as (
  amnesty_id integer,
  settled app_private.user_states,
  after app_private.user_states,
  marks app_private.marked_day[],
  days_changed integer
);
comment on type app_private.amnesty_step is 'How a state takes in one amnesty: settled up to its instant, the state after it, the days that both mark, and how many of them it marks itself.';

create type app_private.attempt as (
  retry_after_seconds integer,
  account_id uuid,
  password_hash text
);
comment on type app_private.attempt is 'An attempt that was counted: after how many seconds to try again, or else, when it was let in, whose password to hold it against; nobody''s for an address without an account.';

create domain app_private.catalogue_effects as app_public.effects
  constraint effects_are_complete CHECK ((NOT (app_rules.effects_with_defaults(VALUE) IS DISTINCT FROM VALUE)))
  constraint energy_is_within_limits CHECK ((((VALUE).energy >= 0) AND ((VALUE).energy <= 1000000)))
  constraint freezes_are_within_limits CHECK ((((VALUE).freezes >= 0) AND ((VALUE).freezes <= 100)))
  constraint items_are_distinct_and_1_to_1000_of_each CHECK (app_rules.are_item_quantities((VALUE).items, 1000))
  constraint points_are_within_limits CHECK ((((VALUE).points >= 0) AND ((VALUE).points <= 1000000000)))
  constraint something_is_given CHECK ((VALUE IS DISTINCT FROM app_rules.effects_with_defaults(NULL::app_public.effects)))
  constraint xp_is_within_limits CHECK ((((VALUE).xp >= 0) AND ((VALUE).xp <= 1000000000)));
comment on type app_private.catalogue_effects is 'The effects of a reward, an item or a grant, within limits.';

create type app_private.difference as (
  sequence_number bigint,
  difference text
);
comment on type app_private.difference is 'What is stored otherwise than the rules make it of the journal. sequence_number: of the entry in question, null when it is none.';

create type app_private.folded_entry as (
  entry app_public.journal_entries,
  automatic boolean,
  reversed app_public.journal_entries
);
comment on type app_private.folded_entry is 'A journal entry with what the rules must know of others to fold it: whether its claim was automatic, and the entry that it takes back.';

create type app_private.marked_day as (
  day date,
  mark app_public.mark,
  freeze_granted_on date,
  paid_points bigint
);
comment on type app_private.marked_day is 'A day of the calendar to a rule: its mark, the day of grant of the freeze that covers it, and what its repair cost.';

create type app_private.opened_session as (
  account_id uuid,
  session_id uuid,
  zone text,
  is_operator boolean
);
comment on type app_private.opened_session is 'What an access token says of a session and its account.';

create type app_private.outcome as (
  entry app_public.journal_entries,
  after app_private.user_states
);
comment on type app_private.outcome is 'What a command has come to: its journal entry as it is stored, and the state after it and after what was claimed on its account.';

create type app_private.proposed_reward as (
  reward app_private.rewards,
  conditions app_public.condition[]
);
comment on type app_private.proposed_reward is 'A reward as a what-if takes it: with its conditions. Before its saved_at, what was unlocked and claimed stays as it was.';

create type app_private.refreshed_session as (
  outcome text,
  zone text,
  is_operator boolean
);
comment on type app_private.refreshed_session is 'What a refresh token led to: refreshed, repeated (the last refresh once more, within its grace), reused (the session has ended), unknown; and what an access token says of the account.';

create type app_private.replayed_command as (
  settled app_private.user_states,
  after app_private.user_states,
  marks app_private.marked_day[],
  day date,
  obstacle text
);
comment on type app_private.replayed_command is 'What the rules make of a command: the state before it as of its instant, the state after it, the days that both mark, the day it belongs to; and the code it would be refused with, or why else it cannot be, null when it can.';

create type app_private.replayed_journal as (
  state app_private.user_states,
  marks app_private.day_marks[],
  differences app_private.difference[],
  told_state app_private.user_states,
  told_marks app_private.day_marks[]
);
comment on type app_private.replayed_journal is 'What the rules make of a user''s journal: the state, the calendar, and the entries that are not what the rules make of them. told: the same as the last entry itself has it, when that is another; null otherwise.';

create type app_private.run_day as (
  day date,
  mark app_public.mark,
  streak integer,
  ended boolean,
  zone text,
  day_start_hour integer,
  rule_version_id integer,
  marked_at timestamp with time zone,
  sequence_number bigint,
  freeze_granted_on date,
  paid_points bigint,
  entry_day date,
  new_zone text,
  new_day_start_hour integer,
  amnesty text,
  otherwise_mark app_public.mark
);
comment on type app_private.run_day is 'A day of a run with all that explains it. streak: counting days up to it; ended: it can no longer be checked in; entry_day, new_zone, new_day_start_hour: of the entry that marked it; amnesty: the reason of one that names it; otherwise_mark: what would bridge it without its mark.';

create type app_private.what_if_course as (
  state app_private.user_states,
  marks app_private.day_marks[],
  unlocks app_private.reward_unlocks[],
  claims app_private.reward_claims[],
  to_be_reversed bigint[],
  entries app_public.journal_entries[],
  refused integer
);
comment on type app_private.what_if_course is 'How a user''s history would have gone so far: state, calendar, unlocks and claims; of the entries that are reversed later their numbers and what they would have been; how many commands would have been refused.';

create type app_private.what_if_outcome as (
  user_id uuid,
  before app_private.user_states,
  after app_private.user_states,
  refused integer,
  rewards app_public.what_if_reward[]
);
comment on type app_private.what_if_outcome is 'What a proposal would have meant for one user: the state of now as it is and as it would be, how many commands would have been refused, and how often each reward was unlocked and claimed since.';

create type app_public.amnesty as (
  amnesty_id integer,
  first_day date,
  last_day date,
  reason text,
  declared_at timestamp with time zone,
  already_declared boolean
);
comment on type app_public.amnesty is 'Days on which nobody is held to have missed.';

comment on column app_public.amnesty.already_declared is '@notNull
True when an earlier call had declared it.';

comment on column app_public.amnesty.amnesty_id is '@notNull
Its number.';

comment on column app_public.amnesty.declared_at is '@notNull
When it was declared.';

comment on column app_public.amnesty.first_day is '@notNull
The first of its days.';

comment on column app_public.amnesty.last_day is '@notNull
The last of its days.';

comment on column app_public.amnesty.reason is '@notNull
What users read in their calendar.';

create type app_public.amnesty_effect as (
  user_id uuid,
  streak_before integer,
  streak_after integer,
  longest_before integer,
  longest_after integer,
  freezes_returned integer,
  points_returned bigint,
  days integer
);
comment on type app_public.amnesty_effect is 'What an amnesty changes for one user.';

comment on column app_public.amnesty_effect.days is '@notNull
Days of the calendar that get another mark.';

comment on column app_public.amnesty_effect.freezes_returned is '@notNull
Freezes that come back.';

comment on column app_public.amnesty_effect.longest_after is '@notNull
The longest streak with it.';

comment on column app_public.amnesty_effect.longest_before is '@notNull
The longest streak without it.';

comment on column app_public.amnesty_effect.points_returned is '@notNull
Points, paid for repairs, that come back.';

comment on column app_public.amnesty_effect.streak_after is '@notNull
The current streak with it.';

comment on column app_public.amnesty_effect.streak_before is '@notNull
The current streak without it.';

comment on column app_public.amnesty_effect.user_id is '@notNull
Who.';

create type app_public.amnesty_preview as (
  users integer,
  runs_restored integer,
  freezes_returned bigint,
  points_returned bigint,
  most_affected app_public.amnesty_effect[]
);
comment on type app_public.amnesty_preview is 'What an amnesty would change, were it declared now.';

comment on column app_public.amnesty_preview.freezes_returned is '@notNull
Freezes that would come back.';

comment on column app_public.amnesty_preview.most_affected is '@notNull
The twenty users whose streak would gain most.';

comment on column app_public.amnesty_preview.points_returned is '@notNull
Points, paid for repairs, that would come back.';

comment on column app_public.amnesty_preview.runs_restored is '@notNull
Users whose current streak would be longer.';

comment on column app_public.amnesty_preview.users is '@notNull
Users for whom anything would change.';

create type app_public.amounts as (
  points bigint,
  energy integer,
  xp bigint,
  freezes integer,
  items app_public.inventory_item[]
);
comment on type app_public.amounts is 'What a command gave, or took.';

comment on column app_public.amounts.energy is '@notNull
Energy: what was given can be less than was promised, as no more fits.';

comment on column app_public.amounts.freezes is '@notNull
Streak freezes.';

comment on column app_public.amounts.items is '@notNull
Items of the inventory.';

comment on column app_public.amounts.points is '@notNull
Points.';

comment on column app_public.amounts.xp is '@notNull
XP.';
create type app_public.balance as enum ('points', 'energy');
comment on type app_public.balance is 'What explainBalance explains.';

create type app_public.balance_entry as (
  sequence_number bigint,
  occurred_at timestamp with time zone,
  day date,
  kind app_public.journal_kind,
  what text,
  refilled bigint,
  change bigint,
  balance_after bigint
);
comment on type app_public.balance_entry is 'A journal entry that changed a balance.';

comment on column app_public.balance_entry.balance_after is '@notNull
The balance after it: the one before + refilled + change.';

comment on column app_public.balance_entry.change is '@notNull
What it added or, if negative, took.';

comment on column app_public.balance_entry.day is '@notNull
The engagement day it belongs to.';

comment on column app_public.balance_entry.kind is '@notNull
The command.';

comment on column app_public.balance_entry.occurred_at is '@notNull
When it happened.';

comment on column app_public.balance_entry.refilled is '@notNull
Energy that had refilled on its own since the entry before; 0 for points.';
comment on column app_public.balance_entry.sequence_number is 'Of the journal entry; null for an amnesty that the next command will store.';

comment on column app_public.balance_entry.what is '@notNull
What it was, in words.';

create type app_public.balance_explanation as (
  text text,
  current bigint,
  refilled_since bigint,
  max bigint,
  next_at timestamp with time zone,
  full_at timestamp with time zone,
  parts app_public.balance_part[],
  entries app_public.balance_entry[],
  entry_count bigint
);
comment on type app_public.balance_explanation is 'Why a balance is what it is. The parts add up to it.';

comment on column app_public.balance_explanation.current is '@notNull
The balance as of now: the sum of the parts.';

comment on column app_public.balance_explanation.entries is '@notNull
The entries that changed the balance, latest first: the last ones only.';

comment on column app_public.balance_explanation.entry_count is '@notNull
How many there are in all.';
comment on column app_public.balance_explanation.full_at is 'When energy will be full; null when it is, and for points.';
comment on column app_public.balance_explanation.max is 'Energy refills up to here; null for points.';
comment on column app_public.balance_explanation.next_at is 'When energy next refills; null when it is full, and for points.';

comment on column app_public.balance_explanation.parts is '@notNull
What was added and what was taken, by kind of entry.';

comment on column app_public.balance_explanation.refilled_since is '@notNull
Energy that has refilled since the last entry, which is in the parts too; 0 for points.';

comment on column app_public.balance_explanation.text is '@notNull
All of it in words to the user, a line for each entry, ready to be pasted into an answer.';

create type app_public.balance_part as (
  kind app_public.journal_kind,
  entries integer,
  change bigint,
  text text
);
comment on type app_public.balance_part is 'What all entries of one kind together have added, or have taken.';

comment on column app_public.balance_part.change is '@notNull
What they added or, if negative, took.';

comment on column app_public.balance_part.entries is '@notNull
How many entries; 0 for energy that refilled on its own.';
comment on column app_public.balance_part.kind is 'The kind of entry; null for energy that refilled on its own.';

comment on column app_public.balance_part.text is '@notNull
The same in words.';

create type app_public.calendar_day as (
  day date,
  mark app_public.mark,
  counts boolean,
  reason text,
  marked_at timestamp with time zone,
  zone text,
  day_start_hour integer,
  rule_version_id integer
);
comment on type app_public.calendar_day is 'A day of the user''s calendar: how it is marked, and why.';

comment on column app_public.calendar_day.counts is '@notNull
Whether it counts for a streak.';

comment on column app_public.calendar_day.day is '@notNull
The day.';
comment on column app_public.calendar_day.day_start_hour is 'The hour at which the day started when it was marked.';
comment on column app_public.calendar_day.mark is 'Its mark; null when it has none.';
comment on column app_public.calendar_day.marked_at is 'When it was marked; null for a mark that the next command will store.';

comment on column app_public.calendar_day.reason is '@notNull
In words.';
comment on column app_public.calendar_day.rule_version_id is 'The rule version under which it was marked.';
comment on column app_public.calendar_day.zone is 'The zone under which the day was marked.';

create type app_public.check_in_result as (
  day date,
  mark app_public.mark,
  checked_in_at timestamp with time zone,
  already_checked_in boolean,
  gave app_public.amounts,
  freezes_used integer,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[],
  state app_public.state
);
comment on type app_public.check_in_result is 'A check-in, all that it changed, and the state as of now. A repeat gives the first call''s answer again, with the state as it is then.';

comment on column app_public.check_in_result.already_checked_in is '@notNull
True when an earlier call had checked this day in.';

comment on column app_public.check_in_result.checked_in_at is '@notNull
When the day was checked in.';

comment on column app_public.check_in_result.claimed is '@notNull
Rewards that it claimed automatically.';

comment on column app_public.check_in_result.day is '@notNull
The engagement day that was checked in.';

comment on column app_public.check_in_result.freezes_used is '@notNull
Freezes used on the days missed before.';

comment on column app_public.check_in_result.gave is '@notNull
What the check-in itself gave; claimed rewards name their own.';

comment on column app_public.check_in_result.mark is '@notNull
CHECK_IN, or LATE when it was made within the grace.';

comment on column app_public.check_in_result.state is '@notNull
The state as of now.';

comment on column app_public.check_in_result.unlocked is '@notNull
Rewards that it unlocked.';

create type app_public.claim_reward_result as (
  claim app_public.claimed_reward,
  already_claimed boolean,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[],
  state app_public.state
);
comment on type app_public.claim_reward_result is 'A claim, what it unlocked in turn, and the state as of now. A repeat gives the first call''s answer again, with the state as it is then.';

comment on column app_public.claim_reward_result.already_claimed is '@notNull
True when an earlier call had made this claim.';

comment on column app_public.claim_reward_result.claim is '@notNull
The claim and what it gave.';

comment on column app_public.claim_reward_result.claimed is '@notNull
Rewards that those claimed automatically.';

comment on column app_public.claim_reward_result.state is '@notNull
The state as of now.';

comment on column app_public.claim_reward_result.unlocked is '@notNull
Rewards that it unlocked.';

create type app_public.claimed_reward as (
  reward_id text,
  title text,
  period_key text,
  claimed_at timestamp with time zone,
  automatic boolean,
  gave app_public.amounts,
  rule_version_id integer
);
comment on type app_public.claimed_reward is 'A reward that was claimed, and what it gave.';

comment on column app_public.claimed_reward.automatic is '@notNull
Claimed by the command that unlocked it.';

comment on column app_public.claimed_reward.claimed_at is '@notNull
When.';

comment on column app_public.claimed_reward.gave is '@notNull
What it gave.';

comment on column app_public.claimed_reward.period_key is '@notNull
The period it was claimed for.';

comment on column app_public.claimed_reward.reward_id is '@notNull
The reward.';

comment on column app_public.claimed_reward.rule_version_id is '@notNull
The rule version under which it was claimed.';

comment on column app_public.claimed_reward.title is '@notNull
Its title.';

create type app_public.command_result as (
  sequence_number bigint,
  occurred_at timestamp with time zone,
  gave app_public.amounts,
  took app_public.amounts,
  replayed boolean,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[],
  state app_public.state
);
comment on type app_public.command_result is 'What a command gave and took, all that followed, and the state as of now. A repeat gives the first call''s answer again, with the state as it is then.';

comment on column app_public.command_result.claimed is '@notNull
Rewards that it claimed automatically.';

comment on column app_public.command_result.gave is '@notNull
What the command itself gave; claimed rewards name their own.';

comment on column app_public.command_result.occurred_at is '@notNull
When it happened.';

comment on column app_public.command_result.replayed is '@notNull
True when an earlier call had made this command.';

comment on column app_public.command_result.sequence_number is '@notNull
Of the journal entry that the command made.';

comment on column app_public.command_result.state is '@notNull
The user''s state as of now.';

comment on column app_public.command_result.took is '@notNull
What it took.';

comment on column app_public.command_result.unlocked is '@notNull
Rewards that it unlocked.';

create type app_public.condition as (
  metric text,
  at_least bigint
);
comment on type app_public.condition is 'What a reward asks for: that a metric is at least so much.';

comment on column app_public.condition.at_least is '@notNull
At least 1.';

comment on column app_public.condition.metric is '@notNull
The metric, such as current_streak, check_ins or level; a refusal lists them all.';

create type app_public.condition_explanation as (
  metric text,
  current bigint,
  at_least bigint,
  missing bigint,
  text text
);
comment on type app_public.condition_explanation is 'What is missing to one condition of a reward.';

comment on column app_public.condition_explanation.at_least is '@notNull
What the condition asks for.';

comment on column app_public.condition_explanation.current is '@notNull
What it is now.';

comment on column app_public.condition_explanation.metric is '@notNull
The metric.';

comment on column app_public.condition_explanation.missing is '@notNull
What is missing; 0 when it is met.';

comment on column app_public.condition_explanation.text is '@notNull
The same in words.';

create type app_public.distribution as (
  minimum bigint,
  p10 bigint,
  p25 bigint,
  median bigint,
  p75 bigint,
  p90 bigint,
  maximum bigint
);
comment on type app_public.distribution is 'How a number is spread over users: p10 is what a tenth of them have at most.';

comment on column app_public.distribution.maximum is '@notNull
The most.';

comment on column app_public.distribution.median is '@notNull
Half have at most this.';

comment on column app_public.distribution.minimum is '@notNull
The least.';

comment on column app_public.distribution.p10 is '@notNull
A tenth have at most this.';

comment on column app_public.distribution.p25 is '@notNull
A quarter have at most this.';

comment on column app_public.distribution.p75 is '@notNull
Three quarters have at most this.';

comment on column app_public.distribution.p90 is '@notNull
Nine tenths have at most this.';

create type app_public.effects as (
  points bigint,
  energy integer,
  xp bigint,
  freezes integer,
  items app_public.inventory_item[],
  fills_energy boolean
);
comment on type app_public.effects is 'What a reward, an item or a grant promises.';

comment on column app_public.effects.energy is '@notNull
@hasDefault
Energy, as much as fits.';

comment on column app_public.effects.fills_energy is '@notNull
@hasDefault
Fills energy up to the maximum, whatever is missing and whatever the maximum is.';

comment on column app_public.effects.freezes is '@notNull
@hasDefault
Streak freezes; all of them or nothing.';

comment on column app_public.effects.items is '@notNull
@hasDefault
Items for the inventory; all of them or nothing.';

comment on column app_public.effects.points is '@notNull
@hasDefault
Points.';

comment on column app_public.effects.xp is '@notNull
@hasDefault
XP.';

create type app_public.energy as (
  value integer,
  max integer,
  next_at timestamp with time zone,
  full_at timestamp with time zone,
  refill_amount integer,
  refill_seconds integer
);
comment on type app_public.energy is 'Energy as of now. It refills on its own up to the maximum.';
comment on column app_public.energy.full_at is 'When it will be full; null when it is.';

comment on column app_public.energy.max is '@notNull
Energy refills up to here.';
comment on column app_public.energy.next_at is 'When the next refill comes; null when full.';

comment on column app_public.energy.refill_amount is '@notNull
Energy for each refill.';

comment on column app_public.energy.refill_seconds is '@notNull
Seconds from one refill to the next.';

comment on column app_public.energy.value is '@notNull
Now.';

create type app_public.inventory_item as (
  item_id text,
  quantity integer
);
comment on type app_public.inventory_item is 'So many of an item.';

comment on column app_public.inventory_item.item_id is '@notNull
The item.';

comment on column app_public.inventory_item.quantity is '@notNull
How many; at least 1.';

create type app_public.item as (
  item_id text,
  title text,
  description text,
  price_points bigint,
  gives app_public.effects,
  on_sale boolean
);
comment on type app_public.item is 'What can be bought with points, held, and used for its effects.';

comment on column app_public.item.description is '@notNull
Its description, at most 1000 characters.';

comment on column app_public.item.gives is '@notNull
What using one gives; no items.';

comment on column app_public.item.item_id is '@notNull
Its name for ever: a small letter, then small letters, digits and _, 63 at most.';

comment on column app_public.item.on_sale is '@notNull
@hasDefault
Can be bought. One that cannot is still used by whoever has it. Default: true.';

comment on column app_public.item.price_points is '@notNull
What one costs in points; more than it gives.';

comment on column app_public.item.title is '@notNull
Its title, 1 to 100 characters.';
create type app_public.journal_kind as enum ('bootstrap', 'settings', 'check_in', 'claim', 'pause', 'repair', 'amnesty', 'spend', 'buy', 'use', 'grant', 'reversal', 'discard', 'clock');
comment on type app_public.journal_kind is 'The command that a journal entry records. GRANT, REVERSAL and AMNESTY are an operator''s; an amnesty is stored at the user''s next command, dated when it took effect. CLOCK is a test user''s, dated at the instant to which it moved the clock.';

create type app_public.level as (
  number integer,
  xp bigint,
  starts_at_xp bigint,
  next_at_xp bigint,
  xp_to_next bigint,
  points_boost_basis_points integer
);
comment on type app_public.level is 'The level that lifetime XP has reached; it is never lost.';
comment on column app_public.level.next_at_xp is 'The XP at which the next level begins; null at the last one.';

comment on column app_public.level.number is '@notNull
The level, from 1 on.';

comment on column app_public.level.points_boost_basis_points is '@notNull
What multiplies the points of a check-in, in basis points: 10500 is 1.05 times.';
comment on column app_public.level.starts_at_xp is 'The XP at which this level began.';

comment on column app_public.level.xp is '@notNull
Lifetime XP.';
comment on column app_public.level.xp_to_next is 'XP missing to the next level; null at the last one.';
create type app_public.mark as enum ('check_in', 'late', 'freeze', 'pause', 'amnesty', 'travel', 'repair');
comment on type app_public.mark is 'How a day of the calendar is marked. CHECK_IN and LATE count; FREEZE, PAUSE, AMNESTY and TRAVEL bridge the day without counting; REPAIR gives back the length that was lost.';

create type app_public.me as (
  user_id uuid,
  created_at timestamp with time zone,
  state app_public.state
);
comment on type app_public.me is 'The user whose token the request carries.';
comment on column app_public.me.created_at is 'When the first command or bootstrap was; null before it.';

comment on column app_public.me.state is '@notNull
The state as of now.';

comment on column app_public.me.user_id is '@notNull
The same on every call and every server.';

create type app_public.metric_progress as (
  metric text,
  title text,
  current bigint,
  at_least bigint,
  is_met boolean
);
comment on type app_public.metric_progress is 'How far a user is towards one condition of a reward.';

comment on column app_public.metric_progress.at_least is '@notNull
What the condition asks for.';

comment on column app_public.metric_progress.current is '@notNull
What it is now.';

comment on column app_public.metric_progress.is_met is '@notNull
Whether that is enough.';

comment on column app_public.metric_progress.metric is '@notNull
The metric.';

comment on column app_public.metric_progress.title is '@notNull
The metric in words.';

create type app_public.owned_reward as (
  unlocked app_public.unlocked_reward,
  claimed app_public.claimed_reward
);
comment on type app_public.owned_reward is 'A reward that the user unlocked in some period, and its claim.';
comment on column app_public.owned_reward.claimed is 'When it was claimed, what it gave, under which rules; null when it was not.';

comment on column app_public.owned_reward.unlocked is '@notNull
When it was unlocked, for which period, under which rules.';

create type app_public.pause_streak_result as (
  state app_public.state,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[]
);
comment on type app_public.pause_streak_result is 'The state with the pause, and what settling up to now unlocked. A repeat changes nothing more.';

comment on column app_public.pause_streak_result.claimed is '@notNull
Rewards that it claimed automatically.';

comment on column app_public.pause_streak_result.state is '@notNull
The state as of now.';

comment on column app_public.pause_streak_result.unlocked is '@notNull
Rewards that it unlocked.';

create type app_public.repair_streak_result as (
  days date[],
  points bigint,
  already_repaired boolean,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[],
  state app_public.state
);
comment on type app_public.repair_streak_result is 'A repair, all that it changed, and the state as of now. A repeat gives the first call''s answer again, with the state as it is then.';

comment on column app_public.repair_streak_result.already_repaired is '@notNull
True when an earlier call had repaired this day.';

comment on column app_public.repair_streak_result.claimed is '@notNull
Rewards that it claimed automatically.';

comment on column app_public.repair_streak_result.days is '@notNull
The missed days that it repaired.';

comment on column app_public.repair_streak_result.points is '@notNull
The points that were paid.';

comment on column app_public.repair_streak_result.state is '@notNull
The state as of now.';

comment on column app_public.repair_streak_result.unlocked is '@notNull
Rewards that it unlocked.';

create type app_public.reward as (
  reward_id text,
  title text,
  description text,
  conditions app_public.condition[],
  gives app_public.effects,
  repeats app_public.reward_repeat,
  starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  stock integer,
  claim_within_hours integer,
  auto_claim boolean,
  priority integer,
  enabled boolean
);
comment on type app_public.reward is 'A reward as operators configure it: what rewards lists is what saveReward takes.';

comment on column app_public.reward.auto_claim is '@notNull
@hasDefault
Claimed by the command that unlocks it. Default: false.';
comment on column app_public.reward.claim_within_hours is 'An unlock not claimed so many hours later expires; null: never.';

comment on column app_public.reward.conditions is '@notNull
All must hold; each metric once. An empty list: it unlocks for everybody.';

comment on column app_public.reward.description is '@notNull
Its description, at most 1000 characters.';

comment on column app_public.reward.enabled is '@notNull
@hasDefault
A disabled reward unlocks no more; what is unlocked can still be claimed. Default: true.';
comment on column app_public.reward.ends_at is 'Can be unlocked and claimed before this instant; null: for ever.';

comment on column app_public.reward.gives is '@notNull
What a claim gives.';

comment on column app_public.reward.priority is '@notNull
@hasDefault
Rewards are unlocked and claimed automatically in the order of (priority, rewardId). Default: 100.';

comment on column app_public.reward.repeats is '@notNull
@hasDefault
How often it can be had. Default: ONCE.';

comment on column app_public.reward.reward_id is '@notNull
Its name for ever: a small letter, then small letters, digits and _, 63 at most.';
comment on column app_public.reward.starts_at is 'Can be unlocked and claimed from this instant on; null: always.';
comment on column app_public.reward.stock is 'How many can be claimed by all users together, counted from when there first was a limit; null: no limit.';

comment on column app_public.reward.title is '@notNull
Its title, 1 to 100 characters.';

create type app_public.reward_explanation as (
  text text,
  reward_id text,
  title text,
  status app_public.reward_status,
  enabled boolean,
  period_key text,
  conditions app_public.condition_explanation[],
  unlocked app_public.unlocked_reward,
  unlocked_by bigint,
  claimed app_public.claimed_reward,
  claimed_by bigint
);
comment on type app_public.reward_explanation is 'Why a reward is not unlocked or, if it is, when and by which journal entry.';
comment on column app_public.reward_explanation.claimed is 'The claim of that unlock; null when there is none.';
comment on column app_public.reward_explanation.claimed_by is 'The sequence number of the journal entry that claimed it.';

comment on column app_public.reward_explanation.conditions is '@notNull
Each condition as of now; what was unlocked stays unlocked when one no longer holds.';

comment on column app_public.reward_explanation.enabled is '@notNull
A disabled reward unlocks no more.';
comment on column app_public.reward_explanation.period_key is 'The current period; null for a reward of a run when there is none.';

comment on column app_public.reward_explanation.reward_id is '@notNull
The reward.';

comment on column app_public.reward_explanation.status is '@notNull
What can be done with it now, as in rewards.';

comment on column app_public.reward_explanation.text is '@notNull
All of it in words to the user, ready to be pasted into an answer.';

comment on column app_public.reward_explanation.title is '@notNull
Its title.';
comment on column app_public.reward_explanation.unlocked is 'The unlock of the current period or else the latest of an earlier one; null when there is none.';
comment on column app_public.reward_explanation.unlocked_by is 'The sequence number of the journal entry that unlocked it.';

create type app_public.reward_for_me as (
  reward_id text,
  title text,
  description text,
  status app_public.reward_status,
  progress app_public.metric_progress[],
  gives app_public.effects,
  repeats app_public.reward_repeat,
  period_key text,
  auto_claim boolean,
  starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  stock_remaining bigint,
  unlocked_at timestamp with time zone,
  claimable_until timestamp with time zone,
  claimed_at timestamp with time zone,
  unclaimed app_public.unlocked_reward[]
);
comment on type app_public.reward_for_me is 'A reward, and how it stands for this user in the current period.';

comment on column app_public.reward_for_me.auto_claim is '@notNull
Claimed by the command that unlocks it.';
comment on column app_public.reward_for_me.claimable_until is 'When that unlock expires.';
comment on column app_public.reward_for_me.claimed_at is 'When it was claimed in this period.';

comment on column app_public.reward_for_me.description is '@notNull
Its description.';
comment on column app_public.reward_for_me.ends_at is 'Its window ends then; null: for ever.';

comment on column app_public.reward_for_me.gives is '@notNull
What a claim gives.';
comment on column app_public.reward_for_me.period_key is 'The current period; null for a reward of a run when there is none.';

comment on column app_public.reward_for_me.progress is '@notNull
Each condition; all must hold.';

comment on column app_public.reward_for_me.repeats is '@notNull
How often it can be had.';

comment on column app_public.reward_for_me.reward_id is '@notNull
The reward; what claimReward takes.';
comment on column app_public.reward_for_me.starts_at is 'Its window begins then; null: always open.';

comment on column app_public.reward_for_me.status is '@notNull
What can be done with it now.';
comment on column app_public.reward_for_me.stock_remaining is 'What is left for everybody; null: no limit.';

comment on column app_public.reward_for_me.title is '@notNull
Its title.';

comment on column app_public.reward_for_me.unclaimed is '@notNull
Every unlock not claimed and not expired, of earlier periods too: claim those with their period key.';
comment on column app_public.reward_for_me.unlocked_at is 'When it was unlocked in this period.';
create type app_public.reward_repeat as enum ('once', 'run', 'day', 'week', 'month');
comment on type app_public.reward_repeat is 'How often a reward can be unlocked and claimed: once in a lifetime, or once in each streak run, day, week (Monday to Sunday) or month of the user''s own calendar.';
create type app_public.reward_status as enum ('locked', 'claimable', 'claimed', 'expired', 'out_of_stock', 'not_open');
comment on type app_public.reward_status is 'LOCKED: a condition is not met yet. CLAIMABLE: unlocked, claim it now. CLAIMED: done for this period. EXPIRED: unlocked, but the time to claim is over. OUT_OF_STOCK: none left. NOT_OPEN: outside the reward''s window.';

create type app_public.rule_parameters as (
  check_in_energy integer,
  check_in_points bigint,
  check_in_xp bigint,
  energy_start integer,
  energy_max integer,
  energy_overfill integer,
  energy_refill_amount integer,
  energy_refill_seconds integer,
  freezes_start integer,
  freeze_every_days integer,
  freezes_max integer,
  late_grace_minutes integer,
  travel_cover_days integer,
  pause_max_days integer,
  repair_within_days integer,
  repair_points bigint,
  inventory_max integer,
  level_thresholds bigint[],
  level_boosts_basis_points integer[]
);
comment on type app_public.rule_parameters is 'The parameters of the rules. In addRuleVersion, what is left out stays as in the version before.';

comment on column app_public.rule_parameters.check_in_energy is '@notNull
@hasDefault
Energy for a check-in.';

comment on column app_public.rule_parameters.check_in_points is '@notNull
@hasDefault
Points for a check-in, before the level''s boost.';

comment on column app_public.rule_parameters.check_in_xp is '@notNull
@hasDefault
XP for a check-in.';

comment on column app_public.rule_parameters.energy_max is '@notNull
@hasDefault
Energy refills up to here.';

comment on column app_public.rule_parameters.energy_overfill is '@notNull
@hasDefault
What is given may fill energy by this much above energyMax.';

comment on column app_public.rule_parameters.energy_refill_amount is '@notNull
@hasDefault
Energy for each whole refill interval.';

comment on column app_public.rule_parameters.energy_refill_seconds is '@notNull
@hasDefault
The refill interval, in seconds.';

comment on column app_public.rule_parameters.energy_start is '@notNull
@hasDefault
Energy of a new user.';

comment on column app_public.rule_parameters.freeze_every_days is '@notNull
@hasDefault
A freeze is earned each time the run''s length reaches a multiple of this.';

comment on column app_public.rule_parameters.freezes_max is '@notNull
@hasDefault
At most so many freezes are held.';

comment on column app_public.rule_parameters.freezes_start is '@notNull
@hasDefault
Freezes of a new user.';

comment on column app_public.rule_parameters.inventory_max is '@notNull
@hasDefault
At most so many distinct items are held.';

comment on column app_public.rule_parameters.late_grace_minutes is '@notNull
@hasDefault
A day can be checked in so many minutes after its end. The version in force at the day''s end decides.';

comment on column app_public.rule_parameters.level_boosts_basis_points is '@notNull
@hasDefault
What multiplies a check-in''s points at each level, in basis points: 10000 is once.';

comment on column app_public.rule_parameters.level_thresholds is '@notNull
@hasDefault
The lifetime XP at which each level begins, level 1 (0 XP) first.';

comment on column app_public.rule_parameters.pause_max_days is '@notNull
@hasDefault
The longest pause, in days.';

comment on column app_public.rule_parameters.repair_points is '@notNull
@hasDefault
Points to pay for each missed day that is repaired.';

comment on column app_public.rule_parameters.repair_within_days is '@notNull
@hasDefault
A broken run can be repaired for so many days after the last missed day.';

comment on column app_public.rule_parameters.travel_cover_days is '@notNull
@hasDefault
Days skipped by a change of zone or day start are bridged at most once in so many days.';

create type app_public.rule_version as (
  rule_version_id integer,
  effective_from timestamp with time zone,
  parameters app_public.rule_parameters
);
comment on type app_public.rule_version is 'The parameters of the rules from an instant on.';

comment on column app_public.rule_version.effective_from is '@notNull
In force from this instant until the next version''s.';

comment on column app_public.rule_version.parameters is '@notNull
All of them.';

comment on column app_public.rule_version.rule_version_id is '@notNull
Its number.';

create type app_public.state as (
  as_of timestamp with time zone,
  zone text,
  day_start_hour integer,
  today date,
  day_ends_at timestamp with time zone,
  streak app_public.streak,
  energy app_public.energy,
  level app_public.level,
  points bigint,
  lifetime_points bigint,
  inventory app_public.inventory_item[],
  rule_version_id integer,
  sequence_number bigint,
  clock_ahead_hours integer
);
comment on type app_public.state is 'Everything about a user as of one instant.';

comment on column app_public.state.as_of is '@notNull
The instant for which all of this holds: the server''s time, or a test user''s own.';
comment on column app_public.state.clock_ahead_hours is 'Of a test user (createTestUser): by how many hours their own clock is ahead of the server''s time. Null for everybody else.';

comment on column app_public.state.day_ends_at is '@notNull
When today ends.';

comment on column app_public.state.day_start_hour is '@notNull
The hour at which the user''s day starts: 0, 4, 5 or 6.';

comment on column app_public.state.energy is '@notNull
Energy.';

comment on column app_public.state.inventory is '@notNull
Items held.';

comment on column app_public.state.level is '@notNull
The level.';

comment on column app_public.state.lifetime_points is '@notNull
Points ever received.';

comment on column app_public.state.points is '@notNull
Points to spend.';

comment on column app_public.state.rule_version_id is '@notNull
The rule version in force.';

comment on column app_public.state.sequence_number is '@notNull
The last journal entry''s number, 0 before the first: of two states, the one with the greater number is newer.';

comment on column app_public.state.streak is '@notNull
The streak.';

comment on column app_public.state.today is '@notNull
The engagement day.';

comment on column app_public.state.zone is '@notNull
The user''s time zone, an IANA name.';

create type app_public.streak as (
  current integer,
  longest integer,
  status app_public.streak_status,
  expires_at timestamp with time zone,
  started_on date,
  last_check_in_day date,
  check_ins integer,
  freezes integer,
  freezes_max integer,
  paused_from date,
  paused_until date,
  repair app_public.streak_repair
);
comment on type app_public.streak is 'Consecutive days with a check-in, as of now.';

comment on column app_public.streak.check_ins is '@notNull
All check-ins ever.';

comment on column app_public.streak.current is '@notNull
Counting days of the live run; 0 when there is none.';
comment on column app_public.streak.expires_at is 'When the run ends if nobody does anything, freezes and grace counted. Null without a live run, and on a day under a pause.';

comment on column app_public.streak.freezes is '@notNull
Freezes held: each saves the run on one missed day.';

comment on column app_public.streak.freezes_max is '@notNull
At most so many freezes are held.';
comment on column app_public.streak.last_check_in_day is 'The last day with a check-in.';

comment on column app_public.streak.longest is '@notNull
The longest run ever.';
comment on column app_public.streak.paused_from is 'The first day of the pause that is open or to come; null without one.';
comment on column app_public.streak.paused_until is 'The last day of the pause that is open or to come; a check-in on one of its days ends it.';
comment on column app_public.streak.repair is 'The latest lost run, while it can still be repaired; null when there is nothing to repair.';
comment on column app_public.streak.started_on is 'The first day of the live run.';

comment on column app_public.streak.status is '@notNull
What to tell the user today.';

create type app_public.streak_day as (
  day date,
  mark app_public.mark,
  counts boolean,
  streak integer,
  why text,
  otherwise text,
  zone text,
  day_start_hour integer,
  rule_version_id integer,
  marked_at timestamp with time zone,
  sequence_number bigint
);
comment on type app_public.streak_day is 'A day of a streak run: how it is marked, why, and what would have happened otherwise.';

comment on column app_public.streak_day.counts is '@notNull
Whether it counts for the streak.';

comment on column app_public.streak_day.day is '@notNull
The day.';

comment on column app_public.streak_day.day_start_hour is '@notNull
The hour at which the day started.';
comment on column app_public.streak_day.mark is 'Its mark; null for the missed day that ended the run, which comes last.';
comment on column app_public.streak_day.marked_at is 'When it was marked; null for what the next command will store.';

comment on column app_public.streak_day.otherwise is '@notNull
What would have happened otherwise, in words.';
comment on column app_public.streak_day.rule_version_id is 'The rule version under which it was marked; null for what the next command will store.';
comment on column app_public.streak_day.sequence_number is 'Of the journal entry that marked it; null for what the next command will store.';

comment on column app_public.streak_day.streak is '@notNull
The streak after the day: the counting days of the run up to it.';

comment on column app_public.streak_day.why is '@notNull
Why it is marked so, in words.';

comment on column app_public.streak_day.zone is '@notNull
The zone under which the day was computed.';

create type app_public.streak_explanation as (
  text text,
  days app_public.streak_day[],
  day_count integer
);
comment on type app_public.streak_explanation is 'Why the streak is what it is: of the live run or, without one, of the last run.';

comment on column app_public.streak_explanation.day_count is '@notNull
How many days the run has in all.';

comment on column app_public.streak_explanation.days is '@notNull
The last 100 days of the run, oldest first; of a run that has ended, the missed day too.';

comment on column app_public.streak_explanation.text is '@notNull
All of it in words to the user, a line for each day, ready to be pasted into an answer.';

create type app_public.streak_repair as (
  day date,
  missed_days integer,
  points bigint,
  until date,
  current integer
);
comment on type app_public.streak_repair is 'A run that was lost and can be repaired.';

comment on column app_public.streak_repair.current is '@notNull
What the current streak would be after it.';

comment on column app_public.streak_repair.day is '@notNull
The last missed day: what repairStreak takes.';

comment on column app_public.streak_repair.missed_days is '@notNull
How many days were missed.';

comment on column app_public.streak_repair.points is '@notNull
What the repair of all of them costs.';

comment on column app_public.streak_repair.until is '@notNull
The last day on which it can be repaired.';
create type app_public.streak_status as enum ('none', 'done_today', 'at_risk', 'protected', 'paused', 'broken');
comment on type app_public.streak_status is 'NONE: never checked in. DONE_TODAY: nothing to do until tomorrow. AT_RISK: alive, and today is still open. PROTECTED: the same, and a freeze has just saved the run. PAUSED: today is under a pause. BROKEN: the run has ended.';

create type app_public.test_user as (
  user_id uuid,
  created_at timestamp with time zone,
  already_created boolean
);
comment on type app_public.test_user is 'A user with an own clock (advanceMyClock), left out of stock and statistics.';

comment on column app_public.test_user.already_created is '@notNull
True when an earlier call had created the test user.';

comment on column app_public.test_user.created_at is '@notNull
When the user was created.';

comment on column app_public.test_user.user_id is '@notNull
The user''s id; whoever has a token of the issuer for the subject is this user.';

create type app_public.unlocked_reward as (
  reward_id text,
  title text,
  period_key text,
  unlocked_at timestamp with time zone,
  claimable_until timestamp with time zone,
  rule_version_id integer
);
comment on type app_public.unlocked_reward is 'A reward whose conditions were met; it stays unlocked whatever happens later.';
comment on column app_public.unlocked_reward.claimable_until is 'The unlock expires at this instant; null: never.';

comment on column app_public.unlocked_reward.period_key is '@notNull
The period it was unlocked for.';

comment on column app_public.unlocked_reward.reward_id is '@notNull
The reward.';

comment on column app_public.unlocked_reward.rule_version_id is '@notNull
The rule version under which it was unlocked.';

comment on column app_public.unlocked_reward.title is '@notNull
Its title.';

comment on column app_public.unlocked_reward.unlocked_at is '@notNull
When.';

create type app_public.update_settings_result as (
  state app_public.state,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[]
);
comment on type app_public.update_settings_result is 'The state under the new settings, and what settling up to the change unlocked. A repeat changes nothing more.';

comment on column app_public.update_settings_result.claimed is '@notNull
Rewards that it claimed automatically.';

comment on column app_public.update_settings_result.state is '@notNull
The state as of now.';

comment on column app_public.update_settings_result.unlocked is '@notNull
Rewards that it unlocked.';

create type app_public.what_if as (
  since timestamp with time zone,
  users integer,
  users_affected integer,
  commands_refused integer,
  changes app_public.what_if_change[],
  rewards app_public.what_if_reward[],
  most_affected app_public.what_if_affected[]
);
comment on type app_public.what_if is 'What a proposal would have changed, had it been in force since an instant and had every user given the same commands at the same instants.';

comment on column app_public.what_if.changes is '@notNull
Each metric, summed up and spread.';

comment on column app_public.what_if.commands_refused is '@notNull
Commands of theirs that would have been refused. What was refused then is in no journal, and stays undone.';

comment on column app_public.what_if.most_affected is '@notNull
The twenty users whose points would change most, then streak, XP, energy.';

comment on column app_public.what_if.rewards is '@notNull
Each reward that was or would have been unlocked since.';

comment on column app_public.what_if.since is '@notNull
From when on the proposal is taken to have been in force.';

comment on column app_public.what_if.users is '@notNull
Users looked at; test users are left out.';

comment on column app_public.what_if.users_affected is '@notNull
Users for whom any metric would be another now.';

create type app_public.what_if_affected as (
  user_id uuid,
  commands_refused integer,
  changes app_public.what_if_metric[]
);
comment on type app_public.what_if_affected is 'What a proposal would have changed for one user.';

comment on column app_public.what_if_affected.changes is '@notNull
The metrics that would be others.';

comment on column app_public.what_if_affected.commands_refused is '@notNull
Commands that this user made and that would have been refused.';

comment on column app_public.what_if_affected.user_id is '@notNull
Who.';

create type app_public.what_if_change as (
  metric text,
  title text,
  before bigint,
  after bigint,
  users_gaining integer,
  users_losing integer,
  distribution app_public.distribution
);
comment on type app_public.what_if_change is 'What a proposal would have made of one metric.';

comment on column app_public.what_if_change.after is '@notNull
The sum as it would be. For lifetime_points the difference is what the proposal would have cost.';

comment on column app_public.what_if_change.before is '@notNull
The sum over all users as it is.';

comment on column app_public.what_if_change.distribution is '@notNull
How the change is spread over all users.';

comment on column app_public.what_if_change.metric is '@notNull
The metric.';

comment on column app_public.what_if_change.title is '@notNull
The metric in words.';

comment on column app_public.what_if_change.users_gaining is '@notNull
Users who would have more.';

comment on column app_public.what_if_change.users_losing is '@notNull
Users who would have less.';

create type app_public.what_if_metric as (
  metric text,
  before bigint,
  after bigint
);
comment on type app_public.what_if_metric is 'A metric of one user as it is and as it would be.';

comment on column app_public.what_if_metric.after is '@notNull
As it would be now.';

comment on column app_public.what_if_metric.before is '@notNull
As it is now.';

comment on column app_public.what_if_metric.metric is '@notNull
The metric.';

create type app_public.what_if_reward as (
  reward_id text,
  unlocks_before integer,
  unlocks_after integer,
  claims_before integer,
  claims_after integer
);
comment on type app_public.what_if_reward is 'How often a reward was unlocked and claimed, and how often it would have been.';

comment on column app_public.what_if_reward.claims_after is '@notNull
Claims as it would have been: those that claim themselves, and those that the users did make and could have made.';

comment on column app_public.what_if_reward.claims_before is '@notNull
Claims as it was.';

comment on column app_public.what_if_reward.reward_id is '@notNull
The reward.';

comment on column app_public.what_if_reward.unlocks_after is '@notNull
Unlocks as it would have been.';

comment on column app_public.what_if_reward.unlocks_before is '@notNull
Unlocks as it was.';

create table app_private.account_emails (
  email text not null,
  account_id uuid not null
);
alter table app_private.account_emails add constraint account_emails_pkey PRIMARY KEY (email);
alter table app_private.account_emails add constraint email_is_normalised CHECK ((email = app_rules.normalised_email(email)));
alter table app_private.account_emails add constraint email_is_one CHECK (app_rules.is_email(email));
alter table app_private.account_emails enable row level security;
comment on table app_private.account_emails is 'Which account an e-mail address names. Read and written by functions alone.';
comment on column app_private.account_emails.email is 'Normalised: the same address in another case is the same account.';

create table app_private.accounts (
  account_id uuid not null,
  email text not null,
  password_hash text not null,
  is_operator boolean not null default false,
  zone text,
  created_at timestamp with time zone not null
);
alter table app_private.accounts add constraint accounts_pkey PRIMARY KEY (account_id);
alter table app_private.accounts add constraint password_hash_names_its_algorithm CHECK ((password_hash ~~ '$scrypt$%'::text));
alter table app_private.accounts add constraint accounts_zone_fkey FOREIGN KEY (zone) REFERENCES app_private.zones(name);
alter table app_private.accounts enable row level security;
comment on table app_private.accounts is 'Who signs in with e-mail and password (ACCOUNTS=1). Read and written by functions alone; its row is locked before sessions are opened or ended.';
comment on column app_private.accounts.account_id is 'The subject of its tokens. Random: it tells nothing.';
comment on column app_private.accounts.email is 'As in account_emails, which decides whose it is.';
comment on column app_private.accounts.password_hash is 'In PHC format, with its parameters; the password itself never comes here.';
comment on column app_private.accounts.is_operator is 'Whether its tokens are an operator''s. Set by set_account_operator.';
comment on column app_private.accounts.zone is 'The zone that it registered with: the claim zoneinfo of its tokens.';

create table app_private.amnesties (
  id integer not null,
  first_day date not null,
  last_day date not null,
  reason text not null,
  declared_at timestamp with time zone not null,
  declared_by uuid not null
);
alter table app_private.amnesties add constraint amnesties_pkey PRIMARY KEY (id);
alter table app_private.amnesties add constraint days_are_excused_once UNIQUE (first_day, last_day);
alter table app_private.amnesties add constraint an_amnesty_is_at_most_31_days CHECK ((((last_day - first_day) >= 0) AND ((last_day - first_day) <= 30)));
alter table app_private.amnesties add constraint id_is_positive CHECK ((id > 0));
alter table app_private.amnesties add constraint reason_is_short CHECK (((length(reason) >= 1) AND (length(reason) <= 200)));
alter table app_private.amnesties enable row level security;
create policy everybody_reads on app_private.amnesties for select to app_anonymous, app_operator, app_user using (true);
grant select on app_private.amnesties to app_anonymous;
grant select on app_private.amnesties to app_operator;
grant select on app_private.amnesties to app_user;
comment on table app_private.amnesties is 'Days on which nobody is held to have missed. Never edited: a state takes each in once, in the order of id.';
comment on column app_private.amnesties.reason is 'What users read in their calendar.';
comment on column app_private.amnesties.declared_by is 'The operator''s user id.';

create table app_private.day_marks (
  user_id uuid not null,
  day date not null,
  mark app_public.mark not null,
  marked_at timestamp with time zone not null,
  zone text not null,
  day_start_hour integer not null,
  rule_version_id integer not null,
  sequence_number bigint not null,
  freeze_granted_on date,
  paid_points bigint
);
alter table app_private.day_marks add constraint a_day_is_marked_once PRIMARY KEY (user_id, day);
alter table app_private.day_marks add constraint is_a_day_mark CHECK (app_rules.is_day_mark(day_marks.*));
alter table app_private.day_marks enable row level security;
create policy operators_read_everybody on app_private.day_marks for select to app_operator using (true);
create policy own on app_private.day_marks for select to app_user using ((user_id = app_private.current_user_id()));
grant select on app_private.day_marks to app_user;
comment on table app_private.day_marks is 'The marked days of each user''s calendar, from which the streak is folded.';
comment on column app_private.day_marks.zone is 'The zone under which the day was computed; it is never computed again.';
comment on column app_private.day_marks.sequence_number is 'Of the journal entry that marked the day.';
comment on column app_private.day_marks.freeze_granted_on is 'The day of grant of the freeze that covers the day.';
comment on column app_private.day_marks.paid_points is 'What its repair cost.';

create table app_private.error_codes (
  sqlstate text not null,
  code text not null,
  meaning text not null
);
alter table app_private.error_codes add constraint error_codes_pkey PRIMARY KEY (sqlstate);
alter table app_private.error_codes add constraint error_codes_code_key UNIQUE (code);
alter table app_private.error_codes add constraint code_reads_well CHECK ((code ~ '^[A-Z]+(_[A-Z]+)*$'::text));
alter table app_private.error_codes add constraint sqlstate_is_one_of_ours CHECK ((sqlstate ~ '^[A-Z]{2}[0-9]{3}$'::text));
alter table app_private.error_codes enable row level security;
create policy everybody_reads on app_private.error_codes for select to app_anonymous, app_operator, app_user using (true);
grant select on app_private.error_codes to app_anonymous;
grant select on app_private.error_codes to app_operator;
grant select on app_private.error_codes to app_user;
comment on table app_private.error_codes is 'Why a command can be refused: the SQLSTATE raised, the code that GraphQL clients see, and what it means.';

create table app_private.items (
  id text not null,
  title text not null,
  description text not null,
  price_points bigint not null,
  gives app_private.catalogue_effects not null,
  on_sale boolean not null default true
);
alter table app_private.items add constraint items_pkey PRIMARY KEY (id);
alter table app_private.items add constraint an_item_costs_more_points_than_it_gives CHECK ((((gives).points = 0) OR ((gives).points < price_points)));
alter table app_private.items add constraint an_item_gives_no_items CHECK ((cardinality((gives).items) = 0));
alter table app_private.items add constraint description_is_at_most_1000_characters CHECK ((length(description) <= 1000));
alter table app_private.items add constraint id_is_a_short_name CHECK ((id ~ '^[a-z][a-z0-9_]{0,62}$'::text));
alter table app_private.items add constraint price_is_within_limits CHECK (((price_points >= 1) AND (price_points <= 1000000000)));
alter table app_private.items add constraint title_is_1_to_100_characters CHECK (((length(title) >= 1) AND (length(title) <= 100)));
alter table app_private.items enable row level security;
create policy everybody_reads on app_private.items for select to app_anonymous, app_operator, app_user using (true);
grant select on app_private.items to app_anonymous;
grant select on app_private.items to app_operator;
grant select on app_private.items to app_user;
comment on table app_private.items is 'What can be bought with points, held, and used for its effects.';
comment on column app_private.items.gives is 'What using one gives.';
comment on column app_private.items.on_sale is 'Can be bought. One that cannot is still used by whoever has it.';

create table app_private.log_in_attempts (
  kind text not null,
  key text not null,
  attempts integer not null,
  guesses integer not null,
  last_attempt_at timestamp with time zone not null,
  locked_until timestamp with time zone
);
alter table app_private.log_in_attempts add constraint log_in_attempts_pkey PRIMARY KEY (kind, key);
alter table app_private.log_in_attempts add constraint guesses_are_attempts CHECK (((guesses >= 0) AND (guesses <= attempts)));
alter table app_private.log_in_attempts add constraint kind_is_email_account_or_address CHECK ((kind = ANY (ARRAY['email'::text, 'account'::text, 'address'::text])));
CREATE INDEX log_in_attempts_last_attempt_at ON app_private.log_in_attempts USING btree (last_attempt_at);
alter table app_private.log_in_attempts enable row level security;
comment on table app_private.log_in_attempts is 'Attempts to log in, register or change a password, counted before a password is looked at. Read and written by functions alone.';
comment on column app_private.log_in_attempts.key is 'The normalised e-mail address, whether it has an account or not; the account whose password was to be changed; or where the attempts came from.';
comment on column app_private.log_in_attempts.attempts is 'All of them, those that were refused while it was locked too.';
comment on column app_private.log_in_attempts.guesses is 'Those that were let in, and have not turned out right: the delay grows by them.';
comment on column app_private.log_in_attempts.locked_until is 'Nobody is let in before.';

create table app_private.metrics (
  id text not null,
  title text not null
);
alter table app_private.metrics add constraint metrics_pkey PRIMARY KEY (id);
alter table app_private.metrics enable row level security;
create policy everybody_reads on app_private.metrics for select to app_anonymous, app_operator, app_user using (true);
grant select on app_private.metrics to app_anonymous;
grant select on app_private.metrics to app_operator;
grant select on app_private.metrics to app_user;
comment on table app_private.metrics is 'What a condition can ask for. A new metric is one row here and one expression in app_rules.metric_value.';

create unlogged table app_private.request_counts (
  key text not null,
  points integer not null,
  expire bigint not null
) with (fillfactor=80);
alter table app_private.request_counts add constraint request_counts_pkey PRIMARY KEY (key);
alter table app_private.request_counts add constraint key_is_a_fingerprint CHECK ((key ~ '^[a-z_]+:[A-Za-z0-9_-]{22}$'::text));
alter table app_private.request_counts enable row level security;
create policy server_counts on app_private.request_counts for all to app_server using (true) with check (true);
grant delete, insert, select, update on app_private.request_counts to app_server;
comment on table app_private.request_counts is 'Requests of callers who send many. Rows are deleted an hour after their minute; whoever sends few is counted in the servers'' memory alone.';
comment on column app_private.request_counts.key is 'Which limit, and the caller''s fingerprint, from which nobody learns an address or a name.';
comment on column app_private.request_counts.points is 'The requests of this minute.';
comment on column app_private.request_counts.expire is 'When the minute ends, in milliseconds since 1970, by the clock of the server that counted first.';

create table app_private.reward_claims (
  user_id uuid not null,
  reward_id text not null,
  period_key text not null,
  claimed_at timestamp with time zone not null,
  automatic boolean not null,
  rule_version_id integer not null,
  sequence_number bigint not null,
  from_stock boolean not null,
  reward_revision integer
) with (autovacuum_vacuum_insert_scale_factor=0.02);
alter table app_private.reward_claims add constraint a_reward_is_claimed_once_a_period PRIMARY KEY (user_id, reward_id, period_key);
alter table app_private.reward_claims add constraint only_what_was_unlocked_is_claimed FOREIGN KEY (user_id, reward_id, period_key) REFERENCES app_private.reward_unlocks(user_id, reward_id, period_key);
alter table app_private.reward_claims enable row level security;
create policy operators_read_everybody on app_private.reward_claims for select to app_operator using (true);
create policy own on app_private.reward_claims for select to app_user using ((user_id = app_private.current_user_id()));
grant select on app_private.reward_claims to app_user;
comment on table app_private.reward_claims is 'What was claimed, at most once for each unlock; what it gave is in the journal entry.';
comment on column app_private.reward_claims.automatic is 'Claimed by the command that unlocked it.';
comment on column app_private.reward_claims.sequence_number is 'Of the journal entry that says what was given.';
comment on column app_private.reward_claims.from_stock is 'Took one from the reward''s stock. False for claims of before there was a limit, and for test users'': a stock is what is left and the claims from it.';
comment on column app_private.reward_claims.reward_revision is 'The revision of the reward that was claimed; null from before they were counted.';

create table app_private.reward_conditions (
  reward_id text not null,
  metric text not null,
  at_least bigint not null
);
alter table app_private.reward_conditions add constraint each_metric_is_named_once PRIMARY KEY (reward_id, metric);
alter table app_private.reward_conditions add constraint at_least_is_positive CHECK ((at_least > 0));
alter table app_private.reward_conditions add constraint reward_conditions_metric_fkey FOREIGN KEY (metric) REFERENCES app_private.metrics(id);
alter table app_private.reward_conditions add constraint reward_conditions_reward_id_fkey FOREIGN KEY (reward_id) REFERENCES app_private.rewards(id);
alter table app_private.reward_conditions enable row level security;
create policy everybody_reads on app_private.reward_conditions for select to app_anonymous, app_operator, app_user using (true);
grant select on app_private.reward_conditions to app_anonymous;
grant select on app_private.reward_conditions to app_operator;
grant select on app_private.reward_conditions to app_user;
comment on table app_private.reward_conditions is 'A reward unlocks when each of its conditions holds: the metric is at least so much.';

create table app_private.reward_stock (
  reward_id text not null,
  slot integer not null,
  remaining integer not null
) with (fillfactor=50);
alter table app_private.reward_stock add constraint reward_stock_pkey PRIMARY KEY (reward_id, slot);
alter table app_private.reward_stock add constraint stock_is_not_negative CHECK ((remaining >= 0));
alter table app_private.reward_stock add constraint reward_stock_reward_id_fkey FOREIGN KEY (reward_id) REFERENCES app_private.rewards(id);
alter table app_private.reward_stock enable row level security;
create policy everybody_reads on app_private.reward_stock for select to app_anonymous, app_operator, app_user using (true);
grant select on app_private.reward_stock to app_anonymous;
grant select on app_private.reward_stock to app_operator;
grant select on app_private.reward_stock to app_user;
comment on table app_private.reward_stock is 'What is left of the stock of rewards that have one: the sum of a reward''s slots.';

create table app_private.reward_unlocks (
  user_id uuid not null,
  reward_id text not null,
  period_key text not null,
  unlocked_at timestamp with time zone not null,
  claimable_until timestamp with time zone,
  rule_version_id integer not null,
  sequence_number bigint not null,
  conditions jsonb,
  reward_revision integer
) with (autovacuum_vacuum_insert_scale_factor=0.02);
alter table app_private.reward_unlocks add constraint a_reward_is_unlocked_once_a_period PRIMARY KEY (user_id, reward_id, period_key);
alter table app_private.reward_unlocks add constraint an_unlock_can_be_claimed_for_a_while CHECK ((claimable_until > unlocked_at));
alter table app_private.reward_unlocks add constraint reward_unlocks_reward_id_fkey FOREIGN KEY (reward_id) REFERENCES app_private.rewards(id);
CREATE INDEX reward_unlocks_by_entry ON app_private.reward_unlocks USING btree (user_id, sequence_number);
alter table app_private.reward_unlocks enable row level security;
create policy operators_read_everybody on app_private.reward_unlocks for select to app_operator using (true);
create policy own on app_private.reward_unlocks for select to app_user using ((user_id = app_private.current_user_id()));
grant select on app_private.reward_unlocks to app_user;
comment on table app_private.reward_unlocks is 'A fact: this user met the conditions of this reward in this period. Nothing that happens later undoes it.';
comment on column app_private.reward_unlocks.sequence_number is 'Of the journal entry whose command unlocked it.';
comment on column app_private.reward_unlocks.conditions is 'The conditions that were met, metric to at least so much; null for unlocks from before they were kept.';
comment on column app_private.reward_unlocks.reward_revision is 'The revision of the reward that was unlocked; null from before they were counted.';

create table app_private.rewards (
  id text not null,
  title text not null,
  description text not null,
  repeats app_public.reward_repeat not null default 'once'::app_public.reward_repeat,
  starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  stock integer,
  claim_within_hours integer,
  auto_claim boolean not null default false,
  priority integer not null default 100,
  enabled boolean not null default true,
  gives app_private.catalogue_effects not null,
  saved_at timestamp with time zone not null default app_private.clock(),
  revision integer not null default 1
);
alter table app_private.rewards add constraint rewards_pkey PRIMARY KEY (id);
alter table app_private.rewards add constraint claim_within_hours_is_positive CHECK ((claim_within_hours > 0));
alter table app_private.rewards add constraint description_is_at_most_1000_characters CHECK ((length(description) <= 1000));
alter table app_private.rewards add constraint id_is_a_short_name CHECK ((id ~ '^[a-z][a-z0-9_]{0,62}$'::text));
alter table app_private.rewards add constraint stock_is_positive CHECK ((stock > 0));
alter table app_private.rewards add constraint title_is_1_to_100_characters CHECK (((length(title) >= 1) AND (length(title) <= 100)));
alter table app_private.rewards add constraint window_is_not_empty CHECK ((starts_at < ends_at));
alter table app_private.rewards enable row level security;
create policy everybody_reads on app_private.rewards for select to app_anonymous, app_operator, app_user using (true);
grant select on app_private.rewards to app_anonymous;
grant select on app_private.rewards to app_operator;
grant select on app_private.rewards to app_user;
comment on table app_private.rewards is 'What users unlock by meeting every condition, and then claim.';
comment on column app_private.rewards.starts_at is 'Can be unlocked and claimed from this instant on; null: always.';
comment on column app_private.rewards.ends_at is 'Can be unlocked and claimed before this instant; null: for ever.';
comment on column app_private.rewards.stock is 'How many can be claimed by all users together, counted from when there first was a limit and test users left out; null: no limit. Written by app_private.set_stock alone, which fills reward_stock with what is left.';
comment on column app_private.rewards.claim_within_hours is 'An unlock not claimed so many hours later expires; null: never.';
comment on column app_private.rewards.auto_claim is 'Claimed by the command that unlocks it.';
comment on column app_private.rewards.priority is 'Rewards are unlocked and auto-claimed in the order of (priority, id).';
comment on column app_private.rewards.enabled is 'A disabled reward unlocks no more; what is unlocked can still be claimed.';
comment on column app_private.rewards.gives is 'What a claim gives.';
comment on column app_private.rewards.saved_at is 'When it was last changed, -infinity for those of the installation: from then on a what-if takes it to have been as it is.';
comment on column app_private.rewards.revision is 'How often it has been changed, and 1: unlocks and claims name the one that they saw.';

create table app_private.rule_versions (
  id integer not null,
  effective_from timestamp with time zone not null,
  check_in_energy integer not null,
  check_in_points bigint not null,
  check_in_xp bigint not null,
  energy_start integer not null,
  energy_max integer not null,
  energy_overfill integer not null,
  energy_refill_amount integer not null,
  energy_refill_seconds integer not null,
  freezes_start integer not null,
  freeze_every_days integer not null,
  freezes_max integer not null,
  late_grace_minutes integer not null,
  travel_cover_days integer not null,
  pause_max_days integer not null,
  repair_within_days integer not null,
  repair_points bigint not null,
  inventory_max integer not null,
  level_thresholds bigint[] not null,
  level_boosts_basis_points integer[] not null
);
alter table app_private.rule_versions add constraint rule_versions_pkey PRIMARY KEY (id);
alter table app_private.rule_versions add constraint one_version_takes_effect_at_an_instant UNIQUE (effective_from);
alter table app_private.rule_versions add constraint check_in_energy_is_within_limits CHECK (((check_in_energy >= 0) AND (check_in_energy <= 1000000)));
alter table app_private.rule_versions add constraint check_in_points_is_within_limits CHECK (((check_in_points >= 0) AND (check_in_points <= 1000000000)));
alter table app_private.rule_versions add constraint check_in_xp_is_within_limits CHECK (((check_in_xp >= 0) AND (check_in_xp <= 1000000000)));
alter table app_private.rule_versions add constraint each_level_has_a_boost CHECK (((cardinality(level_boosts_basis_points) = cardinality(level_thresholds)) AND (array_lower(level_boosts_basis_points, 1) = 1) AND (array_position(level_boosts_basis_points, NULL::integer) IS NULL) AND (0 <= ALL (level_boosts_basis_points)) AND (1000000 >= ALL (level_boosts_basis_points))));
alter table app_private.rule_versions add constraint energy_max_is_within_limits CHECK (((energy_max >= 1) AND (energy_max <= 1000000)));
alter table app_private.rule_versions add constraint energy_overfill_is_within_limits CHECK (((energy_overfill >= 0) AND (energy_overfill <= 1000000)));
alter table app_private.rule_versions add constraint energy_refill_amount_is_within_limits CHECK (((energy_refill_amount >= 1) AND (energy_refill_amount <= 1000000)));
alter table app_private.rule_versions add constraint energy_refill_seconds_is_within_limits CHECK (((energy_refill_seconds >= 1) AND (energy_refill_seconds <= 2678400)));
alter table app_private.rule_versions add constraint energy_start_is_at_most_what_fits CHECK (((energy_start)::bigint <= ((energy_max)::bigint + energy_overfill)));
alter table app_private.rule_versions add constraint energy_start_is_not_negative CHECK ((energy_start >= 0));
alter table app_private.rule_versions add constraint freeze_every_days_is_positive CHECK ((freeze_every_days > 0));
alter table app_private.rule_versions add constraint freezes_max_is_within_limits CHECK (((freezes_max >= 0) AND (freezes_max <= 100)));
alter table app_private.rule_versions add constraint freezes_start_is_at_most_the_maximum CHECK ((freezes_start <= freezes_max));
alter table app_private.rule_versions add constraint freezes_start_is_not_negative CHECK ((freezes_start >= 0));
alter table app_private.rule_versions add constraint id_is_positive CHECK ((id > 0));
alter table app_private.rule_versions add constraint inventory_max_is_within_limits CHECK (((inventory_max >= 1) AND (inventory_max <= 100)));
alter table app_private.rule_versions add constraint late_grace_is_at_most_half_a_day CHECK (((late_grace_minutes >= 0) AND (late_grace_minutes <= 720)));
alter table app_private.rule_versions add constraint level_1_starts_at_0_xp CHECK (COALESCE((level_thresholds[1] = 0), false));
alter table app_private.rule_versions add constraint level_thresholds_strictly_increase CHECK (app_rules.is_strictly_increasing(level_thresholds));
alter table app_private.rule_versions add constraint pause_max_days_is_within_limits CHECK (((pause_max_days >= 0) AND (pause_max_days <= 366)));
alter table app_private.rule_versions add constraint repair_points_is_within_limits CHECK (((repair_points >= 0) AND (repair_points <= 1000000000)));
alter table app_private.rule_versions add constraint repair_within_days_is_within_limits CHECK (((repair_within_days >= 0) AND (repair_within_days <= 366)));
alter table app_private.rule_versions add constraint travel_cover_days_is_positive CHECK ((travel_cover_days > 0));
alter table app_private.rule_versions enable row level security;
create policy everybody_reads on app_private.rule_versions for select to app_anonymous, app_operator, app_user using (true);
grant select on app_private.rule_versions to app_anonymous;
grant select on app_private.rule_versions to app_operator;
grant select on app_private.rule_versions to app_user;
comment on table app_private.rule_versions is 'The parameters of the rules, each version in force from an instant on. A version is never edited; a change is a new one.';
comment on column app_private.rule_versions.effective_from is 'In force from this instant until the next version''s.';
comment on column app_private.rule_versions.check_in_energy is 'Energy for a check-in.';
comment on column app_private.rule_versions.check_in_points is 'Points for a check-in, before the level''s boost.';
comment on column app_private.rule_versions.check_in_xp is 'XP for a check-in.';
comment on column app_private.rule_versions.energy_start is 'Energy of a new user.';
comment on column app_private.rule_versions.energy_max is 'Energy refills up to here.';
comment on column app_private.rule_versions.energy_overfill is 'Grants may fill energy by this much above energy_max.';
comment on column app_private.rule_versions.energy_refill_amount is 'Energy for each whole refill interval.';
comment on column app_private.rule_versions.energy_refill_seconds is 'The refill interval, in seconds.';
comment on column app_private.rule_versions.freezes_start is 'Freezes of a new user.';
comment on column app_private.rule_versions.freeze_every_days is 'A freeze is earned each time the run''s length reaches a multiple of this.';
comment on column app_private.rule_versions.freezes_max is 'At most so many freezes are held.';
comment on column app_private.rule_versions.late_grace_minutes is 'A day can be checked in so many minutes after its end; it has ended for the streak only then. The version in force at the day''s end decides.';
comment on column app_private.rule_versions.travel_cover_days is 'Days skipped by a change of zone or day start are bridged at most once in so many days.';
comment on column app_private.rule_versions.pause_max_days is 'The longest pause, in days.';
comment on column app_private.rule_versions.repair_within_days is 'A broken run can be repaired for so many days after the last missed day.';
comment on column app_private.rule_versions.repair_points is 'Points to pay for each missed day that is repaired.';
comment on column app_private.rule_versions.inventory_max is 'At most so many distinct items are held.';
comment on column app_private.rule_versions.level_thresholds is 'The lifetime XP at which each level begins, level 1 first.';
comment on column app_private.rule_versions.level_boosts_basis_points is 'What multiplies a check-in''s points at each level, in basis points: 10000 is once.';

create table app_private.sessions (
  account_id uuid not null,
  session_id uuid not null,
  stem_hash bytea not null,
  token_hash bytea not null,
  used_hash bytea,
  created_at timestamp with time zone not null,
  refreshed_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);
alter table app_private.sessions add constraint sessions_pkey PRIMARY KEY (account_id, session_id);
alter table app_private.sessions add constraint session_expires_as_the_rule_says CHECK ((expires_at = app_rules.session_expires_at(created_at, refreshed_at)));
alter table app_private.sessions add constraint stem_hash_is_sha256 CHECK ((length(stem_hash) = 32));
alter table app_private.sessions add constraint token_hash_is_sha256 CHECK ((length(token_hash) = 32));
alter table app_private.sessions add constraint used_hash_is_sha256 CHECK ((length(used_hash) = 32));
alter table app_private.sessions add constraint sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES app_private.accounts(account_id);
CREATE INDEX sessions_expires_at ON app_private.sessions USING btree (expires_at);
alter table app_private.sessions enable row level security;
comment on table app_private.sessions is 'The sessions of accounts. One that has ended has no row, and then its access tokens are refused. Read and written by functions alone.';
comment on column app_private.sessions.session_id is 'The claim sid of its access tokens.';
comment on column app_private.sessions.stem_hash is 'Of the part that all refresh tokens of the session share: who has it has had one of them.';
comment on column app_private.sessions.token_hash is 'Of the refresh token that has not been used.';
comment on column app_private.sessions.used_hash is 'Of the refresh token that the last refresh used.';
comment on column app_private.sessions.refreshed_at is 'The last refresh, or else the log-in.';

create table app_private.user_states (
  user_id uuid not null,
  sequence_number bigint not null,
  last_occurred_at timestamp with time zone not null,
  rule_version_id integer not null,
  last_day date,
  zone text not null,
  day_start_hour integer not null,
  check_ins integer not null default 0,
  run_length integer not null default 0,
  run_started_on date,
  longest_streak integer not null default 0,
  last_marked_day date,
  last_check_in_day date,
  last_freeze_day date,
  last_travel_day date,
  freezes date[] not null default '{}'::date[],
  energy integer not null,
  energy_anchor timestamp with time zone not null,
  xp bigint not null default 0,
  level integer not null,
  points bigint not null default 0,
  lifetime_points bigint not null default 0,
  inventory jsonb not null default '{}'::jsonb,
  paused_from date,
  paused_until date,
  last_amnesty_id integer not null default 0,
  clock_ahead_seconds bigint
) with (fillfactor=80);
alter table app_private.user_states add constraint user_states_pkey PRIMARY KEY (user_id);
alter table app_private.user_states add constraint is_a_state CHECK (app_rules.is_state(user_states.*));
alter table app_private.user_states add constraint user_states_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_private.users(user_id);
alter table app_private.user_states add constraint user_states_zone_fkey FOREIGN KEY (zone) REFERENCES app_private.zones(name);
alter table app_private.user_states enable row level security;
create policy operators_read_everybody on app_private.user_states for select to app_operator using (true);
create policy own on app_private.user_states for select to app_user using ((user_id = app_private.current_user_id()));
grant select on app_private.user_states to app_user;
comment on table app_private.user_states is 'The state of each user as of the last journal entry. It changes only together with one (app_private.record).';
comment on column app_private.user_states.sequence_number is 'Of the last journal entry.';
comment on column app_private.user_states.last_occurred_at is 'The instant of the last journal entry; no later command is dated before it.';
comment on column app_private.user_states.rule_version_id is 'The rule version under which the state was last settled.';
comment on column app_private.user_states.last_day is 'The last engagement day of a command; null before the first one.';
comment on column app_private.user_states.day_start_hour is 'Hours after midnight at which the user''s day starts.';
comment on column app_private.user_states.check_ins is 'All check-ins ever.';
comment on column app_private.user_states.run_length is 'The current streak: counting days of the live run, 0 once it has ended.';
comment on column app_private.user_states.run_started_on is 'The first day of the live run.';
comment on column app_private.user_states.last_marked_day is 'The last day with a mark of any kind; settling goes on from here.';
comment on column app_private.user_states.last_check_in_day is 'The last counting day.';
comment on column app_private.user_states.last_freeze_day is 'The last day that a freeze covered.';
comment on column app_private.user_states.last_travel_day is 'The last day bridged by a change of zone or day start.';
comment on column app_private.user_states.freezes is 'The unused freezes: the day each was granted on, oldest first.';
comment on column app_private.user_states.energy is 'Energy at energy_anchor; app_rules.energy_value gives it at any later instant.';
comment on column app_private.user_states.energy_anchor is 'The instant from which the next refill is counted.';
comment on column app_private.user_states.lifetime_points is 'All points ever received; spending does not lower it.';
comment on column app_private.user_states.inventory is 'Item id to quantity.';
comment on column app_private.user_states.paused_from is 'The first day of the latest pause; null when there was none, or a check-in on that day undid it.';
comment on column app_private.user_states.paused_until is 'The last day of the latest pause; a check-in ends it the day before.';
comment on column app_private.user_states.last_amnesty_id is 'The latest amnesty that has taken effect on this state; 0 before the first.';
comment on column app_private.user_states.clock_ahead_seconds is 'How far a test user''s own clock is ahead of everybody''s. Null for whoever is no test user, for ever: this alone says who is one.';

create table app_private.users (
  user_id uuid not null,
  issuer text not null,
  subject text not null,
  created_at timestamp with time zone not null
);
alter table app_private.users add constraint users_pkey PRIMARY KEY (user_id);
alter table app_private.users add constraint user_id_is_that_of_issuer_and_subject CHECK ((user_id = app_rules.user_id_for(issuer, subject)));
alter table app_private.users enable row level security;
create policy operators_read_everybody on app_private.users for select to app_operator using (true);
create policy own on app_private.users for select to app_user using ((user_id = app_private.current_user_id()));
grant select on app_private.users to app_user;
comment on table app_private.users is 'Who uses the app. Written once, by the first command or bootstrap.';
comment on column app_private.users.user_id is 'Derived from issuer and subject, so the same on every call and every node.';
comment on column app_private.users.issuer is 'Who vouches for the user: the token''s iss.';
comment on column app_private.users.subject is 'The user''s name there: the token''s sub.';

create table app_private.zones (
  name text not null
);
alter table app_private.zones add constraint zones_pkey PRIMARY KEY (name);
alter table app_private.zones enable row level security;
create policy everybody_reads on app_private.zones for select to app_anonymous, app_operator, app_user using (true);
grant select on app_private.zones to app_anonymous;
grant select on app_private.zones to app_operator;
grant select on app_private.zones to app_user;
comment on table app_private.zones is 'The IANA time zones a user may choose.';
comment on column app_private.zones.name is 'The IANA name, such as Europe/Berlin.';

create table app_public.journal_entries (
  user_id uuid not null,
  sequence_number bigint not null,
  occurred_at timestamp with time zone not null,
  day date not null,
  kind app_public.journal_kind not null,
  asked jsonb not null,
  rule_version_id integer not null,
  check_ins_delta integer not null,
  freezes_granted integer not null,
  freezes_used integer not null,
  energy_refilled integer not null,
  energy_delta integer not null,
  xp_delta bigint not null,
  points_delta bigint not null,
  items_delta jsonb not null,
  last_day date,
  zone text not null,
  day_start_hour integer not null,
  check_ins integer not null,
  run_length integer not null,
  run_started_on date,
  longest_streak integer not null,
  last_marked_day date,
  last_check_in_day date,
  last_freeze_day date,
  last_travel_day date,
  freezes date[] not null,
  energy integer not null,
  energy_anchor timestamp with time zone not null,
  xp bigint not null,
  level integer not null,
  points bigint not null,
  lifetime_points bigint not null,
  inventory jsonb not null,
  paused_from date,
  paused_until date,
  last_amnesty_id integer not null default 0,
  terms jsonb,
  idempotency_key uuid,
  reverses bigint,
  operator_id uuid,
  rewards_unlocked integer
);
alter table app_public.journal_entries add constraint an_entry_has_its_own_number PRIMARY KEY (user_id, sequence_number);
alter table app_public.journal_entries add constraint is_a_journal_entry CHECK (app_rules.is_journal_entry(journal_entries.*));
CREATE INDEX journal_entries_by_instant ON app_public.journal_entries USING btree (user_id, occurred_at, sequence_number);
CREATE UNIQUE INDEX journal_entries_are_reversed_once ON app_public.journal_entries USING btree (user_id, reverses) WHERE (reverses IS NOT NULL);
CREATE UNIQUE INDEX journal_entries_have_one_effect_for_each_key ON app_public.journal_entries USING btree (user_id, idempotency_key) WHERE (idempotency_key IS NOT NULL);
alter table app_public.journal_entries enable row level security;
create policy operators_read_everybody on app_public.journal_entries for select to app_operator using (true);
create policy own on app_public.journal_entries for select to app_user using ((user_id = app_private.current_user_id()));
grant select on app_public.journal_entries to app_user;
comment on table app_public.journal_entries is 'Every change of a user''s state, once: what was asked, what it changed, and the state after. Never updated, never deleted.';
comment on column app_public.journal_entries.user_id is 'Whose entry it is.';
comment on column app_public.journal_entries.sequence_number is '1, 2, 3, … for each user, without gaps.';
comment on column app_public.journal_entries.occurred_at is 'When it happened; never before the entry before it.';
comment on column app_public.journal_entries.day is 'The engagement day it belongs to.';
comment on column app_public.journal_entries.kind is 'The command.';
comment on column app_public.journal_entries.asked is 'The command''s arguments.';
comment on column app_public.journal_entries.rule_version_id is 'The rule version it happened under.';

comment on column app_public.journal_entries.check_ins_delta is '@behavior +sum:attribute:aggregate
Check-ins added.';

comment on column app_public.journal_entries.freezes_granted is '@behavior +sum:attribute:aggregate
Freezes added or, by a reversal, taken back.';

comment on column app_public.journal_entries.freezes_used is '@behavior +sum:attribute:aggregate
Freezes used on missed days, settled by this command.';

comment on column app_public.journal_entries.energy_refilled is '@behavior +sum:attribute:aggregate
Energy that had refilled since the entry before, before the command''s own effect.';

comment on column app_public.journal_entries.energy_delta is '@behavior +sum:attribute:aggregate
What the command itself added or took. energy = the energy before + energyRefilled + energyDelta.';

comment on column app_public.journal_entries.xp_delta is '@behavior +sum:attribute:aggregate
XP added.';

comment on column app_public.journal_entries.points_delta is '@behavior +sum:attribute:aggregate
Points added or, if negative, taken. points = the points before + pointsDelta.';
comment on column app_public.journal_entries.items_delta is 'Items added or, if negative, taken: item id to quantity.';
comment on column app_public.journal_entries.last_day is 'The last engagement day of a command so far.';
comment on column app_public.journal_entries.zone is 'The user''s zone after the entry.';
comment on column app_public.journal_entries.day_start_hour is 'The hour at which the user''s day starts, after the entry.';
comment on column app_public.journal_entries.check_ins is 'All check-ins so far.';
comment on column app_public.journal_entries.run_length is 'The current streak after the entry.';
comment on column app_public.journal_entries.run_started_on is 'The first day of the live run, after the entry.';
comment on column app_public.journal_entries.longest_streak is 'The longest run so far.';
comment on column app_public.journal_entries.last_marked_day is 'The last marked day, after the entry.';
comment on column app_public.journal_entries.last_check_in_day is 'The last counting day, after the entry.';
comment on column app_public.journal_entries.last_freeze_day is 'The last day that a freeze covered, after the entry.';
comment on column app_public.journal_entries.last_travel_day is 'The last day bridged by a change of zone or day start, after the entry.';
comment on column app_public.journal_entries.freezes is 'The unused freezes after the entry, as days of grant.';
comment on column app_public.journal_entries.energy is 'Energy after the entry.';
comment on column app_public.journal_entries.energy_anchor is 'The instant from which the next refill is counted, after the entry.';
comment on column app_public.journal_entries.xp is 'Lifetime XP after the entry.';
comment on column app_public.journal_entries.level is 'The level after the entry.';
comment on column app_public.journal_entries.points is 'Points after the entry.';
comment on column app_public.journal_entries.lifetime_points is 'Points received so far.';
comment on column app_public.journal_entries.inventory is 'Item id to quantity, after the entry.';
comment on column app_public.journal_entries.paused_from is 'The first day of the latest pause, after the entry.';
comment on column app_public.journal_entries.paused_until is 'The last day of the latest pause, after the entry.';
comment on column app_public.journal_entries.last_amnesty_id is 'The latest amnesty that had taken effect; 0 before the first.';
comment on column app_public.journal_entries.terms is 'What the catalogue said at that instant, where it mattered: the price of an item bought, what a reward claimed or an item used gives.';
comment on column app_public.journal_entries.idempotency_key is 'The caller''s key of a command that is not repeatable by nature: it has one effect, however often it is sent.';
comment on column app_public.journal_entries.reverses is 'The sequence number of the entry that this one reverses.';

comment on column app_public.journal_entries.operator_id is '@behavior -*
The operator whose command it was; null for a command of the user''s own.';

comment on column app_public.journal_entries.rewards_unlocked is '@behavior +sum:attribute:aggregate
How many rewards it unlocked; null for entries from before they were counted, which a sum leaves out.';

CREATE OR REPLACE FUNCTION app_private.add_rule_version(effective_from timestamp with time zone, parameters app_public.rule_parameters)
 RETURNS app_public.rule_version
 LANGUAGE plpgsql
AS $function$
declare
  v_changes constant jsonb := coalesce(jsonb_strip_nulls(to_jsonb(parameters)), '{}');
  v_version app_private.rule_versions;
  v_stored app_private.rule_versions;
  v_constraint text;
  v_column text;
begin
  loop
    -- Look: a version of that instant which has these parameters is the answer, whatever came before it since.
    select v.* into v_stored from app_private.rule_versions as v where v.effective_from = add_rule_version.effective_from;
    if found then
      v_version := jsonb_populate_record(v_stored, v_changes);
      if v_version is distinct from v_stored then
        perform app_private.refuse('RU001', format('Version %s takes effect at that instant already, with other parameters.', v_stored.id),
          'Choose another instant; a version is never edited.');
      end if;
      return app_private.rule_version_shown(v_stored);
    end if;

    -- Decide
    if not coalesce(effective_from > app_private.clock() and isfinite(effective_from), false) then
      perform app_private.refuse('RU001', 'A rule version takes effect in the future.', 'Let effectiveFrom be an instant to come.');
    end if;
    select changed.* into v_version
    from app_private.rules_at(add_rule_version.effective_from) as v,
      jsonb_populate_record(v, v_changes || jsonb_build_object(
        'id', (select max(a.id) + 1 from app_private.rule_versions as a), 'effective_from', add_rule_version.effective_from)) as changed;

    -- Write: the next id, for which a concurrent one waits, and then looks again.
    insert into app_private.rule_versions select v_version.* on conflict do nothing;
    exit when found;
  end loop;

  -- Answer
  return app_private.rule_version_shown(v_version);
exception when integrity_constraint_violation then
  get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
  perform app_private.refuse_invalid('RU001', 'The rule version', v_constraint, v_column);
end
$function$;
comment on function app_private.add_rule_version(effective_from timestamp with time zone, parameters app_public.rule_parameters) is 'Adds a rule version that takes effect in the future: the one in force until then with some parameters changed. RU001 for one that breaks a rule.';

CREATE OR REPLACE FUNCTION app_private.advance_clock(user_id uuid, days integer, hours integer, idempotency_key uuid)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
AS $function$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_asked constant jsonb := jsonb_build_object('days', days, 'hours', hours);
  v_entry constant app_public.journal_entries := app_private.earlier_entry(user_id, idempotency_key, 'clock', v_asked);
  v_moved constant app_private.user_states := app_rules.after_clock(v_before, days, hours);
  v_at timestamptz;
  v_rules app_private.rule_versions;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id));
  end if;

  -- Decide: it happens where it has moved the clock to, and nothing else does.
  perform app_private.require_clock(v_before, days, hours);
  v_at := app_private.occurs_at(v_moved);
  v_rules := app_private.rules_at(v_at);
  v_after := app_private.settle(v_moved, v_rules, v_at,
    app_private.ended_through(v_at, v_moved.zone, v_moved.day_start_hour));

  -- Write
  v_outcome := app_private.record(v_before, v_after, v_after, '{}', 'clock', v_after.last_day, v_asked,
    idempotency_key => idempotency_key);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$function$;
comment on function app_private.advance_clock(user_id uuid, days integer, hours integer, idempotency_key uuid) is 'Moves a test user''s own clock ahead, or answers with the move that was made with this idempotency key.';

CREATE OR REPLACE FUNCTION app_private.all_versions()
 RETURNS app_private.rule_versions[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT array_agg(v.* ORDER BY v.effective_from) AS array_agg
    FROM app_private.rule_versions v;
END;
comment on function app_private.all_versions() is 'Every rule version, in the order in which they take effect.';
grant execute on function app_private.all_versions() to app_user;

CREATE OR REPLACE FUNCTION app_private.amnesty_effects(first_day date, last_day date)
 RETURNS SETOF app_public.amnesty_effect
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_at constant timestamptz := app_private.clock();
  v_last_id constant int := app_private.last_amnesty_id();
  v_excused constant datemultirange := coalesce(app_private.excused_days(v_last_id, '-infinity'), '{}')
    + datemultirange(daterange(first_day, last_day, '[]'));
  v_versions constant app_private.rule_versions[] := app_private.all_versions();
  v_state app_private.user_states;
  v_calendar app_private.marked_day[];
  v_step app_private.amnesty_step;
begin
  for v_state in
    select s.* from app_private.user_states as s
    -- A run that had ended before these days, on a day that nothing excuses, is none of theirs, unless an amnesty yet
    -- to be stored has carried it on.
    where s.clock_ahead_seconds is null and s.check_ins > 0 and (
      s.run_length > 0 or s.last_amnesty_id < v_last_id or s.last_marked_day >= first_day - 1
      or v_excused @> s.last_marked_day + 1)
  loop
    v_step := app_private.with_amnesties(v_state);
    v_calendar := app_rules.calendar_with(app_private.calendar_of(v_state.user_id), v_step.marks);
    v_step := app_private.take_in_amnesty(v_step.after, v_calendar, v_last_id + 1, v_at, v_excused, v_versions);
    if v_step.days_changed > 0 then
      return next row(
        v_state.user_id,
        (v_step.settled).run_length, (v_step.after).run_length,
        (v_step.settled).longest_streak, (v_step.after).longest_streak,
        cardinality((v_step.after).freezes) - cardinality((v_step.settled).freezes),
        (v_step.after).points - (v_step.settled).points,
        v_step.days_changed
      )::app_public.amnesty_effect;
    end if;
  end loop;
end
$function$;
comment on function app_private.amnesty_effects(first_day date, last_day date) is 'What an amnesty for some days would change, were it declared now: one row for each user who would be affected, test users left out. Writes nothing. Reads every user who was there on these days: some thousands a second.';

CREATE OR REPLACE FUNCTION app_private.amnesty_steps(state app_private.user_states, last_amnesty_id integer DEFAULT NULL::integer, calendar app_private.marked_day[] DEFAULT NULL::app_private.marked_day[], versions app_private.rule_versions[] DEFAULT NULL::app_private.rule_versions[])
 RETURNS SETOF app_private.amnesty_step
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE ROWS 1
AS $function$
declare
  v_state app_private.user_states := state;
  v_calendar app_private.marked_day[] := calendar;
  v_versions app_private.rule_versions[] := versions;
  v_amnesty app_private.amnesties;
  v_step app_private.amnesty_step;
begin
  if state.check_ins = 0 then
    return;
  end if;
  for v_amnesty in
    select a.* from app_private.amnesties as a
    where a.id > state.last_amnesty_id and (a.id <= amnesty_steps.last_amnesty_id or amnesty_steps.last_amnesty_id is null)
    order by a.id
  loop
    v_calendar := coalesce(v_calendar, app_private.calendar_of(state.user_id));
    v_versions := coalesce(v_versions, app_private.all_versions());
    v_step := app_private.take_in_amnesty(v_state, v_calendar, v_amnesty.id,
      app_rules.seconds_after(v_amnesty.declared_at, coalesce(state.clock_ahead_seconds, 0)),
      app_private.excused_days(v_amnesty.id, '-infinity'), v_versions);
    -- What was settled before it stays so: also a run that had ended, and that it does not restore.
    if cardinality(v_step.marks) > 0 or (v_step.after).run_length <> v_state.run_length then
      return next v_step;
      v_state := v_step.after;
      v_calendar := app_rules.calendar_with(v_calendar, v_step.marks);
    else
      v_state.last_amnesty_id := v_amnesty.id;
    end if;
  end loop;
end
$function$;
comment on function app_private.amnesty_steps(state app_private.user_states, last_amnesty_id integer, calendar app_private.marked_day[], versions app_private.rule_versions[]) is 'The amnesties, up to one, that a state with this calendar has yet to take in, as far as they change its streak, in order. Writes nothing.';
grant execute on function app_private.amnesty_steps(state app_private.user_states, last_amnesty_id integer, calendar app_private.marked_day[], versions app_private.rule_versions[]) to app_user;

CREATE OR REPLACE FUNCTION app_private.amounts_words(amounts app_public.amounts)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT COALESCE(string_agg(w.words, ', '::text ORDER BY w.place), 'nothing'::text) AS "coalesce"
    FROM ( SELECT 1 AS place,
             app_rules.counted((amounts_words.amounts).points, 'point'::text) AS words
           WHERE ((amounts_words.amounts).points > 0)
         UNION ALL
          SELECT 2,
             ((amounts_words.amounts).energy || ' energy'::text)
           WHERE ((amounts_words.amounts).energy > 0)
         UNION ALL
          SELECT 3,
             ((amounts_words.amounts).xp || ' XP'::text)
           WHERE ((amounts_words.amounts).xp > 0)
         UNION ALL
          SELECT 4,
             app_rules.counted(((amounts_words.amounts).freezes)::bigint, 'freeze'::text) AS counted
           WHERE ((amounts_words.amounts).freezes > 0)
         UNION ALL
          SELECT 5,
             (((i.quantity || ' "'::text) || c.title) || '"'::text)
            FROM (unnest((amounts_words.amounts).items) i(item_id, quantity)
              JOIN app_private.items c ON ((c.id = i.item_id)))) w;
END;
comment on function app_private.amounts_words(amounts app_public.amounts) is 'Amounts in words: 50 points, 1 freeze, 2 "Coffee".';
grant execute on function app_private.amounts_words(amounts app_public.amounts) to app_user;

CREATE OR REPLACE FUNCTION app_private.apply_claim(before app_private.user_states, settled app_private.user_states, reward app_private.rewards, period_key text, automatic boolean)
 RETURNS app_private.outcome
 LANGUAGE plpgsql
AS $function$
declare
  v_rules constant app_private.rule_versions := app_private.rules_at(settled.last_occurred_at);
  v_after constant app_private.user_states := app_rules.after_effects(settled, v_rules, settled.last_day, reward.gives);
  v_outcome app_private.outcome;
  v_entry app_public.journal_entries;
begin
  v_outcome := app_private.record(before, settled, v_after, '{}', 'claim', settled.last_day,
    jsonb_build_object('reward_id', reward.id, 'period_key', period_key),
    terms => jsonb_build_object('gives', app_private.effects_named(reward.gives)), unlocks => not automatic);
  v_entry := v_outcome.entry;
  insert into app_private.reward_claims
    (user_id, reward_id, period_key, claimed_at, automatic, rule_version_id, sequence_number, from_stock, reward_revision)
  values (v_entry.user_id, reward.id, apply_claim.period_key, v_entry.occurred_at, apply_claim.automatic,
    v_entry.rule_version_id, v_entry.sequence_number, app_rules.takes_stock(settled, reward),
    reward.revision);
  return v_outcome;
end
$function$;
comment on function app_private.apply_claim(before app_private.user_states, settled app_private.user_states, reward app_private.rewards, period_key text, automatic boolean) is 'Claims an unlocked reward for which nothing stands in the way and whose stock is taken: effects, journal entry, claim.';

CREATE OR REPLACE FUNCTION app_private.attempt(kind text, key text, address inet)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare
  v_at constant timestamptz := app_private.clock();
  v_address constant text := app_rules.address_counted(address);
  v_locked_until timestamptz;
  v_address_locked_until timestamptz;
begin
  -- Lock: always who is meant before where it comes from, and others' rows last.
  v_locked_until := app_private.count_attempt(kind, key, v_at);
  v_address_locked_until := app_private.count_attempt('address', v_address, v_at);
  perform app_private.sweep_expired(v_at);
  if coalesce(v_locked_until, v_address_locked_until) is not null then
    return ceil(extract(epoch from greatest(v_locked_until, v_address_locked_until) - v_at));
  end if;
  perform app_private.let_in(kind, key, v_at);
  perform app_private.let_in('address', v_address, v_at);
  return null;
end
$function$;
comment on function app_private.attempt(kind text, key text, address inet) is 'Counts an attempt by whom it is about (kind email or account, and which) and by where it comes from. Null when it is let in, or else after how many seconds to try again.';

CREATE OR REPLACE FUNCTION app_private.attempt_log_in(email text, address inet)
 RETURNS app_private.attempt
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '5s'
AS $function$
declare
  v_email constant text := app_private.require_email(email);
  v_attempt app_private.attempt;
begin
  v_attempt.retry_after_seconds := app_private.attempt('email', v_email, address);
  if v_attempt.retry_after_seconds is null then
    select a.account_id, a.password_hash into v_attempt.account_id, v_attempt.password_hash
    from app_private.account_emails as e join app_private.accounts as a on a.account_id = e.account_id
    where e.email = v_email;
  end if;
  return v_attempt;
end
$function$;
comment on function app_private.attempt_log_in(email text, address inet) is 'Counts an attempt to log in or to register and, when it is let in, answers whose password to hold it against. AC001 for what is no e-mail address.';
grant execute on function app_private.attempt_log_in(email text, address inet) to app_server;

CREATE OR REPLACE FUNCTION app_private.attempt_password_change(account_id uuid, address inet)
 RETURNS app_private.attempt
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '5s'
AS $function$
declare
  v_account app_private.accounts;
  v_attempt app_private.attempt;
begin
  select a.* into strict v_account from app_private.accounts as a where a.account_id = attempt_password_change.account_id;
  v_attempt.retry_after_seconds := app_private.attempt('account', attempt_password_change.account_id::text, address);
  if v_attempt.retry_after_seconds is null then
    v_attempt.account_id := v_account.account_id;
    v_attempt.password_hash := v_account.password_hash;
  end if;
  return v_attempt;
end
$function$;
comment on function app_private.attempt_password_change(account_id uuid, address inet) is 'Counts an attempt to change the password and, when it is let in, answers what to hold the old one against.';
grant execute on function app_private.attempt_password_change(account_id uuid, address inet) to app_server;

CREATE OR REPLACE FUNCTION app_private.auto_claim(state app_private.user_states)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
AS $function$
declare
  v_state app_private.user_states := state;
  v_rules app_private.rule_versions;
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
begin
  for v_unlock in
    select u.*
    from app_private.reward_unlocks as u join app_private.rewards as r on r.id = u.reward_id
    where u.user_id = state.user_id and u.sequence_number = state.sequence_number and r.auto_claim
    order by r.priority, r.id
  loop
    v_rules := app_private.rules_at(v_state.last_occurred_at);
    select r.* into v_reward from app_private.rewards as r where r.id = v_unlock.reward_id;
    -- What does not fit, or is gone, stays unlocked, to be claimed by hand.
    continue when app_rules.effects_obstacle(v_state, v_rules, v_reward.gives) is not null;
    continue when app_rules.takes_stock(v_state, v_reward) and not app_private.take_stock(v_reward.id, false);
    v_state := (app_private.apply_claim(v_state, v_state, v_reward, v_unlock.period_key, true)).after;
  end loop;
  return v_state;
end
$function$;
comment on function app_private.auto_claim(state app_private.user_states) is 'Claims what the entry of this state unlocked and is to be claimed automatically, in the order of (priority, id).';

CREATE OR REPLACE FUNCTION app_private.balance_changes(user_id uuid, balance app_public.balance, last integer)
 RETURNS SETOF app_public.balance_entry
 LANGUAGE sql
 STABLE ROWS 100
BEGIN ATOMIC
 SELECT e.sequence_number,
     e.occurred_at,
     e.day,
     e.kind,
         CASE
             WHEN (row_number() OVER (ORDER BY e.sequence_number DESC) <= balance_changes.last) THEN app_rules.entry_words(e.kind, e.day, e.asked, e.terms, app_private.entry_title(e.asked))
             ELSE NULL::text
         END AS "case",
     (
         CASE balance_changes.balance
             WHEN 'energy'::app_public.balance THEN e.energy_refilled
             ELSE 0
         END)::bigint AS int8,
         CASE balance_changes.balance
             WHEN 'energy'::app_public.balance THEN (e.energy_delta)::bigint
             ELSE e.points_delta
         END AS points_delta,
         CASE balance_changes.balance
             WHEN 'energy'::app_public.balance THEN (e.energy)::bigint
             ELSE e.points
         END AS points
    FROM app_public.journal_entries e
   WHERE ((e.user_id = balance_changes.user_id) AND
         CASE balance_changes.balance
             WHEN 'energy'::app_public.balance THEN ((e.energy_delta <> 0) OR (e.energy_refilled <> 0))
             ELSE (e.points_delta <> 0)
         END)
 UNION ALL
  SELECT NULL::bigint,
     (t.after).last_occurred_at AS last_occurred_at,
     (t.after).last_day AS last_day,
     'amnesty'::app_public.journal_kind,
     app_rules.entry_words('amnesty'::app_public.journal_kind, NULL::date, NULL::jsonb, NULL::jsonb, a.reason) AS entry_words,
     0,
     ((t.after).points - (t.settled).points),
     (t.after).points AS points
    FROM app_private.user_states s,
     (LATERAL app_private.amnesty_steps(s.*) t(amnesty_id, settled, after, marks, days_changed)
      JOIN app_private.amnesties a ON ((a.id = t.amnesty_id)))
   WHERE ((s.user_id = balance_changes.user_id) AND (balance_changes.balance = 'points'::app_public.balance) AND ((t.after).points <> (t.settled).points))
  ORDER BY 1 DESC, 2 DESC;
END;
comment on function app_private.balance_changes(user_id uuid, balance app_public.balance, last integer) is 'The journal entries that changed a balance of a user, latest first, and what amnesties have given back since; the last ones in words.';
grant execute on function app_private.balance_changes(user_id uuid, balance app_public.balance, last integer) to app_user;

CREATE OR REPLACE FUNCTION app_private.balance_explanation(user_id uuid, balance app_public.balance, last integer, at timestamp with time zone)
 RETURNS app_public.balance_explanation
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_state constant app_private.user_states := app_private.state_as_of(user_id, at);
  v_energy constant app_public.energy := (app_private.present(v_state)).energy;
  v_stored app_private.user_states;
  v_changes app_public.balance_entry[];
  v_of app_public.balance_explanation;
begin
  if (last between 1 and 100) is not true then
    perform app_private.refuse('QT001', 'An explanation lists 1 to 100 entries.',
      'Ask for the last 100 at most; the journal has all of them.');
  end if;
  select s.* into v_stored from app_private.user_states as s where s.user_id = balance_explanation.user_id;
  v_changes := array(select c from app_private.balance_changes(user_id, balance, last) as c);

  if balance = 'energy' then
    v_of.current := v_state.energy;
    v_of.refilled_since := v_state.energy - coalesce(v_stored.energy, v_state.energy);
    v_of.max := v_energy.max;
    v_of.next_at := v_energy.next_at;
    v_of.full_at := v_energy.full_at;
  else
    v_of.current := v_state.points;
    v_of.refilled_since := 0;
  end if;
  v_of.parts := app_rules.balance_parts(v_changes,
    case when v_stored.user_id is null then v_of.current else 0 end, v_of.refilled_since);
  v_of.entries := v_changes[:last];
  v_of.entry_count := cardinality(v_changes);
  v_of.text := app_rules.balance_words(balance, v_of, v_state.zone) || coalesce((
    select E'\n\n' || string_agg(app_rules.balance_entry_line(v_of.entries[n.k], v_state.zone), E'\n' order by n.k)
    from generate_subscripts(v_of.entries, 1) as n(k)), '');
  return v_of;
end
$function$;
comment on function app_private.balance_explanation(user_id uuid, balance app_public.balance, last integer, at timestamp with time zone) is 'Why a balance of a user is what it is as of an instant, with the last entries that changed it, 100 at most.';
grant execute on function app_private.balance_explanation(user_id uuid, balance app_public.balance, last integer, at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_private.bootstrap(user_id uuid, issuer text, subject text, zone text, day_start_hour integer, is_test_user boolean DEFAULT false)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
declare
  v_at constant timestamptz := app_private.clock();
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_state app_private.user_states := app_rules.starting_state(user_id, v_rules, v_at, zone, day_start_hour);
  v_nothing app_private.user_states;
begin
  -- A concurrent bootstrap waits here for the first, and finds that there is nothing left to do.
  insert into app_private.users (user_id, issuer, subject, created_at)
  values (bootstrap.user_id, bootstrap.issuer, bootstrap.subject, v_at)
  on conflict do nothing;
  if not found then
    return false;
  end if;

  v_state.clock_ahead_seconds := case when is_test_user then 0 end;
  v_state.last_amnesty_id := app_private.last_amnesty_id();
  insert into app_private.user_states
    (user_id, sequence_number, last_occurred_at, rule_version_id, zone, day_start_hour, energy, energy_anchor, level)
  values (v_state.user_id, 1, v_at, v_rules.id, v_state.zone, v_state.day_start_hour, 0, v_at, v_state.level);

  v_nothing := app_rules.state_of_nothing(v_state);
  perform app_private.record(v_nothing, v_nothing, v_state, '{}', 'bootstrap',
    app_rules.local_day(v_at, v_state.zone, v_state.day_start_hour),
    jsonb_build_object('zone', zone, 'day_start_hour', day_start_hour)
      || case when is_test_user then '{"test_user": true}' else '{}' end::jsonb, unlocks => false);
  return true;
end
$function$;
comment on function app_private.bootstrap(user_id uuid, issuer text, subject text, zone text, day_start_hour integer, is_test_user boolean) is 'Creates the user, the starting state and journal entry 1, unless they exist; true when it did. A test user has an own clock from then on.';

CREATE OR REPLACE FUNCTION app_private.bridged_marks(before app_private.user_states, settled app_private.user_states)
 RETURNS app_private.marked_day[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  if settled.last_marked_day > before.last_marked_day then
    return app_rules.bridged_days(before, settled.last_marked_day,
      app_private.excused_days(before.last_amnesty_id, before.last_marked_day));
  end if;
  return '{}';
end
$function$;
comment on function app_private.bridged_marks(before app_private.user_states, settled app_private.user_states) is 'The days that settling a state has marked.';
grant execute on function app_private.bridged_marks(before app_private.user_states, settled app_private.user_states) to app_user;

CREATE OR REPLACE FUNCTION app_private.broken_rule(proposed anyelement)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_rule record;
  v_holds boolean;
begin
  for v_rule in
    select a.attname || ' is missing' as name, format('its.%I is not null', a.attname) as condition
    from pg_catalog.pg_attribute as a join pg_catalog.pg_type as t on t.typrelid = a.attrelid
    where t.oid = pg_typeof(proposed) and a.attnotnull and a.attnum > 0
    union all
    select c.conname, pg_catalog.pg_get_expr(c.conbin, c.conrelid)
    from pg_catalog.pg_constraint as c join pg_catalog.pg_type as t on t.typrelid = c.conrelid
    where t.oid = pg_typeof(proposed) and c.contype = 'c'
    order by 1
  loop
    execute format('select (%s) is not false from (select ($1).*) as its', v_rule.condition) into v_holds using proposed;
    if not v_holds then
      return v_rule.name;
    end if;
  end loop;
  return null;
end
$function$;
comment on function app_private.broken_rule(proposed anyelement) is 'The name of a constraint of its table that a row, not stored, would break; null when it would be accepted.';

CREATE OR REPLACE FUNCTION app_private.buy_item(user_id uuid, item_id text, quantity integer, idempotency_key uuid)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
AS $function$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_asked constant jsonb := jsonb_build_object('item_id', item_id, 'quantity', quantity);
  v_entry constant app_public.journal_entries := app_private.earlier_entry(user_id, idempotency_key, 'buy', v_asked);
  v_item app_private.items;
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id, v_at));
  end if;
  select i.* into v_item from app_private.items as i where i.id = buy_item.item_id;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_buyable(v_settled, v_rules, item_id, v_item, quantity);
  v_after := app_rules.after_purchase(v_settled, v_item.id, quantity, v_item.price_points);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'buy', v_settled.last_day, v_asked,
    terms => jsonb_build_object('price_points', v_item.price_points), idempotency_key => idempotency_key);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$function$;
comment on function app_private.buy_item(user_id uuid, item_id text, quantity integer, idempotency_key uuid) is 'Buys items for a user''s points, or answers with what was bought with this idempotency key.';

CREATE OR REPLACE FUNCTION app_private.calendar_after(user_id uuid, sequence_number bigint)
 RETURNS app_private.day_marks[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  if exists (
    select from app_public.journal_entries as e
    where e.user_id = calendar_after.user_id and e.sequence_number > calendar_after.sequence_number and e.kind = 'amnesty'
  ) then
    return (app_private.replay_journal(user_id, sequence_number)).marks;
  end if;
  return app_private.marks_through(user_id, sequence_number);
end
$function$;
comment on function app_private.calendar_after(user_id uuid, sequence_number bigint) is 'A user''s calendar as a journal entry left it.';
grant execute on function app_private.calendar_after(user_id uuid, sequence_number bigint) to app_user;

CREATE OR REPLACE FUNCTION app_private.calendar_of(user_id uuid)
 RETURNS app_private.marked_day[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  return array(
    select row(m.day, m.mark, m.freeze_granted_on, m.paid_points)::app_private.marked_day
    from app_private.day_marks as m
    where m.user_id = calendar_of.user_id
    order by m.day);
end
$function$;
comment on function app_private.calendar_of(user_id uuid) is 'The stored marks of a user''s calendar, oldest first.';
grant execute on function app_private.calendar_of(user_id uuid) to app_user;

CREATE OR REPLACE FUNCTION app_private.change_password(account_id uuid, session_id uuid, verified_hash text, new_hash text, address inet)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '5s'
AS $function$
declare
  v_account app_private.accounts;
begin
  -- Lock
  select a.* into v_account from app_private.accounts as a where a.account_id = change_password.account_id for no key update;
  -- Look: of two changes at once, and of a change and a log-out, the second finds what the first has left.
  if not found or v_account.password_hash is distinct from verified_hash
    or not app_private.session_is_live(account_id, session_id) then
    return false;
  end if;
  -- Write: who knew the old password has nothing any more.
  update app_private.accounts as a set password_hash = new_hash where a.account_id = change_password.account_id;
  delete from app_private.sessions as s
  where s.account_id = change_password.account_id and s.session_id <> change_password.session_id;
  delete from app_private.log_in_attempts as a where a.kind = 'account' and a.key = change_password.account_id::text;
  update app_private.log_in_attempts as a set guesses = a.guesses - 1
  where a.kind = 'address' and a.key = app_rules.address_counted(change_password.address) and a.guesses > 0;
  -- Answer
  return true;
end
$function$;
comment on function app_private.change_password(account_id uuid, session_id uuid, verified_hash text, new_hash text, address inet) is 'Stores the hash of a new password and ends all other sessions; false when password or session are no longer what was verified.';
grant execute on function app_private.change_password(account_id uuid, session_id uuid, verified_hash text, new_hash text, address inet) to app_server;

CREATE OR REPLACE FUNCTION app_private.check_in(user_id uuid, day date)
 RETURNS app_public.check_in_result
 LANGUAGE plpgsql
AS $function$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_today constant date := app_rules.engagement_day(v_at, v_before.zone, v_before.day_start_hour, v_before.last_day);
  v_day constant date := coalesce(day, v_today);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_marked app_private.marked_day;
  v_mark app_private.day_marks;
  v_outcome app_private.outcome;
begin
  -- Look: a check-in that exists is the answer.
  if v_day <= v_before.last_marked_day then
    select m.* into v_mark from app_private.day_marks as m
    where m.user_id = check_in.user_id and m.day = v_day and m.mark in ('check_in', 'late');
    if found then
      return app_private.check_in_answer(v_mark, true,
        app_private.outcome_of(user_id, v_mark.sequence_number, app_private.state_as_of(user_id, v_at)));
    end if;
  end if;

  -- Decide
  perform app_private.require_day_is_open(v_before, v_day, v_today, v_at);
  v_settled := app_private.settle(v_before, v_rules, v_at, v_day - 1);
  v_after := app_rules.after_check_in(v_settled, v_rules, v_day);

  -- Write
  v_marked.day := v_day;
  v_marked.mark := case when v_day < v_today then 'late'::app_public.mark else 'check_in'::app_public.mark end;
  v_outcome := app_private.record(v_before, v_settled, v_after, array[v_marked],
    'check_in', v_day, jsonb_build_object('day', check_in.day));

  -- Answer
  return app_private.check_in_answer(app_rules.mark_made(v_outcome.entry, v_before, v_marked), false, v_outcome);
end
$function$;
comment on function app_private.check_in(user_id uuid, day date) is 'Checks a user in for today (null) or a day still within its grace, or answers with the check-in that exists.';

CREATE OR REPLACE FUNCTION app_private.check_in_answer(mark app_private.day_marks, already_checked_in boolean, outcome app_private.outcome)
 RETURNS app_public.check_in_result
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_entry constant app_public.journal_entries := outcome.entry;
  v_unlocked constant app_public.unlocked_reward[] := app_private.unlocked_by(outcome);
begin
  return row(mark.day, mark.mark, mark.marked_at, already_checked_in, app_rules.amounts_given(v_entry), v_entry.freezes_used,
    v_unlocked, app_private.claimed_of(mark.user_id, v_unlocked), app_private.present(outcome.after))::app_public.check_in_result;
end
$function$;
comment on function app_private.check_in_answer(mark app_private.day_marks, already_checked_in boolean, outcome app_private.outcome) is 'What a stored check-in was and gave.';

CREATE OR REPLACE FUNCTION app_private.claim_answer(claim app_private.reward_claims, already_claimed boolean, outcome app_private.outcome)
 RETURNS app_public.claim_reward_result
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_answer app_public.claim_reward_result;
begin
  v_answer.claim.reward_id := claim.reward_id;
  v_answer.claim.title := (select r.title from app_private.rewards as r where r.id = claim.reward_id);
  v_answer.claim.period_key := claim.period_key;
  v_answer.claim.claimed_at := claim.claimed_at;
  v_answer.claim.automatic := claim.automatic;
  v_answer.claim.rule_version_id := claim.rule_version_id;
  v_answer.claim.gave := app_rules.amounts_given(outcome.entry);
  v_answer.already_claimed := already_claimed;
  v_answer.unlocked := app_private.unlocked_by(outcome);
  v_answer.claimed := app_private.claimed_of(claim.user_id, v_answer.unlocked);
  v_answer.state := app_private.present(outcome.after);
  return v_answer;
end
$function$;
comment on function app_private.claim_answer(claim app_private.reward_claims, already_claimed boolean, outcome app_private.outcome) is 'What a stored claim was and gave.';

CREATE OR REPLACE FUNCTION app_private.claim_reward(user_id uuid, reward_id text, period_key text)
 RETURNS app_public.claim_reward_result
 LANGUAGE plpgsql
AS $function$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
  v_claim app_private.reward_claims;
  v_settled app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: a claim that exists is the answer. Without a period key the latest unlock is meant.
  select r.* into v_reward from app_private.rewards as r where r.id = claim_reward.reward_id;
  select u.* into v_unlock from app_private.reward_unlocks as u
  where u.user_id = claim_reward.user_id and u.reward_id = v_reward.id
    and u.period_key = coalesce(claim_reward.period_key, u.period_key)
  order by u.unlocked_at desc, u.sequence_number desc limit 1;
  select c.* into v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;
  if found then
    return app_private.claim_answer(v_claim, true,
      app_private.outcome_of(user_id, v_claim.sequence_number, app_private.state_as_of(user_id, v_at)));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_claimable(reward_id, v_reward, v_unlock, v_settled, v_rules);

  -- Write
  v_outcome := app_private.apply_claim(v_before, v_settled, v_reward, v_unlock.period_key, false);
  select c.* into strict v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;

  -- Answer
  return app_private.claim_answer(v_claim, false, v_outcome);
end
$function$;
comment on function app_private.claim_reward(user_id uuid, reward_id text, period_key text) is 'Claims an unlocked reward for a user, or answers with the claim that exists.';

CREATE OR REPLACE FUNCTION app_private.claimed_of(user_id uuid, unlocked app_public.unlocked_reward[])
 RETURNS app_public.claimed_reward[]
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if cardinality(unlocked) = 0 then
    return '{}';
  end if;
  return (
    select coalesce(array_agg(
      row(c.reward_id, u.title, c.period_key, c.claimed_at, c.automatic,
        app_private.given_by(c.user_id, c.sequence_number), c.rule_version_id)::app_public.claimed_reward
      order by c.sequence_number), '{}')
    from unnest(unlocked) as u
    join app_private.reward_claims as c
      on c.user_id = claimed_of.user_id and c.reward_id = u.reward_id and c.period_key = u.period_key and c.automatic);
end
$function$;
comment on function app_private.claimed_of(user_id uuid, unlocked app_public.unlocked_reward[]) is 'What was claimed automatically of what a command unlocked, in the order of the claims.';

CREATE OR REPLACE FUNCTION app_private.clock()
 RETURNS timestamp with time zone
 LANGUAGE sql
RETURN clock_timestamp();
comment on function app_private.clock() is 'Now. Nothing else tells the time to a rule.';
grant execute on function app_private.clock() to app_anonymous;
grant execute on function app_private.clock() to app_operator;
grant execute on function app_private.clock() to app_user;

CREATE OR REPLACE FUNCTION app_private.clock_ahead_after(user_id uuid, sequence_number bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  if exists (
    select from app_private.user_states as s where s.user_id = clock_ahead_after.user_id and s.clock_ahead_seconds is not null
  ) then
    return (
      select coalesce(sum((e.asked ->> 'days')::bigint * 86400 + (e.asked ->> 'hours')::bigint * 3600), 0)
      from app_public.journal_entries as e
      where e.user_id = clock_ahead_after.user_id and e.kind = 'clock' and e.sequence_number <= clock_ahead_after.sequence_number);
  end if;
  return null;
end
$function$;
comment on function app_private.clock_ahead_after(user_id uuid, sequence_number bigint) is 'How far ahead a journal entry left a test user''s clock; null for everybody else.';
grant execute on function app_private.clock_ahead_after(user_id uuid, sequence_number bigint) to app_user;

CREATE OR REPLACE FUNCTION app_private.conditions_explained(reward_id text, state app_private.user_states)
 RETURNS app_public.condition_explanation[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT COALESCE(array_agg(ROW(m.id, v.value, c.at_least, GREATEST((c.at_least - v.value), (0)::bigint), app_rules.condition_words(m.id, m.title, v.value, c.at_least))::app_public.condition_explanation ORDER BY m.id), '{}'::app_public.condition_explanation[]) AS "coalesce"
    FROM (app_private.reward_conditions c
      JOIN app_private.metrics m ON ((m.id = c.metric))),
     LATERAL app_rules.metric_value(c.metric, conditions_explained.state) v(value)
   WHERE (c.reward_id = conditions_explained.reward_id);
END;
comment on function app_private.conditions_explained(reward_id text, state app_private.user_states) is 'The conditions of a reward, and what is missing to each in a settled state.';
grant execute on function app_private.conditions_explained(reward_id text, state app_private.user_states) to app_user;

CREATE OR REPLACE FUNCTION app_private.count_attempt(kind text, key text, at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
BEGIN ATOMIC
 INSERT INTO app_private.log_in_attempts AS a (kind, key, attempts, guesses, last_attempt_at)
   VALUES (count_attempt.kind, count_attempt.key, 1, 0, count_attempt.at) ON CONFLICT ON CONSTRAINT log_in_attempts_pkey DO UPDATE SET attempts =
         CASE
             WHEN app_rules.attempts_are_forgotten(a.last_attempt_at, excluded.last_attempt_at) THEN 1
             ELSE (a.attempts + 1)
         END, guesses =
         CASE
             WHEN app_rules.attempts_are_forgotten(a.last_attempt_at, excluded.last_attempt_at) THEN 0
             ELSE a.guesses
         END, locked_until =
         CASE
             WHEN (a.locked_until > excluded.last_attempt_at) THEN a.locked_until
             ELSE NULL::timestamp with time zone
         END, last_attempt_at = GREATEST(a.last_attempt_at, excluded.last_attempt_at)
   RETURNING a.locked_until;
END;
comment on function app_private.count_attempt(kind text, key text, at timestamp with time zone) is 'Counts one attempt, and locks its row. Until when it is locked, or null.';

CREATE OR REPLACE FUNCTION app_private.create_test_user(issuer text, subject text, zone text, day_start_hour integer)
 RETURNS app_public.test_user
 LANGUAGE plpgsql
AS $function$
declare
  v_user_id constant uuid := app_rules.user_id_for(issuer, subject);
  v_answer app_public.test_user;
  v_is_new boolean := false;
begin
  -- Look: a test user that exists is the answer, and a user of the app never becomes one.
  if not exists (select from app_private.users as u where u.user_id = v_user_id) then
    -- Decide
    if (length(issuer) between 1 and 255 and length(subject) between 1 and 255) is not true then
      perform app_private.refuse('US005', 'A subject and an issuer have 1 to 255 characters.',
        'Name the test user as the tokens will: sub is the subject, iss the issuer.');
    end if;
    perform app_private.require_settings(zone, day_start_hour);
    -- Write: a user who comes at the same moment is waited for.
    v_is_new := app_private.bootstrap(v_user_id, issuer, subject, zone, day_start_hour, is_test_user => true);
  end if;

  -- Answer
  select u.user_id, u.created_at, not v_is_new into strict v_answer
  from app_private.users as u where u.user_id = v_user_id;
  if (select s.clock_ahead_seconds is null from app_private.user_states as s where s.user_id = v_user_id) then
    perform app_private.refuse('US004', format('"%s" is a user already, and no test user.', left(subject, 63)),
      'Take a subject that has not been here yet.');
  end if;
  return v_answer;
end
$function$;
comment on function app_private.create_test_user(issuer text, subject text, zone text, day_start_hour integer) is 'Creates a user with an own clock, or answers with the test user that exists. US004 when it is a user of the app, US005 for a subject or issuer too long or empty.';

CREATE OR REPLACE FUNCTION app_private.current_user_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN app_rules.user_id_for(NULLIF(current_setting('app.issuer'::text, true), ''::text), NULLIF(current_setting('app.subject'::text, true), ''::text));
comment on function app_private.current_user_id() is 'Whose verified token this request carries, by the settings app.issuer and app.subject; null when there is none.';
grant execute on function app_private.current_user_id() to app_anonymous;
grant execute on function app_private.current_user_id() to app_operator;
grant execute on function app_private.current_user_id() to app_user;

CREATE OR REPLACE FUNCTION app_private.deadline(day date, zone text, day_start_hour integer)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_end constant timestamptz := app_rules.day_end(day, zone, day_start_hour);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_end);
begin
  return app_rules.seconds_after(v_end, v_rules.late_grace_minutes * 60);
end
$function$;
comment on function app_private.deadline(day date, zone text, day_start_hour integer) is 'The instant until which a day can be checked in: its end and the grace. From then on it has ended for the streak.';
grant execute on function app_private.deadline(day date, zone text, day_start_hour integer) to app_user;

CREATE OR REPLACE FUNCTION app_private.declare_amnesty(declared_by uuid, first_day date, last_day date, reason text)
 RETURNS app_public.amnesty
 LANGUAGE plpgsql
AS $function$
declare
  v_amnesty app_private.amnesties;
  v_is_new boolean := false;
begin
  perform app_private.require_amnesty(first_day, last_day);
  if coalesce(length(reason), 0) not between 1 and 200 then
    perform app_private.refuse('AM001', 'The reason of an amnesty has 1 to 200 characters.', 'Say in a few words what users are to read.');
  end if;

  loop
    select a.* into v_amnesty from app_private.amnesties as a
    where a.first_day = declare_amnesty.first_day and a.last_day = declare_amnesty.last_day;
    exit when found;
    -- The next id, for which a concurrent one waits: ids become visible in their order, and a state that
    -- has taken in one never asks for one before it.
    insert into app_private.amnesties (id, first_day, last_day, reason, declared_at, declared_by)
    values (app_private.last_amnesty_id() + 1, declare_amnesty.first_day, declare_amnesty.last_day,
      declare_amnesty.reason, app_private.clock(), declare_amnesty.declared_by)
    on conflict do nothing
    returning * into v_amnesty;
    v_is_new := found;
    exit when v_is_new;
  end loop;
  return row(v_amnesty.id, v_amnesty.first_day, v_amnesty.last_day, v_amnesty.reason, v_amnesty.declared_at,
    not v_is_new)::app_public.amnesty;
end
$function$;
comment on function app_private.declare_amnesty(declared_by uuid, first_day date, last_day date, reason text) is 'Excuses everybody on some days, or answers with the amnesty that does so already.';

CREATE OR REPLACE FUNCTION app_private.discard_item(user_id uuid, item_id text, quantity integer, idempotency_key uuid)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
AS $function$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_asked constant jsonb := jsonb_build_object('item_id', item_id, 'quantity', quantity);
  v_entry constant app_public.journal_entries := app_private.earlier_entry(user_id, idempotency_key, 'discard', v_asked);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_held(v_settled, item_id, quantity);
  v_after := app_rules.after_discard(v_settled, item_id, quantity);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'discard', v_settled.last_day, v_asked,
    idempotency_key => idempotency_key);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$function$;
comment on function app_private.discard_item(user_id uuid, item_id text, quantity integer, idempotency_key uuid) is 'Throws items of a user away, or answers with what was thrown away with this idempotency key.';

CREATE OR REPLACE FUNCTION app_private.earlier_entry(user_id uuid, idempotency_key uuid, kind app_public.journal_kind, asked jsonb)
 RETURNS app_public.journal_entries
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_entry app_public.journal_entries;
begin
  select e.* into v_entry from app_public.journal_entries as e
  where e.user_id = earlier_entry.user_id and e.idempotency_key = earlier_entry.idempotency_key;
  if found and (v_entry.kind, v_entry.asked) is distinct from (earlier_entry.kind, earlier_entry.asked) then
    perform app_private.refuse('IK001',
      format('The idempotency key %s belongs to another command, of %s.', idempotency_key, app_rules.iso_date(v_entry.day)),
      'Make a new key for each new command, and send the same one only to repeat it.');
  end if;
  return v_entry;
end
$function$;
comment on function app_private.earlier_entry(user_id uuid, idempotency_key uuid, kind app_public.journal_kind, asked jsonb) is 'The entry of a command that was made with this idempotency key; null when there is none. IK001 when it was another command, or had other arguments.';

CREATE OR REPLACE FUNCTION app_private.effects_from(gives jsonb)
 RETURNS app_public.effects
 LANGUAGE sql
 STABLE
RETURN app_rules.effects_with_defaults(jsonb_populate_record(NULL::app_public.effects, gives));
comment on function app_private.effects_from(gives jsonb) is 'Effects by their names, such as {"points": 5, "items": [{"item_id": "coffee", "quantity": 1}]}; nothing in the place of what is left out.';
grant execute on function app_private.effects_from(gives jsonb) to app_user;

CREATE OR REPLACE FUNCTION app_private.effects_named(gives app_public.effects)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
RETURN (SELECT COALESCE(jsonb_object_agg(g.name, g.amount), '{}'::jsonb) AS "coalesce" FROM jsonb_each(to_jsonb(app_rules.effects_with_defaults(effects_named.gives))) g(name, amount) WHERE (g.amount <> (to_jsonb(app_rules.effects_with_defaults(NULL::app_public.effects)) -> g.name)));
comment on function app_private.effects_named(gives app_public.effects) is 'Effects by their names, as effects_from takes them, without those that give nothing.';

CREATE OR REPLACE FUNCTION app_private.effects_of(entry app_public.journal_entries)
 RETURNS app_public.effects
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN app_private.effects_from(CASE WHEN ((entry).kind = 'grant'::app_public.journal_kind) THEN ((entry).asked -> 'gives'::text) ELSE ((entry).terms -> 'gives'::text) END);
comment on function app_private.effects_of(entry app_public.journal_entries) is 'The effects that a claim, a use or a grant promised.';
grant execute on function app_private.effects_of(entry app_public.journal_entries) to app_user;

CREATE OR REPLACE FUNCTION app_private.end_account_sessions(email text)
 RETURNS uuid
 LANGUAGE plpgsql
AS $function$
declare
  v_account_id constant uuid := app_private.require_account(email);
begin
  perform app_private.end_session(v_account_id, null, everywhere => true);
  return v_account_id;
end
$function$;
comment on function app_private.end_account_sessions(email text) is 'Ends all sessions of the account of an e-mail address, at once. AC002 when there is none.';

CREATE OR REPLACE FUNCTION app_private.end_session(account_id uuid, session_id uuid, everywhere boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '5s'
AS $function$
begin
  -- Lock: the account's row before its sessions, as a log-in does.
  perform from app_private.accounts as a where a.account_id = end_session.account_id for no key update;
  delete from app_private.sessions as s
  where s.account_id = end_session.account_id and (everywhere or s.session_id = end_session.session_id);
end
$function$;
comment on function app_private.end_session(account_id uuid, session_id uuid, everywhere boolean) is 'Ends a session or, everywhere, all of its account. A repeat changes nothing.';
grant execute on function app_private.end_session(account_id uuid, session_id uuid, everywhere boolean) to app_server;

CREATE OR REPLACE FUNCTION app_private.ended_through(at timestamp with time zone, zone text, day_start_hour integer)
 RETURNS date
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_yesterday constant date := app_rules.local_day(at, zone, day_start_hour) - 1;
  v_rules constant app_private.rule_versions := app_private.rules_at(app_rules.day_end(v_yesterday, zone, day_start_hour));
begin
  return app_rules.ended_through(at, zone, day_start_hour, v_rules.late_grace_minutes);
end
$function$;
comment on function app_private.ended_through(at timestamp with time zone, zone text, day_start_hour integer) is 'The last day that has ended at an instant, by the grace in force at yesterday''s end.';
grant execute on function app_private.ended_through(at timestamp with time zone, zone text, day_start_hour integer) to app_user;

CREATE OR REPLACE FUNCTION app_private.entry_answer(outcome app_private.outcome, replayed boolean)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_entry constant app_public.journal_entries := outcome.entry;
  v_answer app_public.command_result;
begin
  v_answer.sequence_number := v_entry.sequence_number;
  v_answer.occurred_at := v_entry.occurred_at;
  v_answer.gave := app_rules.amounts_given(v_entry);
  v_answer.took := app_rules.amounts_taken(v_entry);
  v_answer.replayed := replayed;
  v_answer.unlocked := app_private.unlocked_by(outcome);
  v_answer.claimed := app_private.claimed_of(v_entry.user_id, v_answer.unlocked);
  v_answer.state := app_private.present(outcome.after);
  return v_answer;
end
$function$;
comment on function app_private.entry_answer(outcome app_private.outcome, replayed boolean) is 'What a stored command gave and took. replayed: whether it was made before.';

CREATE OR REPLACE FUNCTION app_private.entry_at(user_id uuid, at timestamp with time zone)
 RETURNS app_public.journal_entries
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT e.user_id,
     e.sequence_number,
     e.occurred_at,
     e.day,
     e.kind,
     e.asked,
     e.rule_version_id,
     e.check_ins_delta,
     e.freezes_granted,
     e.freezes_used,
     e.energy_refilled,
     e.energy_delta,
     e.xp_delta,
     e.points_delta,
     e.items_delta,
     e.last_day,
     e.zone,
     e.day_start_hour,
     e.check_ins,
     e.run_length,
     e.run_started_on,
     e.longest_streak,
     e.last_marked_day,
     e.last_check_in_day,
     e.last_freeze_day,
     e.last_travel_day,
     e.freezes,
     e.energy,
     e.energy_anchor,
     e.xp,
     e.level,
     e.points,
     e.lifetime_points,
     e.inventory,
     e.paused_from,
     e.paused_until,
     e.last_amnesty_id,
     e.terms,
     e.idempotency_key,
     e.reverses,
     e.operator_id,
     e.rewards_unlocked
    FROM app_public.journal_entries e
   WHERE ((e.user_id = entry_at.user_id) AND (e.occurred_at <= entry_at.at))
   ORDER BY e.occurred_at DESC, e.sequence_number DESC
  LIMIT 1;
END;
comment on function app_private.entry_at(user_id uuid, at timestamp with time zone) is 'The journal entry that says what a user''s state was at an instant; null before the first.';
grant execute on function app_private.entry_at(user_id uuid, at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_private.entry_difference(entry app_public.journal_entries, before app_private.user_states, replayed app_private.replayed_command)
 RETURNS text
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_by_the_rules constant app_public.journal_entries := app_rules.journal_entry(before, replayed.settled, replayed.after,
    entry.kind, replayed.day, entry.asked, entry.terms, entry.idempotency_key, entry.reverses, entry.operator_id, entry.rewards_unlocked);
begin
  if replayed.obstacle is not null then
    return format('The rules would not have had it: %s', coalesce(
      (select c.meaning from app_private.error_codes as c where c.sqlstate = replayed.obstacle), replayed.obstacle));
  elsif v_by_the_rules is distinct from entry then
    return 'The entry is not what the rules make of it: ' || app_rules.record_difference(to_jsonb(entry), to_jsonb(v_by_the_rules));
  end if;
  return null;
end
$function$;
comment on function app_private.entry_difference(entry app_public.journal_entries, before app_private.user_states, replayed app_private.replayed_command) is 'In what a stored entry is not what the rules make of it; null when it is.';
grant execute on function app_private.entry_difference(entry app_public.journal_entries, before app_private.user_states, replayed app_private.replayed_command) to app_user;

CREATE OR REPLACE FUNCTION app_private.entry_named(user_id uuid, sequence_number bigint)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT (((('entry '::text || e.sequence_number) || ' ('::text) || app_rules.entry_words(e.kind, e.day, e.asked, e.terms, app_private.entry_title(e.asked))) || ')'::text)
    FROM app_public.journal_entries e
   WHERE ((e.user_id = entry_named.user_id) AND (e.sequence_number = entry_named.sequence_number));
END;
comment on function app_private.entry_named(user_id uuid, sequence_number bigint) is 'A journal entry by its number and in words; null when there is none.';
grant execute on function app_private.entry_named(user_id uuid, sequence_number bigint) to app_user;

CREATE OR REPLACE FUNCTION app_private.entry_title(asked jsonb)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT COALESCE(( SELECT r.title
            FROM app_private.rewards r
           WHERE (r.id = (entry_title.asked ->> 'reward_id'::text))), ( SELECT i.title
            FROM app_private.items i
           WHERE (i.id = (entry_title.asked ->> 'item_id'::text))), ( SELECT a.reason
            FROM app_private.amnesties a
           WHERE (a.id = ((entry_title.asked ->> 'amnesty_id'::text))::integer))) AS "coalesce";
END;
comment on function app_private.entry_title(asked jsonb) is 'The title of the reward or item that a journal entry names, or the reason of its amnesty; null when it names none.';
grant execute on function app_private.entry_title(asked jsonb) to app_user;

CREATE OR REPLACE FUNCTION app_private.excused_days(last_amnesty_id integer, since date)
 RETURNS datemultirange
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  if last_amnesty_id = 0 then
    return null;
  end if;
  return (
    select range_agg(daterange(a.first_day, a.last_day, '[]'))
    from app_private.amnesties as a
    where a.id <= excused_days.last_amnesty_id and a.last_day >= since);
end
$function$;
comment on function app_private.excused_days(last_amnesty_id integer, since date) is 'The days, as far as they matter from a day on, that amnesties up to one excuse; null when there are none.';
grant execute on function app_private.excused_days(last_amnesty_id integer, since date) to app_user;

CREATE OR REPLACE FUNCTION app_private.explain_balance(user_id uuid, balance app_public.balance, last integer DEFAULT 50)
 RETURNS app_public.balance_explanation
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  return app_private.balance_explanation(user_id, balance, last, null);
end
$function$;
comment on function app_private.explain_balance(user_id uuid, balance app_public.balance, last integer) is 'Why a user has so many points or so much energy, and the last entries that changed it, 100 at most.';

CREATE OR REPLACE FUNCTION app_private.explain_reward(user_id uuid, reward_id text)
 RETURNS app_public.reward_explanation
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  return app_private.reward_explanation(user_id, reward_id, null);
end
$function$;
comment on function app_private.explain_reward(user_id uuid, reward_id text) is 'Why a user has not unlocked a reward or, if they have, when and by which journal entry.';

CREATE OR REPLACE FUNCTION app_private.explain_streak(user_id uuid)
 RETURNS SETOF app_public.streak_day
 LANGUAGE sql
 STABLE ROWS 30
BEGIN ATOMIC
 SELECT d.day,
     d.mark,
     d.counts,
     d.streak,
     d.why,
     d.otherwise,
     d.zone,
     d.day_start_hour,
     d.rule_version_id,
     d.marked_at,
     d.sequence_number
    FROM unnest((app_private.streak_explanation(explain_streak.user_id, NULL::timestamp with time zone)).days) d(day, mark, counts, streak, why, otherwise, zone, day_start_hour, rule_version_id, marked_at, sequence_number);
END;
comment on function app_private.explain_streak(user_id uuid) is 'The last 100 days of a user''s live or last run, each with its mark, why, and what would have happened otherwise. In words to the user: (streak_explanation(user_id, clock())).text.';

CREATE OR REPLACE FUNCTION app_private.given_by(user_id uuid, sequence_number bigint)
 RETURNS app_public.amounts
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_entry app_public.journal_entries;
begin
  select e.* into v_entry from app_public.journal_entries as e
  where e.user_id = given_by.user_id and e.sequence_number = given_by.sequence_number;
  return case when found then app_rules.amounts_given(v_entry) end;
end
$function$;
comment on function app_private.given_by(user_id uuid, sequence_number bigint) is 'What the command of a journal entry gave.';
grant execute on function app_private.given_by(user_id uuid, sequence_number bigint) to app_user;

CREATE OR REPLACE FUNCTION app_private.grant_effects(user_id uuid, operator_id uuid, gives app_public.effects, reason text, idempotency_key uuid)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
AS $function$
declare
  v_before app_private.user_states;
  v_at timestamptz;
  v_rules app_private.rule_versions;
  v_gives constant app_public.effects := app_rules.effects_with_defaults(gives);
  v_asked constant jsonb := jsonb_build_object('gives', app_private.effects_named(gives), 'reason', reason);
  v_entry app_public.journal_entries;
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  perform app_private.require_known_user(user_id);
  v_before := app_private.lock_state(user_id);
  v_at := app_private.occurs_at(v_before);
  v_rules := app_private.rules_at(v_at);

  -- Look: what was made with this key is the answer.
  v_entry := app_private.earlier_entry(user_id, idempotency_key, 'grant', v_asked);
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_grantable(v_settled, v_rules, v_gives, reason);
  v_after := app_rules.after_effects(v_settled, v_rules, v_settled.last_day, v_gives);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'grant', v_settled.last_day, v_asked,
    idempotency_key => idempotency_key, operator_id => operator_id);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$function$;
comment on function app_private.grant_effects(user_id uuid, operator_id uuid, gives app_public.effects, reason text, idempotency_key uuid) is 'Gives a user something in an operator''s name, or answers with what was given with this idempotency key.';

CREATE OR REPLACE FUNCTION app_private.journal_to_fold(user_id uuid, after bigint, through bigint)
 RETURNS SETOF app_private.folded_entry
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT e.*::app_public.journal_entries AS e,
     c.automatic,
     r.*::app_public.journal_entries AS r
    FROM ((app_public.journal_entries e
      LEFT JOIN app_private.reward_claims c ON (((c.user_id = e.user_id) AND (c.reward_id = (e.asked ->> 'reward_id'::text)) AND (c.period_key = (e.asked ->> 'period_key'::text)) AND (e.kind = 'claim'::app_public.journal_kind))))
      LEFT JOIN app_public.journal_entries r ON (((r.user_id = e.user_id) AND (r.sequence_number = e.reverses))))
   WHERE ((e.user_id = journal_to_fold.user_id) AND (e.sequence_number > journal_to_fold.after) AND ((e.sequence_number <= journal_to_fold.through) OR (journal_to_fold.through IS NULL)))
   ORDER BY e.sequence_number;
END;
comment on function app_private.journal_to_fold(user_id uuid, after bigint, through bigint) is 'A user''s journal entries after one and through another (null: to the last), in order, as replay and what-if fold them.';
grant execute on function app_private.journal_to_fold(user_id uuid, after bigint, through bigint) to app_user;

CREATE OR REPLACE FUNCTION app_private.last_amnesty_id()
 RETURNS integer
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  return coalesce((select max(a.id) from app_private.amnesties as a), 0);
end
$function$;
comment on function app_private.last_amnesty_id() is 'The latest amnesty; 0 when there is none.';
grant execute on function app_private.last_amnesty_id() to app_user;

CREATE OR REPLACE FUNCTION app_private.let_in(kind text, key text, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 UPDATE app_private.log_in_attempts a SET guesses = (a.guesses + 1), locked_until = app_rules.attempts_locked_until(a.kind, (a.guesses + 1), let_in.at)
   WHERE ((a.kind = let_in.kind) AND (a.key = let_in.key));
END;
comment on function app_private.let_in(kind text, key text, at timestamp with time zone) is 'Takes an attempt that was counted for a wrong guess until it turns out right, so that those beside it wait already.';

CREATE OR REPLACE FUNCTION app_private.lock_state(user_id uuid)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
AS $function$
declare
  v_state app_private.user_states;
  v_last_amnesty_id int;
  v_step app_private.amnesty_step;
begin
  select s.* into v_state from app_private.user_states as s
  where s.user_id = lock_state.user_id for no key update;
  if found then
    -- Amnesties of which the state knows nothing yet come before the command.
    v_last_amnesty_id := app_private.last_amnesty_id();
    if v_state.last_amnesty_id < v_last_amnesty_id then
      for v_step in select s.* from app_private.amnesty_steps(v_state) as s loop
        v_state := (app_private.record(v_state, v_step.settled, v_step.after, v_step.marks, 'amnesty',
          (v_step.settled).last_day, jsonb_build_object('amnesty_id', v_step.amnesty_id), unlocks => false)).after;
      end loop;
      v_state.last_amnesty_id := greatest(v_state.last_amnesty_id, v_last_amnesty_id);
    end if;
    return v_state;
  end if;

  perform app_private.bootstrap(lock_state.user_id, current_setting('app.issuer'), current_setting('app.subject'),
    app_private.token_zone(), 0);
  select s.* into strict v_state from app_private.user_states as s
  where s.user_id = lock_state.user_id for no key update;
  return v_state;
end
$function$;
comment on function app_private.lock_state(user_id uuid) is 'Locks and returns the user''s state: the one gate for everything this user does. Creates the user at the first command, and stores what amnesties have changed since the last one.';

CREATE OR REPLACE FUNCTION app_private.log_in(account_id uuid, verified_hash text, address inet, stem_hash bytea, token_hash bytea, new_hash text DEFAULT NULL::text)
 RETURNS app_private.opened_session
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '5s'
AS $function$
declare
  v_account app_private.accounts;
  v_session app_private.opened_session;
begin
  -- Lock
  select a.* into v_account from app_private.accounts as a where a.account_id = log_in.account_id for no key update;
  -- Look: a password that has been changed meanwhile opens nothing.
  if not found or v_account.password_hash is distinct from verified_hash then
    return null;
  end if;
  -- Write: what is right was no guess. It clears the account's count, but at the address no other's guesses: otherwise who
  -- has one account could try all others.
  if new_hash is not null then
    update app_private.accounts as a set password_hash = log_in.new_hash where a.account_id = log_in.account_id;
  end if;
  v_session := app_private.open_session(v_account, stem_hash, token_hash);
  delete from app_private.log_in_attempts as a where a.kind = 'email' and a.key = v_account.email;
  update app_private.log_in_attempts as a set guesses = a.guesses - 1
  where a.kind = 'address' and a.key = app_rules.address_counted(log_in.address) and a.guesses > 0;
  -- Answer
  return v_session;
end
$function$;
comment on function app_private.log_in(account_id uuid, verified_hash text, address inet, stem_hash bytea, token_hash bytea, new_hash text) is 'Opens a session after the password was found right; null when the password has changed since. new_hash: of the same password, with the parameters of today.';
grant execute on function app_private.log_in(account_id uuid, verified_hash text, address inet, stem_hash bytea, token_hash bytea, new_hash text) to app_server;

CREATE OR REPLACE FUNCTION app_private.log_out(account_id uuid, session_id uuid, stem_hash bytea, token_hash bytea, everywhere boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '5s'
AS $function$
declare
  v_session app_private.sessions;
begin
  select s.* into v_session from app_private.sessions as s
  where s.account_id = log_out.account_id and s.session_id = log_out.session_id;
  -- A token that was used long ago may be a thief's: it ends its own session, as it would by a refresh, and no other.
  if v_session.stem_hash = stem_hash then
    perform app_private.end_session(account_id, session_id,
      everywhere and token_hash in (v_session.token_hash, coalesce(v_session.used_hash, v_session.token_hash)));
  end if;
end
$function$;
comment on function app_private.log_out(account_id uuid, session_id uuid, stem_hash bytea, token_hash bytea, everywhere boolean) is 'Ends the session of a refresh token, or all of its account if the token is one of the last two. A repeat changes nothing.';
grant execute on function app_private.log_out(account_id uuid, session_id uuid, stem_hash bytea, token_hash bytea, everywhere boolean) to app_server;

CREATE OR REPLACE FUNCTION app_private.marks_through(user_id uuid, sequence_number bigint)
 RETURNS app_private.day_marks[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT COALESCE(array_agg(m.* ORDER BY m.day), '{}'::app_private.day_marks[]) AS "coalesce"
    FROM app_private.day_marks m
   WHERE ((m.user_id = marks_through.user_id) AND (m.sequence_number <= marks_through.sequence_number));
END;
comment on function app_private.marks_through(user_id uuid, sequence_number bigint) is 'The stored marks that a user''s entries up to one have made, but for those whose place a later amnesty took.';
grant execute on function app_private.marks_through(user_id uuid, sequence_number bigint) to app_user;

CREATE OR REPLACE FUNCTION app_private.missed_day(state app_private.user_states, run app_private.run_day[])
 RETURNS app_public.streak_day
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_last constant app_private.run_day := run[cardinality(run)];
  v_excused constant datemultirange := app_private.excused_days(state.last_amnesty_id, state.last_marked_day);
  v_missed app_private.run_day;
  v_under app_public.journal_entries;
  v_before app_public.journal_entries;
  v_open_until timestamptz;
  v_skipped_by text;
begin
  v_missed.day := v_last.day + 1;
  while app_rules.day_cover(state, v_missed.day, v_excused) is not null loop
    v_missed.day := v_missed.day + 1;
  end loop;
  v_missed.streak := v_last.streak;
  v_missed.ended := true;

  -- The day was missed under the settings of the last entry before the run was found to be over.
  select e.* into v_under from app_public.journal_entries as e
  where e.user_id = state.user_id and e.sequence_number = coalesce((
    select min(o.sequence_number) - 1 from app_public.journal_entries as o
    where o.user_id = state.user_id and o.sequence_number > v_last.sequence_number and o.run_length = 0
  ), state.sequence_number);
  v_missed.zone := v_under.zone;
  v_missed.day_start_hour := v_under.day_start_hour;
  v_open_until := app_private.deadline(v_missed.day, v_missed.zone, v_missed.day_start_hour);
  if v_under.kind = 'settings' and v_under.occurred_at >= v_open_until then
    select e.* into strict v_before from app_public.journal_entries as e
    where e.user_id = state.user_id and e.sequence_number = v_under.sequence_number - 1;
    v_skipped_by := app_rules.settings_words(v_before.zone, v_before.day_start_hour,
      v_under.zone, v_under.day_start_hour);
    v_open_until := v_under.occurred_at;
  end if;

  return row(
    v_missed.day, null, false, v_missed.streak,
    app_rules.missed_why(v_missed.day, v_last.day + 1, v_open_until, v_missed.zone, v_skipped_by,
      (app_private.rules_at(v_open_until)).travel_cover_days, state.freezes,
      case when state.paused_until >= state.last_check_in_day - 1 then state.paused_until end),
    app_rules.run_day_otherwise(v_missed),
    v_missed.zone, v_missed.day_start_hour, null, null, null)::app_public.streak_day;
end
$function$;
comment on function app_private.missed_day(state app_private.user_states, run app_private.run_day[]) is 'The day that ended the last run of a settled state, with until when it could be checked in and why nothing saved it. run: its days.';
grant execute on function app_private.missed_day(state app_private.user_states, run app_private.run_day[]) to app_user;

CREATE OR REPLACE FUNCTION app_private.occurs_at(state app_private.user_states)
 RETURNS timestamp with time zone
 LANGUAGE sql
RETURN GREATEST(app_rules.seconds_after(app_private.clock(), (COALESCE((state).clock_ahead_seconds, (0)::bigint))::numeric), (state).last_occurred_at);
comment on function app_private.occurs_at(state app_private.user_states) is 'When a command on a stored state happens: now by the user''s own clock, never before the last journal entry.';
grant execute on function app_private.occurs_at(state app_private.user_states) to app_user;

CREATE OR REPLACE FUNCTION app_private.open_session(account app_private.accounts, stem_hash bytea, token_hash bytea)
 RETURNS app_private.opened_session
 LANGUAGE plpgsql
AS $function$
declare
  v_sessions_max constant int := 20;
  v_at constant timestamptz := app_private.clock();
  v_session_id constant uuid := gen_random_uuid();
begin
  delete from app_private.sessions as s where s.account_id = account.account_id and s.expires_at <= v_at;
  -- The one that goes is the one that nobody has used for longest.
  delete from app_private.sessions as s
  where s.account_id = account.account_id and s.session_id in (
    select o.session_id from app_private.sessions as o where o.account_id = account.account_id
    order by o.refreshed_at desc, o.created_at desc, o.session_id offset v_sessions_max - 1);
  insert into app_private.sessions (account_id, session_id, stem_hash, token_hash, created_at, refreshed_at, expires_at)
  values (account.account_id, v_session_id, open_session.stem_hash, open_session.token_hash,
    v_at, v_at, app_rules.session_expires_at(v_at, v_at));
  return row(account.account_id, v_session_id, account.zone, account.is_operator)::app_private.opened_session;
end
$function$;
comment on function app_private.open_session(account app_private.accounts, stem_hash bytea, token_hash bytea) is 'Opens a session of an account whose row is locked or new, at most 20 at once: the one refreshed longest ago ends for the 21st.';

CREATE OR REPLACE FUNCTION app_private.outcome_of(user_id uuid, sequence_number bigint, after app_private.user_states)
 RETURNS app_private.outcome
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_entry app_public.journal_entries;
begin
  select e.* into strict v_entry from app_public.journal_entries as e
  where e.user_id = outcome_of.user_id and e.sequence_number = outcome_of.sequence_number;
  return row(v_entry, after)::app_private.outcome;
end
$function$;
comment on function app_private.outcome_of(user_id uuid, sequence_number bigint, after app_private.user_states) is 'What an earlier command has come to. after: the state as a repeat shows it, which is that of now.';

CREATE OR REPLACE FUNCTION app_private.pause_streak(user_id uuid, until date)
 RETURNS app_public.pause_streak_result
 LANGUAGE plpgsql
AS $function$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
  v_answer app_public.pause_streak_result;
begin
  -- Look: a pause that is so already needs no change.
  if v_before.paused_until = until and v_before.paused_from > v_before.last_check_in_day then
    return row(app_private.present(app_private.state_as_of(user_id, v_at)),
      '{}'::app_public.unlocked_reward[], '{}'::app_public.claimed_reward[])::app_public.pause_streak_result;
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_pausable(v_settled, v_rules, until);
  v_after := app_rules.after_pause(v_settled, app_rules.pause_starts_on(v_settled), until);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'pause', v_settled.last_day,
    jsonb_build_object('until', until));

  -- Answer
  v_answer.state := app_private.present(v_outcome.after);
  v_answer.unlocked := app_private.unlocked_by(v_outcome);
  v_answer.claimed := app_private.claimed_of(user_id, v_answer.unlocked);
  return v_answer;
end
$function$;
comment on function app_private.pause_streak(user_id uuid, until date) is 'Pauses a user''s run from tomorrow through a day, or moves the end of the pause that is open.';

CREATE OR REPLACE FUNCTION app_private.present(state app_private.user_states, is_now boolean DEFAULT true)
 RETURNS app_public.state
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_today constant date := app_rules.engagement_day(
    state.last_occurred_at, state.zone, state.day_start_hour, state.last_day);
  v_expires_at timestamptz;
  v_excused datemultirange;
  v_rules app_private.rule_versions;
begin
  select v.* into strict v_rules from app_private.rule_versions as v where v.id = state.rule_version_id;
  if app_rules.streak_status(state, v_today) in ('done_today', 'at_risk', 'protected') then
    v_excused := app_private.excused_days(state.last_amnesty_id, state.last_marked_day);
    v_expires_at := app_private.deadline(app_rules.run_dies_on(state, v_excused), state.zone, state.day_start_hour);
  end if;
  return row(
    state.last_occurred_at,
    state.zone,
    state.day_start_hour,
    v_today,
    app_rules.day_end(v_today, state.zone, state.day_start_hour),
    app_rules.streak_shown(state, v_rules, v_today, v_expires_at,
      case when is_now then app_private.repair_offer(state, v_rules, v_today) end),
    app_rules.energy_shown(state, v_rules),
    app_rules.level_shown(state, v_rules),
    state.points,
    state.lifetime_points,
    app_rules.inventory_items(state.inventory),
    state.rule_version_id,
    state.sequence_number,
    state.clock_ahead_seconds / 3600
  )::app_public.state;
end
$function$;
comment on function app_private.present(state app_private.user_states, is_now boolean) is 'A settled state as clients see it: with status, deadlines, and what is missing to the next level. is_now: and with what can be repaired, which the calendar of now tells.';
grant execute on function app_private.present(state app_private.user_states, is_now boolean) to app_user;

CREATE OR REPLACE FUNCTION app_private.preview_amnesty(first_day date, last_day date)
 RETURNS app_public.amnesty_preview
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_preview app_public.amnesty_preview;
begin
  perform app_private.require_amnesty(first_day, last_day);
  select count(*), count(*) filter (where e.streak_after > e.streak_before),
    coalesce(sum(e.freezes_returned), 0), coalesce(sum(e.points_returned), 0),
    coalesce((array_agg(e order by e.streak_after - e.streak_before desc, e.freezes_returned desc, e.user_id))[:20], '{}')
  into v_preview.users, v_preview.runs_restored, v_preview.freezes_returned, v_preview.points_returned,
    v_preview.most_affected
  from app_private.amnesty_effects(first_day, last_day) as e;
  return v_preview;
end
$function$;
comment on function app_private.preview_amnesty(first_day date, last_day date) is 'The effects of an amnesty, summed up, were it declared now. Writes nothing.';

CREATE OR REPLACE FUNCTION app_private.proposed_catalogue(rewards app_public.reward[], versions app_private.rule_versions[])
 RETURNS app_private.proposed_reward[]
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_proposed app_public.reward;
  v_reward app_private.rewards;
  v_gives app_public.effects;
  v_broken text;
  v_catalogue app_private.proposed_reward[];
begin
  select coalesce(array_agg(row(r, (app_private.reward_definition(r)).conditions)::app_private.proposed_reward), '{}') into v_catalogue
  from app_private.rewards as r
  where r.id <> all (array(select p.reward_id from unnest(rewards) as p where p.reward_id is not null));

  foreach v_proposed in array coalesce(rewards, '{}') loop
    v_gives := app_rules.effects_with_defaults(v_proposed.gives);
    perform app_private.require_effects(v_gives, 'RW006');
    perform app_private.require_reachable(v_proposed, v_gives, versions);
    v_reward := row(v_proposed.reward_id, v_proposed.title, v_proposed.description, coalesce(v_proposed.repeats, 'once'),
      v_proposed.starts_at, v_proposed.ends_at, null, v_proposed.claim_within_hours, coalesce(v_proposed.auto_claim, false),
      coalesce(v_proposed.priority, 100), coalesce(v_proposed.enabled, true), v_gives, '-infinity', 0);
    if (select count(*) > count(distinct c.metric) from unnest(v_proposed.conditions) as c) then
      perform app_private.refuse_invalid('RW006', 'The reward', 'each_metric_is_named_once', null);
    end if;
    v_broken := coalesce(app_private.broken_rule(v_reward), (
      select min(app_private.broken_rule(row(v_reward.id, c.metric, c.at_least)::app_private.reward_conditions))
      from unnest(v_proposed.conditions) as c));
    if v_broken is not null then
      perform app_private.refuse_invalid('RW006', 'The reward', v_broken, null);
    end if;
    v_catalogue := v_catalogue || row(v_reward, v_proposed.conditions)::app_private.proposed_reward;
  end loop;
  return array(select c from unnest(v_catalogue) as c order by (c.reward).priority, (c.reward).id);
end
$function$;
comment on function app_private.proposed_catalogue(rewards app_public.reward[], versions app_private.rule_versions[]) is 'The rewards as they would be with some proposed, in the order in which they are unlocked. RW006 for one that breaks a rule or could never be claimed, IT001 for an unknown item.';

CREATE OR REPLACE FUNCTION app_private.proposed_versions(since timestamp with time zone, parameters app_public.rule_parameters)
 RETURNS app_private.rule_versions[]
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_changes constant jsonb := coalesce(jsonb_strip_nulls(to_jsonb(parameters)), '{}');
  v_first constant int := (app_private.rules_at(since)).id;
  v_broken text;
  v_versions app_private.rule_versions[];
begin
  if v_changes = '{}' then
    return app_private.all_versions();
  end if;
  select min(app_private.broken_rule(changed)) into v_broken
  from app_private.rules_from(since) as v, jsonb_populate_record(v, v_changes) as changed;
  perform app_private.refuse_invalid('RU001', 'The rule version', v_broken, null) where v_broken is not null;

  -- Negative ids: what was in force and what is proposed in its place are two versions.
  select array_agg(p order by p.effective_from) into v_versions
  from (
    select v.* from app_private.rule_versions as v where v.effective_from < since
    union all
    select changed.*
    from app_private.rules_from(since) as v, jsonb_populate_record(v, v_changes || jsonb_build_object(
      'id', -v.id, 'effective_from', case when v.id = v_first then since else v.effective_from end)) as changed
  ) as p;
  return v_versions;
end
$function$;
comment on function app_private.proposed_versions(since timestamp with time zone, parameters app_public.rule_parameters) is 'The rule versions as they would have been, had some parameters been changed from an instant on: in their order, each changed one with its id below 0. RU001 when one would break a rule.';

CREATE OR REPLACE FUNCTION app_private.record(before app_private.user_states, settled app_private.user_states, after app_private.user_states, marks app_private.marked_day[], kind app_public.journal_kind, day date, asked jsonb, terms jsonb DEFAULT NULL::jsonb, idempotency_key uuid DEFAULT NULL::uuid, reverses bigint DEFAULT NULL::bigint, operator_id uuid DEFAULT NULL::uuid, unlocks boolean DEFAULT true)
 RETURNS app_private.outcome
 LANGUAGE plpgsql
AS $function$
declare
  v_after app_private.user_states := after;
  v_unlocks constant app_private.reward_unlocks[] := case when unlocks then app_private.unlocks_earned(
    case when record.kind = 'settings' then app_private.state_when_unlocked(after) else after end, day, before.sequence_number + 1) else '{}' end;
  v_entry constant app_public.journal_entries := app_rules.journal_entry(before, settled, after,
    kind, day, asked, terms, idempotency_key, reverses, operator_id, cardinality(v_unlocks));
  v_marks constant app_private.marked_day[] :=
    app_rules.calendar_with(app_private.bridged_marks(before, settled), marks);
begin
  v_after.sequence_number := v_entry.sequence_number;
  insert into app_public.journal_entries values (v_entry.*);

  if cardinality(v_marks) > 0 then
    -- Only an amnesty takes the place of another mark; for all others a day that is marked already is an error.
    if record.kind = 'amnesty' then
      delete from app_private.day_marks as m
      where m.user_id = v_after.user_id and m.mark in ('freeze', 'repair')
        and m.day = any (array(select a.day from unnest(v_marks) as a where a.mark = 'amnesty'));
    end if;
    insert into app_private.day_marks select m.* from app_rules.marks_made(v_entry, before, v_marks) as m;
  end if;

  update app_private.user_states as s
  set sequence_number = v_after.sequence_number,
    last_occurred_at = v_after.last_occurred_at,
    rule_version_id = v_after.rule_version_id,
    last_day = v_after.last_day,
    zone = v_after.zone,
    day_start_hour = v_after.day_start_hour,
    check_ins = v_after.check_ins,
    run_length = v_after.run_length,
    run_started_on = v_after.run_started_on,
    longest_streak = v_after.longest_streak,
    last_marked_day = v_after.last_marked_day,
    last_check_in_day = v_after.last_check_in_day,
    last_freeze_day = v_after.last_freeze_day,
    last_travel_day = v_after.last_travel_day,
    freezes = v_after.freezes,
    energy = v_after.energy,
    energy_anchor = v_after.energy_anchor,
    xp = v_after.xp,
    level = v_after.level,
    points = v_after.points,
    lifetime_points = v_after.lifetime_points,
    inventory = v_after.inventory,
    paused_from = v_after.paused_from,
    paused_until = v_after.paused_until,
    last_amnesty_id = v_after.last_amnesty_id,
    clock_ahead_seconds = v_after.clock_ahead_seconds
  where s.user_id = v_after.user_id;

  -- Mostly nothing unlocks, and a statement that could write costs more than one that looks.
  if cardinality(v_unlocks) > 0 then
    insert into app_private.reward_unlocks select u.* from unnest(v_unlocks) as u;
    v_after := app_private.auto_claim(v_after);
  end if;
  return row(v_entry, v_after)::app_private.outcome;
end
$function$;
comment on function app_private.record(before app_private.user_states, settled app_private.user_states, after app_private.user_states, marks app_private.marked_day[], kind app_public.journal_kind, day date, asked jsonb, terms jsonb, idempotency_key uuid, reverses bigint, operator_id uuid, unlocks boolean) is 'Writes one change of state: its journal entry, the days that settling and the command mark, the new state, what rewards that unlocks, and the claims of those that claim themselves. Returns the entry, and the state after all of it. before: as stored; settled: the same as of now; after: what the command made of it; marks: the days that the command itself marks; unlocks: whether rewards are looked for. Days are marked under the settings of before. The rest is written as it is.';

CREATE OR REPLACE FUNCTION app_private.refresh_session(account_id uuid, session_id uuid, stem_hash bytea, token_hash bytea, next_hash bytea)
 RETURNS app_private.refreshed_session
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '5s'
AS $function$
declare
  v_session app_private.sessions;
  v_at timestamptz;
  v_answer app_private.refreshed_session;
begin
  -- Lock: of two at once the second finds what the first has left.
  select s.* into v_session from app_private.sessions as s
  where s.account_id = refresh_session.account_id and s.session_id = refresh_session.session_id for no key update;
  v_at := app_private.clock();
  -- Look: who has no part of the session's tokens can end nothing.
  if not found or v_session.stem_hash <> stem_hash or v_session.expires_at <= v_at then
    v_answer.outcome := 'unknown';
    return v_answer;
  end if;
  -- Decide
  v_answer.outcome := case
    when v_session.token_hash = token_hash then 'refreshed'
    when v_session.used_hash = token_hash and app_rules.is_repeated_refresh(v_session.refreshed_at, v_at) then 'repeated'
    else 'reused'
  end;
  -- Write: a repeat gets the same token again, and no more time.
  if v_answer.outcome = 'reused' then
    delete from app_private.sessions as s
    where s.account_id = refresh_session.account_id and s.session_id = refresh_session.session_id;
    return v_answer;
  elsif v_answer.outcome = 'refreshed' then
    v_session.refreshed_at := greatest(v_session.refreshed_at, v_at);
  end if;
  update app_private.sessions as s
  set token_hash = next_hash, used_hash = refresh_session.token_hash, refreshed_at = v_session.refreshed_at,
    expires_at = app_rules.session_expires_at(v_session.created_at, v_session.refreshed_at)
  where s.account_id = refresh_session.account_id and s.session_id = refresh_session.session_id;
  -- Answer
  select a.zone, a.is_operator into v_answer.zone, v_answer.is_operator
  from app_private.accounts as a where a.account_id = refresh_session.account_id;
  return v_answer;
end
$function$;
comment on function app_private.refresh_session(account_id uuid, session_id uuid, stem_hash bytea, token_hash bytea, next_hash bytea) is 'Exchanges a refresh token for the next one. A token that was used before ends the session, since two have it; but the last one used may come again for 10 seconds.';
grant execute on function app_private.refresh_session(account_id uuid, session_id uuid, stem_hash bytea, token_hash bytea, next_hash bytea) to app_server;

CREATE OR REPLACE FUNCTION app_private.refuse(code text, message text, what_to_do text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if not exists (select from app_private.error_codes c where c.sqlstate = refuse.code) then
    raise exception 'error code % is not in app_private.error_codes', refuse.code;
  end if;
  raise exception using errcode = refuse.code, message = refuse.message, hint = refuse.what_to_do;
end
$function$;
comment on function app_private.refuse(code text, message text, what_to_do text) is 'Refuses a command: raises a code of the catalogue, what was wrong, and what to do.';
grant execute on function app_private.refuse(code text, message text, what_to_do text) to app_anonymous;
grant execute on function app_private.refuse(code text, message text, what_to_do text) to app_operator;
grant execute on function app_private.refuse(code text, message text, what_to_do text) to app_user;

CREATE OR REPLACE FUNCTION app_private.refuse_invalid(code text, thing text, constraint_name text, column_name text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  perform app_private.refuse(code,
    format('%s breaks a rule: %s.', thing, replace(coalesce(nullif(constraint_name, ''), column_name || ' is missing'), '_', ' ')),
    'Correct it and try again.');
end
$function$;
comment on function app_private.refuse_invalid(code text, thing text, constraint_name text, column_name text) is 'Refuses what a constraint of its table does not allow, or a column that must not be null.';

CREATE OR REPLACE FUNCTION app_private.register(email text, password_hash text, zone text, stem_hash bytea, token_hash bytea)
 RETURNS app_private.opened_session
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '5s'
AS $function$
declare
  v_account app_private.accounts;
begin
  -- Decide
  v_account.email := app_private.require_email(email);
  if zone is not null then
    perform app_private.require_settings(zone, 0);
  end if;
  -- Write: of two at once the first has the address.
  v_account.account_id := gen_random_uuid();
  insert into app_private.account_emails (email, account_id) values (v_account.email, v_account.account_id) on conflict do nothing;
  if not found then
    return null;
  end if;
  v_account.password_hash := register.password_hash;
  v_account.is_operator := false;
  v_account.zone := register.zone;
  v_account.created_at := app_private.clock();
  insert into app_private.accounts select v_account.*;
  delete from app_private.log_in_attempts as a where a.kind = 'email' and a.key = v_account.email;
  -- Answer
  return app_private.open_session(v_account, stem_hash, token_hash);
end
$function$;
comment on function app_private.register(email text, password_hash text, zone text, stem_hash bytea, token_hash bytea) is 'Makes an account and opens its first session; null when the e-mail address has an account. AC001 for what is no e-mail address, US001 for an unknown zone.';
grant execute on function app_private.register(email text, password_hash text, zone text, stem_hash bytea, token_hash bytea) to app_server;

CREATE OR REPLACE FUNCTION app_private.repair_answer(already_repaired boolean, outcome app_private.outcome)
 RETURNS app_public.repair_streak_result
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_entry constant app_public.journal_entries := outcome.entry;
  v_answer app_public.repair_streak_result;
begin
  v_answer.days := array(
    select m.day from app_private.day_marks as m
    where m.user_id = v_entry.user_id and m.sequence_number = v_entry.sequence_number and m.mark = 'repair'
    order by m.day);
  v_answer.points := -v_entry.points_delta;
  v_answer.already_repaired := already_repaired;
  v_answer.unlocked := app_private.unlocked_by(outcome);
  v_answer.claimed := app_private.claimed_of(v_entry.user_id, v_answer.unlocked);
  v_answer.state := app_private.present(outcome.after);
  return v_answer;
end
$function$;
comment on function app_private.repair_answer(already_repaired boolean, outcome app_private.outcome) is 'What a stored repair was and cost.';

CREATE OR REPLACE FUNCTION app_private.repair_offer(state app_private.user_states, rules app_private.rule_versions, today date)
 RETURNS app_public.streak_repair
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_missed_through date;
  v_day date;
  v_excused datemultirange;
  v_calendar app_private.marked_day[];
  v_marks app_private.marked_day[];
  v_offer app_public.streak_repair;
begin
  -- The latest gap is just before the live run, or at the end of the calendar. Mostly there is none, or its time is over.
  if state.check_ins = state.run_length
    or state.run_length > 0 and state.run_started_on - 1 + rules.repair_within_days < today then
    return null;
  end if;
  v_missed_through := app_rules.missed_through(state,
    app_private.ended_through(state.last_occurred_at, state.zone, state.day_start_hour));
  v_day := case when state.run_length > 0 then state.run_started_on - 1 else v_missed_through end;

  v_excused := app_private.excused_days(state.last_amnesty_id, '-infinity');
  v_calendar := app_rules.calendar_with(app_private.calendar_of(state.user_id),
    app_private.unstored_marks(state));
  v_marks := app_rules.repair_marks(state, v_calendar, v_day, v_missed_through, v_excused, rules.repair_points);
  select max(m.day), count(*), sum(m.paid_points), max(m.day) + rules.repair_within_days
  into v_offer.day, v_offer.missed_days, v_offer.points, v_offer.until
  from unnest(v_marks) as m where m.mark = 'repair';
  if v_offer.day is null or v_offer.until < today then
    return null;
  end if;
  v_offer.current := (app_rules.after_repair(state, v_calendar, v_marks, v_missed_through)).run_length;
  return v_offer;
end
$function$;
comment on function app_private.repair_offer(state app_private.user_states, rules app_private.rule_versions, today date) is 'The latest gap of a settled state''s calendar, while it can be repaired; null otherwise.';
grant execute on function app_private.repair_offer(state app_private.user_states, rules app_private.rule_versions, today date) to app_user;

CREATE OR REPLACE FUNCTION app_private.repair_streak(user_id uuid, day date)
 RETURNS app_public.repair_streak_result
 LANGUAGE plpgsql
AS $function$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_ended_through constant date := app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_missed_through date;
  v_calendar app_private.marked_day[];
  v_marks app_private.marked_day[];
  v_outcome app_private.outcome;
  v_sequence_number bigint;
begin
  -- Look: a repair that was made is the answer.
  select m.sequence_number into v_sequence_number from app_private.day_marks as m
  where m.user_id = repair_streak.user_id and m.day = repair_streak.day and m.mark = 'repair';
  if found then
    return app_private.repair_answer(true,
      app_private.outcome_of(user_id, v_sequence_number, app_private.state_as_of(user_id, v_at)));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at, v_ended_through);
  v_missed_through := app_rules.missed_through(v_settled, v_ended_through);
  v_calendar := app_rules.calendar_with(app_private.calendar_of(user_id), app_private.bridged_marks(v_before, v_settled));
  v_marks := app_rules.repair_marks(v_settled, v_calendar, day, v_missed_through,
    app_private.excused_days(v_settled.last_amnesty_id, '-infinity'), v_rules.repair_points);
  perform app_private.require_repairable(v_settled, v_rules, day, v_marks);
  v_after := app_rules.after_repair(v_settled, v_calendar, v_marks, v_missed_through);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, v_marks, 'repair', v_settled.last_day,
    jsonb_build_object('day', day));

  -- Answer
  return app_private.repair_answer(false, v_outcome);
end
$function$;
comment on function app_private.repair_streak(user_id uuid, day date) is 'Pays for the missed days of the gap that a day lies in, so that the runs on both sides are one; or answers with the repair that was made.';

CREATE OR REPLACE FUNCTION app_private.repeat_answer(entry app_public.journal_entries, state app_private.user_states)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  return app_private.entry_answer(row(entry, state)::app_private.outcome, true);
end
$function$;
comment on function app_private.repeat_answer(entry app_public.journal_entries, state app_private.user_states) is 'What a repeat of a command is answered. entry: of the command as it was made; state: that of now.';

CREATE OR REPLACE FUNCTION app_private.replay(user_id uuid)
 RETURNS SETOF app_private.difference
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_all app_private.replayed_journal;
  v_last bigint;
  v_stored app_private.user_states;
  v_counted app_private.user_states;
begin
  begin
    v_all := app_private.replay_journal(user_id, null);
  exception when data_exception or case_not_found then
    -- What cannot even be read is found entry by entry, and hides nobody else.
    return next app_private.unreadable_entry(user_id);
    return;
  end;
  v_last := (v_all.state).sequence_number;
  return query select d.* from unnest(v_all.differences) as d;

  if exists (
    select from app_private.users as u join app_public.journal_entries as e on e.user_id = u.user_id and e.sequence_number = 1
    where u.user_id = replay.user_id and u.created_at <> e.occurred_at
  ) then
    return next row(1, 'The user was not created when the entry says.')::app_private.difference;
  end if;

  select s.* into v_stored from app_private.user_states as s where s.user_id = replay.user_id;
  if (v_all.told_state).user_id is not null and v_stored is not distinct from v_all.told_state then
    v_all.state := v_all.told_state;
    v_all.marks := v_all.told_marks;
  end if;
  if v_stored is distinct from v_all.state then
    return next row(v_last, case
      when v_last is null then 'The journal has no entry.'
      when v_stored.user_id is null then 'There is no state.'
      else 'The state is not what the journal makes of it: ' || app_rules.record_difference(to_jsonb(v_stored), to_jsonb(v_all.state))
    end)::app_private.difference;
  end if;

  -- What the entries say of the streak one by one is what the calendar says at once.
  v_counted := v_all.state;
  v_counted.longest_streak := 0;
  v_counted := app_rules.after_marks(v_counted, app_rules.calendar(v_all.marks), null);
  if v_counted.longest_streak <> (v_all.state).longest_streak or (v_all.state).run_length > 0
    and (v_counted.run_length, v_counted.run_started_on) is distinct from ((v_all.state).run_length, (v_all.state).run_started_on)
  then
    return next row(v_last, 'The streak is not that of the calendar.')::app_private.difference;
  end if;

  return query
  select coalesce(m.sequence_number, s.sequence_number), format('The mark of %s %s',
    app_rules.iso_date(coalesce(m.day, s.day)), case
      when m.day is null then 'is by no entry.'
      when s.day is null then 'is missing.'
      else 'is not what the rules make of it: ' || app_rules.record_difference(to_jsonb(s), to_jsonb(m))
    end)
  from unnest(v_all.marks) as m
  full join (select d.* from app_private.day_marks as d where d.user_id = replay.user_id) as s on s.day = m.day
  where s is distinct from m
  order by coalesce(m.day, s.day);

  return query select d.* from app_private.reward_differences(replay.user_id) as d;
end
$function$;
comment on function app_private.replay(user_id uuid) is 'Proves a user: folds the journal through the rules, each entry under the rule version it happened in, and returns what is stored otherwise in journal, state, calendar, unlocks and claims. No row: proven. Writes nothing.';

CREATE OR REPLACE FUNCTION app_private.replay_amnesty(before app_private.user_states, entry app_public.journal_entries, marks app_private.day_marks[], versions app_private.rule_versions[])
 RETURNS app_private.replayed_command
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_step app_private.amnesty_step;
begin
  select s.* into v_step
  from app_private.amnesty_steps(before, entry.last_amnesty_id, app_rules.calendar(marks), versions) as s limit 1;
  return row(v_step.settled, v_step.after, v_step.marks, (v_step.settled).last_day,
    case when v_step.amnesty_id is distinct from (entry.asked ->> 'amnesty_id')::int then 'The amnesty changed nothing.' end
  )::app_private.replayed_command;
end
$function$;
comment on function app_private.replay_amnesty(before app_private.user_states, entry app_public.journal_entries, marks app_private.day_marks[], versions app_private.rule_versions[]) is 'What the rules make of an amnesty''s entry: of the first amnesty that the state has yet to take in.';
grant execute on function app_private.replay_amnesty(before app_private.user_states, entry app_public.journal_entries, marks app_private.day_marks[], versions app_private.rule_versions[]) to app_user;

CREATE OR REPLACE FUNCTION app_private.replay_amounts(settled app_private.user_states, entry app_public.journal_entries, reversed app_public.journal_entries, rules app_private.rule_versions)
 RETURNS app_private.replayed_command
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_it app_private.replayed_command;
  v_item_id constant text := entry.asked ->> 'item_id';
  v_quantity constant int := coalesce((entry.asked ->> 'quantity')::int, 1);
  v_held constant int := coalesce((settled.inventory ->> v_item_id)::int, 0);
  v_price constant bigint := entry.terms ->> 'price_points';
  v_gives app_public.effects;
begin
  v_it.settled := settled;
  v_it.marks := '{}';
  v_it.day := settled.last_day;
  case entry.kind
    when 'clock' then
      v_it.after := settled;
      v_it.obstacle := case when settled.clock_ahead_seconds is null then 'US004' end;
    when 'spend' then
      v_it.after := app_rules.after_spend(settled, (entry.asked ->> 'amount')::int);
      v_it.obstacle := case when (v_it.after).energy < 0 then 'NR001' when (v_it.after).energy >= settled.energy then 'QT001' end;
    when 'buy' then
      v_it.after := app_rules.after_purchase(settled, v_item_id, v_quantity, v_price);
      v_it.obstacle := case
        when v_quantity < 1 or v_price < 1 then 'QT001'
        when (v_it.after).points < 0 then 'PT001'
        when not app_rules.inventory_holds(settled.inventory, jsonb_build_object(v_item_id, v_quantity), rules.inventory_max) then 'IN001'
      end;
    when 'discard' then
      v_it.after := app_rules.after_discard(settled, v_item_id, v_quantity);
      v_it.obstacle := case when v_held < v_quantity then 'IT003' when v_quantity < 1 then 'QT001' end;
    when 'use' then
      v_gives := app_private.effects_of(entry);
      v_it.after := app_rules.after_use(settled, rules, settled.last_day, v_item_id, v_gives);
      v_it.obstacle := case
        when v_held < 1 then 'IT003'
        when app_rules.after_effects(settled, rules, settled.last_day, v_gives) is not distinct from settled then 'IT004'
        else app_rules.effects_obstacle(settled, rules, v_gives)
      end;
    when 'claim', 'grant' then
      v_gives := app_private.effects_of(entry);
      v_it.after := app_rules.after_effects(settled, rules, settled.last_day, v_gives);
      v_it.obstacle := case
        when least(v_gives.points, v_gives.energy, v_gives.xp, v_gives.freezes) < 0 then 'GR001'
        else app_rules.effects_obstacle(settled, rules, v_gives)
      end;
    when 'reversal' then
      v_it.after := app_rules.after_reversal(settled, rules, reversed);
      v_it.obstacle := case
        when reversed.sequence_number is null or not app_rules.is_reversible(reversed.kind)
          or reversed.sequence_number <> (entry.asked ->> 'sequence_number')::bigint then 'RV001'
        else app_rules.reversal_obstacle(settled, rules, reversed)
      end;
  end case;
  return v_it;
end
$function$;
comment on function app_private.replay_amounts(settled app_private.user_states, entry app_public.journal_entries, reversed app_public.journal_entries, rules app_private.rule_versions) is 'What the rules make of an entry that gives or takes amounts: its asked and terms on a settled state. reversed: the entry that a reversal reverses.';
grant execute on function app_private.replay_amounts(settled app_private.user_states, entry app_public.journal_entries, reversed app_public.journal_entries, rules app_private.rule_versions) to app_user;

CREATE OR REPLACE FUNCTION app_private.replay_command(before app_private.user_states, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries, marks app_private.day_marks[], rules app_private.rule_versions, versions app_private.rule_versions[])
 RETURNS app_private.replayed_command
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_at constant timestamptz := entry.occurred_at;
  v_through date;
  v_excused datemultirange;
  v_before app_private.user_states := before;
  v_settled app_private.user_states;
  v_bridged app_private.marked_day[] := '{}';
  v_it app_private.replayed_command;
begin
  if entry.kind = 'amnesty' then
    return app_private.replay_amnesty(before, entry, marks, versions);
  end if;

  if entry.kind = 'bootstrap' then
    v_it := row(before, app_rules.starting_state_of(entry, rules), '{}',
      app_rules.local_day(v_at, before.zone, before.day_start_hour), null);
    return v_it;
  end if;

  -- Amnesties that change nothing are taken in without an entry.
  if entry.last_amnesty_id > before.last_amnesty_id then
    if exists (select from app_private.amnesty_steps(before, entry.last_amnesty_id, app_rules.calendar(marks), versions)) then
      v_it.obstacle := 'An amnesty before it was not taken in.';
      return v_it;
    end if;
    v_before.last_amnesty_id := entry.last_amnesty_id;
  end if;
  if entry.kind = 'clock' then
    v_before := app_rules.after_clock(v_before, (entry.asked ->> 'days')::int, (entry.asked ->> 'hours')::int);
  end if;
  v_settled := v_before;
  if automatic is not true then
    -- What has ended is asked only where it matters: most entries come on a marked day, or on the one after it.
    v_through := case
      when entry.kind = 'check_in' then coalesce((entry.asked ->> 'day')::date,
        app_rules.engagement_day(v_at, v_before.zone, v_before.day_start_hour, v_before.last_day)) - 1
      when entry.kind = 'repair' or v_before.run_length > 0
        and v_before.last_marked_day < app_rules.local_day(v_at, v_before.zone, v_before.day_start_hour) - 1
      then app_rules.ended_by(v_at, v_before.zone, v_before.day_start_hour, versions)
    end;
    if v_before.run_length > 0 and v_through > v_before.last_marked_day then
      v_excused := app_private.excused_days(v_before.last_amnesty_id, v_before.last_marked_day);
    end if;
    v_settled := app_rules.settle(v_before, rules, versions, v_excused, v_at, v_through);
    if v_settled.last_marked_day > v_before.last_marked_day then
      v_bridged := app_rules.bridged_days(v_before, v_settled.last_marked_day, v_excused);
    end if;
  end if;

  if entry.kind in ('check_in', 'settings', 'pause', 'repair') then
    v_it := app_private.replay_days(v_before, v_settled, entry,
      case when entry.kind = 'repair' then app_rules.calendar_with(app_rules.calendar(marks), v_bridged) end,
      v_through, rules, versions);
  else
    v_it := app_private.replay_amounts(v_settled, entry, reversed, rules);
  end if;
  if cardinality(v_bridged) > 0 then
    v_it.marks := app_rules.calendar_with(v_bridged, v_it.marks);
  end if;
  return v_it;
end
$function$;
comment on function app_private.replay_command(before app_private.user_states, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries, marks app_private.day_marks[], rules app_private.rule_versions, versions app_private.rule_versions[]) is 'What the rules make of a journal entry''s command on the state before it. automatic: a claim that the command before it made; reversed: the entry that a reversal reverses; marks: the calendar so far; versions: in order, up to rules.';
grant execute on function app_private.replay_command(before app_private.user_states, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries, marks app_private.day_marks[], rules app_private.rule_versions, versions app_private.rule_versions[]) to app_user;

CREATE OR REPLACE FUNCTION app_private.replay_days(before app_private.user_states, settled app_private.user_states, entry app_public.journal_entries, calendar app_private.marked_day[], ended_through date, rules app_private.rule_versions, versions app_private.rule_versions[])
 RETURNS app_private.replayed_command
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_at constant timestamptz := entry.occurred_at;
  v_today constant date := app_rules.engagement_day(v_at, before.zone, before.day_start_hour, before.last_day);
  v_day date := entry.asked ->> 'day';
  v_until constant date := entry.asked ->> 'until';
  v_zone constant text := coalesce(entry.asked ->> 'zone', before.zone);
  v_day_start_hour constant int := coalesce((entry.asked ->> 'day_start_hour')::int, before.day_start_hour);
  v_missed_through date;
  v_it app_private.replayed_command;
begin
  v_it.settled := settled;
  v_it.marks := '{}';
  v_it.day := settled.last_day;
  case entry.kind
    when 'check_in' then
      v_day := coalesce(v_day, v_today);
      v_it.day := v_day;
      v_it.after := app_rules.after_check_in(settled, rules, v_day);
      v_it.marks := array[row(v_day, case when v_day < v_today then 'late' else 'check_in' end, null, null)::app_private.marked_day];
      v_it.obstacle := case when not app_rules.is_day_open(before, v_day, v_today, v_at,
        case when v_day < v_today then app_rules.deadline(v_day, before.zone, before.day_start_hour, versions) end) then 'CK001' end;
    when 'settings' then
      v_it.after := app_rules.with_settings(settled, before.last_day, v_zone, v_day_start_hour);
      v_it.day := (v_it.after).last_day;
      v_it.marks := app_rules.skipped_days(v_it.after,
        app_rules.open_from(settled, v_it.after, app_rules.ended_by(v_at, v_zone, v_day_start_hour, versions)),
        app_private.excused_days(settled.last_amnesty_id, settled.last_marked_day), rules.travel_cover_days);
      v_it.after := app_rules.after_skipped_days(v_it.after, v_it.marks);
    when 'pause' then
      v_it.after := app_rules.after_pause(settled, app_rules.pause_starts_on(settled), v_until);
      v_it.obstacle := case
        when settled.run_length = 0 then 'ST001'
        when v_until between settled.last_day + 1 and (v_it.after).paused_from + rules.pause_max_days - 1 then null
        else 'PS001'
      end;
    when 'repair' then
      v_missed_through := app_rules.missed_through(settled, ended_through);
      v_it.marks := app_rules.repair_marks(settled, calendar, v_day, v_missed_through,
        app_private.excused_days(settled.last_amnesty_id, '-infinity'), rules.repair_points);
      v_it.after := app_rules.after_repair(settled, calendar, v_it.marks, v_missed_through);
      select case
        when bool_or(m.day = v_day) is not true then 'RP001'
        when settled.last_day > max(m.day) + rules.repair_within_days then 'RP002'
        when (v_it.after).points < 0 then 'PT001'
      end into v_it.obstacle
      from unnest(v_it.marks) as m where m.mark = 'repair';
  end case;
  return v_it;
end
$function$;
comment on function app_private.replay_days(before app_private.user_states, settled app_private.user_states, entry app_public.journal_entries, calendar app_private.marked_day[], ended_through date, rules app_private.rule_versions, versions app_private.rule_versions[]) is 'What the rules make of an entry that is about days: a check-in, a change of settings, a pause, a repair. calendar: with the days that settling has marked, asked for by repairs alone.';
grant execute on function app_private.replay_days(before app_private.user_states, settled app_private.user_states, entry app_public.journal_entries, calendar app_private.marked_day[], ended_through date, rules app_private.rule_versions, versions app_private.rule_versions[]) to app_user;

CREATE OR REPLACE FUNCTION app_private.replay_entry(so_far app_private.replayed_journal, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries, rules app_private.rule_versions, versions app_private.rule_versions[])
 RETURNS app_private.replayed_journal
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_all app_private.replayed_journal := so_far;
  v_before app_private.user_states := so_far.state;
  v_it app_private.replayed_command;
  v_told_it app_private.replayed_command;
  v_says text;
  v_made app_private.day_marks[];
  v_told app_private.day_marks[];
begin
  if entry.kind = 'bootstrap' and entry.sequence_number = 1 then
    v_before := app_rules.state_of_nothing(app_rules.starting_state_of(entry, rules));
  end if;
  v_it := app_private.replay_command(v_before, entry, automatic, reversed, so_far.marks, rules, versions);
  v_says := app_private.entry_difference(entry, v_before, v_it);
  -- Where neither fits, both are wrong, and the rules are gone on with.
  if v_says is not null and (so_far.told_state).user_id is not null then
    v_told_it := app_private.replay_command(so_far.told_state, entry, automatic, reversed, so_far.told_marks, rules, versions);
    if app_private.entry_difference(entry, so_far.told_state, v_told_it) is null then
      v_before := so_far.told_state;
      v_all.marks := so_far.told_marks;
      v_it := v_told_it;
      v_says := null;
    end if;
  end if;

  v_made := app_rules.marks_after(v_all.marks, entry, v_before, v_it.marks);
  v_all.told_state := null;
  v_all.told_marks := null;
  if v_says is not null then
    v_all.differences := v_all.differences || row(entry.sequence_number, v_says)::app_private.difference;
    v_all.told_state := app_rules.state_after(entry);
    v_all.told_state.clock_ahead_seconds := (v_it.after).clock_ahead_seconds;
    -- Of what is stored some may be missing, since a later amnesty took its place.
    v_told := array(
      select m from app_private.day_marks as m where m.user_id = entry.user_id and m.sequence_number = entry.sequence_number);
    v_all.told_marks := case when v_told <@ v_made then v_made else v_all.marks || v_told end;
  end if;
  v_all.marks := v_made;
  v_all.state := case when (v_it.after).user_id is not null then v_it.after else v_all.told_state end;
  v_all.state.sequence_number := entry.sequence_number;
  return v_all;
end
$function$;
comment on function app_private.replay_entry(so_far app_private.replayed_journal, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries, rules app_private.rule_versions, versions app_private.rule_versions[]) is 'One step of the fold over a journal.';
grant execute on function app_private.replay_entry(so_far app_private.replayed_journal, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries, rules app_private.rule_versions, versions app_private.rule_versions[]) to app_user;

CREATE OR REPLACE FUNCTION app_private.replay_journal(user_id uuid, through bigint)
 RETURNS app_private.replayed_journal
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_versions constant app_private.rule_versions[] := app_private.all_versions();
  v_known app_private.rule_versions[];
  v_rules app_private.rule_versions;
  v_row record;
  v_entry app_public.journal_entries;
  v_missing boolean;
  v_clock_ahead_seconds bigint;
  v_all app_private.replayed_journal;
begin
  v_all.marks := '{}';
  v_all.differences := '{}';
  for v_row in
    select f.* from app_private.journal_to_fold(user_id, 0, through) as f
  loop
    v_entry := v_row.entry;
    if v_rules.id is distinct from v_entry.rule_version_id then
      if v_rules.effective_from > (select v.effective_from from unnest(v_versions) as v where v.id = v_entry.rule_version_id) then
        v_all.differences := v_all.differences
          || row(v_entry.sequence_number, 'The entry names an earlier rule version than the one before it.')::app_private.difference;
      end if;
      v_rules := coalesce((select v from unnest(v_versions) as v where v.id = v_entry.rule_version_id and v.effective_from <= v_entry.occurred_at),
        app_rules.rules_at(v_versions, v_entry.occurred_at));
      v_known := array(select v from unnest(v_versions) as v where v.effective_from <= v_rules.effective_from order by v.effective_from);
    end if;

    v_missing := v_entry.sequence_number <> coalesce((v_all.state).sequence_number, 0) + 1;
    if v_missing or v_entry.occurred_at < (v_all.state).last_occurred_at then
      v_all.differences := v_all.differences || row(v_entry.sequence_number - v_missing::int,
        case when v_missing then 'The entry is missing.' else 'The entry is dated before the one before it.' end)::app_private.difference;
      v_clock_ahead_seconds := (v_all.state).clock_ahead_seconds;
      v_all.state := app_rules.state_after(v_entry);
      v_all.state.clock_ahead_seconds := v_clock_ahead_seconds;
      v_all.marks := app_private.marks_through(user_id, v_entry.sequence_number);
      v_all.told_state := null;
    else
      v_all := app_private.replay_entry(v_all, v_entry, v_row.automatic, v_row.reversed, v_rules, v_known);
    end if;
  end loop;
  return v_all;
end
$function$;
comment on function app_private.replay_journal(user_id uuid, through bigint) is 'Folds a user''s journal, up to an entry or whole (null), through the rules, each entry under the rule version it happened in.';
grant execute on function app_private.replay_journal(user_id uuid, through bigint) to app_user;

CREATE OR REPLACE FUNCTION app_private.require_account(email text)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_account_id uuid;
begin
  select e.account_id into v_account_id
  from app_private.account_emails as e where e.email = app_rules.normalised_email(require_account.email);
  if not found then
    perform app_private.refuse('AC002', format('"%s" has no account.', left(email, 63)), 'Give the address that it was registered with.');
  end if;
  return v_account_id;
end
$function$;
comment on function app_private.require_account(email text) is 'The account of an e-mail address. AC002 when there is none.';

CREATE OR REPLACE FUNCTION app_private.require_amnesty(first_day date, last_day date)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if not coalesce(isfinite(first_day) and isfinite(last_day), false) or last_day - first_day not between 0 and 30 then
    perform app_private.refuse('AM001', 'An amnesty is of 1 to 31 days.', 'Let lastDay be at most 30 days after firstDay.');
  end if;
end
$function$;
comment on function app_private.require_amnesty(first_day date, last_day date) is 'AM001 unless the days are 1 to 31.';

CREATE OR REPLACE FUNCTION app_private.require_buyable(state app_private.user_states, rules app_private.rule_versions, item_id text, item app_private.items, quantity integer)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_quantity_max constant int := 1000;
begin
  perform app_private.require_item(item_id, item);
  if (quantity between 1 and v_quantity_max) is not true then
    perform app_private.refuse('QT001', format('A quantity is from 1 to %s.', v_quantity_max), 'Buy at least 1.');
  elsif not item.on_sale then
    perform app_private.refuse('IT002', format('"%s" is not on sale.', item.title), 'Those that you have can still be used.');
  elsif state.points < item.price_points * quantity then
    perform app_private.refuse('PT001', format('%s of "%s" cost %s points, and you have %s.',
      quantity, item.title, item.price_points * quantity, state.points), 'Earn or claim more points first.');
  elsif not app_rules.inventory_holds(state.inventory, jsonb_build_object(item.id, quantity), rules.inventory_max) then
    perform app_private.refuse('IN001', format('Your inventory holds at most %s different items, and a limited number of each: "%s" would not fit.',
      rules.inventory_max, item.title), 'Use up or discard an item first.');
  end if;
end
$function$;
comment on function app_private.require_buyable(state app_private.user_states, rules app_private.rule_versions, item_id text, item app_private.items, quantity integer) is 'Refuses a purchase that cannot be made, saying why.';

CREATE OR REPLACE FUNCTION app_private.require_claimable(reward_id text, reward app_private.rewards, unlock app_private.reward_unlocks, state app_private.user_states, rules app_private.rule_versions)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  v_at constant timestamptz := state.last_occurred_at;
  v_obstacle constant text := app_rules.effects_obstacle(state, rules, reward.gives);
begin
  if reward.id is null then
    perform app_private.refuse('RW001', format('There is no reward "%s".', left(reward_id, 63)),
      'Take the reward id from me.rewards.');
  elsif unlock.reward_id is null then
    perform app_private.refuse('RW002', format('"%s" is not unlocked.', reward.title),
      'Meet its conditions first; me.rewards shows the progress towards each.');
  elsif unlock.claimable_until <= v_at then
    perform app_private.refuse('RW003', format('The time to claim "%s" is over.', reward.title),
      'Unlock it again in a later period, if it repeats.');
  elsif not app_rules.window_is_open(reward.starts_at, reward.ends_at, v_at) then
    perform app_private.refuse('RW004', format('"%s" cannot be claimed outside its window.', reward.title),
      'Claim it between startsAt and endsAt of me.rewards.');
  elsif v_obstacle = 'FZ001' then
    perform app_private.refuse('FZ001', format('You hold %s of at most %s freezes, and "%s" gives %s.',
      cardinality(state.freezes), rules.freezes_max, reward.title, (reward.gives).freezes),
      'Claim it when a freeze has been used; it stays unlocked.');
  elsif v_obstacle = 'IN001' then
    perform app_private.refuse('IN001', format('Your inventory holds at most %s different items, and a limited number of each: "%s" would not fit.',
      rules.inventory_max, reward.title),
      'Use up or discard an item first; the reward stays unlocked.');
  elsif app_rules.takes_stock(state, reward) and not app_private.take_stock(reward.id, true) then
    perform app_private.refuse('RW005', format('"%s" is out of stock.', reward.title), 'Nothing was claimed.');
  end if;
end
$function$;
comment on function app_private.require_claimable(reward_id text, reward app_private.rewards, unlock app_private.reward_unlocks, state app_private.user_states, rules app_private.rule_versions) is 'Refuses a claim that cannot be made, saying why; otherwise takes it from the stock, if the reward has one.';

CREATE OR REPLACE FUNCTION app_private.require_clock(state app_private.user_states, days integer, hours integer)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_after constant app_private.user_states := app_rules.after_clock(state, days, hours);
begin
  if state.clock_ahead_seconds is null then
    perform app_private.refuse('US004', 'You are no test user, so your clock is everybody''s.',
      'Let createTestUser make a test user of a subject that has not been here yet, and sign in as that one.');
  elsif (days >= 0 and hours >= 0 and days::bigint * 24 + hours between 1 and 366 * 24) is not true then
    perform app_private.refuse('QT001', 'A clock is advanced by 1 hour to 366 days at once, and never back.',
      'Give days, hours or both; call again for more.');
  elsif not app_rules.is_clock_ahead(v_after.clock_ahead_seconds) then
    perform app_private.refuse('QT001', 'A clock can be ahead by 100 years at most.', 'Go on with a new test user.');
  end if;
end
$function$;
comment on function app_private.require_clock(state app_private.user_states, days integer, hours integer) is 'US004 unless the user has an own clock, QT001 unless it can be advanced by so much.';

CREATE OR REPLACE FUNCTION app_private.require_day_is_open(state app_private.user_states, day date, today date, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if app_rules.is_day_open(state, day, today, at,
    case when day = today - 1 then app_private.deadline(day, state.zone, state.day_start_hour) end)
  then
    return;
  end if;
  perform app_private.refuse('CK001',
    format('%s cannot be checked in: today is %s in %s.',
      coalesce(app_rules.iso_date(day), 'That day'), app_rules.iso_date(today), state.zone),
    case
      when day > today then 'Check in when that day has come, or leave out day for today.'
      when day < today - 1 then 'Leave out day to check in for today.'
      when state.last_marked_day >= day then 'Leave out day to check in for today; that day or a later one is marked already.'
      else 'Leave out day to check in for today; the time for a late check-in is over.'
    end);
end
$function$;
comment on function app_private.require_day_is_open(state app_private.user_states, day date, today date, at timestamp with time zone) is 'CK001 unless the day is today, or yesterday within its grace with no later day marked.';

CREATE OR REPLACE FUNCTION app_private.require_effects(gives app_public.effects, code text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_unknown text;
  v_constraint text;
begin
  perform gives::app_private.catalogue_effects;
  select g.item_id into v_unknown from unnest(gives.items) as g
  where not exists (select from app_private.items as i where i.id = g.item_id) limit 1;
  if found then
    perform app_private.require_item(v_unknown, null);
  end if;
exception when check_violation then
  get stacked diagnostics v_constraint = constraint_name;
  perform app_private.refuse_invalid(code, 'What is to be given', v_constraint, null);
end
$function$;
comment on function app_private.require_effects(gives app_public.effects, code text) is 'The code unless the effects are within limits, IT001 unless the items among them exist.';

CREATE OR REPLACE FUNCTION app_private.require_email(email text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_email constant text := app_rules.normalised_email(email);
begin
  if app_rules.is_email(v_email) is not true then
    perform app_private.refuse('AC001', 'This is no e-mail address.',
      'Give one such as alice@example.com, of at most 254 characters.');
  end if;
  return v_email;
end
$function$;
comment on function app_private.require_email(email text) is 'The e-mail address as accounts are keyed by it. AC001 when it is none.';

CREATE OR REPLACE FUNCTION app_private.require_grantable(state app_private.user_states, rules app_private.rule_versions, gives app_public.effects, reason text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_obstacle text;
begin
  perform app_private.require_reason(reason, true);
  perform app_private.require_effects(gives, 'GR001');
  v_obstacle := app_rules.effects_obstacle(state, rules, gives);
  if v_obstacle = 'FZ001' then
    perform app_private.refuse('FZ001', format('The user holds %s of at most %s freezes.',
      cardinality(state.freezes), rules.freezes_max), 'Grant fewer, or an item that gives one.');
  elsif v_obstacle = 'IN001' then
    perform app_private.refuse('IN001', format('The user''s inventory holds at most %s different items, and a limited number of each.',
      rules.inventory_max), 'Grant points instead.');
  end if;
end
$function$;
comment on function app_private.require_grantable(state app_private.user_states, rules app_private.rule_versions, gives app_public.effects, reason text) is 'Refuses a grant that is empty, beyond the limits, without a reason, or that does not fit.';

CREATE OR REPLACE FUNCTION app_private.require_held(state app_private.user_states, item_id text, quantity integer)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_held constant int := coalesce((state.inventory ->> item_id)::int, 0);
begin
  if quantity < 1 or quantity is null then
    perform app_private.refuse('QT001', 'A quantity is at least 1.', 'state.inventory lists what you have.');
  elsif v_held < quantity then
    perform app_private.refuse('IT003', format('You have %s of "%s".', v_held, left(item_id, 63)),
      'state.inventory lists what you have.');
  end if;
end
$function$;
comment on function app_private.require_held(state app_private.user_states, item_id text, quantity integer) is 'QT001 for a quantity below 1, IT003 unless so many of the item are held.';

CREATE OR REPLACE FUNCTION app_private.require_item(item_id text, item app_private.items)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if item.id is null then
    perform app_private.refuse('IT001', format('There is no item "%s".', left(item_id, 63)), 'Take the item id from items.');
  end if;
end
$function$;
comment on function app_private.require_item(item_id text, item app_private.items) is 'IT001 unless the item was found.';

CREATE OR REPLACE FUNCTION app_private.require_known_user(user_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if not exists (select from app_private.users as u where u.user_id = require_known_user.user_id) then
    perform app_private.refuse('US003', format('There is no user %s.', user_id), 'Take the user id from me.userId.');
  end if;
end
$function$;
comment on function app_private.require_known_user(user_id uuid) is 'US003 unless somebody has this id. A command of their own would create them; an operator''s does not.';

CREATE OR REPLACE FUNCTION app_private.require_operator_id()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  if current_setting('role') <> 'app_operator' then
    perform app_private.refuse('IA002', 'Only an operator can do this.', 'Sign in as an operator.');
  end if;
  return v_user_id;
end
$function$;
comment on function app_private.require_operator_id() is 'Which operator is calling; IA001 when nobody is, IA002 when a user is who is none.';
grant execute on function app_private.require_operator_id() to app_anonymous;
grant execute on function app_private.require_operator_id() to app_operator;
grant execute on function app_private.require_operator_id() to app_user;

CREATE OR REPLACE FUNCTION app_private.require_pausable(state app_private.user_states, rules app_private.rule_versions, until date)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_starts_on constant date := app_rules.pause_starts_on(state);
  v_latest constant date := v_starts_on + rules.pause_max_days - 1;
begin
  if state.run_length = 0 then
    perform app_private.refuse('ST001', 'There is no streak to pause.', 'Check in to begin one.');
  elsif v_starts_on is null then
    perform app_private.refuse('PS001', format('The last pause was over on %s, and there was no check-in since.',
      app_rules.iso_date(state.paused_until)), 'Check in before you pause again.');
  elsif v_latest <= state.last_day then
    perform app_private.refuse('PS001', format('A pause lasts at most %s days.', rules.pause_max_days),
      case when rules.pause_max_days > 0 then 'Check in before you pause again.' else 'Check in each day.' end);
  elsif until not between state.last_day + 1 and v_latest is not false then
    perform app_private.refuse('PS001', format('The pause cannot last until %s.', coalesce(app_rules.iso_date(until), 'then')),
      format('Let until be from %s to %s.', app_rules.iso_date(state.last_day + 1), app_rules.iso_date(v_latest)));
  end if;
end
$function$;
comment on function app_private.require_pausable(state app_private.user_states, rules app_private.rule_versions, until date) is 'ST001 without a live run, PS001 for a pause that is too long, not of days to come, or without a check-in since the last one.';

CREATE OR REPLACE FUNCTION app_private.require_proposal(since timestamp with time zone, parameters app_public.rule_parameters, rewards app_public.reward[], one_in integer)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if not coalesce(isfinite(since) and since <= app_private.clock(), false) then
    perform app_private.refuse('WI001', 'A what-if looks back.', 'Let since be an instant in the past.');
  elsif coalesce(jsonb_strip_nulls(to_jsonb(parameters)), '{}') = '{}' and coalesce(cardinality(rewards), 0) = 0 then
    perform app_private.refuse('WI001', 'The proposal changes nothing.', 'Give parameters, or rewards, or both.');
  elsif cardinality(rewards) > 100 or (select count(*) > count(distinct r.reward_id) from unnest(rewards) as r) then
    perform app_private.refuse('WI001', 'The proposal names a reward twice, without an id, or more than 100.', 'Give each reward once.');
  elsif one_in between 1 and 1000000 is not true then
    perform app_private.refuse('WI001', 'The sample is out of limits.', 'Let oneIn be from 1 (everybody) to 1000000.');
  end if;
end
$function$;
comment on function app_private.require_proposal(since timestamp with time zone, parameters app_public.rule_parameters, rewards app_public.reward[], one_in integer) is 'WI001 for a what-if that has no proposal, does not look back, or whose sample is out of limits.';

CREATE OR REPLACE FUNCTION app_private.require_reachable(reward app_public.reward, gives app_public.effects, versions app_private.rule_versions[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_freezes_max constant int := (select max(v.freezes_max) from unnest(versions) as v);
  v_inventory_max constant int := (select max(v.inventory_max) from unnest(versions) as v);
  v_condition app_public.condition;
  v_max bigint;
begin
  if gives.freezes > v_freezes_max then
    perform app_private.refuse('RW006', format('It gives %s freezes, and nobody can hold more than %s.', gives.freezes, v_freezes_max), 'Let it give fewer.');
  elsif cardinality(gives.items) > v_inventory_max then
    perform app_private.refuse('RW006', format('It gives %s different items, and nobody can hold more than %s.', cardinality(gives.items), v_inventory_max), 'Let it give fewer.');
  elsif reward.starts_at = 'infinity' then
    perform app_private.refuse('RW006', 'Its window never comes.', 'Let startsAt be an instant to come, or leave it out.');
  end if;
  foreach v_condition in array coalesce(reward.conditions, '{}') loop
    v_max := (select max(coalesce(app_rules.metric_max(v_condition.metric, v), 9223372036854775807)) from unnest(versions) as v);
    if not exists (select from app_private.metrics as m where m.id = v_condition.metric) then
      perform app_private.refuse('RW006', format('There is no metric "%s".', left(v_condition.metric, 63)),
        format('Use one of %s.', (select string_agg(m.id, ', ' order by m.id) from app_private.metrics as m)));
    elsif v_condition.at_least > v_max then
      perform app_private.refuse('RW006', format('It asks for %s %s, and nobody can reach more than %s.',
        v_condition.metric, v_condition.at_least, v_max), 'Ask for less.');
    end if;
  end loop;
end
$function$;
comment on function app_private.require_reachable(reward app_public.reward, gives app_public.effects, versions app_private.rule_versions[]) is 'RW006 for a reward that nobody could ever claim under any of these rule versions.';

CREATE OR REPLACE FUNCTION app_private.require_reason(reason text, is_required boolean)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if coalesce(length(reason) not between 1 and 200, is_required) then
    perform app_private.refuse('RS001', 'A reason has 1 to 200 characters.', 'Say in a few words what it is for.');
  end if;
end
$function$;
comment on function app_private.require_reason(reason text, is_required boolean) is 'RS001 unless the reason has 1 to 200 characters; null will do where none is required.';

CREATE OR REPLACE FUNCTION app_private.require_repairable(state app_private.user_states, rules app_private.rule_versions, day date, marks app_private.marked_day[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_missed constant date[] := array(select m.day from unnest(marks) as m where m.mark = 'repair' order by m.day);
  v_until constant date := v_missed[cardinality(v_missed)] + rules.repair_within_days;
  v_points constant numeric := cardinality(v_missed) * rules.repair_points::numeric;
begin
  if day = any (v_missed) is not true then
    perform app_private.refuse('RP001', format('%s cannot be repaired: no streak was lost on it.',
      coalesce(app_rules.iso_date(day), 'That day')),
      'Take the day from state.streak.repair, or a missed day from the calendar.');
  elsif state.last_day > v_until then
    perform app_private.refuse('RP002', format('The time to repair %s is over: it could be repaired until %s.',
      app_rules.iso_date(day), app_rules.iso_date(v_until)), 'Check in to begin a new streak.');
  elsif state.points < v_points then
    perform app_private.refuse('PT001', format('The repair costs %s points, and you have %s.',
      v_points, state.points), 'Earn or claim more points first.');
  end if;
end
$function$;
comment on function app_private.require_repairable(state app_private.user_states, rules app_private.rule_versions, day date, marks app_private.marked_day[]) is 'Refuses a repair that cannot be made, saying why. marks: the gap as the repair would mark it.';

CREATE OR REPLACE FUNCTION app_private.require_reversible(state app_private.user_states, rules app_private.rule_versions, sequence_number bigint, entry app_public.journal_entries, reason text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_obstacle constant text := app_rules.reversal_obstacle(state, rules, entry);
begin
  perform app_private.require_reason(reason, true);
  if entry.sequence_number is null then
    perform app_private.refuse('RV001', format('The user has no journal entry %s.', sequence_number),
      'Take the sequence number from the user''s journal.');
  elsif not app_rules.is_reversible(entry.kind) then
    perform app_private.refuse('RV001', format('Entry %s is of the kind %s, which cannot be reversed.',
      sequence_number, upper(entry.kind::text)), 'Grant what is to be made good.');
  elsif v_obstacle = 'PT001' then
    perform app_private.refuse('PT001', format('Entry %s gave %s points, and %s are left.',
      sequence_number, entry.points_delta, state.points), 'Reverse first what they were spent on.');
  elsif v_obstacle = 'FZ002' then
    perform app_private.refuse('FZ002', format('Entry %s gave %s freezes, which have been used.',
      sequence_number, entry.freezes_granted), 'A used freeze is a day of the calendar; it is not taken back.');
  elsif v_obstacle = 'IT003' then
    perform app_private.refuse('IT003', format('The items that entry %s gave are no longer held.', sequence_number),
      'Reverse first what used them.');
  elsif v_obstacle = 'IN001' then
    perform app_private.refuse('IN001', format('The user''s inventory holds at most %s different items; what entry %s took would not fit.',
      rules.inventory_max, sequence_number), 'Wait until an item is used up.');
  end if;
end
$function$;
comment on function app_private.require_reversible(state app_private.user_states, rules app_private.rule_versions, sequence_number bigint, entry app_public.journal_entries, reason text) is 'Refuses a reversal that cannot be made, saying why.';

CREATE OR REPLACE FUNCTION app_private.require_settings(zone text, day_start_hour integer)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if not exists (select from app_private.zones as z where z.name = require_settings.zone) then
    perform app_private.refuse('US001', format('"%s" is not a time zone of this app.', left(zone, 63)),
      'Use an IANA name such as Europe/Berlin, spelt exactly so.');
  end if;
  if day_start_hour not in (0, 4, 5, 6) then
    perform app_private.refuse('US002', format('A day cannot start at hour %s.', day_start_hour),
      'Use 0, 4, 5 or 6.');
  end if;
end
$function$;
comment on function app_private.require_settings(zone text, day_start_hour integer) is 'US001 unless the zone is one of ours, US002 unless a day may start at the hour.';

CREATE OR REPLACE FUNCTION app_private.require_spendable(state app_private.user_states, rules app_private.rule_versions, amount integer, reason text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_in_time_at constant timestamptz := app_rules.energy_full_at(state.energy, state.energy_anchor,
    least(amount, rules.energy_max), rules.energy_refill_amount, rules.energy_refill_seconds);
begin
  perform app_private.require_reason(reason, false);
  if (amount between 1 and 1000000) is not true then
    perform app_private.refuse('QT001', 'An amount of energy is from 1 to 1000000.', 'Spend at least 1.');
  elsif state.energy < amount then
    perform app_private.refuse('NR001', format('This takes %s energy, and you have %s.', amount, state.energy),
      case when amount <= rules.energy_max
        then format('There will be enough at %s.',
          to_char(date_trunc('second', v_in_time_at + interval '0.999999 seconds') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
        else format('Energy refills up to %s; use an item or claim a reward that gives more.', rules.energy_max)
      end);
  end if;
end
$function$;
comment on function app_private.require_spendable(state app_private.user_states, rules app_private.rule_versions, amount integer, reason text) is 'QT001 unless the amount is from 1 to 1000000, RS001 unless a reason given is short, NR001 unless there is so much energy.';

CREATE OR REPLACE FUNCTION app_private.require_test_user_creator(issuer text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  perform app_private.require_user_id();
  if current_setting('role') = 'app_operator' then
    return;
  elsif coalesce(current_setting('app.development', true), '') <> 'on' then
    perform app_private.refuse('IA002', 'Only an operator can create a test user on this server.',
      'Ask an operator for one, or run a server in development (without NODE_ENV).');
  elsif issuer <> current_setting('app.issuer') then
    perform app_private.refuse('IA002', 'Only an operator can create a test user of another issuer.',
      'Leave issuer out for your own.');
  end if;
end
$function$;
comment on function app_private.require_test_user_creator(issuer text) is 'IA001 unless somebody is calling, IA002 unless it is an operator or, in development, somebody of the same issuer.';

CREATE OR REPLACE FUNCTION app_private.require_usable(state app_private.user_states, rules app_private.rule_versions, item_id text, item app_private.items)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  perform app_private.require_item(item_id, item);
  if coalesce((state.inventory ->> item.id)::int, 0) < 1 then
    perform app_private.refuse('IT003', format('You have no "%s".', item.title), 'Buy one first; state.inventory lists what you have.');
  elsif app_rules.effects_obstacle(state, rules, item.gives) = 'FZ001' then
    perform app_private.refuse('FZ001', format('You hold %s of at most %s freezes, and "%s" gives %s.',
      cardinality(state.freezes), rules.freezes_max, item.title, (item.gives).freezes),
      'Use it when a freeze has been used; you keep it until then.');
  elsif app_rules.after_effects(state, rules, state.last_day, item.gives) is not distinct from state then
    perform app_private.refuse('IT004', format('"%s" would change nothing now: energy is %s of %s.',
      item.title, state.energy, rules.energy_max), 'Use it later; you keep it until then.');
  end if;
end
$function$;
comment on function app_private.require_usable(state app_private.user_states, rules app_private.rule_versions, item_id text, item app_private.items) is 'Refuses the use of an item that is not held, or none of whose effects would change anything; all of its freezes fit, or it is kept.';

CREATE OR REPLACE FUNCTION app_private.require_user_id()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_user_id constant uuid := app_private.current_user_id();
begin
  if v_user_id is null then
    perform app_private.refuse('IA001', 'You are signed out.', 'Send a valid bearer token in the Authorization header.');
  end if;
  return v_user_id;
end
$function$;
comment on function app_private.require_user_id() is 'Who is calling; IA001 when nobody is.';
grant execute on function app_private.require_user_id() to app_anonymous;
grant execute on function app_private.require_user_id() to app_operator;
grant execute on function app_private.require_user_id() to app_user;

CREATE OR REPLACE FUNCTION app_private.reverse_entry(user_id uuid, operator_id uuid, sequence_number bigint, reason text)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
AS $function$
declare
  v_before app_private.user_states;
  v_at timestamptz;
  v_rules app_private.rule_versions;
  v_reversed app_public.journal_entries;
  v_reversal app_public.journal_entries;
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  perform app_private.require_known_user(user_id);
  v_before := app_private.lock_state(user_id);
  v_at := app_private.occurs_at(v_before);
  v_rules := app_private.rules_at(v_at);

  -- Look: a reversal that was made is the answer.
  select e.* into v_reversal from app_public.journal_entries as e
  where e.user_id = reverse_entry.user_id and e.reverses = reverse_entry.sequence_number;
  if found then
    return app_private.repeat_answer(v_reversal, app_private.state_as_of(user_id, v_at));
  end if;
  select e.* into v_reversed from app_public.journal_entries as e
  where e.user_id = reverse_entry.user_id and e.sequence_number = reverse_entry.sequence_number;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_reversible(v_settled, v_rules, sequence_number, v_reversed, reason);
  v_after := app_rules.after_reversal(v_settled, v_rules, v_reversed);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'reversal', v_settled.last_day,
    jsonb_build_object('sequence_number', sequence_number, 'reason', reason),
    reverses => sequence_number, operator_id => operator_id);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$function$;
comment on function app_private.reverse_entry(user_id uuid, operator_id uuid, sequence_number bigint, reason text) is 'Takes back what a journal entry of a user gave, and gives back what it took, by an entry of its own; or answers with the reversal that was made.';

CREATE OR REPLACE FUNCTION app_private.reward_definition(reward app_private.rewards)
 RETURNS app_public.reward
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT ROW((reward).id, (reward).title, (reward).description, ARRAY( SELECT ROW(c.metric, c.at_least)::app_public.condition AS "row"
            FROM app_private.reward_conditions c
           WHERE (c.reward_id = (reward_definition.reward).id)
           ORDER BY c.metric), ((reward).gives)::app_public.effects, (reward).repeats, (reward).starts_at, (reward).ends_at, (reward).stock, (reward).claim_within_hours, (reward).auto_claim, (reward).priority, (reward).enabled)::app_public.reward AS "row";
END;
comment on function app_private.reward_definition(reward app_private.rewards) is 'A reward with its conditions, as operators configure it.';

CREATE OR REPLACE FUNCTION app_private.reward_differences(user_id uuid)
 RETURNS SETOF app_private.difference
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 WITH catalogue AS (
          SELECT r.id,
             r.title,
             r.description,
             r.repeats,
             r.starts_at,
             r.ends_at,
             r.stock,
             r.claim_within_hours,
             r.auto_claim,
             r.priority,
             r.enabled,
             r.gives,
             r.saved_at,
             r.revision,
             ( SELECT COALESCE(jsonb_object_agg(k.metric, k.at_least), '{}'::jsonb) AS "coalesce"
                    FROM app_private.reward_conditions k
                   WHERE (k.reward_id = r.id)) AS conditions
            FROM app_private.rewards r
         ), unlocks AS (
          SELECT u.user_id,
             u.reward_id,
             u.period_key,
             u.unlocked_at,
             u.claimable_until,
             u.rule_version_id,
             u.sequence_number,
             u.conditions,
             u.reward_revision,
             e.*::app_public.journal_entries AS entry,
                 CASE
                     WHEN (e.kind = 'settings'::app_public.journal_kind) THEN app_private.state_when_unlocked(app_rules.state_after(e.*))
                     ELSE app_rules.state_after(e.*)
                 END AS state
            FROM (app_private.reward_unlocks u
              LEFT JOIN app_public.journal_entries e ON (((e.user_id = u.user_id) AND (e.sequence_number = u.sequence_number))))
           WHERE (u.user_id = reward_differences.user_id)
         ), claims AS (
          SELECT c.user_id,
             c.reward_id,
             c.period_key,
             c.claimed_at,
             c.automatic,
             c.rule_version_id,
             c.sequence_number,
             c.from_stock,
             c.reward_revision,
             e.*::app_public.journal_entries AS entry
            FROM (app_private.reward_claims c
              LEFT JOIN app_public.journal_entries e ON (((e.user_id = c.user_id) AND (e.sequence_number = c.sequence_number))))
           WHERE (c.user_id = reward_differences.user_id)
         )
  SELECT u.sequence_number,
     format('The unlock of %s (%s) is by no entry.'::text, u.reward_id, u.period_key) AS format
    FROM unlocks u
   WHERE ((((u.entry).occurred_at IS DISTINCT FROM u.unlocked_at) OR ((u.entry).rule_version_id IS DISTINCT FROM u.rule_version_id)) OR ((u.entry).kind = ANY (ARRAY['bootstrap'::app_public.journal_kind, 'amnesty'::app_public.journal_kind])) OR (EXISTS ( SELECT
            FROM claims c
           WHERE (c.automatic AND (c.sequence_number = u.sequence_number)))))
 UNION ALL
  SELECT e.sequence_number,
     format('The entry tells of %s unlocks; %s are stored.'::text, COALESCE((e.rewards_unlocked)::text, 'no number of'::text), COALESCE(n.stored, (0)::bigint)) AS format
    FROM (( SELECT j.sequence_number,
             j.rewards_unlocked,
             bool_or((j.rewards_unlocked IS NOT NULL)) OVER (ORDER BY j.sequence_number) AS is_counted
            FROM app_public.journal_entries j
           WHERE (j.user_id = reward_differences.user_id)) e
      LEFT JOIN ( SELECT u.sequence_number,
             count(*) AS stored
            FROM unlocks u
           GROUP BY u.sequence_number) n USING (sequence_number))
   WHERE (e.is_counted AND (e.rewards_unlocked IS DISTINCT FROM COALESCE(n.stored, (0)::bigint)))
 UNION ALL
  SELECT u.sequence_number,
     format('The unlock of %s (%s) had not earned %s of %s.'::text, u.reward_id, u.period_key, c.at_least, c.metric) AS format
    FROM unlocks u,
     LATERAL jsonb_each_text(u.conditions) c(metric, at_least)
   WHERE (((u.entry).user_id IS NOT NULL) AND ((app_rules.metric_value(c.metric, u.state) >= (c.at_least)::bigint) IS NOT TRUE))
 UNION ALL
  SELECT u.sequence_number,
     format('The unlock of %s (%s) is not as the reward has it: %s.'::text, u.reward_id, u.period_key, w.what) AS format
    FROM (unlocks u
      JOIN catalogue r ON ((r.id = u.reward_id))),
     LATERAL ( SELECT concat_ws(', '::text,
                 CASE
                     WHEN (u.conditions IS DISTINCT FROM r.conditions) THEN 'other conditions'::text
                     ELSE NULL::text
                 END,
                 CASE
                     WHEN (u.period_key IS DISTINCT FROM app_rules.period_key(r.repeats, (u.entry).day, (u.state).run_started_on)) THEN 'another period'::text
                     ELSE NULL::text
                 END,
                 CASE
                     WHEN (u.claimable_until IS DISTINCT FROM app_rules.seconds_after(u.unlocked_at, ((r.claim_within_hours * (3600)::bigint))::numeric)) THEN 'another time to claim it'::text
                     ELSE NULL::text
                 END,
                 CASE
                     WHEN ((NOT r.enabled) OR (NOT app_rules.window_is_open(r.starts_at, r.ends_at, u.unlocked_at))) THEN 'not open then'::text
                     ELSE NULL::text
                 END) AS what) w
   WHERE (((u.entry).user_id IS NOT NULL) AND (u.reward_revision = r.revision) AND (w.what <> ''::text))
 UNION ALL
  SELECT c.sequence_number,
     format('The claim of %s (%s) did not give what the reward gives.'::text, c.reward_id, c.period_key) AS format
    FROM (claims c
      JOIN catalogue r ON ((r.id = c.reward_id)))
   WHERE ((c.reward_revision = r.revision) AND ((c.entry).kind = 'claim'::app_public.journal_kind) AND (((c.entry).asked ->> 'reward_id'::text) = c.reward_id) AND (app_private.effects_of(c.entry) IS DISTINCT FROM app_rules.effects_with_defaults((r.gives)::app_public.effects)))
 UNION ALL
  SELECT c.sequence_number,
     format('The claim of %s (%s) is by no entry.'::text, c.reward_id, c.period_key) AS format
    FROM claims c
   WHERE (((((c.entry).occurred_at IS DISTINCT FROM c.claimed_at) OR ((c.entry).rule_version_id IS DISTINCT FROM c.rule_version_id)) OR ((c.entry).kind IS DISTINCT FROM 'claim'::app_public.journal_kind)) OR ((c.entry).asked IS DISTINCT FROM jsonb_build_object('reward_id', c.reward_id, 'period_key', c.period_key)))
 UNION ALL
  SELECT c.sequence_number,
     format('The claim of %s (%s) is not within the time of its unlock.'::text, c.reward_id, c.period_key) AS format
    FROM (claims c
      LEFT JOIN unlocks u ON (((u.reward_id = c.reward_id) AND (u.period_key = c.period_key))))
   WHERE (((c.claimed_at >= u.unlocked_at) AND ((c.claimed_at < u.claimable_until) OR (u.claimable_until IS NULL)) AND ((c.claimed_at = u.unlocked_at) OR (NOT c.automatic)) AND (c.sequence_number > u.sequence_number)) IS NOT TRUE)
 UNION ALL
  SELECT e.sequence_number,
     format('The claim of %s (%s) is missing.'::text, (e.asked ->> 'reward_id'::text), (e.asked ->> 'period_key'::text)) AS format
    FROM app_public.journal_entries e
   WHERE ((e.user_id = reward_differences.user_id) AND (e.kind = 'claim'::app_public.journal_kind) AND (NOT (EXISTS ( SELECT
            FROM claims c
           WHERE (c.sequence_number = e.sequence_number)))));
END;
comment on function app_private.reward_differences(user_id uuid) is 'Unlocks and claims of a user that are not those of the journal: without their entry, without having met the conditions, out of time, or missing.';

CREATE OR REPLACE FUNCTION app_private.reward_explanation(user_id uuid, reward_id text, at timestamp with time zone)
 RETURNS app_public.reward_explanation
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_state constant app_private.user_states := app_private.state_as_of(user_id, at);
  v_today constant date := app_rules.engagement_day(
    v_state.last_occurred_at, v_state.zone, v_state.day_start_hour, v_state.last_day);
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
  v_claim app_private.reward_claims;
  v_remaining bigint;
  v_is_current boolean;
  v_status app_public.reward_status;
  v_of app_public.reward_explanation;
begin
  select r.* into v_reward from app_private.rewards as r where r.id = reward_explanation.reward_id;
  if not found then
    perform app_private.refuse('RW001', format('There is no reward "%s".', left(reward_id, 63)),
      'Take the reward id from me.rewards.');
  end if;
  v_of.reward_id := v_reward.id;
  v_of.title := v_reward.title;
  v_of.enabled := v_reward.enabled;
  v_of.period_key := app_rules.period_key(v_reward.repeats, v_today, v_state.run_started_on);
  v_of.conditions := app_private.conditions_explained(v_reward.id, v_state);
  if app_rules.takes_stock(v_state, v_reward) then
    v_remaining := (select coalesce(sum(s.remaining), 0) from app_private.reward_stock as s where s.reward_id = v_reward.id);
  end if;

  -- The current period's unlock, or else the latest.
  select u.* into v_unlock from app_private.reward_unlocks as u
  where u.user_id = reward_explanation.user_id and u.reward_id = v_reward.id
  order by u.period_key is not distinct from v_of.period_key desc, u.unlocked_at desc, u.sequence_number desc limit 1;
  v_is_current := found and v_unlock.period_key is not distinct from v_of.period_key;
  if not v_is_current then
    v_of.status := app_rules.reward_status(null, null, null, v_reward.starts_at, v_reward.ends_at, v_remaining,
      v_state.last_occurred_at);
    v_of.text := app_rules.locked_words(v_reward.title, v_reward.repeats, v_of.period_key, v_reward.enabled,
      v_reward.starts_at, v_reward.ends_at, v_remaining, v_of.conditions, v_state.last_occurred_at, v_state.zone);
  end if;
  if v_unlock.user_id is null then
    return v_of;
  end if;

  select c.* into v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;
  v_status := app_rules.reward_status(v_unlock.unlocked_at, v_unlock.claimable_until, v_claim.claimed_at,
    v_reward.starts_at, v_reward.ends_at, v_remaining, v_state.last_occurred_at);
  v_of.status := coalesce(v_of.status, v_status);
  v_of.unlocked := row(v_reward.id, v_reward.title, v_unlock.period_key, v_unlock.unlocked_at,
    v_unlock.claimable_until, v_unlock.rule_version_id)::app_public.unlocked_reward;
  v_of.unlocked_by := v_unlock.sequence_number;
  if v_claim.user_id is not null then
    v_of.claimed := row(v_reward.id, v_reward.title, v_claim.period_key, v_claim.claimed_at, v_claim.automatic,
      app_private.given_by(user_id, v_claim.sequence_number), v_claim.rule_version_id)::app_public.claimed_reward;
    v_of.claimed_by := v_claim.sequence_number;
  end if;
  v_of.text := concat_ws(' ', v_of.text || ' Earlier:',
    app_private.unlock_words(v_reward, v_of, v_status, case when v_is_current then v_of.conditions else '{}' end, v_state));
  return v_of;
end
$function$;
comment on function app_private.reward_explanation(user_id uuid, reward_id text, at timestamp with time zone) is 'Why a reward is not unlocked for a user as of an instant or, if it is, when and by which journal entry, and what became of it.';
grant execute on function app_private.reward_explanation(user_id uuid, reward_id text, at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_private.rule_version_shown(version app_private.rule_versions)
 RETURNS app_public.rule_version
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT ROW((version).id, (version).effective_from, jsonb_populate_record(NULL::app_public.rule_parameters, to_jsonb(version)))::app_public.rule_version AS "row";
END;
comment on function app_private.rule_version_shown(version app_private.rule_versions) is 'A rule version as operators see it.';

CREATE OR REPLACE FUNCTION app_private.rules_at(at timestamp with time zone)
 RETURNS app_private.rule_versions
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_rules app_private.rule_versions;
begin
  select v.* into v_rules from app_private.rule_versions as v
  where v.effective_from <= at order by v.effective_from desc limit 1;
  return v_rules;
end
$function$;
comment on function app_private.rules_at(at timestamp with time zone) is 'The rule version in force at an instant.';
grant execute on function app_private.rules_at(at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_private.rules_from(at timestamp with time zone)
 RETURNS SETOF app_private.rule_versions
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT v.id,
     v.effective_from,
     v.check_in_energy,
     v.check_in_points,
     v.check_in_xp,
     v.energy_start,
     v.energy_max,
     v.energy_overfill,
     v.energy_refill_amount,
     v.energy_refill_seconds,
     v.freezes_start,
     v.freeze_every_days,
     v.freezes_max,
     v.late_grace_minutes,
     v.travel_cover_days,
     v.pause_max_days,
     v.repair_within_days,
     v.repair_points,
     v.inventory_max,
     v.level_thresholds,
     v.level_boosts_basis_points
    FROM app_private.rule_versions v
   WHERE ((v.effective_from > rules_from.at) OR (v.id = (app_private.rules_at(rules_from.at)).id));
END;
comment on function app_private.rules_from(at timestamp with time zone) is 'The rule version in force at an instant, and those to come after it.';

CREATE OR REPLACE FUNCTION app_private.run_days(state app_private.user_states)
 RETURNS SETOF app_private.run_day
 LANGUAGE sql
 STABLE ROWS 30
BEGIN ATOMIC
 WITH now AS MATERIALIZED (
          SELECT app_private.excused_days((run_days.state).last_amnesty_id, '-infinity'::date) AS excused,
             app_private.ended_through((run_days.state).last_occurred_at, (run_days.state).zone, (run_days.state).day_start_hour) AS ended_through
         ), unstored AS MATERIALIZED (
          SELECT u.day,
             u.mark,
             u.freeze_granted_on,
             u.paid_points
            FROM unnest(app_private.unstored_marks(run_days.state)) u(day, mark, freeze_granted_on, paid_points)
         ), marks AS (
          SELECT m.day,
             m.mark,
             m.zone,
             m.day_start_hour,
             m.rule_version_id,
             m.marked_at,
             m.sequence_number,
             m.freeze_granted_on,
             m.paid_points
            FROM app_private.day_marks m
           WHERE ((m.user_id = (run_days.state).user_id) AND (NOT (EXISTS ( SELECT
                    FROM unstored u
                   WHERE (u.day = m.day)))))
         UNION ALL
          SELECT u.day,
             u.mark,
             (run_days.state).zone AS zone,
             (run_days.state).day_start_hour AS day_start_hour,
             NULL::integer,
             NULL::timestamp with time zone,
             NULL::bigint,
             u.freeze_granted_on,
             u.paid_points
            FROM unstored u
         ), blocks AS (
          SELECT m.day,
             m.mark,
             m.zone,
             m.day_start_hour,
             m.rule_version_id,
             m.marked_at,
             m.sequence_number,
             m.freeze_granted_on,
             m.paid_points,
             (m.mark = ANY (ARRAY['check_in'::app_public.mark, 'late'::app_public.mark])) AS counts,
             (m.mark = ANY (ARRAY['pause'::app_public.mark, 'amnesty'::app_public.mark, 'travel'::app_public.mark])) AS coverable,
             (m.day - (row_number() OVER (ORDER BY m.day))::integer) AS block
            FROM marks m
         ), run AS (
          SELECT b_1.day,
             b_1.mark,
             b_1.zone,
             b_1.day_start_hour,
             b_1.rule_version_id,
             b_1.marked_at,
             b_1.sequence_number,
             b_1.freeze_granted_on,
             b_1.paid_points,
             b_1.counts,
             b_1.coverable,
             b_1.block,
             (count(*) FILTER (WHERE b_1.counts) OVER (ORDER BY b_1.day))::integer AS streak
            FROM blocks b_1
           WHERE (b_1.block = ( SELECT l.block
                    FROM blocks l
                   ORDER BY l.day DESC
                  LIMIT 1))
         ), placed AS (
          SELECT r.day,
             r.mark,
             r.zone,
             r.day_start_hour,
             r.rule_version_id,
             r.marked_at,
             r.sequence_number,
             r.freeze_granted_on,
             r.paid_points,
             r.counts,
             r.coverable,
             r.block,
             r.streak,
             daterange(min(r.day) OVER stretch, max(r.day) OVER stretch, '[]'::text) AS stretch,
             (GREATEST((1)::bigint, count(*) FILTER (WHERE r.coverable) OVER (stretch ORDER BY r.day), count(*) FILTER (WHERE r.coverable) OVER (PARTITION BY r.sequence_number ORDER BY r.day)))::integer AS place,
             array_remove(array_agg(
                 CASE
                     WHEN (NOT r.counts) THEN r.freeze_granted_on
                     ELSE NULL::date
                 END) OVER (stretch ORDER BY r.day ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), NULL::date) AS used_later
            FROM run r
           WINDOW stretch AS (PARTITION BY r.streak)
         ), repairs AS MATERIALIZED (
          SELECT r.sequence_number,
             ((r.asked ->> 'day'::text))::date AS day,
             r.last_freeze_day
            FROM app_public.journal_entries r
           WHERE ((r.user_id = (run_days.state).user_id) AND (r.kind = 'repair'::app_public.journal_kind))
         )
  SELECT p.day,
     p.mark,
     p.streak,
     (p.day <= now.ended_through),
     p.zone,
     p.day_start_hour,
     p.rule_version_id,
     p.marked_at,
     p.sequence_number,
     p.freeze_granted_on,
     p.paid_points,
     e.day,
     e.zone,
     e.day_start_hour,
     ( SELECT a.reason
            FROM app_private.amnesties a
           WHERE ((p.day >= a.first_day) AND (p.day <= a.last_day))
           ORDER BY a.id DESC
          LIMIT 1) AS reason,
     app_rules.otherwise_mark(p.mark, ((p.mark = 'travel'::app_public.mark) AND (app_rules.is_day_without_hours(p.day, p.zone, p.day_start_hour) OR app_rules.is_day_without_hours(p.day, e.zone, e.day_start_hour))), ((p.day >= b.paused_from) AND (p.day <= b.paused_until)), (now.excused @> p.day), ((p.mark = 'amnesty'::app_public.mark) AND (EXISTS ( SELECT
            FROM repairs r
           WHERE (((r.sequence_number < p.sequence_number) OR (p.sequence_number IS NULL)) AND (p.stretch @> r.day) AND (((p.stretch @> r.last_freeze_day) AND (r.last_freeze_day >= p.day)) IS NOT TRUE))))), ( SELECT (count(*))::integer AS count
            FROM unnest((
                 CASE
                     WHEN (p.day <= now.ended_through) THEN COALESCE(e.freezes, (run_days.state).freezes)
                     ELSE (run_days.state).freezes
                 END ||
                 CASE
                     WHEN p.counts THEN '{}'::date[]
                     ELSE COALESCE(p.used_later, '{}'::date[])
                 END)) f(granted_on)
           WHERE (f.granted_on < p.day)), p.place) AS otherwise_mark
    FROM (((placed p
      CROSS JOIN now)
      LEFT JOIN app_public.journal_entries e ON (((e.user_id = (run_days.state).user_id) AND (e.sequence_number = p.sequence_number))))
      LEFT JOIN app_public.journal_entries b ON (((b.user_id = (run_days.state).user_id) AND (b.sequence_number = (p.sequence_number - 1)) AND p.counts)))
   ORDER BY p.day;
END;
comment on function app_private.run_days(state app_private.user_states) is 'The days of a settled state''s last run, live or over, each with all that explains it.';
grant execute on function app_private.run_days(state app_private.user_states) to app_user;

CREATE OR REPLACE FUNCTION app_private.save_item(item app_public.item)
 RETURNS app_public.item
 LANGUAGE plpgsql
AS $function$
declare
  v_gives constant app_public.effects := app_rules.effects_with_defaults(item.gives);
  v_freezes_max constant int := (
    select max(v.freezes_max) from app_private.rules_from(app_private.clock()) as v);
  v_constraint text;
  v_column text;
begin
  -- Decide
  if v_gives.freezes > v_freezes_max then
    perform app_private.refuse('IT005', format('It gives %s freezes, and nobody can hold more than %s.', v_gives.freezes, v_freezes_max), 'Let it give fewer.');
  end if;

  -- Write
  insert into app_private.items (id, title, description, price_points, gives, on_sale)
  values (item.item_id, item.title, item.description, item.price_points, v_gives, coalesce(item.on_sale, true))
  on conflict (id) do update set
    title = excluded.title, description = excluded.description, price_points = excluded.price_points,
    gives = excluded.gives, on_sale = excluded.on_sale;

  -- Answer
  return row(item.item_id, item.title, item.description, item.price_points, v_gives, coalesce(item.on_sale, true))::app_public.item;
exception when integrity_constraint_violation then
  get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
  perform app_private.refuse_invalid('IT005', 'The item', v_constraint, v_column);
end
$function$;
comment on function app_private.save_item(item app_public.item) is 'Creates or changes an item as a whole. IT005 for one that breaks a rule or could never be used.';

CREATE OR REPLACE FUNCTION app_private.save_reward(reward app_public.reward)
 RETURNS app_public.reward
 LANGUAGE plpgsql
AS $function$
declare
  v_at constant timestamptz := app_private.clock();
  v_gives constant app_public.effects := app_rules.effects_with_defaults(reward.gives);
  v_before app_public.reward;
  v_saved app_private.rewards;
  v_constraint text;
  v_column text;
begin
  -- Decide
  perform app_private.require_effects(v_gives, 'RW006');
  -- Under the rules in force now or at some time to come; what is out of reach under all of them is a mistake.
  perform app_private.require_reachable(reward, v_gives, array(select v from app_private.rules_from(v_at) as v));
  if reward.ends_at <= v_at and coalesce(reward.enabled, true) then
    perform app_private.refuse('RW006', 'Its window is over.', 'Let endsAt be to come, or enabled be false.');
  end if;

  -- Its lock comes first, or another save might be between what it was and what it becomes.
  perform from app_private.rewards as r where r.id = reward.reward_id for no key update;
  select d.* into v_before
  from app_private.rewards as r, lateral app_private.reward_definition(r) as d where r.id = reward.reward_id;

  -- Write: its own row first, which is also the lock for conditions and stock.
  insert into app_private.rewards as r
    (id, title, description, repeats, starts_at, ends_at, claim_within_hours, auto_claim, priority, enabled, gives)
  values (
    reward.reward_id, reward.title, reward.description, coalesce(reward.repeats, 'once'), reward.starts_at, reward.ends_at,
    reward.claim_within_hours, coalesce(reward.auto_claim, false), coalesce(reward.priority, 100),
    coalesce(reward.enabled, true), v_gives)
  on conflict (id) do update set
    title = excluded.title, description = excluded.description, repeats = excluded.repeats, starts_at = excluded.starts_at,
    ends_at = excluded.ends_at, claim_within_hours = excluded.claim_within_hours, auto_claim = excluded.auto_claim,
    priority = excluded.priority, enabled = excluded.enabled, gives = excluded.gives;
  delete from app_private.reward_conditions as c where c.reward_id = reward.reward_id;
  insert into app_private.reward_conditions (reward_id, metric, at_least)
  select reward.reward_id, c.metric, c.at_least from unnest(reward.conditions) as c;
  perform app_private.set_stock(reward.reward_id, reward.stock);

  -- Answer
  update app_private.rewards as r set saved_at = app_private.clock(), revision = r.revision + (v_before.reward_id is not null)::int
  where r.id = reward.reward_id and app_private.reward_definition(r) is distinct from v_before;
  select r.* into strict v_saved from app_private.rewards as r where r.id = reward.reward_id;
  return app_private.reward_definition(v_saved);
exception when integrity_constraint_violation then
  get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
  perform app_private.refuse_invalid('RW006', 'The reward', v_constraint, v_column);
end
$function$;
comment on function app_private.save_reward(reward app_public.reward) is 'Creates or changes a reward, its conditions and its stock as a whole. RW006 for one that breaks a rule or could never be claimed.';

CREATE OR REPLACE FUNCTION app_private.session_is_live(account_id uuid, session_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM app_private.sessions s
           WHERE ((s.account_id = session_is_live.account_id) AND (s.session_id = session_is_live.session_id) AND (s.expires_at > app_private.clock())))) AS "exists";
END;
comment on function app_private.session_is_live(account_id uuid, session_id uuid) is 'Whether the session has neither been ended nor expired.';
grant execute on function app_private.session_is_live(account_id uuid, session_id uuid) to app_server;

CREATE OR REPLACE FUNCTION app_private.set_account_operator(email text, is_operator boolean)
 RETURNS uuid
 LANGUAGE plpgsql
AS $function$
declare
  v_account_id constant uuid := app_private.require_account(email);
begin
  update app_private.accounts as a set is_operator = set_account_operator.is_operator where a.account_id = v_account_id;
  -- Its tokens say that it is one until they expire; without their session they are refused at once.
  if not is_operator then
    perform app_private.end_session(v_account_id, null, everywhere => true);
  end if;
  return v_account_id;
end
$function$;
comment on function app_private.set_account_operator(email text, is_operator boolean) is 'Makes the account of an e-mail address an operator, from its next refresh or log-in on; or no operator any more, which ends its sessions. AC002 when there is none.';

CREATE OR REPLACE FUNCTION app_private.set_stock(reward_id text, stock integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  v_slots constant int := 16;
  v_before int;
  v_change int;
  v_slot app_private.reward_stock;
begin
  select r.stock into strict v_before from app_private.rewards as r where r.id = set_stock.reward_id for no key update;
  if v_before is not null and not exists (
    select from app_private.reward_stock as s where s.reward_id = set_stock.reward_id
  ) then
    raise exception using errcode = 'object_not_in_prerequisite_state',
      message = 'The stock of this reward was written by hand, so there is nothing to claim from.',
      hint = 'Set rewards.stock to null and then the whole stock by this function.';
  elsif stock < 1 then
    perform app_private.refuse('RW006', 'A stock is at least 1.', 'Leave it out for no limit, or disable the reward.');
  elsif stock is null and v_before is not null then
    perform app_private.refuse('RW006', 'A stock cannot become unlimited again.', 'Raise it instead.');
  end if;
  v_change := coalesce(stock, 0) - coalesce(v_before, 0);
  update app_private.rewards as r set stock = set_stock.stock where r.id = set_stock.reward_id and v_change <> 0;

  if v_change > 0 then
    insert into app_private.reward_stock (reward_id, slot, remaining)
    select set_stock.reward_id, n.slot, v_change / v_slots + (n.slot <= v_change % v_slots)::int
    from generate_series(1, least(v_change, v_slots)) as n(slot)
    on conflict on constraint reward_stock_pkey do update set remaining = reward_stock.remaining + excluded.remaining;
  elsif v_change < 0 then
    for v_slot in
      select s.* from app_private.reward_stock as s where s.reward_id = set_stock.reward_id order by s.slot for no key update
    loop
      update app_private.reward_stock as s set remaining = s.remaining - least(v_slot.remaining, -v_change)
      where s.reward_id = v_slot.reward_id and s.slot = v_slot.slot;
      v_change := v_change + least(v_slot.remaining, -v_change);
    end loop;
    if v_change < 0 then
      perform app_private.refuse('RW006', format('The stock cannot be %s: %s have been claimed.', stock, stock - v_change),
        'Let it be at least what has been claimed.');
    end if;
  end if;
end
$function$;
comment on function app_private.set_stock(reward_id text, stock integer) is 'Limits a reward to so many claims for all users together, counted from when there first was a limit; null when there is none. RW006 for fewer than 1 or than have been claimed, and for no limit after one. A repeat changes nothing.';

CREATE OR REPLACE FUNCTION app_private.settle(state app_private.user_states, rules app_private.rule_versions, at timestamp with time zone, ended_through date)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_versions app_private.rule_versions[];
  v_excused datemultirange;
begin
  if state.run_length > 0 and ended_through > state.last_marked_day then
    v_excused := app_private.excused_days(state.last_amnesty_id, state.last_marked_day);
  end if;
  if state.rule_version_id <> rules.id then
    v_versions := app_private.all_versions();
  end if;
  return app_rules.settle(state, rules, v_versions, v_excused, at, ended_through);
end
$function$;
comment on function app_private.settle(state app_private.user_states, rules app_private.rule_versions, at timestamp with time zone, ended_through date) is 'The state as of an instant: days through ended_through settled, energy refilled. Writes nothing.';
grant execute on function app_private.settle(state app_private.user_states, rules app_private.rule_versions, at timestamp with time zone, ended_through date) to app_user;

CREATE OR REPLACE FUNCTION app_private.spend_energy(user_id uuid, amount integer, reason text, idempotency_key uuid)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
AS $function$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_asked constant jsonb := jsonb_build_object('amount', amount, 'reason', reason);
  v_entry constant app_public.journal_entries := app_private.earlier_entry(user_id, idempotency_key, 'spend', v_asked);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_spendable(v_settled, v_rules, amount, reason);
  v_after := app_rules.after_spend(v_settled, amount);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'spend', v_settled.last_day, v_asked,
    idempotency_key => idempotency_key);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$function$;
comment on function app_private.spend_energy(user_id uuid, amount integer, reason text, idempotency_key uuid) is 'Spends energy of a user, or answers with what was spent with this idempotency key.';

CREATE OR REPLACE FUNCTION app_private.state_as_of(user_id uuid, at timestamp with time zone DEFAULT NULL::timestamp with time zone)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_state app_private.user_states;
  v_at timestamptz;
begin
  select s.* into v_state from app_private.user_states as s where s.user_id = state_as_of.user_id;
  if not found then
    v_at := coalesce(at, app_private.clock());
    return app_rules.starting_state(user_id, app_private.rules_at(v_at), v_at, app_private.token_zone(), 0);
  end if;
  v_state := (app_private.with_amnesties(v_state)).after;
  v_at := greatest(coalesce(at, app_private.occurs_at(v_state)), v_state.last_occurred_at);
  return app_private.settle(v_state, app_private.rules_at(v_at), v_at,
    app_private.ended_through(v_at, v_state.zone, v_state.day_start_hour));
end
$function$;
comment on function app_private.state_as_of(user_id uuid, at timestamp with time zone) is 'What the stored state has become by an instant or, without one, by the user''s own now; what bootstrap would give for a user who is not there yet. Writes nothing.';
grant execute on function app_private.state_as_of(user_id uuid, at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_private.state_at(user_id uuid, at timestamp with time zone)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_entry constant app_public.journal_entries := app_private.entry_at(user_id, at);
  v_state app_private.user_states := app_rules.state_after(v_entry);
  v_last_amnesty_id int;
  v_step app_private.amnesty_step;
begin
  if v_entry.user_id is null or not isfinite(at) then
    return null;
  end if;
  v_state.clock_ahead_seconds := app_private.clock_ahead_after(user_id, v_entry.sequence_number);
  v_last_amnesty_id := (
    select max(a.id) from app_private.amnesties as a
    where app_rules.seconds_after(a.declared_at, coalesce(v_state.clock_ahead_seconds, 0)) <= at);
  -- A test user's clock may have moved past an instant at which the amnesty was not there yet.
  if v_state.clock_ahead_seconds is not null then
    v_last_amnesty_id := least(v_last_amnesty_id, (
      select e.last_amnesty_id from app_public.journal_entries as e
      where e.user_id = state_at.user_id and e.sequence_number = v_entry.sequence_number + 1));
  end if;
  if v_state.last_amnesty_id < v_last_amnesty_id then
    for v_step in
      select s.* from app_private.amnesty_steps(v_state, v_last_amnesty_id,
        app_rules.calendar(app_private.calendar_after(user_id, v_entry.sequence_number))) as s
    loop
      v_state := v_step.after;
    end loop;
    v_state.last_amnesty_id := v_last_amnesty_id;
  end if;
  return app_private.settle(v_state, app_private.rules_at(at), at,
    app_private.ended_through(at, v_state.zone, v_state.day_start_hour));
end
$function$;
comment on function app_private.state_at(user_id uuid, at timestamp with time zone) is 'A user''s state as of an instant, by one look-up in the journal: the last entry until then, settled up to it, with the amnesties declared by then. Null before the first entry; for an instant to come, what the state will be if nothing happens. Writes nothing.';
grant execute on function app_private.state_at(user_id uuid, at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_private.state_when_unlocked(after app_private.user_states)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_at constant timestamptz := after.last_occurred_at;
  v_versions app_private.rule_versions[];
  v_rules app_private.rule_versions;
begin
  if after.run_length = 0 or after.last_marked_day >= app_rules.local_day(v_at, after.zone, after.day_start_hour) - 1 then
    return after;
  end if;
  v_versions := app_private.all_versions();
  select v.* into v_rules from unnest(v_versions) as v where v.id = after.rule_version_id;
  return app_private.settle(after, v_rules, v_at, app_rules.ended_by(v_at, after.zone, after.day_start_hour, v_versions));
end
$function$;
comment on function app_private.state_when_unlocked(after app_private.user_states) is 'The state in which a change of settings unlocks rewards: that after it, settled once more. After every other command it is the state after it.';

CREATE OR REPLACE FUNCTION app_private.streak_explanation(user_id uuid, at timestamp with time zone)
 RETURNS app_public.streak_explanation
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_state constant app_private.user_states := app_private.state_as_of(user_id, at);
  v_streak constant app_public.streak := (app_private.present(v_state)).streak;
  v_run constant app_private.run_day[] := array(select d from app_private.run_days(v_state) as d);
  v_told constant app_private.run_day[] := v_run[greatest(cardinality(v_run) - 99, 1):];
  v_missed app_public.streak_day;
  v_explanation app_public.streak_explanation;
begin
  v_explanation.days := array(
    select row(d.day, d.mark, d.mark in ('check_in', 'late'), d.streak, app_rules.run_day_why(d), app_rules.run_day_otherwise(d),
      d.zone, d.day_start_hour, d.rule_version_id, d.marked_at, d.sequence_number)::app_public.streak_day
    from unnest(v_told) as d);
  v_explanation.day_count := cardinality(v_run);
  if v_state.check_ins = 0 then
    v_explanation.text := 'Your streak is 0: you have not checked in yet.';
    return v_explanation;
  elsif v_state.run_length > 0 then
    v_explanation.text := app_rules.streak_words(v_streak, v_run, v_state.zone, v_state.points);
  else
    v_missed := app_private.missed_day(v_state, v_run);
    v_explanation.days := v_explanation.days || v_missed;
    v_explanation.text := app_rules.lost_streak_words(v_streak, v_run, v_missed,
      (app_private.rules_at(v_state.last_occurred_at)).repair_within_days, v_state.points);
  end if;
  if cardinality(v_told) < cardinality(v_run) then
    v_explanation.text := v_explanation.text
      || format(' These are the last %s of its %s days.', cardinality(v_told), cardinality(v_run));
  end if;
  v_explanation.text := v_explanation.text || (
    select E'\n\n' || string_agg(app_rules.run_day_line(d), E'\n' order by d.day) from unnest(v_told) as d);
  return v_explanation;
end
$function$;
comment on function app_private.streak_explanation(user_id uuid, at timestamp with time zone) is 'Why a user''s streak is what it is as of an instant, with the last 100 days of its run.';
grant execute on function app_private.streak_explanation(user_id uuid, at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_private.sweep_expired(at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 DELETE FROM app_private.log_in_attempts d
   WHERE ((d.kind, d.key) IN ( SELECT a.kind,
             a.key
            FROM app_private.log_in_attempts a
           WHERE (a.last_attempt_at <= (sweep_expired.at - 'PT24H'::interval))
           ORDER BY a.last_attempt_at
          LIMIT 10
          FOR UPDATE OF a SKIP LOCKED));
 DELETE FROM app_private.sessions d
   WHERE ((d.account_id, d.session_id) IN ( SELECT s.account_id,
             s.session_id
            FROM app_private.sessions s
           WHERE (s.expires_at <= sweep_expired.at)
           ORDER BY s.expires_at
          LIMIT 10
          FOR UPDATE OF s SKIP LOCKED));
END;
comment on function app_private.sweep_expired(at timestamp with time zone) is 'Deletes up to ten forgotten counts of attempts and up to ten expired sessions.';

CREATE OR REPLACE FUNCTION app_private.take_in_amnesty(state app_private.user_states, calendar app_private.marked_day[], amnesty_id integer, at timestamp with time zone, excused datemultirange, versions app_private.rule_versions[])
 RETURNS app_private.amnesty_step
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_at constant timestamptz := greatest(at, state.last_occurred_at);
  v_rules constant app_private.rule_versions := app_rules.rules_at(versions, v_at);
  v_ended_through constant date := app_rules.ended_by(v_at, state.zone, state.day_start_hour, versions);
  v_settled constant app_private.user_states := app_rules.settle(state, v_rules, versions,
    app_private.excused_days(state.last_amnesty_id, state.last_marked_day), v_at, v_ended_through);
  v_missed_through constant date := app_rules.missed_through(v_settled, v_ended_through);
  v_bridged constant app_private.marked_day[] := app_private.bridged_marks(state, v_settled);
  v_calendar constant app_private.marked_day[] := app_rules.calendar_with(calendar, v_bridged);
  v_marks constant app_private.marked_day[] :=
    app_rules.amnesty_marks(v_settled, v_calendar, v_missed_through, excused);
  v_step app_private.amnesty_step;
begin
  v_step.amnesty_id := amnesty_id;
  v_step.settled := v_settled;
  v_step.after := v_settled;
  if cardinality(v_marks) > 0 then
    v_step.after := app_rules.after_amnesty(v_settled, v_rules, v_calendar, v_marks, v_missed_through);
  end if;
  v_step.after.last_day := state.last_day;
  v_step.after.last_amnesty_id := amnesty_id;
  v_step.marks := app_rules.calendar_with(v_bridged, v_marks);
  v_step.days_changed := cardinality(v_marks);
  return v_step;
end
$function$;
comment on function app_private.take_in_amnesty(state app_private.user_states, calendar app_private.marked_day[], amnesty_id integer, at timestamp with time zone, excused datemultirange, versions app_private.rule_versions[]) is 'What an amnesty makes of a state and its calendar at an instant. excused: its days and those of all before it. Writes nothing.';
grant execute on function app_private.take_in_amnesty(state app_private.user_states, calendar app_private.marked_day[], amnesty_id integer, at timestamp with time zone, excused datemultirange, versions app_private.rule_versions[]) to app_user;

CREATE OR REPLACE FUNCTION app_private.take_stock(reward_id text, may_wait boolean)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
declare
  v_slot int;
begin
  select s.slot into v_slot from app_private.reward_stock as s
  where s.reward_id = take_stock.reward_id and s.remaining > 0
  order by s.slot limit 1 for no key update skip locked;

  while v_slot is null loop
    select s.slot into v_slot from app_private.reward_stock as s
    where s.reward_id = take_stock.reward_id and s.remaining > 0
    order by s.slot limit 1;
    if not may_wait or v_slot is null then
      return false;
    end if;
    begin
      select s.slot into strict v_slot from app_private.reward_stock as s
      where s.reward_id = take_stock.reward_id and s.slot = v_slot and s.remaining > 0
      for no key update;
    exception when no_data_found then
      v_slot := null;
    end;
  end loop;

  update app_private.reward_stock as s set remaining = s.remaining - 1
  where s.reward_id = take_stock.reward_id and s.slot = v_slot;
  return true;
end
$function$;
comment on function app_private.take_stock(reward_id text, may_wait boolean) is 'Takes one from a reward''s stock, once the user is locked; false when there is none left or, unless it may wait, when others hold what is left.';

CREATE OR REPLACE FUNCTION app_private.token_zone()
 RETURNS text
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT COALESCE(( SELECT z.name
            FROM app_private.zones z
           WHERE (z.name = current_setting('app.zone'::text, true))), 'UTC'::text) AS "coalesce";
END;
comment on function app_private.token_zone() is 'The zone that the caller''s token names (claim zoneinfo), UTC when it names none of ours.';
grant execute on function app_private.token_zone() to app_user;

CREATE OR REPLACE FUNCTION app_private.unlock_words(reward app_private.rewards, explained app_public.reward_explanation, status app_public.reward_status, conditions app_public.condition_explanation[], state app_private.user_states)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT ((app_rules.unlocked_words((explained).unlocked, (reward).repeats, app_private.entry_named((state).user_id, (explained).unlocked_by), conditions, (state).zone) || ' '::text) || app_rules.claim_words(status, (explained).unlocked, (reward).starts_at, (reward).ends_at, app_rules.effects_obstacle(state, app_private.rules_at((state).last_occurred_at), ((reward).gives)::app_public.effects), (explained).claimed, app_private.entry_named((state).user_id, (explained).claimed_by), app_private.amounts_words((explained).claimed.gave), ( SELECT app_private.entry_named((unlock_words.state).user_id, e.sequence_number) AS entry_named
            FROM app_public.journal_entries e
           WHERE ((e.user_id = (unlock_words.state).user_id) AND (e.reverses = (unlock_words.explained).claimed_by))), (state).last_occurred_at, (state).zone));
END;
comment on function app_private.unlock_words(reward app_private.rewards, explained app_public.reward_explanation, status app_public.reward_status, conditions app_public.condition_explanation[], state app_private.user_states) is 'When and by which journal entries an unlock was made and claimed, in words to the user. conditions: those to be named when they no longer hold.';
grant execute on function app_private.unlock_words(reward app_private.rewards, explained app_public.reward_explanation, status app_public.reward_status, conditions app_public.condition_explanation[], state app_private.user_states) to app_user;

CREATE OR REPLACE FUNCTION app_private.unlocked_by(outcome app_private.outcome)
 RETURNS app_public.unlocked_reward[]
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_entry constant app_public.journal_entries := outcome.entry;
begin
  if v_entry.rewards_unlocked = 0 then
    return '{}';
  end if;
  return array(
    select row(u.reward_id, r.title, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id)::app_public.unlocked_reward
    from app_private.reward_unlocks as u join app_private.rewards as r on r.id = u.reward_id
    where u.user_id = v_entry.user_id and u.sequence_number = v_entry.sequence_number
    order by r.priority, r.id);
end
$function$;
comment on function app_private.unlocked_by(outcome app_private.outcome) is 'What a command unlocked.';

CREATE OR REPLACE FUNCTION app_private.unlocks_earned(state app_private.user_states, day date, sequence_number bigint)
 RETURNS app_private.reward_unlocks[]
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  return array(
    select row(state.user_id, r.id, r.period_key, state.last_occurred_at,
      app_rules.seconds_after(state.last_occurred_at, r.claim_within_hours * 3600::bigint),
      state.rule_version_id, unlocks_earned.sequence_number,
      (select coalesce(jsonb_object_agg(c.metric, c.at_least), '{}') from app_private.reward_conditions as c where c.reward_id = r.id),
      r.revision)::app_private.reward_unlocks
    from (
      select s.id, s.claim_within_hours, s.revision, app_rules.period_key(s.repeats, unlocks_earned.day, state.run_started_on) as period_key
      from app_private.rewards as s
      where s.enabled and app_rules.window_is_open(s.starts_at, s.ends_at, state.last_occurred_at)
    ) as r
    where r.period_key is not null
      and r.id <> all (array(
        select c.reward_id from app_private.reward_conditions as c
        where (app_rules.metric_value(c.metric, state) >= c.at_least) is not true))
      and (
        select u.user_id from app_private.reward_unlocks as u
        where u.user_id = state.user_id and u.reward_id = r.id and u.period_key = r.period_key) is null);
end
$function$;
comment on function app_private.unlocks_earned(state app_private.user_states, day date, sequence_number bigint) is 'The unlocks that an entry of this number has earned by the state it led to: of each reward whose conditions hold and which is not unlocked yet in the day''s period. One look, whatever the number of rewards. Writes nothing.';

CREATE OR REPLACE FUNCTION app_private.unreadable_entry(user_id uuid)
 RETURNS app_private.difference
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_sequence_number bigint;
begin
  for v_sequence_number in
    select e.sequence_number from app_public.journal_entries as e
    where e.user_id = unreadable_entry.user_id order by e.sequence_number
  loop
    begin
      perform app_private.replay_journal(user_id, v_sequence_number);
    exception when data_exception or case_not_found then
      return row(v_sequence_number, 'The entry cannot be read: ' || sqlerrm || '.')::app_private.difference;
    end;
  end loop;
  return row(null, 'The journal cannot be read.')::app_private.difference;
end
$function$;
comment on function app_private.unreadable_entry(user_id uuid) is 'The first entry of a user''s journal whose words or numbers are none, so that no rule can be asked.';

CREATE OR REPLACE FUNCTION app_private.unstored_marks(settled app_private.user_states)
 RETURNS app_private.marked_day[]
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_state app_private.user_states;
  v_all app_private.amnesty_step;
  v_marks app_private.marked_day[] := '{}';
begin
  select s.* into v_state from app_private.user_states as s where s.user_id = settled.user_id;
  if v_state.last_amnesty_id < settled.last_amnesty_id then
    v_all := app_private.with_amnesties(v_state);
    v_state := v_all.after;
    v_marks := v_all.marks;
  end if;
  return app_rules.calendar_with(v_marks, app_private.bridged_marks(v_state, settled));
end
$function$;
comment on function app_private.unstored_marks(settled app_private.user_states) is 'The days that a settled state has marked since it was stored: missed days that are bridged, and what amnesties change.';
grant execute on function app_private.unstored_marks(settled app_private.user_states) to app_user;

CREATE OR REPLACE FUNCTION app_private.update_settings(user_id uuid, zone text, day_start_hour integer)
 RETURNS app_public.update_settings_result
 LANGUAGE plpgsql
AS $function$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_zone constant text := coalesce(zone, v_before.zone);
  v_day_start_hour constant int := coalesce(day_start_hour, v_before.day_start_hour);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
  v_open_from date;
  v_skipped app_private.marked_day[];
  v_answer app_public.update_settings_result;
begin
  -- Look: settings that are so already need no change.
  if v_zone = v_before.zone and v_day_start_hour = v_before.day_start_hour then
    return row(app_private.present(app_private.state_as_of(user_id, v_at)),
      '{}'::app_public.unlocked_reward[], '{}'::app_public.claimed_reward[])::app_public.update_settings_result;
  end if;

  -- Decide
  perform app_private.require_settings(v_zone, v_day_start_hour);
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  v_after := app_rules.with_settings(v_settled, v_before.last_day, v_zone, v_day_start_hour);
  v_open_from := app_rules.open_from(v_settled, v_after, app_private.ended_through(v_at, v_zone, v_day_start_hour));
  v_skipped := app_rules.skipped_days(v_after, v_open_from,
    app_private.excused_days(v_settled.last_amnesty_id, v_settled.last_marked_day), v_rules.travel_cover_days);
  v_after := app_rules.after_skipped_days(v_after, v_skipped);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, v_skipped, 'settings', v_after.last_day,
    jsonb_build_object('zone', zone, 'day_start_hour', day_start_hour));

  -- Answer
  v_answer.state := app_private.present(app_private.state_as_of(user_id, v_at));
  v_answer.unlocked := app_private.unlocked_by(v_outcome);
  v_answer.claimed := app_private.claimed_of(user_id, v_answer.unlocked);
  return v_answer;
end
$function$;
comment on function app_private.update_settings(user_id uuid, zone text, day_start_hour integer) is 'Changes a user''s zone or day start (null leaves it), at once, for days not yet marked. Days that the change skips are bridged.';

CREATE OR REPLACE FUNCTION app_private.use_item(user_id uuid, item_id text, idempotency_key uuid)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
AS $function$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_asked constant jsonb := jsonb_build_object('item_id', item_id);
  v_entry constant app_public.journal_entries := app_private.earlier_entry(user_id, idempotency_key, 'use', v_asked);
  v_item app_private.items;
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id, v_at));
  end if;
  select i.* into v_item from app_private.items as i where i.id = use_item.item_id;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_usable(v_settled, v_rules, item_id, v_item);
  v_after := app_rules.after_use(v_settled, v_rules, v_settled.last_day, v_item.id, v_item.gives);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'use', v_settled.last_day, v_asked,
    terms => jsonb_build_object('gives', app_private.effects_named(v_item.gives)), idempotency_key => idempotency_key);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$function$;
comment on function app_private.use_item(user_id uuid, item_id text, idempotency_key uuid) is 'Uses one of an item that a user holds, or answers with what was used with this idempotency key.';

CREATE OR REPLACE FUNCTION app_private.verify()
 RETURNS TABLE(user_id uuid, sequence_number bigint, difference text)
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT v.user_id,
     v.sequence_number,
     v.difference
    FROM app_private.verify_users() v(user_id, sequence_number, difference)
 UNION ALL
  SELECT NULL::uuid,
     NULL::bigint,
     s.difference
    FROM app_private.verify_stock() s(reward_id, difference);
END;
comment on function app_private.verify() is 'Proves everybody and the stock at once: what is stored otherwise than the rules make it of the journal. No row: proven. `npm run verify` does the same in batches, with progress.';

CREATE OR REPLACE FUNCTION app_private.verify_stock()
 RETURNS TABLE(reward_id text, difference text)
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT r.id,
     format('The stock of %s is %s, %s are left, and %s were claimed from it.'::text, r.id, COALESCE((r.stock)::text, 'without limit'::text), s.remaining, c.claims) AS format
    FROM app_private.rewards r,
     LATERAL ( SELECT COALESCE(sum(t.remaining), (0)::bigint) AS remaining
            FROM app_private.reward_stock t
           WHERE (t.reward_id = r.id)) s,
     LATERAL ( SELECT count(*) AS claims
            FROM app_private.reward_claims c_1
           WHERE ((c_1.reward_id = r.id) AND c_1.from_stock)) c
   WHERE (COALESCE(r.stock, 0) <> (s.remaining + c.claims));
END;
comment on function app_private.verify_stock() is 'Rewards whose stock is not what is left and what was claimed from it. No row: it adds up.';

CREATE OR REPLACE FUNCTION app_private.verify_users(first_user uuid DEFAULT NULL::uuid, last_user uuid DEFAULT NULL::uuid)
 RETURNS TABLE(user_id uuid, sequence_number bigint, difference text)
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT u.user_id,
     d.sequence_number,
     d.difference
    FROM app_private.users u,
     LATERAL app_private.replay(u.user_id) d(sequence_number, difference)
   WHERE (((u.user_id >= verify_users.first_user) OR (verify_users.first_user IS NULL)) AND ((u.user_id <= verify_users.last_user) OR (verify_users.last_user IS NULL)))
 UNION ALL
  SELECT o.user_id,
     NULL::bigint,
     format('There is no such user, and there are rows of theirs in %s.'::text, o.place) AS format
    FROM ( SELECT e.user_id,
             'journal_entries'::text AS place
            FROM app_public.journal_entries e
         UNION ALL
          SELECT m.user_id,
             'day_marks'::text
            FROM app_private.day_marks m
         UNION ALL
          SELECT n.user_id,
             'reward_unlocks'::text
            FROM app_private.reward_unlocks n
         UNION ALL
          SELECT c.user_id,
             'reward_claims'::text
            FROM app_private.reward_claims c) o
   WHERE (((o.user_id >= verify_users.first_user) OR (verify_users.first_user IS NULL)) AND ((o.user_id <= verify_users.last_user) OR (verify_users.last_user IS NULL)) AND (NOT (EXISTS ( SELECT
            FROM app_private.users u
           WHERE ((u.user_id = o.user_id) AND ((u.user_id >= verify_users.first_user) OR (verify_users.first_user IS NULL)) AND ((u.user_id <= verify_users.last_user) OR (verify_users.last_user IS NULL)))))))
   GROUP BY o.user_id, o.place;
END;
comment on function app_private.verify_users(first_user uuid, last_user uuid) is 'Proves the users from one id to another, both included, or all (null): what replay says of each. No row: proven. Writes nothing, and may run beside others.';

CREATE OR REPLACE FUNCTION app_private.what_if(since timestamp with time zone, parameters app_public.rule_parameters DEFAULT NULL::app_public.rule_parameters, rewards app_public.reward[] DEFAULT NULL::app_public.reward[], one_in integer DEFAULT 1)
 RETURNS app_public.what_if
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  perform app_private.require_proposal(since, parameters, rewards, one_in);
  return app_private.what_if_whole(since, array[app_private.what_if_part(since, parameters, rewards, null,
    app_rules.last_user_of_sample(one_in))]);
end
$function$;
comment on function app_private.what_if(since timestamp with time zone, parameters app_public.rule_parameters, rewards app_public.reward[], one_in integer) is 'What a proposal would have changed: what_if_users, summed up. one_in: looks at one user of so many, always the same ones, since ids are spread evenly. WI001 for a proposal of nothing, or since an instant to come.';

CREATE OR REPLACE FUNCTION app_private.what_if_amnesties(so_far app_private.what_if_course, last_amnesty_id integer, versions app_private.rule_versions[])
 RETURNS app_private.what_if_course
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_course app_private.what_if_course := so_far;
  v_step app_private.amnesty_step;
  v_entry app_public.journal_entries;
begin
  if last_amnesty_id > (so_far.state).last_amnesty_id then
    for v_step in
      select s.* from app_private.amnesty_steps(so_far.state, last_amnesty_id, app_rules.calendar(so_far.marks), versions) as s
    loop
      v_entry := app_rules.journal_entry(v_course.state, v_step.settled, v_step.after, 'amnesty', null, null, null, null, null, null);
      v_course.marks := app_rules.marks_after(v_course.marks, v_entry, v_course.state, v_step.marks);
      v_course.state := v_step.after;
    end loop;
    v_course.state.last_amnesty_id := last_amnesty_id;
  end if;
  return v_course;
end
$function$;
comment on function app_private.what_if_amnesties(so_far app_private.what_if_course, last_amnesty_id integer, versions app_private.rule_versions[]) is 'How a what-if takes in the amnesties up to one.';

CREATE OR REPLACE FUNCTION app_private.what_if_beginning(user_id uuid, last app_public.journal_entries, catalogue app_private.proposed_reward[])
 RETURNS app_private.what_if_course
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_from constant bigint := coalesce(last.sequence_number, 0);
  v_course app_private.what_if_course;
begin
  v_course.state := app_rules.state_after(last);
  v_course.marks := app_private.calendar_after(user_id, v_from);
  v_course.unlocks := array(
    select u from app_private.reward_unlocks as u
    where u.user_id = what_if_beginning.user_id and (u.sequence_number <= v_from or not exists (
      select from unnest(catalogue) as c where (c.reward).id = u.reward_id and (c.reward).saved_at <= u.unlocked_at)));
  v_course.claims := array(
    select c from app_private.reward_claims as c
    where c.user_id = what_if_beginning.user_id and c.sequence_number <= v_from);
  v_course.to_be_reversed := array(
    select e.reverses from app_public.journal_entries as e
    where e.user_id = what_if_beginning.user_id and e.reverses > v_from);
  v_course.refused := 0;
  return v_course;
end
$function$;
comment on function app_private.what_if_beginning(user_id uuid, last app_public.journal_entries, catalogue app_private.proposed_reward[]) is 'Where a what-if begins: as the last entry before it left it, with those unlocks that the proposal does not decide anew.';

CREATE OR REPLACE FUNCTION app_private.what_if_claim(course app_private.what_if_course, entry app_public.journal_entries, catalogue app_private.proposed_reward[])
 RETURNS app_public.journal_entries
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_entry app_public.journal_entries := entry;
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
begin
  select (c.reward).* into v_reward from unnest(catalogue) as c where (c.reward).id = entry.asked ->> 'reward_id';
  -- A run may have begun on another day, or the reward repeat otherwise: then the latest is meant, as without a period key.
  select u.* into v_unlock from unnest(course.unlocks) as u
  where u.reward_id = entry.asked ->> 'reward_id' and u.unlocked_at <= entry.occurred_at
    and (u.period_key = entry.asked ->> 'period_key' or v_reward.repeats in ('once', 'run'))
  order by u.period_key = entry.asked ->> 'period_key' desc, u.unlocked_at desc, u.sequence_number desc limit 1;
  if v_unlock.reward_id is null then
    return null;
  end if;
  v_entry.asked := jsonb_build_object('reward_id', v_unlock.reward_id, 'period_key', v_unlock.period_key);
  if exists (select from unnest(course.claims) as c where c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key) then
    -- A repeat: it answers, and changes nothing.
    v_entry.kind := null;
  elsif v_unlock.claimable_until <= entry.occurred_at then
    return null;
  elsif v_reward.saved_at <= entry.occurred_at then
    v_entry.terms := jsonb_build_object('gives', app_private.effects_named(v_reward.gives));
    if not app_rules.window_is_open(v_reward.starts_at, v_reward.ends_at, entry.occurred_at) then
      return null;
    end if;
  end if;
  return v_entry;
end
$function$;
comment on function app_private.what_if_claim(course app_private.what_if_course, entry app_public.journal_entries, catalogue app_private.proposed_reward[]) is 'A claim''s entry with what the proposed reward gives; without a kind when it would have been a repeat, and null when it could not have been made.';

CREATE OR REPLACE FUNCTION app_private.what_if_counts(user_id uuid, since_sequence_number bigint, course app_private.what_if_course)
 RETURNS app_public.what_if_reward[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT COALESCE(array_agg(ROW(n.reward_id, (n.unlocks_before)::integer, (n.unlocks_after)::integer, (n.claims_before)::integer, (n.claims_after)::integer)::app_public.what_if_reward ORDER BY n.reward_id), '{}'::app_public.what_if_reward[]) AS "coalesce"
    FROM ( SELECT f.reward_id,
             sum(f.unlocks_before) AS unlocks_before,
             sum(f.unlocks_after) AS unlocks_after,
             sum(f.claims_before) AS claims_before,
             sum(f.claims_after) AS claims_after
            FROM ( SELECT u.reward_id,
                     1 AS unlocks_before,
                     0 AS unlocks_after,
                     0 AS claims_before,
                     0 AS claims_after
                    FROM app_private.reward_unlocks u
                   WHERE ((u.user_id = what_if_counts.user_id) AND (u.sequence_number > what_if_counts.since_sequence_number))
                 UNION ALL
                  SELECT u.reward_id,
                     0,
                     1,
                     0,
                     0
                    FROM unnest((what_if_counts.course).unlocks) u(user_id, reward_id, period_key, unlocked_at, claimable_until, rule_version_id, sequence_number, conditions, reward_revision)
                   WHERE (u.sequence_number > what_if_counts.since_sequence_number)
                 UNION ALL
                  SELECT c.reward_id,
                     0,
                     0,
                     1,
                     0
                    FROM app_private.reward_claims c
                   WHERE ((c.user_id = what_if_counts.user_id) AND (c.sequence_number > what_if_counts.since_sequence_number))
                 UNION ALL
                  SELECT c.reward_id,
                     0,
                     0,
                     0,
                     1
                    FROM unnest((what_if_counts.course).claims) c(user_id, reward_id, period_key, claimed_at, automatic, rule_version_id, sequence_number, from_stock, reward_revision)
                   WHERE (c.sequence_number > what_if_counts.since_sequence_number)) f
           GROUP BY f.reward_id) n;
END;
comment on function app_private.what_if_counts(user_id uuid, since_sequence_number bigint, course app_private.what_if_course) is 'How often a user unlocked and claimed each reward after an entry, and would have.';

CREATE OR REPLACE FUNCTION app_private.what_if_part(since timestamp with time zone, parameters app_public.rule_parameters DEFAULT NULL::app_public.rule_parameters, rewards app_public.reward[] DEFAULT NULL::app_public.reward[], first_user uuid DEFAULT NULL::uuid, last_user uuid DEFAULT NULL::uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 WITH outcomes AS MATERIALIZED (
          SELECT o.user_id,
             o.before,
             o.after,
             o.refused,
             o.rewards
            FROM app_private.what_if_users(what_if_part.since, what_if_part.parameters, what_if_part.rewards, what_if_part.first_user, what_if_part.last_user) o(user_id, before, after, refused, rewards)
         ), metrics AS (
          SELECT o.user_id,
             m.id AS metric,
             app_rules.metric_value(m.id, o.before) AS before,
             app_rules.metric_value(m.id, o.after) AS after
            FROM outcomes o,
             app_private.metrics m
         ), affected AS (
          SELECT c.user_id,
             jsonb_agg(jsonb_build_object('metric', c.metric, 'before', c.before, 'after', c.after) ORDER BY c.metric) AS changes,
             COALESCE(max(abs((c.after - c.before))) FILTER (WHERE (c.metric = 'points'::text)), (0)::bigint) AS points,
             COALESCE(max(abs((c.after - c.before))) FILTER (WHERE (c.metric = 'current_streak'::text)), (0)::bigint) AS streak,
             COALESCE(max(abs((c.after - c.before))) FILTER (WHERE (c.metric = 'lifetime_xp'::text)), (0)::bigint) AS xp,
             COALESCE(max(abs((c.after - c.before))) FILTER (WHERE (c.metric = 'energy'::text)), (0)::bigint) AS energy
            FROM metrics c
           WHERE (c.after <> c.before)
           GROUP BY c.user_id
         )
  SELECT jsonb_build_object('users', ( SELECT count(*) AS count
            FROM outcomes), 'affected', ( SELECT count(*) AS count
            FROM affected), 'refused', ( SELECT COALESCE(sum(o.refused), (0)::bigint) AS "coalesce"
            FROM outcomes o), 'metrics', ( SELECT COALESCE(jsonb_agg(jsonb_build_object('metric', g.metric, 'before', g.before, 'after', g.after, 'change', g.change, 'users', g.users)), '[]'::jsonb) AS "coalesce"
            FROM ( SELECT c.metric,
                     (c.after - c.before) AS change,
                     sum(c.before) AS before,
                     sum(c.after) AS after,
                     count(*) AS users
                    FROM metrics c
                   GROUP BY c.metric, (c.after - c.before)) g), 'rewards', ( SELECT COALESCE(jsonb_agg(to_jsonb(n.*)), '[]'::jsonb) AS "coalesce"
            FROM ( SELECT r.reward_id,
                     sum(r.unlocks_before) AS unlocks_before,
                     sum(r.unlocks_after) AS unlocks_after,
                     sum(r.claims_before) AS claims_before,
                     sum(r.claims_after) AS claims_after
                    FROM outcomes o,
                     LATERAL unnest(o.rewards) r(reward_id, unlocks_before, unlocks_after, claims_before, claims_after)
                   GROUP BY r.reward_id) n), 'most_affected', ( SELECT COALESCE(jsonb_agg(jsonb_build_object('user_id', a.user_id, 'refused', a.refused, 'changes', a.changes, 'rank', jsonb_build_array((- a.points), (- a.streak), (- a.xp), (- a.energy), a.user_id))), '[]'::jsonb) AS "coalesce"
            FROM ( SELECT f.user_id,
                     f.changes,
                     f.points,
                     f.streak,
                     f.xp,
                     f.energy,
                     o.refused
                    FROM (affected f
                      JOIN outcomes o USING (user_id))
                   ORDER BY f.points DESC, f.streak DESC, f.xp DESC, f.energy DESC, f.user_id
                  LIMIT 20) a)) AS jsonb_build_object;
END;
comment on function app_private.what_if_part(since timestamp with time zone, parameters app_public.rule_parameters, rewards app_public.reward[], first_user uuid, last_user uuid) is 'A what-if of the users from one id to another, summed up so that what_if_whole can add parts together.';

CREATE OR REPLACE FUNCTION app_private.what_if_rewards(so_far app_private.what_if_course, entry app_public.journal_entries, day date, rules app_private.rule_versions, versions app_private.rule_versions[], catalogue app_private.proposed_reward[])
 RETURNS app_private.what_if_course
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_course app_private.what_if_course := so_far;
  v_state app_private.user_states := so_far.state;
  v_unlocks app_private.reward_unlocks[];
  v_unlock app_private.reward_unlocks;
  v_reward app_private.rewards;
begin
  if entry.kind = 'settings' then
    v_state := app_rules.settle(v_state, rules, versions, app_private.excused_days(v_state.last_amnesty_id, v_state.last_marked_day),
      entry.occurred_at, app_rules.ended_by(entry.occurred_at, v_state.zone, v_state.day_start_hour, versions));
  end if;
  v_unlocks := app_private.what_if_unlocks(v_state, day, so_far.unlocks, catalogue);
  if cardinality(v_unlocks) = 0 then
    return v_course;
  end if;
  v_course.unlocks := so_far.unlocks || v_unlocks;
  foreach v_unlock in array v_unlocks loop
    select (c.reward).* into v_reward from unnest(catalogue) as c where (c.reward).id = v_unlock.reward_id;
    continue when not v_reward.auto_claim or app_rules.effects_obstacle(v_course.state, rules, v_reward.gives) is not null;
    v_state := v_course.state;
    v_course.state := app_rules.after_effects(v_state, rules, v_state.last_day, v_reward.gives);
    if cardinality(v_course.to_be_reversed) > 0 then
      -- Under no number yet: that of the real entry, if the claim was made then too.
      v_course.entries := v_course.entries || app_rules.entry_renumbered(
        app_rules.journal_entry(v_state, v_state, v_course.state, 'claim', v_state.last_day,
          jsonb_build_object('reward_id', v_unlock.reward_id, 'period_key', v_unlock.period_key), null, null, null, null), 0);
    end if;
    v_course.claims := v_course.claims || row(v_unlock.user_id, v_unlock.reward_id, v_unlock.period_key, v_unlock.unlocked_at,
      true, rules.id, v_unlock.sequence_number, false, null)::app_private.reward_claims;
  end loop;
  return v_course;
end
$function$;
comment on function app_private.what_if_rewards(so_far app_private.what_if_course, entry app_public.journal_entries, day date, rules app_private.rule_versions, versions app_private.rule_versions[], catalogue app_private.proposed_reward[]) is 'What follows an entry''s command in a what-if: unlocks, and claims of what claims itself, as far as it fits. Stock is not looked at.';

CREATE OR REPLACE FUNCTION app_private.what_if_step(so_far app_private.what_if_course, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries, rules app_private.rule_versions, versions app_private.rule_versions[], catalogue app_private.proposed_reward[])
 RETURNS app_private.what_if_course
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_course app_private.what_if_course := app_private.what_if_amnesties(so_far, entry.last_amnesty_id, versions);
  v_entry app_public.journal_entries := entry;
  v_reversed app_public.journal_entries := reversed;
  v_it app_private.replayed_command;
begin
  case entry.kind
    when 'amnesty' then
      return v_course;
    when 'bootstrap' then
      v_course.state := app_rules.state_of_nothing(app_rules.starting_state_of(entry, rules));
    when 'claim' then
      -- What claims itself does so by what_if_rewards, but for rewards that were others then.
      if automatic and exists (
        select from unnest(catalogue) as c
        where (c.reward).id = entry.asked ->> 'reward_id' and (c.reward).saved_at <= entry.occurred_at
      ) then
        if entry.sequence_number = any (v_course.to_be_reversed) then
          -- What is reversed later is the claim that the what-if has made instead, if it has.
          v_course.entries := v_course.entries || array(
            select app_rules.entry_renumbered(e, entry.sequence_number) from unnest(v_course.entries) as e
            where e.kind = 'claim' and e.asked = entry.asked);
        end if;
        return v_course;
      end if;
      v_entry := app_private.what_if_claim(v_course, entry, catalogue);
      if v_entry.user_id is not null and v_entry.kind is null then
        return v_course;
      end if;
    when 'reversal' then
      if entry.reverses = any (v_course.to_be_reversed) then
        v_reversed := (select e from unnest(v_course.entries) as e where e.sequence_number = entry.reverses);
      end if;
    else
      null;
  end case;

  if v_entry.user_id is not null then
    v_it := app_private.replay_command(v_course.state, v_entry, automatic, v_reversed, v_course.marks, rules, versions);
  end if;
  if v_entry.user_id is null or v_it.obstacle is not null then
    v_course.refused := v_course.refused + 1;
    return v_course;
  end if;
  if entry.sequence_number = any (v_course.to_be_reversed) then
    v_course.state.sequence_number := entry.sequence_number - 1;
    v_course.entries := v_course.entries || app_rules.journal_entry(v_course.state, v_it.settled, v_it.after, entry.kind, v_it.day,
      v_entry.asked, v_entry.terms, null, null, null);
  end if;
  v_course.marks := app_rules.marks_after(v_course.marks, v_entry, v_course.state, v_it.marks);
  v_course.state := v_it.after;
  v_course.state.sequence_number := entry.sequence_number;
  if entry.kind = 'claim' then
    v_course.claims := v_course.claims || row(entry.user_id, v_entry.asked ->> 'reward_id', v_entry.asked ->> 'period_key',
      entry.occurred_at, automatic, rules.id, entry.sequence_number, false, null)::app_private.reward_claims;
  end if;
  if automatic or entry.kind = 'bootstrap' then
    return v_course;
  end if;
  return app_private.what_if_rewards(v_course, entry, v_it.day, rules, versions, catalogue);
end
$function$;
comment on function app_private.what_if_step(so_far app_private.what_if_course, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries, rules app_private.rule_versions, versions app_private.rule_versions[], catalogue app_private.proposed_reward[]) is 'One step of a what-if: an entry''s command as it would have gone under proposed rules and rewards.';

CREATE OR REPLACE FUNCTION app_private.what_if_unlocks(state app_private.user_states, day date, unlocks app_private.reward_unlocks[], catalogue app_private.proposed_reward[])
 RETURNS app_private.reward_unlocks[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ARRAY(SELECT ROW((what_if_unlocks.state).user_id, (c.reward).id, p.key, (what_if_unlocks.state).last_occurred_at, app_rules.seconds_after((what_if_unlocks.state).last_occurred_at, (((c.reward).claim_within_hours * (3600)::bigint))::numeric), (what_if_unlocks.state).rule_version_id, (what_if_unlocks.state).sequence_number, NULL::jsonb, NULL::integer)::app_private.reward_unlocks AS "row" FROM unnest(what_if_unlocks.catalogue) WITH ORDINALITY c(reward, conditions, place), LATERAL app_rules.period_key((c.reward).repeats, what_if_unlocks.day, (what_if_unlocks.state).run_started_on) p(key) WHERE ((c.reward).enabled AND ((c.reward).saved_at <= (what_if_unlocks.state).last_occurred_at) AND app_rules.window_is_open((c.reward).starts_at, (c.reward).ends_at, (what_if_unlocks.state).last_occurred_at) AND (p.key IS NOT NULL) AND (NOT (EXISTS (SELECT FROM unnest(what_if_unlocks.unlocks) u(user_id, reward_id, period_key, unlocked_at, claimable_until, rule_version_id, sequence_number, conditions, reward_revision) WHERE ((u.reward_id = (c.reward).id) AND (u.period_key = p.key))))) AND (NOT (EXISTS (SELECT FROM unnest(c.conditions) k(metric, at_least) WHERE ((app_rules.metric_value(k.metric, what_if_unlocks.state) >= k.at_least) IS NOT TRUE))))) ORDER BY c.place);
comment on function app_private.what_if_unlocks(state app_private.user_states, day date, unlocks app_private.reward_unlocks[], catalogue app_private.proposed_reward[]) is 'The unlocks that a command which led to this state would have made besides those there were, in the order of (priority, id).';

CREATE OR REPLACE FUNCTION app_private.what_if_user(user_id uuid, since timestamp with time zone, at timestamp with time zone, versions app_private.rule_versions[], catalogue app_private.proposed_reward[])
 RETURNS app_private.what_if_outcome
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_last constant app_public.journal_entries := app_private.entry_at(user_id, since - interval '1 microsecond');
  v_from constant bigint := coalesce(v_last.sequence_number, 0);
  v_rules app_private.rule_versions;
  v_known app_private.rule_versions[];
  v_row record;
  v_at timestamptz;
  v_course app_private.what_if_course := app_private.what_if_beginning(user_id, v_last, catalogue);
  v_outcome app_private.what_if_outcome;
begin
  for v_row in
    select f.* from app_private.journal_to_fold(user_id, v_from, null) as f
  loop
    if v_rules.id is null or abs(v_rules.id) <> (v_row.entry).rule_version_id then
      select v.* into v_rules from unnest(versions) as v where abs(v.id) = (v_row.entry).rule_version_id order by v.id limit 1;
      v_known := array(select v from unnest(versions) as v where v.effective_from <= v_rules.effective_from order by v.effective_from);
    end if;
    v_course := app_private.what_if_step(v_course, v_row.entry, v_row.automatic, v_row.reversed, v_rules, v_known, catalogue);
  end loop;

  v_course := app_private.what_if_amnesties(v_course, app_private.last_amnesty_id(), versions);
  v_at := greatest(at, (v_course.state).last_occurred_at);
  v_outcome.user_id := user_id;
  v_outcome.before := app_private.state_as_of(user_id, at);
  v_outcome.after := app_rules.settle(v_course.state, app_rules.rules_at(versions, v_at), versions,
    app_private.excused_days((v_course.state).last_amnesty_id, (v_course.state).last_marked_day), v_at,
    app_rules.ended_by(v_at, (v_course.state).zone, (v_course.state).day_start_hour, versions));
  v_outcome.refused := v_course.refused;
  v_outcome.rewards := app_private.what_if_counts(user_id, v_from, v_course);
  return v_outcome;
end
$function$;
comment on function app_private.what_if_user(user_id uuid, since timestamp with time zone, at timestamp with time zone, versions app_private.rule_versions[], catalogue app_private.proposed_reward[]) is 'What one user''s history since an instant would have come to by another under other rule versions and rewards: the same commands at the same instants, as far as they would not have been refused. Writes nothing.';

CREATE OR REPLACE FUNCTION app_private.what_if_users(since timestamp with time zone, parameters app_public.rule_parameters DEFAULT NULL::app_public.rule_parameters, rewards app_public.reward[] DEFAULT NULL::app_public.reward[], first_user uuid DEFAULT NULL::uuid, last_user uuid DEFAULT NULL::uuid)
 RETURNS SETOF app_private.what_if_outcome
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_at constant timestamptz := app_private.clock();
  v_versions constant app_private.rule_versions[] := app_private.proposed_versions(since, parameters);
  v_catalogue constant app_private.proposed_reward[] := app_private.proposed_catalogue(rewards, v_versions);
begin
  return query
  select o.*
  from app_private.user_states as s,
    lateral app_private.what_if_user(s.user_id, since, v_at, v_versions, v_catalogue) as o
  where s.clock_ahead_seconds is null
    and (s.user_id >= first_user or first_user is null) and (s.user_id <= last_user or last_user is null);
end
$function$;
comment on function app_private.what_if_users(since timestamp with time zone, parameters app_public.rule_parameters, rewards app_public.reward[], first_user uuid, last_user uuid) is 'What each user, from one id to another or all (null), would have now, had some parameters and rewards been others since an instant: the history folded again, each command at its instant. A reward that the proposal names is taken to have been so since then; any other as it is since it was last saved, and before that as it was. Stock is not looked at, and test users are left out. Writes nothing. RU001, RW006 and IT001 for a proposal that could not be saved.';

CREATE OR REPLACE FUNCTION app_private.what_if_whole(since timestamp with time zone, parts jsonb[])
 RETURNS app_public.what_if
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 WITH part AS (
          SELECT p.body
            FROM unnest(what_if_whole.parts) p(body)
         ), groups AS (
          SELECT g.metric,
             g.change,
             sum(g.users) AS users,
             sum(g.before) AS before,
             sum(g.after) AS after
            FROM part p,
             LATERAL jsonb_to_recordset((p.body -> 'metrics'::text)) g(metric text, change bigint, users bigint, before numeric, after numeric)
           GROUP BY g.metric, g.change
         ), spread AS (
          SELECT g.metric,
             g.change,
             g.users,
             g.before,
             g.after,
             sum(g.users) OVER (PARTITION BY g.metric ORDER BY g.change) AS users_up_to,
             sum(g.users) OVER (PARTITION BY g.metric) AS users_of_all
            FROM groups g
         ), changes AS (
          SELECT m.id AS metric,
             m.title,
             sum(s.before) AS before,
             sum(s.after) AS after,
             COALESCE(sum(s.users) FILTER (WHERE (s.change > 0)), (0)::numeric) AS users_gaining,
             COALESCE(sum(s.users) FILTER (WHERE (s.change < 0)), (0)::numeric) AS users_losing,
             ROW(min(s.change), min(s.change) FILTER (WHERE ((s.users_up_to * (10)::numeric) >= s.users_of_all)), min(s.change) FILTER (WHERE ((s.users_up_to * (4)::numeric) >= s.users_of_all)), min(s.change) FILTER (WHERE ((s.users_up_to * (2)::numeric) >= s.users_of_all)), min(s.change) FILTER (WHERE ((s.users_up_to * (4)::numeric) >= (s.users_of_all * (3)::numeric))), min(s.change) FILTER (WHERE ((s.users_up_to * (10)::numeric) >= (s.users_of_all * (9)::numeric))), max(s.change))::app_public.distribution AS distribution
            FROM (spread s
              JOIN app_private.metrics m ON ((m.id = s.metric)))
           GROUP BY m.id, m.title
         ), rewards AS (
          SELECT r.reward_id,
             sum(r.unlocks_before) AS unlocks_before,
             sum(r.unlocks_after) AS unlocks_after,
             sum(r.claims_before) AS claims_before,
             sum(r.claims_after) AS claims_after
            FROM part p,
             LATERAL jsonb_populate_recordset(NULL::app_public.what_if_reward, (p.body -> 'rewards'::text)) r(reward_id, unlocks_before, unlocks_after, claims_before, claims_after)
           GROUP BY r.reward_id
         ), most AS (
          SELECT a.user_id,
             a.refused,
             a.changes,
             a.rank
            FROM part p,
             LATERAL jsonb_to_recordset((p.body -> 'most_affected'::text)) a(user_id uuid, refused integer, changes jsonb, rank jsonb)
           ORDER BY a.rank
          LIMIT 20
         )
  SELECT ROW(since, (( SELECT COALESCE(sum(((p.body ->> 'users'::text))::bigint), (0)::numeric) AS "coalesce"
            FROM part p))::integer, (( SELECT COALESCE(sum(((p.body ->> 'affected'::text))::bigint), (0)::numeric) AS "coalesce"
            FROM part p))::integer, (( SELECT COALESCE(sum(((p.body ->> 'refused'::text))::bigint), (0)::numeric) AS "coalesce"
            FROM part p))::integer, ( SELECT COALESCE(array_agg(ROW(c.metric, c.title, (c.before)::bigint, (c.after)::bigint, (c.users_gaining)::integer, (c.users_losing)::integer, c.distribution)::app_public.what_if_change ORDER BY c.metric), '{}'::app_public.what_if_change[]) AS "coalesce"
            FROM changes c), ( SELECT COALESCE(array_agg(ROW(r.reward_id, (r.unlocks_before)::integer, (r.unlocks_after)::integer, (r.claims_before)::integer, (r.claims_after)::integer)::app_public.what_if_reward ORDER BY r.reward_id), '{}'::app_public.what_if_reward[]) AS "coalesce"
            FROM rewards r), ( SELECT COALESCE(array_agg(ROW(a.user_id, a.refused, ARRAY( SELECT m.*::app_public.what_if_metric AS m
                    FROM jsonb_populate_recordset(NULL::app_public.what_if_metric, a.changes) m(metric, before, after)))::app_public.what_if_affected ORDER BY a.rank), '{}'::app_public.what_if_affected[]) AS "coalesce"
            FROM most a))::app_public.what_if AS "row";
END;
comment on function app_private.what_if_whole(since timestamp with time zone, parts jsonb[]) is 'The answer of a what-if from its parts, in whatever batches they were made.';

CREATE OR REPLACE FUNCTION app_private.with_amnesties(state app_private.user_states)
 RETURNS app_private.amnesty_step
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
declare
  v_all app_private.amnesty_step;
  v_step app_private.amnesty_step;
begin
  v_all.amnesty_id := app_private.last_amnesty_id();
  v_all.after := state;
  v_all.marks := '{}';
  if state.last_amnesty_id < v_all.amnesty_id then
    for v_step in select s.* from app_private.amnesty_steps(state) as s loop
      v_all.after := v_step.after;
      v_all.marks := app_rules.calendar_with(v_all.marks, v_step.marks);
    end loop;
    v_all.after.last_amnesty_id := v_all.amnesty_id;
  end if;
  return v_all;
end
$function$;
comment on function app_private.with_amnesties(state app_private.user_states) is 'A stored state with every amnesty taken in, and the days that they mark. Writes nothing.';
grant execute on function app_private.with_amnesties(state app_private.user_states) to app_user;

CREATE OR REPLACE FUNCTION app_public.add_rule_version(effective_from timestamp with time zone, parameters app_public.rule_parameters)
 RETURNS app_public.rule_version
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_answer app_public.rule_version;
begin
  perform app_private.require_operator_id();
  select a.* into v_answer
  from app_private.add_rule_version(add_rule_version.effective_from, add_rule_version.parameters) as a;
  return v_answer;
end
$function$;

comment on function app_public.add_rule_version(effective_from timestamp with time zone, parameters app_public.rule_parameters) is '@notNull
For operators: changes parameters of the rules from an instant to come on. What is left out of parameters stays as in the version that is in force until then. A version is never edited, and one that was added before for a later instant keeps all its parameters. A repeat changes nothing; other parameters for the same instant are refused.

Errors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_RULE_VERSION.';
grant execute on function app_public.add_rule_version(effective_from timestamp with time zone, parameters app_public.rule_parameters) to app_anonymous;
grant execute on function app_public.add_rule_version(effective_from timestamp with time zone, parameters app_public.rule_parameters) to app_operator;
grant execute on function app_public.add_rule_version(effective_from timestamp with time zone, parameters app_public.rule_parameters) to app_user;

CREATE OR REPLACE FUNCTION app_public.advance_my_clock(idempotency_key uuid, days integer DEFAULT 0, hours integer DEFAULT 0)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.advance_clock(v_user_id,
    coalesce(advance_my_clock.days, 0), coalesce(advance_my_clock.hours, 0), advance_my_clock.idempotency_key);
end
$function$;

comment on function app_public.advance_my_clock(idempotency_key uuid, days integer, hours integer) is '@notNull
For test users (createTestUser): moves their own clock ahead, by days of 24 hours and hours, 1 hour to 366 days at once and 100 years in all. Nobody else''s time changes, and it never goes back. What would have happened by then has happened: missed days, refilled energy, rules that have taken effect. A repeat with the same idempotencyKey changes nothing and answers with the same move (replayed: true), for ever: make a new key for each new command.

Errors: SIGNED_OUT, NOT_A_TEST_USER, INVALID_AMOUNT, IDEMPOTENCY_KEY_REUSED.';
grant execute on function app_public.advance_my_clock(idempotency_key uuid, days integer, hours integer) to app_anonymous;
grant execute on function app_public.advance_my_clock(idempotency_key uuid, days integer, hours integer) to app_user;

CREATE OR REPLACE FUNCTION app_public.bootstrap(zone text DEFAULT NULL::text, day_start_hour integer DEFAULT NULL::integer)
 RETURNS app_public.state
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_zone constant text := coalesce(zone, app_private.token_zone());
  v_day_start_hour constant int := coalesce(day_start_hour, 0);
begin
  perform app_private.require_settings(v_zone, v_day_start_hour);
  perform app_private.bootstrap(v_user_id, current_setting('app.issuer'), current_setting('app.subject'),
    v_zone, v_day_start_hour);
  return app_private.present(app_private.state_as_of(v_user_id));
end
$function$;

comment on function app_public.bootstrap(zone text, day_start_hour integer) is '@notNull
@resultFieldName state
Creates the user with a zone and a day start (hours after midnight: 0, 4, 5 or 6), and answers with the state. Nobody has to call it: any first command creates the user, in the zone of the token or else UTC. A repeat changes nothing, whatever its arguments: use updateSettings for that.

Errors: SIGNED_OUT, UNKNOWN_ZONE, INVALID_DAY_START.';
grant execute on function app_public.bootstrap(zone text, day_start_hour integer) to app_anonymous;
grant execute on function app_public.bootstrap(zone text, day_start_hour integer) to app_user;

CREATE OR REPLACE FUNCTION app_public.buy_item(item_id text, idempotency_key uuid, quantity integer DEFAULT 1)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.buy_item(v_user_id, buy_item.item_id, coalesce(buy_item.quantity, 1), buy_item.idempotency_key);
end
$function$;

comment on function app_public.buy_item(item_id text, idempotency_key uuid, quantity integer) is '@notNull
Buys quantity (1 to 1000, by default 1) of an item for its price in points now, and puts them into the inventory; all of them or nothing. A repeat with the same idempotencyKey changes nothing and answers with what was bought (replayed: true), for ever: make a new key for each new command.

Errors: SIGNED_OUT, UNKNOWN_ITEM, ITEM_NOT_ON_SALE, INVALID_AMOUNT, NOT_ENOUGH_POINTS, INVENTORY_FULL, IDEMPOTENCY_KEY_REUSED.';
grant execute on function app_public.buy_item(item_id text, idempotency_key uuid, quantity integer) to app_anonymous;
grant execute on function app_public.buy_item(item_id text, idempotency_key uuid, quantity integer) to app_user;

CREATE OR REPLACE FUNCTION app_public.check_in(day date DEFAULT NULL::date)
 RETURNS app_public.check_in_result
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.check_in(v_user_id, check_in.day);
end
$function$;

comment on function app_public.check_in(day date) is '@notNull
Checks in for today or, with day, for yesterday while its grace lasts. Settles the streak, grants energy, points and XP, unlocks rewards and claims those that claim themselves, all at once or not at all. A repeat for a day that is checked in changes nothing and answers with that check-in (alreadyCheckedIn: true): after a lost answer, call again.

Errors: SIGNED_OUT, DAY_NOT_OPEN.';
grant execute on function app_public.check_in(day date) to app_anonymous;
grant execute on function app_public.check_in(day date) to app_user;

CREATE OR REPLACE FUNCTION app_public.claim_reward(reward_id text, period_key text DEFAULT NULL::text)
 RETURNS app_public.claim_reward_result
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.claim_reward_result;
begin
  select c.* into v_answer
  from app_private.claim_reward(v_user_id, claim_reward.reward_id, claim_reward.period_key) as c;
  return v_answer;
end
$function$;

comment on function app_public.claim_reward(reward_id text, period_key text) is '@notNull
Claims an unlocked reward: exactly once for each period. Without periodKey the latest unlock is meant; earlier ones are in unclaimed of me.rewards. A repeat changes nothing and answers with the claim that was made (alreadyClaimed: true).

Errors: SIGNED_OUT, UNKNOWN_REWARD, REWARD_NOT_UNLOCKED, UNLOCK_EXPIRED, REWARD_NOT_OPEN, OUT_OF_STOCK, FREEZES_FULL, INVENTORY_FULL.';
grant execute on function app_public.claim_reward(reward_id text, period_key text) to app_anonymous;
grant execute on function app_public.claim_reward(reward_id text, period_key text) to app_user;

CREATE OR REPLACE FUNCTION app_public.create_test_user(subject text, issuer text DEFAULT NULL::text, zone text DEFAULT NULL::text, day_start_hour integer DEFAULT NULL::integer)
 RETURNS app_public.test_user
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_issuer constant text := coalesce(issuer, current_setting('app.issuer', true));
begin
  perform app_private.require_test_user_creator(v_issuer);
  return app_private.create_test_user(v_issuer, create_test_user.subject, coalesce(zone, 'UTC'), coalesce(day_start_hour, 0));
end
$function$;

comment on function app_public.create_test_user(subject text, issuer text, zone text, day_start_hour integer) is '@notNull
For operators and, where the server runs in development, for everybody who is signed in: creates a test user, who has an own clock (advanceMyClock) and is left out of stock and statistics. subject and issuer (1 to 255 characters; by default your own issuer, and in development no other) are those of the test user''s tokens; zone (by default UTC) and dayStartHour (by default 0) as in bootstrap. A test user stays one for ever, and a user who is there already never becomes one. A repeat changes nothing, whatever its zone and dayStartHour, and answers with the test user (alreadyCreated: true).

Errors: SIGNED_OUT, NOT_AN_OPERATOR, NOT_A_TEST_USER, INVALID_SUBJECT, UNKNOWN_ZONE, INVALID_DAY_START.';
grant execute on function app_public.create_test_user(subject text, issuer text, zone text, day_start_hour integer) to app_anonymous;
grant execute on function app_public.create_test_user(subject text, issuer text, zone text, day_start_hour integer) to app_operator;
grant execute on function app_public.create_test_user(subject text, issuer text, zone text, day_start_hour integer) to app_user;

CREATE OR REPLACE FUNCTION app_public.declare_amnesty(first_day date, last_day date, reason text)
 RETURNS app_public.amnesty
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_operator_id constant uuid := app_private.require_operator_id();
  v_answer app_public.amnesty;
begin
  select a.* into v_answer
  from app_private.declare_amnesty(v_operator_id, declare_amnesty.first_day, declare_amnesty.last_day,
    declare_amnesty.reason) as a;
  return v_answer;
end
$function$;

comment on function app_public.declare_amnesty(first_day date, last_day date, reason text) is '@notNull
For operators: nobody is held to have missed firstDay through lastDay (1 to 31 days, past or to come). Runs that ended on these days are restored, freezes and points spent on them come back, at once for everybody, however many. reason (1 to 200 characters) is what users read in their calendar. It cannot be taken back; previewAmnesty shows before what it would change. A repeat for the same days changes nothing and answers with that amnesty (alreadyDeclared: true).

Errors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_AMNESTY.';
grant execute on function app_public.declare_amnesty(first_day date, last_day date, reason text) to app_anonymous;
grant execute on function app_public.declare_amnesty(first_day date, last_day date, reason text) to app_operator;
grant execute on function app_public.declare_amnesty(first_day date, last_day date, reason text) to app_user;

CREATE OR REPLACE FUNCTION app_public.discard_item(item_id text, idempotency_key uuid, quantity integer DEFAULT 1)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.discard_item(
    v_user_id, discard_item.item_id, coalesce(discard_item.quantity, 1), discard_item.idempotency_key);
end
$function$;

comment on function app_public.discard_item(item_id text, idempotency_key uuid, quantity integer) is '@notNull
Throws quantity (by default 1) of an item of the inventory away, to make room; nothing is given for it. A repeat with the same idempotencyKey changes nothing and answers with what was thrown away (replayed: true), for ever: make a new key for each new command.

Errors: SIGNED_OUT, INVALID_AMOUNT, NOT_ENOUGH_ITEMS, IDEMPOTENCY_KEY_REUSED.';
grant execute on function app_public.discard_item(item_id text, idempotency_key uuid, quantity integer) to app_anonymous;
grant execute on function app_public.discard_item(item_id text, idempotency_key uuid, quantity integer) to app_user;

CREATE OR REPLACE FUNCTION app_public.grant_effects(user_id uuid, gives app_public.effects, reason text, idempotency_key uuid)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_operator_id constant uuid := app_private.require_operator_id();
begin
  return app_private.grant_effects(grant_effects.user_id, v_operator_id,
    grant_effects.gives, grant_effects.reason, grant_effects.idempotency_key);
end
$function$;

comment on function app_public.grant_effects(user_id uuid, gives app_public.effects, reason text, idempotency_key uuid) is '@notNull
For operators: gives a user points, energy, XP, freezes or items. reason (1 to 200 characters) is kept in the user''s journal, where the user can read it. All of it or nothing, but for energy, which is given as far as it fits. A repeat for the same user with the same idempotencyKey changes nothing and answers with what was given (replayed: true), for ever.

Errors: SIGNED_OUT, NOT_AN_OPERATOR, UNKNOWN_USER, INVALID_GRANT, INVALID_REASON, UNKNOWN_ITEM, FREEZES_FULL, INVENTORY_FULL, IDEMPOTENCY_KEY_REUSED.';
grant execute on function app_public.grant_effects(user_id uuid, gives app_public.effects, reason text, idempotency_key uuid) to app_anonymous;
grant execute on function app_public.grant_effects(user_id uuid, gives app_public.effects, reason text, idempotency_key uuid) to app_operator;
grant execute on function app_public.grant_effects(user_id uuid, gives app_public.effects, reason text, idempotency_key uuid) to app_user;

CREATE OR REPLACE FUNCTION app_public.items()
 RETURNS SETOF app_public.item
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT i.id,
     i.title,
     i.description,
     i.price_points,
     (i.gives)::app_public.effects AS gives,
     i.on_sale
    FROM app_private.items i
   ORDER BY i.price_points, i.id;
END;

comment on function app_public.items() is '@behavior +connection -list
All items, the cheapest first: those on sale, and those that only who has them can use.';
grant execute on function app_public.items() to app_anonymous;
grant execute on function app_public.items() to app_operator;
grant execute on function app_public.items() to app_user;

CREATE OR REPLACE FUNCTION app_public.me()
 RETURNS app_public.me
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_user_id constant uuid := app_private.current_user_id();
  v_me app_public.me;
begin
  if v_user_id is null then
    return null;
  end if;
  v_me.user_id := v_user_id;
  v_me.created_at := (select u.created_at from app_private.users as u where u.user_id = v_user_id);
  v_me.state := app_private.present(app_private.state_as_of(v_user_id));
  return v_me;
end
$function$;
comment on function app_public.me() is 'The signed-in user with the state as of now; null when signed out. Reading never changes anything.';
grant execute on function app_public.me() to app_anonymous;
grant execute on function app_public.me() to app_user;

CREATE OR REPLACE FUNCTION app_public.me_calendar(me app_public.me, since date DEFAULT NULL::date, until date DEFAULT NULL::date)
 RETURNS SETOF app_public.calendar_day
 LANGUAGE plpgsql
 STABLE ROWS 30
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_today constant date := (me.state).today;
  v_until constant date := coalesce(until, v_today);
  v_since constant date := coalesce(since, v_until - 29);
  v_settled constant app_private.user_states := app_private.state_as_of(me.user_id, (me.state).as_of);
  v_unstored constant app_private.marked_day[] := app_private.unstored_marks(v_settled);
  v_joined_on constant date := (
    select e.day from app_public.journal_entries as e where e.user_id = me.user_id and e.sequence_number = 1);
  v_late_from constant date := greatest(
    v_today - 1 + app_rules.is_day_without_hours(v_today - 1, v_settled.zone, v_settled.day_start_hour)::int,
    v_settled.last_marked_day + 1 + (v_settled.run_length = 0)::int,
    app_private.ended_through((me.state).as_of, v_settled.zone, v_settled.day_start_hour) + 1);
begin
  if v_until not between v_since and v_since + 365 or not isfinite(v_until) then
    perform app_private.refuse('CA001', 'A calendar shows 1 to 366 days.',
      'Let since be at most 365 days before until.');
  end if;

  return query
  select d.day, k.mark, coalesce(k.mark in ('check_in', 'late'), false),
    app_rules.day_reason(k.mark, d.day, v_today, v_late_from, v_joined_on,
      v_settled.run_length > 0 and d.day between v_settled.paused_from and v_settled.paused_until,
      (select a.reason from app_private.amnesties as a where d.day between a.first_day and a.last_day order by a.id desc limit 1)),
    s.marked_at, s.zone, s.day_start_hour, s.rule_version_id
  from (select v_since + n.k as day from generate_series(0, v_until - v_since) as n(k)) as d
  left join unnest(v_unstored) as u on u.day = d.day
  left join app_private.day_marks as m on m.user_id = me.user_id and m.day = d.day
  cross join lateral (select coalesce(u.mark, m.mark) as mark) as k
  -- An amnesty that is not stored yet takes the place of a stored mark.
  left join lateral (select m.marked_at, m.zone, m.day_start_hour, m.rule_version_id where u.day is null) as s on true
  order by d.day;
end
$function$;

comment on function app_public.me_calendar(me app_public.me, since date, until date) is '@behavior -queryField +list -connection
@notNull
The days from since to until, each with its mark and the reason: by default the last 30 days, at most 366.

Errors: CALENDAR_TOO_LONG.';
grant execute on function app_public.me_calendar(me app_public.me, since date, until date) to app_user;

CREATE OR REPLACE FUNCTION app_public.me_explain_balance(me app_public.me, balance app_public.balance, last integer DEFAULT 50)
 RETURNS app_public.balance_explanation
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return app_private.balance_explanation(me.user_id, balance, last, (me.state).as_of);
end
$function$;

comment on function app_public.me_explain_balance(me app_public.me, balance app_public.balance, last integer) is '@behavior -queryField
@notNull
Why there are so many points or so much energy: what was added and what was taken, which adds up to the balance, and the last entries that changed it (by default 50, at most 100).

Errors: INVALID_AMOUNT.';
grant execute on function app_public.me_explain_balance(me app_public.me, balance app_public.balance, last integer) to app_user;

CREATE OR REPLACE FUNCTION app_public.me_explain_reward(me app_public.me, reward_id text)
 RETURNS app_public.reward_explanation
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return app_private.reward_explanation(me.user_id, reward_id, (me.state).as_of);
end
$function$;

comment on function app_public.me_explain_reward(me app_public.me, reward_id text) is '@behavior -queryField
@notNull
Why a reward is not unlocked or, if it is, when and by which journal entry, and what became of it.

Errors: UNKNOWN_REWARD.';
grant execute on function app_public.me_explain_reward(me app_public.me, reward_id text) to app_user;

CREATE OR REPLACE FUNCTION app_public.me_explain_streak(me app_public.me)
 RETURNS app_public.streak_explanation
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return app_private.streak_explanation(me.user_id, (me.state).as_of);
end
$function$;

comment on function app_public.me_explain_streak(me app_public.me) is '@behavior -queryField
@notNull
Why the streak is what it is: each of the last 100 days of the run, its mark, why, and what would have happened otherwise. Without a live run, of the last one, and of the missed day that ended it.';
grant execute on function app_public.me_explain_streak(me app_public.me) to app_user;

CREATE OR REPLACE FUNCTION app_public.me_journal(me app_public.me)
 RETURNS SETOF app_public.journal_entries
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT e.user_id,
     e.sequence_number,
     e.occurred_at,
     e.day,
     e.kind,
     e.asked,
     e.rule_version_id,
     e.check_ins_delta,
     e.freezes_granted,
     e.freezes_used,
     e.energy_refilled,
     e.energy_delta,
     e.xp_delta,
     e.points_delta,
     e.items_delta,
     e.last_day,
     e.zone,
     e.day_start_hour,
     e.check_ins,
     e.run_length,
     e.run_started_on,
     e.longest_streak,
     e.last_marked_day,
     e.last_check_in_day,
     e.last_freeze_day,
     e.last_travel_day,
     e.freezes,
     e.energy,
     e.energy_anchor,
     e.xp,
     e.level,
     e.points,
     e.lifetime_points,
     e.inventory,
     e.paused_from,
     e.paused_until,
     e.last_amnesty_id,
     e.terms,
     e.idempotency_key,
     e.reverses,
     e.operator_id,
     e.rewards_unlocked
    FROM app_public.journal_entries e
   WHERE (e.user_id = (me_journal.me).user_id)
   ORDER BY e.sequence_number DESC;
END;

comment on function app_public.me_journal(me app_public.me) is '@behavior -queryField
Every change of the user''s state, latest first.';
grant execute on function app_public.me_journal(me app_public.me) to app_user;

CREATE OR REPLACE FUNCTION app_public.me_owned_rewards(me app_public.me)
 RETURNS SETOF app_public.owned_reward
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT ROW(u.reward_id, r.title, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id)::app_public.unlocked_reward AS "row",
         CASE
             WHEN (c.user_id IS NOT NULL) THEN ROW(c.reward_id, r.title, c.period_key, c.claimed_at, c.automatic, app_rules.amounts_given(e.*), c.rule_version_id)::app_public.claimed_reward
             ELSE NULL::app_public.claimed_reward
         END AS "case"
    FROM (((app_private.reward_unlocks u
      JOIN app_private.rewards r ON ((r.id = u.reward_id)))
      LEFT JOIN app_private.reward_claims c ON (((c.user_id = u.user_id) AND (c.reward_id = u.reward_id) AND (c.period_key = u.period_key))))
      LEFT JOIN app_public.journal_entries e ON (((e.user_id = c.user_id) AND (e.sequence_number = c.sequence_number))))
   WHERE (u.user_id = (me_owned_rewards.me).user_id)
   ORDER BY u.sequence_number DESC, u.reward_id;
END;

comment on function app_public.me_owned_rewards(me app_public.me) is '@behavior -queryField +connection -list
Every reward ever unlocked, for each period, with its claim: latest first.';
grant execute on function app_public.me_owned_rewards(me app_public.me) to app_user;

CREATE OR REPLACE FUNCTION app_public.me_rewards(me app_public.me)
 RETURNS SETOF app_public.reward_for_me
 LANGUAGE sql
 STABLE ROWS 20
BEGIN ATOMIC
 WITH now AS (
          SELECT (me_rewards.me).state.as_of AS at
         ), present AS (
          SELECT r_1.id AS reward_id,
             r_1.title,
             r_1.ends_at,
             app_rules.period_key(r_1.repeats, (me_rewards.me).state.today, (me_rewards.me).state.streak.started_on) AS period_key
            FROM app_private.rewards r_1
         ), waiting AS (
          SELECT u_1.reward_id,
             u_1.period_key
            FROM app_private.reward_unlocks u_1
           WHERE (u_1.user_id = (me_rewards.me).user_id)
         EXCEPT
          SELECT c_1.reward_id,
             c_1.period_key
            FROM app_private.reward_claims c_1
           WHERE (c_1.user_id = (me_rewards.me).user_id)
         ), mine AS (
          SELECT u_1.reward_id,
             u_1.period_key,
             u_1.unlocked_at,
             u_1.claimable_until,
             u_1.rule_version_id,
             u_1.sequence_number
            FROM app_private.reward_unlocks u_1
           WHERE ((u_1.user_id = (me_rewards.me).user_id) AND (u_1.period_key = ANY (ARRAY( SELECT p_1.period_key
                    FROM present p_1
                 UNION ALL
                  SELECT o.period_key
                    FROM waiting o))))
         ), claimed AS (
          SELECT c_1.reward_id,
             c_1.period_key,
             c_1.claimed_at
            FROM app_private.reward_claims c_1
           WHERE ((c_1.user_id = (me_rewards.me).user_id) AND (c_1.period_key = ANY (ARRAY( SELECT p_1.period_key
                    FROM present p_1))))
         ), unclaimed AS (
          SELECT u_1.reward_id,
             array_agg(ROW(u_1.reward_id, p_1.title, u_1.period_key, u_1.unlocked_at, u_1.claimable_until, u_1.rule_version_id)::app_public.unlocked_reward ORDER BY u_1.unlocked_at, u_1.sequence_number) AS list
            FROM ((mine u_1
              JOIN waiting o ON (((o.reward_id = u_1.reward_id) AND (o.period_key = u_1.period_key))))
              JOIN present p_1 ON ((p_1.reward_id = u_1.reward_id))),
             now now_1
           WHERE (((u_1.claimable_until > now_1.at) OR (u_1.claimable_until IS NULL)) AND ((p_1.ends_at > now_1.at) OR (p_1.ends_at IS NULL)))
           GROUP BY u_1.reward_id
         ), progress AS (
          SELECT k.reward_id,
             array_agg(ROW(m.id, m.title, v.value, k.at_least, (v.value >= k.at_least))::app_public.metric_progress ORDER BY m.id) AS list
            FROM now now_1,
             LATERAL app_private.state_as_of((me_rewards.me).user_id, now_1.at) s(user_id, sequence_number, last_occurred_at, rule_version_id, last_day, zone, day_start_hour, check_ins, run_length, run_started_on, longest_streak, last_marked_day, last_check_in_day, last_freeze_day, last_travel_day, freezes, energy, energy_anchor, xp, level, points, lifetime_points, inventory, paused_from, paused_until, last_amnesty_id, clock_ahead_seconds),
             (app_private.reward_conditions k
              JOIN app_private.metrics m ON ((m.id = k.metric))),
             LATERAL app_rules.metric_value(k.metric, s.*) v(value)
           GROUP BY k.reward_id
         ), stock AS (
          SELECT t.reward_id,
             sum(t.remaining) AS remaining
            FROM app_private.reward_stock t
           GROUP BY t.reward_id
         )
  SELECT r.id,
     r.title,
     r.description,
     app_rules.reward_status(u.unlocked_at, u.claimable_until, c.claimed_at, r.starts_at, r.ends_at,
         CASE
             WHEN ((me_rewards.me).state.clock_ahead_hours IS NULL) THEN left_over.remaining
             ELSE NULL::bigint
         END, now.at) AS reward_status,
     COALESCE(progress.list, '{}'::app_public.metric_progress[]) AS "coalesce",
     (r.gives)::app_public.effects AS gives,
     r.repeats,
     p.period_key,
     r.auto_claim,
     r.starts_at,
     r.ends_at,
     left_over.remaining,
     u.unlocked_at,
     u.claimable_until,
     c.claimed_at,
     COALESCE(unclaimed.list, '{}'::app_public.unlocked_reward[]) AS "coalesce"
    FROM now,
     (((((((app_private.rewards r
      JOIN present p ON ((p.reward_id = r.id)))
      LEFT JOIN mine u ON (((u.reward_id = r.id) AND (u.period_key = p.period_key))))
      LEFT JOIN claimed c ON (((c.reward_id = r.id) AND (c.period_key = p.period_key))))
      LEFT JOIN progress ON ((progress.reward_id = r.id)))
      LEFT JOIN stock ON ((stock.reward_id = r.id)))
      CROSS JOIN LATERAL ( SELECT
                 CASE
                     WHEN (r.stock IS NOT NULL) THEN COALESCE(stock.remaining, (0)::bigint)
                     ELSE NULL::bigint
                 END AS remaining) left_over)
      LEFT JOIN unclaimed ON ((unclaimed.reward_id = r.id)))
   WHERE (r.enabled OR (u.unlocked_at IS NOT NULL) OR (unclaimed.list IS NOT NULL))
   ORDER BY r.priority, r.id;
END;

comment on function app_public.me_rewards(me app_public.me) is '@behavior -queryField +list -connection
@notNull
Every reward in the order in which they are unlocked, with its status and the progress towards it as of now.';
grant execute on function app_public.me_rewards(me app_public.me) to app_user;

CREATE OR REPLACE FUNCTION app_public.me_state_at(me app_public.me, at timestamp with time zone)
 RETURNS app_public.state
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_state constant app_private.user_states := app_private.state_at(me.user_id, at);
begin
  if v_state.user_id is null then
    return null;
  end if;
  return app_private.present(v_state, false);
end
$function$;

comment on function app_public.me_state_at(me app_public.me, at timestamp with time zone) is '@behavior -queryField
The state as it was at an instant, as state showed it then; null before the user was there. For an instant to come: what the state will be if nothing happens until then. Whether a lost streak could be repaired (streak.repair) is left out.';
grant execute on function app_public.me_state_at(me app_public.me, at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_public.pause_streak(until date)
 RETURNS app_public.pause_streak_result
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.pause_streak(v_user_id, pause_streak.until);
end
$function$;

comment on function app_public.pause_streak(until date) is '@notNull
Pauses the streak from tomorrow through a day: the days between are not held against it, and do not count. A check-in on one of them ends the pause. While a pause is open, another day moves its end. A repeat changes nothing.

Errors: SIGNED_OUT, NO_STREAK, INVALID_PAUSE.';
grant execute on function app_public.pause_streak(until date) to app_anonymous;
grant execute on function app_public.pause_streak(until date) to app_user;

CREATE OR REPLACE FUNCTION app_public.preview_amnesty(first_day date, last_day date)
 RETURNS app_public.amnesty_preview
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_answer app_public.amnesty_preview;
begin
  perform app_private.require_operator_id();
  select p.* into v_answer
  from app_private.preview_amnesty(preview_amnesty.first_day, preview_amnesty.last_day) as p;
  return v_answer;
end
$function$;

comment on function app_public.preview_amnesty(first_day date, last_day date) is '@notNull
For operators: what an amnesty for firstDay through lastDay would change, were it declared now. Writes nothing. With very many users, ask the database itself: app_private.amnesty_effects.

Errors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_AMNESTY.';
grant execute on function app_public.preview_amnesty(first_day date, last_day date) to app_anonymous;
grant execute on function app_public.preview_amnesty(first_day date, last_day date) to app_operator;
grant execute on function app_public.preview_amnesty(first_day date, last_day date) to app_user;

CREATE OR REPLACE FUNCTION app_public.repair_streak(day date)
 RETURNS app_public.repair_streak_result
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.repair_streak(v_user_id, repair_streak.day);
end
$function$;

comment on function app_public.repair_streak(day date) is '@notNull
Pays points for each day that was missed in a row, so that the run before them goes on. day is one of these days: state.streak.repair names the last of the latest, and the price. A repeat for a day that is repaired changes nothing, costs nothing, and answers with that repair (alreadyRepaired: true).

Errors: SIGNED_OUT, NOTHING_TO_REPAIR, REPAIR_TOO_LATE, NOT_ENOUGH_POINTS.';
grant execute on function app_public.repair_streak(day date) to app_anonymous;
grant execute on function app_public.repair_streak(day date) to app_user;

CREATE OR REPLACE FUNCTION app_public.reverse_entry(user_id uuid, sequence_number bigint, reason text)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_operator_id constant uuid := app_private.require_operator_id();
begin
  return app_private.reverse_entry(reverse_entry.user_id, v_operator_id, reverse_entry.sequence_number, reverse_entry.reason);
end
$function$;

comment on function app_public.reverse_entry(user_id uuid, sequence_number bigint, reason text) is '@notNull
For operators: corrects a journal entry of a user by one that reverses it: points, energy, freezes and items that it gave are taken back, and what it took comes back. XP, levels and the calendar stay, and a reward stays claimed. Energy is taken back as far as it is there. reason (1 to 200 characters) is kept in the user''s journal. An entry is reversed once: a repeat changes nothing and answers with that reversal (replayed: true).

Errors: SIGNED_OUT, NOT_AN_OPERATOR, UNKNOWN_USER, NOT_REVERSIBLE, INVALID_REASON, NOT_ENOUGH_POINTS, NOT_ENOUGH_ITEMS, FREEZE_USED, INVENTORY_FULL.';
grant execute on function app_public.reverse_entry(user_id uuid, sequence_number bigint, reason text) to app_anonymous;
grant execute on function app_public.reverse_entry(user_id uuid, sequence_number bigint, reason text) to app_operator;
grant execute on function app_public.reverse_entry(user_id uuid, sequence_number bigint, reason text) to app_user;

CREATE OR REPLACE FUNCTION app_public.reward_stock_remaining(reward app_public.reward)
 RETURNS bigint
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT sum(s.remaining) AS sum
    FROM app_private.reward_stock s
   WHERE (s.reward_id = (reward_stock_remaining.reward).reward_id);
END;

comment on function app_public.reward_stock_remaining(reward app_public.reward) is '@behavior -queryField
What is left of the stock; null when there is no limit.';
grant execute on function app_public.reward_stock_remaining(reward app_public.reward) to app_anonymous;
grant execute on function app_public.reward_stock_remaining(reward app_public.reward) to app_operator;
grant execute on function app_public.reward_stock_remaining(reward app_public.reward) to app_user;

CREATE OR REPLACE FUNCTION app_public.rewards()
 RETURNS SETOF app_public.reward
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform app_private.require_operator_id();
  return query select d.* from app_private.rewards as r, app_private.reward_definition(r) as d order by r.priority, r.id;
end
$function$;

comment on function app_public.rewards() is '@behavior +connection -list
For operators: all rewards, disabled ones too, in the order in which they are unlocked.

Errors: SIGNED_OUT, NOT_AN_OPERATOR.';
grant execute on function app_public.rewards() to app_anonymous;
grant execute on function app_public.rewards() to app_operator;
grant execute on function app_public.rewards() to app_user;

CREATE OR REPLACE FUNCTION app_public.rule_versions()
 RETURNS SETOF app_public.rule_version
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform app_private.require_operator_id();
  return query
  select d.* from app_private.rule_versions as v, app_private.rule_version_shown(v) as d order by v.effective_from desc;
end
$function$;

comment on function app_public.rule_versions() is '@behavior +connection -list
For operators: all rule versions, those to come too, the latest first.

Errors: SIGNED_OUT, NOT_AN_OPERATOR.';
grant execute on function app_public.rule_versions() to app_anonymous;
grant execute on function app_public.rule_versions() to app_operator;
grant execute on function app_public.rule_versions() to app_user;

CREATE OR REPLACE FUNCTION app_public.save_item(item app_public.item)
 RETURNS app_public.item
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
begin
  perform app_private.require_operator_id();
  return app_private.save_item(save_item.item);
end
$function$;

comment on function app_public.save_item(item app_public.item) is '@notNull
For operators: creates an item, or changes the one of that id, as a whole: what is left out has its default. Items that are held already are used with the effects of the new definition. An item is never deleted; take it off sale. Refused: what gives as many points as it costs, and what could never be used. A repeat changes nothing.

Errors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_ITEM.';
grant execute on function app_public.save_item(item app_public.item) to app_anonymous;
grant execute on function app_public.save_item(item app_public.item) to app_operator;
grant execute on function app_public.save_item(item app_public.item) to app_user;

CREATE OR REPLACE FUNCTION app_public.save_reward(reward app_public.reward)
 RETURNS app_public.reward
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
begin
  perform app_private.require_operator_id();
  return app_private.save_reward(save_reward.reward);
end
$function$;

comment on function app_public.save_reward(reward app_public.reward) is '@notNull
For operators: creates a reward with its conditions, or changes the one of that id, as a whole: what is left out has its default. What users have unlocked stays unlocked, whatever changes; a claim gives what the reward gives at the time of the claim. A reward is never deleted; disable it. Refused: what could never be claimed under the rules now or to come (conditions out of reach, more freezes or items than can be held, a window that is empty or over), and a stock below what has been claimed. A repeat changes nothing.

Errors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_REWARD, UNKNOWN_ITEM.';
grant execute on function app_public.save_reward(reward app_public.reward) to app_anonymous;
grant execute on function app_public.save_reward(reward app_public.reward) to app_operator;
grant execute on function app_public.save_reward(reward app_public.reward) to app_user;

CREATE OR REPLACE FUNCTION app_public.spend_energy(amount integer, idempotency_key uuid, reason text DEFAULT NULL::text)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.spend_energy(v_user_id, spend_energy.amount, spend_energy.reason, spend_energy.idempotency_key);
end
$function$;

comment on function app_public.spend_energy(amount integer, idempotency_key uuid, reason text) is '@notNull
Spends energy: amount (1 to 1000000) of what there is now, refills counted; all of it or nothing. reason (at most 200 characters) is kept in the journal. A repeat with the same idempotencyKey changes nothing and answers with what was spent (replayed: true), for ever: make a new key for each new command.

Errors: SIGNED_OUT, INVALID_AMOUNT, INVALID_REASON, NOT_ENOUGH_ENERGY, IDEMPOTENCY_KEY_REUSED.';
grant execute on function app_public.spend_energy(amount integer, idempotency_key uuid, reason text) to app_anonymous;
grant execute on function app_public.spend_energy(amount integer, idempotency_key uuid, reason text) to app_user;

CREATE OR REPLACE FUNCTION app_public.update_settings(zone text DEFAULT NULL::text, day_start_hour integer DEFAULT NULL::integer)
 RETURNS app_public.update_settings_result
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.update_settings_result;
begin
  select s.* into v_answer
  from app_private.update_settings(v_user_id, update_settings.zone, update_settings.day_start_hour) as s;
  return v_answer;
end
$function$;

comment on function app_public.update_settings(zone text, day_start_hour integer) is '@notNull
Changes the user''s zone (an IANA name) or day start (hours after midnight: 0, 4, 5 or 6); what is left out stays. It takes effect at once, for days that are not marked yet; a day that it skips is not held against the streak, once in a while. A repeat changes nothing.

Errors: SIGNED_OUT, UNKNOWN_ZONE, INVALID_DAY_START.';
grant execute on function app_public.update_settings(zone text, day_start_hour integer) to app_anonymous;
grant execute on function app_public.update_settings(zone text, day_start_hour integer) to app_user;

CREATE OR REPLACE FUNCTION app_public.use_item(item_id text, idempotency_key uuid)
 RETURNS app_public.command_result
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  return app_private.use_item(v_user_id, use_item.item_id, use_item.idempotency_key);
end
$function$;

comment on function app_public.use_item(item_id text, idempotency_key uuid) is '@notNull
Uses one of an item of the inventory for its effects. When nothing at all would change, or a freeze would not fit, it is kept; energy is given as far as it fits. A repeat with the same idempotencyKey changes nothing and answers with what the use gave (replayed: true), for ever: make a new key for each new command.

Errors: SIGNED_OUT, UNKNOWN_ITEM, NOT_ENOUGH_ITEMS, ITEM_WITHOUT_EFFECT, FREEZES_FULL, IDEMPOTENCY_KEY_REUSED.';
grant execute on function app_public.use_item(item_id text, idempotency_key uuid) to app_anonymous;
grant execute on function app_public.use_item(item_id text, idempotency_key uuid) to app_user;

CREATE OR REPLACE FUNCTION app_public."user"(user_id uuid)
 RETURNS app_public.me
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_user app_public.me;
begin
  perform app_private.require_operator_id();
  select u.user_id, u.created_at into v_user.user_id, v_user.created_at
  from app_private.users as u where u.user_id = "user".user_id;
  if not found then
    return null;
  end if;
  v_user.state := app_private.present(app_private.state_as_of(user_id));
  return v_user;
end
$function$;

comment on function app_public."user"(user_id uuid) is 'For operators: a user as the user is shown to themselves by me, with state, journal and rewards; null when there is none of this id. Reading never changes anything.

Errors: SIGNED_OUT, NOT_AN_OPERATOR.';
grant execute on function app_public."user"(user_id uuid) to app_anonymous;
grant execute on function app_public."user"(user_id uuid) to app_operator;
grant execute on function app_public."user"(user_id uuid) to app_user;

CREATE OR REPLACE FUNCTION app_public.what_if(since timestamp with time zone, parameters app_public.rule_parameters DEFAULT NULL::app_public.rule_parameters, rewards app_public.reward[] DEFAULT NULL::app_public.reward[], one_in integer DEFAULT 1)
 RETURNS app_public.what_if
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_answer app_public.what_if;
begin
  perform app_private.require_operator_id();
  select w.* into v_answer
  from app_private.what_if(what_if.since, what_if.parameters, what_if.rewards, what_if.one_in) as w;
  return v_answer;
end
$function$;

comment on function app_public.what_if(since timestamp with time zone, parameters app_public.rule_parameters, rewards app_public.reward[], one_in integer) is '@notNull
For operators: what would be otherwise now, had some parameters and rewards been others since an instant in the past: the real history of every user, each command at its instant, under the proposal. Give parameters as to addRuleVersion, rewards as to saveReward (each as a whole, new or changed). A reward that the proposal does not name is taken as it is since it was last saved, and before that as it was. What was refused then is in no journal, and stays undone; stock is not looked at. With very many users ask about one of so many: oneIn (they are always the same). Writes nothing.

Errors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_PROPOSAL, INVALID_RULE_VERSION, INVALID_REWARD, UNKNOWN_ITEM.';
grant execute on function app_public.what_if(since timestamp with time zone, parameters app_public.rule_parameters, rewards app_public.reward[], one_in integer) to app_anonymous;
grant execute on function app_public.what_if(since timestamp with time zone, parameters app_public.rule_parameters, rewards app_public.reward[], one_in integer) to app_operator;
grant execute on function app_public.what_if(since timestamp with time zone, parameters app_public.rule_parameters, rewards app_public.reward[], one_in integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.address_counted(address inet)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (address IS NULL) THEN 'unknown'::text WHEN (family(address) = 4) THEN host(address) WHEN (address << '::ffff:0.0.0.0/96'::inet) THEN substr(host(address), 8) ELSE (host((network(set_masklen(address, 64)))::inet) || '/64'::text) END;
comment on function app_rules.address_counted(address inet) is 'By what the attempts of an address are counted: IPv4 as a whole, IPv6 by its first 64 bits.';
grant execute on function app_rules.address_counted(address inet) to app_anonymous;
grant execute on function app_rules.address_counted(address inet) to app_operator;
grant execute on function app_rules.address_counted(address inet) to app_user;

CREATE OR REPLACE FUNCTION app_rules.after_amnesty(state app_private.user_states, rules app_private.rule_versions, calendar app_private.marked_day[], marks app_private.marked_day[], missed_through date)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states :=
    app_rules.after_marks(state, app_rules.calendar_with(calendar, marks), missed_through);
begin
  v_after.freezes := array(
    select f.granted_on
    from (
      select h.granted_on from unnest(state.freezes) as h(granted_on)
      union all
      (
        select r.granted_on
        from (
          select c.freeze_granted_on as granted_on
          from unnest(calendar) as c join unnest(marks) as m on m.day = c.day
          where c.mark = 'freeze'
          except all
          select m.freeze_granted_on from unnest(marks) as m where m.mark = 'freeze'
        ) as r
        order by r.granted_on
        limit greatest(rules.freezes_max - cardinality(state.freezes), 0)
      )
    ) as f
    order by f.granted_on
  );
  v_after.points := state.points + (
    select coalesce(sum(c.paid_points), 0)
    from unnest(calendar) as c join unnest(marks) as m on m.day = c.day
    where c.mark = 'repair');
  return v_after;
end
$function$;
comment on function app_rules.after_amnesty(state app_private.user_states, rules app_private.rule_versions, calendar app_private.marked_day[], marks app_private.marked_day[], missed_through date) is 'The settled state once an amnesty has marked days of its calendar anew: the streak is counted again, and freezes (up to the maximum) and points spent on those days come back.';
grant execute on function app_rules.after_amnesty(state app_private.user_states, rules app_private.rule_versions, calendar app_private.marked_day[], marks app_private.marked_day[], missed_through date) to app_anonymous;
grant execute on function app_rules.after_amnesty(state app_private.user_states, rules app_private.rule_versions, calendar app_private.marked_day[], marks app_private.marked_day[], missed_through date) to app_operator;
grant execute on function app_rules.after_amnesty(state app_private.user_states, rules app_private.rule_versions, calendar app_private.marked_day[], marks app_private.marked_day[], missed_through date) to app_user;

CREATE OR REPLACE FUNCTION app_rules.after_check_in(state app_private.user_states, rules app_private.rule_versions, day date)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states := state;
  v_points constant bigint := app_rules.boosted_points(
    rules.check_in_points, app_rules.level_boost(state.level, rules.level_boosts_basis_points));
begin
  v_after.check_ins := state.check_ins + 1;
  v_after.last_check_in_day := day;
  v_after.last_marked_day := day;
  v_after.run_length := state.run_length + 1;
  v_after.run_started_on := coalesce(state.run_started_on, day);
  v_after.longest_streak := greatest(state.longest_streak, v_after.run_length);

  if day between state.paused_from and state.paused_until then
    v_after.paused_from := case when day > state.paused_from then state.paused_from end;
    v_after.paused_until := case when day > state.paused_from then day - 1 end;
  end if;

  v_after.energy := app_rules.energy_after_grant(
    state.energy, rules.check_in_energy, rules.energy_max, rules.energy_overfill);
  v_after.points := state.points + v_points;
  v_after.lifetime_points := state.lifetime_points + v_points;
  v_after.xp := state.xp + rules.check_in_xp;
  v_after.level := greatest(state.level, app_rules.level_for_xp(v_after.xp, rules.level_thresholds));

  if v_after.run_length % rules.freeze_every_days = 0 and cardinality(state.freezes) < rules.freezes_max then
    v_after.freezes := app_rules.freezes_after_grant(state.freezes, day, 1);
  end if;
  return v_after;
end
$function$;
comment on function app_rules.after_check_in(state app_private.user_states, rules app_private.rule_versions, day date) is 'The settled state after a day was checked in. Points take the boost of the level before; a pause ends the day before.';
grant execute on function app_rules.after_check_in(state app_private.user_states, rules app_private.rule_versions, day date) to app_anonymous;
grant execute on function app_rules.after_check_in(state app_private.user_states, rules app_private.rule_versions, day date) to app_operator;
grant execute on function app_rules.after_check_in(state app_private.user_states, rules app_private.rule_versions, day date) to app_user;

CREATE OR REPLACE FUNCTION app_rules.after_clock(state app_private.user_states, days integer, hours integer)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states := state;
begin
  v_after.clock_ahead_seconds := state.clock_ahead_seconds + 86400::bigint * days + 3600::bigint * hours;
  return v_after;
end
$function$;
comment on function app_rules.after_clock(state app_private.user_states, days integer, hours integer) is 'A test user''s stored state once their clock is so much further ahead; nothing has been settled. Null for whoever has no own clock.';
grant execute on function app_rules.after_clock(state app_private.user_states, days integer, hours integer) to app_anonymous;
grant execute on function app_rules.after_clock(state app_private.user_states, days integer, hours integer) to app_operator;
grant execute on function app_rules.after_clock(state app_private.user_states, days integer, hours integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.after_discard(state app_private.user_states, item_id text, quantity integer)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states := state;
begin
  v_after.inventory := app_rules.inventory_after_delta(state.inventory, jsonb_build_object(item_id, -quantity));
  return v_after;
end
$function$;
comment on function app_rules.after_discard(state app_private.user_states, item_id text, quantity integer) is 'The settled state after items were thrown away. The caller has checked that so many are held.';
grant execute on function app_rules.after_discard(state app_private.user_states, item_id text, quantity integer) to app_anonymous;
grant execute on function app_rules.after_discard(state app_private.user_states, item_id text, quantity integer) to app_operator;
grant execute on function app_rules.after_discard(state app_private.user_states, item_id text, quantity integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.after_effects(state app_private.user_states, rules app_private.rule_versions, day date, gives app_public.effects)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states := state;
begin
  v_after.points := state.points + gives.points;
  v_after.lifetime_points := state.lifetime_points + gives.points;
  v_after.energy := app_rules.energy_after_grant(
    case when gives.fills_energy then greatest(state.energy, rules.energy_max) else state.energy end, gives.energy, rules.energy_max, rules.energy_overfill);
  v_after.xp := state.xp + gives.xp;
  v_after.level := greatest(state.level, app_rules.level_for_xp(v_after.xp, rules.level_thresholds));
  v_after.freezes := app_rules.freezes_after_grant(state.freezes, day, gives.freezes);
  v_after.inventory := case when cardinality(gives.items) = 0 then state.inventory
    else app_rules.inventory_after_delta(state.inventory, app_rules.item_quantities(gives.items)) end;
  return v_after;
end
$function$;
comment on function app_rules.after_effects(state app_private.user_states, rules app_private.rule_versions, day date, gives app_public.effects) is 'The settled state after the effects of a reward, an item or a grant. The caller has checked that freezes and items fit.';
grant execute on function app_rules.after_effects(state app_private.user_states, rules app_private.rule_versions, day date, gives app_public.effects) to app_anonymous;
grant execute on function app_rules.after_effects(state app_private.user_states, rules app_private.rule_versions, day date, gives app_public.effects) to app_operator;
grant execute on function app_rules.after_effects(state app_private.user_states, rules app_private.rule_versions, day date, gives app_public.effects) to app_user;

CREATE OR REPLACE FUNCTION app_rules.after_marks(state app_private.user_states, calendar app_private.marked_day[], missed_through date)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states := state;
  v_run record;
begin
  for v_run in
    select max(d.day) as last_day,
      count(*) filter (where d.mark in ('check_in', 'late')) as length,
      min(d.day) filter (where d.mark in ('check_in', 'late')) as started_on
    from (select c.*, c.day - row_number() over (order by c.day)::int as block from unnest(calendar) as c) as d
    group by d.block
    order by d.block
  loop
    v_after.last_marked_day := v_run.last_day;
    v_after.run_length := v_run.length;
    v_after.run_started_on := v_run.started_on;
    v_after.longest_streak := greatest(v_after.longest_streak, v_run.length);
  end loop;
  if v_after.last_marked_day < missed_through then
    v_after.run_length := 0;
    v_after.run_started_on := null;
  end if;
  v_after.last_freeze_day := (select max(c.day) from unnest(calendar) as c where c.mark = 'freeze');
  return v_after;
end
$function$;
comment on function app_rules.after_marks(state app_private.user_states, calendar app_private.marked_day[], missed_through date) is 'The state with its streak counted anew from the whole calendar: a run is a block of marked days without a gap, and the last one is alive unless a day through missed_through is missed.';
grant execute on function app_rules.after_marks(state app_private.user_states, calendar app_private.marked_day[], missed_through date) to app_anonymous;
grant execute on function app_rules.after_marks(state app_private.user_states, calendar app_private.marked_day[], missed_through date) to app_operator;
grant execute on function app_rules.after_marks(state app_private.user_states, calendar app_private.marked_day[], missed_through date) to app_user;

CREATE OR REPLACE FUNCTION app_rules.after_pause(state app_private.user_states, paused_from date, paused_until date)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states := state;
begin
  v_after.paused_from := after_pause.paused_from;
  v_after.paused_until := after_pause.paused_until;
  return v_after;
end
$function$;
comment on function app_rules.after_pause(state app_private.user_states, paused_from date, paused_until date) is 'The settled state with a pause. The caller has checked its days.';
grant execute on function app_rules.after_pause(state app_private.user_states, paused_from date, paused_until date) to app_anonymous;
grant execute on function app_rules.after_pause(state app_private.user_states, paused_from date, paused_until date) to app_operator;
grant execute on function app_rules.after_pause(state app_private.user_states, paused_from date, paused_until date) to app_user;

CREATE OR REPLACE FUNCTION app_rules.after_purchase(state app_private.user_states, item_id text, quantity integer, price_points bigint)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states := state;
begin
  v_after.points := state.points - price_points * quantity;
  v_after.inventory := app_rules.inventory_after_delta(state.inventory, jsonb_build_object(item_id, quantity));
  return v_after;
end
$function$;
comment on function app_rules.after_purchase(state app_private.user_states, item_id text, quantity integer, price_points bigint) is 'The settled state after items were bought for so many points each. The caller has checked points and room.';
grant execute on function app_rules.after_purchase(state app_private.user_states, item_id text, quantity integer, price_points bigint) to app_anonymous;
grant execute on function app_rules.after_purchase(state app_private.user_states, item_id text, quantity integer, price_points bigint) to app_operator;
grant execute on function app_rules.after_purchase(state app_private.user_states, item_id text, quantity integer, price_points bigint) to app_user;

CREATE OR REPLACE FUNCTION app_rules.after_repair(state app_private.user_states, calendar app_private.marked_day[], marks app_private.marked_day[], missed_through date)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states :=
    app_rules.after_marks(state, app_rules.calendar_with(calendar, marks), missed_through);
begin
  v_after.points := state.points - (select coalesce(sum(m.paid_points), 0) from unnest(marks) as m);
  return v_after;
end
$function$;
comment on function app_rules.after_repair(state app_private.user_states, calendar app_private.marked_day[], marks app_private.marked_day[], missed_through date) is 'The settled state after a gap was repaired: paid for, and the streak counted again. The caller has checked the points.';
grant execute on function app_rules.after_repair(state app_private.user_states, calendar app_private.marked_day[], marks app_private.marked_day[], missed_through date) to app_anonymous;
grant execute on function app_rules.after_repair(state app_private.user_states, calendar app_private.marked_day[], marks app_private.marked_day[], missed_through date) to app_operator;
grant execute on function app_rules.after_repair(state app_private.user_states, calendar app_private.marked_day[], marks app_private.marked_day[], missed_through date) to app_user;

CREATE OR REPLACE FUNCTION app_rules.after_reversal(state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states := state;
begin
  v_after.points := state.points - entry.points_delta;
  v_after.lifetime_points := state.lifetime_points - greatest(entry.points_delta, 0);
  v_after.energy := case
    when entry.energy_delta > 0 then greatest(state.energy - entry.energy_delta, 0)
    else app_rules.energy_after_grant(state.energy, -entry.energy_delta, rules.energy_max, rules.energy_overfill)
  end;
  v_after.freezes := app_rules.freezes_after_return(state.freezes, entry.day, entry.freezes_granted);
  v_after.inventory := app_rules.inventory_after_delta(state.inventory, app_rules.items_delta(entry.items_delta, '{}'));
  return v_after;
end
$function$;
comment on function app_rules.after_reversal(state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries) is 'The settled state after a journal entry was reversed: points, energy, freezes and items that it gave are taken back, and what it took comes back. XP, levels and the calendar stay. The caller has checked that nothing is in the way.';
grant execute on function app_rules.after_reversal(state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries) to app_anonymous;
grant execute on function app_rules.after_reversal(state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries) to app_operator;
grant execute on function app_rules.after_reversal(state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries) to app_user;

CREATE OR REPLACE FUNCTION app_rules.after_skipped_days(state app_private.user_states, skipped app_private.marked_day[])
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states := state;
begin
  if cardinality(skipped) > 0 then
    v_after.last_marked_day := skipped[cardinality(skipped)].day;
    v_after.last_travel_day := coalesce((
      select max(d.day) from unnest(skipped) as d
      where d.mark = 'travel' and not app_rules.is_day_without_hours(d.day, state.zone, state.day_start_hour)
    ), state.last_travel_day);
  end if;
  return v_after;
end
$function$;
comment on function app_rules.after_skipped_days(state app_private.user_states, skipped app_private.marked_day[]) is 'The state after a change of zone or day start, under the new settings, that skips some days.';
grant execute on function app_rules.after_skipped_days(state app_private.user_states, skipped app_private.marked_day[]) to app_anonymous;
grant execute on function app_rules.after_skipped_days(state app_private.user_states, skipped app_private.marked_day[]) to app_operator;
grant execute on function app_rules.after_skipped_days(state app_private.user_states, skipped app_private.marked_day[]) to app_user;

CREATE OR REPLACE FUNCTION app_rules.after_spend(state app_private.user_states, amount integer)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states := state;
begin
  v_after.energy := state.energy - amount;
  return v_after;
end
$function$;
comment on function app_rules.after_spend(state app_private.user_states, amount integer) is 'The settled state after energy was spent. The caller has checked that there is enough.';
grant execute on function app_rules.after_spend(state app_private.user_states, amount integer) to app_anonymous;
grant execute on function app_rules.after_spend(state app_private.user_states, amount integer) to app_operator;
grant execute on function app_rules.after_spend(state app_private.user_states, amount integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.after_use(state app_private.user_states, rules app_private.rule_versions, day date, item_id text, gives app_public.effects)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states := app_rules.after_effects(state, rules, day, gives);
begin
  v_after.inventory := app_rules.inventory_after_delta(v_after.inventory, jsonb_build_object(item_id, -1));
  return v_after;
end
$function$;
comment on function app_rules.after_use(state app_private.user_states, rules app_private.rule_versions, day date, item_id text, gives app_public.effects) is 'The settled state after one of an item was used for its effects. The caller has checked that it is held, and that the effects fit.';
grant execute on function app_rules.after_use(state app_private.user_states, rules app_private.rule_versions, day date, item_id text, gives app_public.effects) to app_anonymous;
grant execute on function app_rules.after_use(state app_private.user_states, rules app_private.rule_versions, day date, item_id text, gives app_public.effects) to app_operator;
grant execute on function app_rules.after_use(state app_private.user_states, rules app_private.rule_versions, day date, item_id text, gives app_public.effects) to app_user;

CREATE OR REPLACE FUNCTION app_rules.amnesty_marks(state app_private.user_states, calendar app_private.marked_day[], missed_through date, excused datemultirange)
 RETURNS app_private.marked_day[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_marks app_private.marked_day[] := '{}';
  v_gap app_private.user_states := state;
  v_closed app_private.marked_day[];
  v_day app_private.marked_day;
begin
  v_gap.run_length := 1;
  v_gap.freezes := '{}';
  v_gap.last_marked_day := null;
  foreach v_day in array calendar || row(missed_through + 1, null, null, null)::app_private.marked_day loop
    if v_gap.last_marked_day < v_day.day - 1 then
      v_closed := app_rules.bridged_days(v_gap, v_day.day - 1, excused);
      if v_closed[cardinality(v_closed)].mark is not null then
        v_marks := v_marks || v_closed;
        v_gap.freezes := v_gap.freezes[1 + (select count(*) from unnest(v_closed) as c where c.mark = 'freeze') :];
      end if;
    end if;
    if v_day.mark in ('freeze', 'repair') and excused @> v_day.day then
      v_marks := v_marks || row(v_day.day, 'amnesty', null, null)::app_private.marked_day;
      v_gap.freezes := app_rules.freezes_after_grant(v_gap.freezes, v_day.freeze_granted_on, (v_day.mark = 'freeze')::int);
    end if;
    v_gap.last_marked_day := v_day.day;
  end loop;
  return v_marks;
end
$function$;
comment on function app_rules.amnesty_marks(state app_private.user_states, calendar app_private.marked_day[], missed_through date, excused datemultirange) is 'The days of a settled calendar that amnesties (excused: their days) mark anew: days that a freeze or a repair had covered, and gaps that these days, and the freezes they set free, close altogether.';
grant execute on function app_rules.amnesty_marks(state app_private.user_states, calendar app_private.marked_day[], missed_through date, excused datemultirange) to app_anonymous;
grant execute on function app_rules.amnesty_marks(state app_private.user_states, calendar app_private.marked_day[], missed_through date, excused datemultirange) to app_operator;
grant execute on function app_rules.amnesty_marks(state app_private.user_states, calendar app_private.marked_day[], missed_through date, excused datemultirange) to app_user;

CREATE OR REPLACE FUNCTION app_rules.amounts_given(entry app_public.journal_entries)
 RETURNS app_public.amounts
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ROW(GREATEST((entry).points_delta, (0)::bigint), GREATEST((entry).energy_delta, 0), (entry).xp_delta, GREATEST((entry).freezes_granted, 0), app_rules.inventory_items(app_rules.items_given((entry).items_delta)))::app_public.amounts;
comment on function app_rules.amounts_given(entry app_public.journal_entries) is 'What a journal entry says was given.';
grant execute on function app_rules.amounts_given(entry app_public.journal_entries) to app_anonymous;
grant execute on function app_rules.amounts_given(entry app_public.journal_entries) to app_operator;
grant execute on function app_rules.amounts_given(entry app_public.journal_entries) to app_user;

CREATE OR REPLACE FUNCTION app_rules.amounts_taken(entry app_public.journal_entries)
 RETURNS app_public.amounts
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ROW(GREATEST((- (entry).points_delta), (0)::bigint), GREATEST((- (entry).energy_delta), 0), (0)::bigint, GREATEST((- (entry).freezes_granted), 0), app_rules.inventory_items(app_rules.items_taken((entry).items_delta)))::app_public.amounts;
comment on function app_rules.amounts_taken(entry app_public.journal_entries) is 'What a journal entry says was taken, but for the freezes that settling used.';
grant execute on function app_rules.amounts_taken(entry app_public.journal_entries) to app_anonymous;
grant execute on function app_rules.amounts_taken(entry app_public.journal_entries) to app_operator;
grant execute on function app_rules.amounts_taken(entry app_public.journal_entries) to app_user;

CREATE OR REPLACE FUNCTION app_rules.are_item_quantities(items app_public.inventory_item[], quantity_max integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (num_nulls(items, quantity_max) = 0) THEN (SELECT ((count(*) = count(DISTINCT i.item_id)) AND COALESCE(bool_and(COALESCE(((i.item_id ~ '^[a-z][a-z0-9_]{0,62}$'::text) AND ((i.quantity >= 1) AND (i.quantity <= are_item_quantities.quantity_max))), false)), true)) FROM unnest(are_item_quantities.items) i(item_id, quantity)) ELSE NULL::boolean END;
comment on function app_rules.are_item_quantities(items app_public.inventory_item[], quantity_max integer) is 'Whether a list names each item once, with a quantity from 1 to quantity_max.';
grant execute on function app_rules.are_item_quantities(items app_public.inventory_item[], quantity_max integer) to app_anonymous;
grant execute on function app_rules.are_item_quantities(items app_public.inventory_item[], quantity_max integer) to app_operator;
grant execute on function app_rules.are_item_quantities(items app_public.inventory_item[], quantity_max integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.attempts_are_forgotten(last_attempt_at timestamp with time zone, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (at >= app_rules.seconds_after(last_attempt_at, (86400)::numeric));
comment on function app_rules.attempts_are_forgotten(last_attempt_at timestamp with time zone, at timestamp with time zone) is 'Whether a day has gone by without an attempt.';
grant execute on function app_rules.attempts_are_forgotten(last_attempt_at timestamp with time zone, at timestamp with time zone) to app_anonymous;
grant execute on function app_rules.attempts_are_forgotten(last_attempt_at timestamp with time zone, at timestamp with time zone) to app_operator;
grant execute on function app_rules.attempts_are_forgotten(last_attempt_at timestamp with time zone, at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_rules.attempts_free(kind text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE kind WHEN 'email'::text THEN 5 WHEN 'account'::text THEN 5 WHEN 'address'::text THEN 50 ELSE NULL::integer END;
comment on function app_rules.attempts_free(kind text) is 'How many wrong guesses have no delay after them but the last.';
grant execute on function app_rules.attempts_free(kind text) to app_anonymous;
grant execute on function app_rules.attempts_free(kind text) to app_operator;
grant execute on function app_rules.attempts_free(kind text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.attempts_locked_until(kind text, guesses integer, at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (guesses >= app_rules.attempts_free(kind)) THEN app_rules.seconds_after(at, (LEAST(900, (1 << LEAST((guesses - app_rules.attempts_free(kind)), 10))))::numeric) ELSE NULL::timestamp with time zone END;
comment on function app_rules.attempts_locked_until(kind text, guesses integer, at timestamp with time zone) is 'Until when nobody is let in after so many wrong guesses: 1, 2, 4, … seconds, at most 15 minutes. Null while they are free.';
grant execute on function app_rules.attempts_locked_until(kind text, guesses integer, at timestamp with time zone) to app_anonymous;
grant execute on function app_rules.attempts_locked_until(kind text, guesses integer, at timestamp with time zone) to app_operator;
grant execute on function app_rules.attempts_locked_until(kind text, guesses integer, at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_rules.balance_entry_line(entry app_public.balance_entry, zone text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((((((((((app_rules.local_time((entry).occurred_at, zone) || COALESCE((', entry '::text || ((entry).sequence_number)::text), ''::text)) || ': '::text) || CASE WHEN ((entry).refilled > 0) THEN (((entry).refilled)::text || ' refilled'::text) ELSE ''::text END) || CASE WHEN (((entry).refilled > 0) AND ((entry).change <> 0)) THEN ' before, '::text ELSE ''::text END) || CASE WHEN ((entry).change <> 0) THEN app_rules.signed((entry).change) ELSE ''::text END) || ', then '::text) || ((entry).balance_after)::text) || CASE WHEN ((entry).sequence_number IS NULL) THEN ' once your next check-in or other action records it'::text ELSE ''::text END) || '. '::text) || (entry).what);
comment on function app_rules.balance_entry_line(entry app_public.balance_entry, zone text) is 'A journal entry that changed a balance on one line, in words to the user.';
grant execute on function app_rules.balance_entry_line(entry app_public.balance_entry, zone text) to app_anonymous;
grant execute on function app_rules.balance_entry_line(entry app_public.balance_entry, zone text) to app_operator;
grant execute on function app_rules.balance_entry_line(entry app_public.balance_entry, zone text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.balance_part_words(kind app_public.journal_kind, entries integer, change bigint)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((CASE WHEN (change < 0) THEN 'less '::text ELSE ''::text END || (abs(change))::text) || CASE WHEN (kind IS NULL) THEN ' refilled on its own'::text WHEN (kind = 'bootstrap'::app_public.journal_kind) THEN ' to start with'::text WHEN (kind = 'check_in'::app_public.journal_kind) THEN (' from '::text || app_rules.counted((entries)::bigint, 'check-in'::text)) WHEN (kind = 'claim'::app_public.journal_kind) THEN (' from '::text || app_rules.counted((entries)::bigint, 'reward'::text)) WHEN (kind = 'grant'::app_public.journal_kind) THEN ' granted by support'::text WHEN (kind = 'use'::app_public.journal_kind) THEN (' from using '::text || app_rules.counted((entries)::bigint, 'item'::text)) WHEN (kind = 'spend'::app_public.journal_kind) THEN ' spent'::text WHEN (kind = 'buy'::app_public.journal_kind) THEN (' for '::text || app_rules.counted((entries)::bigint, 'purchase'::text)) WHEN (kind = 'repair'::app_public.journal_kind) THEN (' for '::text || app_rules.counted((entries)::bigint, 'streak repair'::text)) WHEN (kind = 'amnesty'::app_public.journal_kind) THEN ' given back for repairs that an amnesty excused'::text WHEN ((kind = 'reversal'::app_public.journal_kind) AND (change > 0)) THEN (' given back by '::text || app_rules.counted((entries)::bigint, 'correction'::text)) WHEN (kind = 'reversal'::app_public.journal_kind) THEN (' taken back by '::text || app_rules.counted((entries)::bigint, 'correction'::text)) ELSE (' by '::text || app_rules.counted((entries)::bigint, 'other change'::text)) END);
comment on function app_rules.balance_part_words(kind app_public.journal_kind, entries integer, change bigint) is 'What all entries of a kind together have added to a balance, or have taken, in words. kind: null for what refilled on its own.';
grant execute on function app_rules.balance_part_words(kind app_public.journal_kind, entries integer, change bigint) to app_anonymous;
grant execute on function app_rules.balance_part_words(kind app_public.journal_kind, entries integer, change bigint) to app_operator;
grant execute on function app_rules.balance_part_words(kind app_public.journal_kind, entries integer, change bigint) to app_user;

CREATE OR REPLACE FUNCTION app_rules.balance_parts(changes app_public.balance_entry[], started_with bigint, refilled_since bigint)
 RETURNS app_public.balance_part[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT ROW(p.kind, p.entries, p.change, app_rules.balance_part_words(p.kind, p.entries, p.change))::app_public.balance_part AS "row" FROM (SELECT c.kind, (count(*))::integer AS entries, (sum(c.change))::bigint AS change FROM unnest(balance_parts.changes) c(sequence_number, occurred_at, day, kind, what, refilled, change, balance_after) WHERE (c.change <> 0) GROUP BY c.kind, (sign((c.change)::double precision)) UNION ALL SELECT 'bootstrap'::app_public.journal_kind, 0, balance_parts.started_with AS started_with WHERE (balance_parts.started_with <> 0) UNION ALL SELECT NULL::app_public.journal_kind, 0, r.refilled FROM (SELECT ((COALESCE(sum(c.refilled), (0)::numeric))::bigint + balance_parts.refilled_since) AS refilled FROM unnest(balance_parts.changes) c(sequence_number, occurred_at, day, kind, what, refilled, change, balance_after)) r WHERE (r.refilled <> 0)) p ORDER BY (p.change < 0), p.kind);
comment on function app_rules.balance_parts(changes app_public.balance_entry[], started_with bigint, refilled_since bigint) is 'What made a balance of nothing: its changes by kind, apart what they added and what they took; what somebody without any entry starts with; and what refilled on its own.';
grant execute on function app_rules.balance_parts(changes app_public.balance_entry[], started_with bigint, refilled_since bigint) to app_anonymous;
grant execute on function app_rules.balance_parts(changes app_public.balance_entry[], started_with bigint, refilled_since bigint) to app_operator;
grant execute on function app_rules.balance_parts(changes app_public.balance_entry[], started_with bigint, refilled_since bigint) to app_user;

CREATE OR REPLACE FUNCTION app_rules.balance_words(balance app_public.balance, explained app_public.balance_explanation, zone text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((((('You have '::text || CASE balance WHEN 'points'::app_public.balance THEN app_rules.counted((explained).current, 'point'::text) ELSE (((((explained).current)::text || ' of '::text) || ((explained).max)::text) || ' energy'::text) END) || ': '::text) || COALESCE((SELECT string_agg(p.text, ', '::text ORDER BY (p.change < 0), p.k) AS string_agg FROM unnest((balance_words.explained).parts) WITH ORDINALITY p(kind, entries, change, text, k)), 'nothing has been given or taken yet'::text)) || '.'::text) || CASE WHEN (balance = 'energy'::app_public.balance) THEN (CASE WHEN ((explained).refilled_since > 0) THEN ((' Of this, '::text || ((explained).refilled_since)::text) || ' refilled since your last action.'::text) ELSE ''::text END || CASE WHEN ((explained).next_at IS NULL) THEN ' It is full.'::text ELSE ((((' It next refills at '::text || app_rules.local_time((explained).next_at, zone)) || ' and is full at '::text) || app_rules.local_time((explained).full_at, zone)) || '.'::text) END) ELSE ''::text END) || CASE WHEN ((explained).entry_count = 0) THEN ''::text ELSE (((' Times are those of '::text || zone) || CASE WHEN ((explained).entry_count > cardinality((explained).entries)) THEN (((('; these are the last '::text || (cardinality((explained).entries))::text) || ' of '::text) || ((explained).entry_count)::text) || ' changes'::text) ELSE ''::text END) || '.'::text) END);
comment on function app_rules.balance_words(balance app_public.balance, explained app_public.balance_explanation, zone text) is 'A balance and what it is made of, in words to the user.';
grant execute on function app_rules.balance_words(balance app_public.balance, explained app_public.balance_explanation, zone text) to app_anonymous;
grant execute on function app_rules.balance_words(balance app_public.balance, explained app_public.balance_explanation, zone text) to app_operator;
grant execute on function app_rules.balance_words(balance app_public.balance, explained app_public.balance_explanation, zone text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.boosted_points(points bigint, boost_basis_points integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((points * boost_basis_points) / 10000);
comment on function app_rules.boosted_points(points bigint, boost_basis_points integer) is 'Points after a boost in basis points (10000 leaves them as they are), rounded down.';
grant execute on function app_rules.boosted_points(points bigint, boost_basis_points integer) to app_anonymous;
grant execute on function app_rules.boosted_points(points bigint, boost_basis_points integer) to app_operator;
grant execute on function app_rules.boosted_points(points bigint, boost_basis_points integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.bridged_days(state app_private.user_states, through date, excused datemultirange)
 RETURNS app_private.marked_day[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_days app_private.marked_day[] := '{}';
  v_day app_private.marked_day;
  v_freezes_used int := 0;
begin
  if state.run_length = 0 then
    return v_days;
  end if;
  v_day.day := state.last_marked_day + 1;
  while v_day.day <= through loop
    v_day.mark := app_rules.day_cover(state, v_day.day, excused);
    v_day.freeze_granted_on := null;
    if v_day.mark is null and state.freezes[v_freezes_used + 1] < v_day.day then
      v_freezes_used := v_freezes_used + 1;
      v_day.mark := 'freeze';
      v_day.freeze_granted_on := state.freezes[v_freezes_used];
    end if;
    v_days := v_days || v_day;
    exit when v_day.mark is null;
    v_day.day := v_day.day + 1;
  end loop;
  return v_days;
end
$function$;
comment on function app_rules.bridged_days(state app_private.user_states, through date, excused datemultirange) is 'The unmarked days of a live run through a day, each with what bridges it: a pause, an amnesty (excused: their days) or the oldest freeze granted before it. Ends with the day that ends the run, if one does: it has no mark.';
grant execute on function app_rules.bridged_days(state app_private.user_states, through date, excused datemultirange) to app_anonymous;
grant execute on function app_rules.bridged_days(state app_private.user_states, through date, excused datemultirange) to app_operator;
grant execute on function app_rules.bridged_days(state app_private.user_states, through date, excused datemultirange) to app_user;

CREATE OR REPLACE FUNCTION app_rules.calendar(marks app_private.day_marks[])
 RETURNS app_private.marked_day[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT ROW(m.day, m.mark, m.freeze_granted_on, m.paid_points)::app_private.marked_day AS "row" FROM unnest(calendar.marks) m(user_id, day, mark, marked_at, zone, day_start_hour, rule_version_id, sequence_number, freeze_granted_on, paid_points) ORDER BY m.day);
comment on function app_rules.calendar(marks app_private.day_marks[]) is 'Some marks as the rules see a calendar, oldest first.';
grant execute on function app_rules.calendar(marks app_private.day_marks[]) to app_anonymous;
grant execute on function app_rules.calendar(marks app_private.day_marks[]) to app_operator;
grant execute on function app_rules.calendar(marks app_private.day_marks[]) to app_user;

CREATE OR REPLACE FUNCTION app_rules.calendar_with(calendar app_private.marked_day[], marks app_private.marked_day[])
 RETURNS app_private.marked_day[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  if cardinality(marks) = 0 then
    return calendar;
  elsif cardinality(calendar) = 0 then
    return marks;
  end if;
  return array(
    select row(d.day, d.mark, d.freeze_granted_on, d.paid_points)::app_private.marked_day
    from (
      select distinct on (c.day) c.*
      from (
        select 1 as place, m.* from unnest(marks) as m
        union all
        select 2, m.* from unnest(calendar) as m
      ) as c
      order by c.day, c.place
    ) as d
    order by d.day
  );
end
$function$;
comment on function app_rules.calendar_with(calendar app_private.marked_day[], marks app_private.marked_day[]) is 'A calendar with some days marked anew, oldest first.';
grant execute on function app_rules.calendar_with(calendar app_private.marked_day[], marks app_private.marked_day[]) to app_anonymous;
grant execute on function app_rules.calendar_with(calendar app_private.marked_day[], marks app_private.marked_day[]) to app_operator;
grant execute on function app_rules.calendar_with(calendar app_private.marked_day[], marks app_private.marked_day[]) to app_user;

CREATE OR REPLACE FUNCTION app_rules.claim_words(status app_public.reward_status, unlocked app_public.unlocked_reward, starts_at timestamp with time zone, ends_at timestamp with time zone, obstacle text, claimed app_public.claimed_reward, entry text, gave text, reversal text, at timestamp with time zone, zone text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE status WHEN 'claimed'::app_public.reward_status THEN (((((((CASE WHEN (claimed).automatic THEN 'It was claimed for you at '::text ELSE 'You claimed it at '::text END || app_rules.local_time((claimed).claimed_at, zone)) || ', by '::text) || entry) || ': it gave '::text) || gave) || '.'::text) || COALESCE(((' That was taken back: '::text || reversal) || '.'::text), ''::text)) WHEN 'expired'::app_public.reward_status THEN (('It could be claimed until '::text || app_rules.local_time((unlocked).claimable_until, zone)) || '; you did not, and that time is over.'::text) WHEN 'not_open'::app_public.reward_status THEN (('You have not claimed it, and it cannot be claimed now: it is open'::text || CASE WHEN (at < starts_at) THEN ((' from '::text || app_rules.local_time(starts_at, zone)) || ' on'::text) ELSE ((' until '::text || app_rules.local_time(ends_at, zone)) || ' only'::text) END) || '.'::text) WHEN 'out_of_stock'::app_public.reward_status THEN 'You have not claimed it, and none are left.'::text WHEN 'claimable'::app_public.reward_status THEN ((('You can claim it now'::text || COALESCE((', until '::text || app_rules.local_time(LEAST((unlocked).claimable_until, ends_at), zone)), ''::text)) || '.'::text) || CASE obstacle WHEN 'FZ001'::text THEN ' First a freeze has to be used: you hold as many as fit.'::text WHEN 'IN001'::text THEN ' First an item has to be used up or thrown away: what it gives does not fit.'::text ELSE ''::text END) ELSE NULL::text END;
comment on function app_rules.claim_words(status app_public.reward_status, unlocked app_public.unlocked_reward, starts_at timestamp with time zone, ends_at timestamp with time zone, obstacle text, claimed app_public.claimed_reward, entry text, gave text, reversal text, at timestamp with time zone, zone text) is 'When and by which journal entry an unlocked reward was claimed, or what keeps it from being claimed, in words to the user. obstacle: the code of effects_obstacle; reversal: the entry that took it back.';
grant execute on function app_rules.claim_words(status app_public.reward_status, unlocked app_public.unlocked_reward, starts_at timestamp with time zone, ends_at timestamp with time zone, obstacle text, claimed app_public.claimed_reward, entry text, gave text, reversal text, at timestamp with time zone, zone text) to app_anonymous;
grant execute on function app_rules.claim_words(status app_public.reward_status, unlocked app_public.unlocked_reward, starts_at timestamp with time zone, ends_at timestamp with time zone, obstacle text, claimed app_public.claimed_reward, entry text, gave text, reversal text, at timestamp with time zone, zone text) to app_operator;
grant execute on function app_rules.claim_words(status app_public.reward_status, unlocked app_public.unlocked_reward, starts_at timestamp with time zone, ends_at timestamp with time zone, obstacle text, claimed app_public.claimed_reward, entry text, gave text, reversal text, at timestamp with time zone, zone text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.clock_skip(skipped timestamp without time zone, zone text)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT (min(n.utc) AT TIME ZONE 'UTC'::text) AS timezone FROM (SELECT ((clock_skip.skipped AT TIME ZONE clock_skip.zone) AT TIME ZONE 'UTC'::text) AS utc) reading, LATERAL generate_series((reading.utc - (((reading.utc AT TIME ZONE 'UTC'::text) AT TIME ZONE clock_skip.zone) - clock_skip.skipped)), reading.utc, 'PT1M'::interval) n(utc) WHERE (((n.utc AT TIME ZONE 'UTC'::text) AT TIME ZONE clock_skip.zone) >= clock_skip.skipped));
comment on function app_rules.clock_skip(skipped timestamp without time zone, zone text) is 'The instant at which a zone''s clock skips this local time.';
grant execute on function app_rules.clock_skip(skipped timestamp without time zone, zone text) to app_anonymous;
grant execute on function app_rules.clock_skip(skipped timestamp without time zone, zone text) to app_operator;
grant execute on function app_rules.clock_skip(skipped timestamp without time zone, zone text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.condition_asks(metric text, title text, at_least bigint)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE metric WHEN 'current_streak'::text THEN ('a streak of '::text || app_rules.counted(at_least, 'day'::text)) WHEN 'longest_streak'::text THEN ('a longest streak of '::text || app_rules.counted(at_least, 'day'::text)) WHEN 'check_ins'::text THEN app_rules.counted(at_least, 'check-in'::text) WHEN 'level'::text THEN ('level '::text || (at_least)::text) WHEN 'lifetime_xp'::text THEN ((at_least)::text || ' XP'::text) WHEN 'lifetime_points'::text THEN (app_rules.counted(at_least, 'point'::text) || ' received in all'::text) WHEN 'points'::text THEN (app_rules.counted(at_least, 'point'::text) || ' in hand'::text) WHEN 'energy'::text THEN ((at_least)::text || ' energy'::text) WHEN 'freezes'::text THEN (app_rules.counted(at_least, 'freeze'::text) || ' in hand'::text) ELSE (((('"'::text || title) || '" of '::text) || (at_least)::text) || ' or more'::text) END;
comment on function app_rules.condition_asks(metric text, title text, at_least bigint) is 'What a condition asks for, in words. title: of the metric.';
grant execute on function app_rules.condition_asks(metric text, title text, at_least bigint) to app_anonymous;
grant execute on function app_rules.condition_asks(metric text, title text, at_least bigint) to app_operator;
grant execute on function app_rules.condition_asks(metric text, title text, at_least bigint) to app_user;

CREATE OR REPLACE FUNCTION app_rules.condition_words(metric text, title text, current bigint, at_least bigint)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((app_rules.condition_asks(metric, title, at_least) || CASE WHEN (metric = ANY (ARRAY['current_streak'::text, 'longest_streak'::text, 'level'::text])) THEN '; yours is '::text ELSE '; you have '::text END) || (current)::text) || CASE WHEN (current < at_least) THEN ((': '::text || ((at_least - current))::text) || ' more'::text) ELSE ''::text END);
comment on function app_rules.condition_words(metric text, title text, current bigint, at_least bigint) is 'What a condition asks for, what there is of it and what is missing, in words to the user.';
grant execute on function app_rules.condition_words(metric text, title text, current bigint, at_least bigint) to app_anonymous;
grant execute on function app_rules.condition_words(metric text, title text, current bigint, at_least bigint) to app_operator;
grant execute on function app_rules.condition_words(metric text, title text, current bigint, at_least bigint) to app_user;

CREATE OR REPLACE FUNCTION app_rules.counted(amount bigint, noun text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((((amount)::text || ' '::text) || noun) || CASE WHEN (amount = 1) THEN ''::text ELSE 's'::text END);
comment on function app_rules.counted(amount bigint, noun text) is 'So many of something, in words: 1 day, 2 days.';
grant execute on function app_rules.counted(amount bigint, noun text) to app_anonymous;
grant execute on function app_rules.counted(amount bigint, noun text) to app_operator;
grant execute on function app_rules.counted(amount bigint, noun text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.day_cover(state app_private.user_states, day date, excused datemultirange)
 RETURNS app_public.mark
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  if day between state.paused_from and state.paused_until then
    return 'pause';
  elsif excused @> day then
    return 'amnesty';
  elsif app_rules.is_day_without_hours(day, state.zone, state.day_start_hour) then
    return 'travel';
  end if;
  return null;
end
$function$;
comment on function app_rules.day_cover(state app_private.user_states, day date, excused datemultirange) is 'The mark that bridges an unmarked day without a freeze: a pause, an amnesty (excused: their days), a day that never was; null when none does.';
grant execute on function app_rules.day_cover(state app_private.user_states, day date, excused datemultirange) to app_anonymous;
grant execute on function app_rules.day_cover(state app_private.user_states, day date, excused datemultirange) to app_operator;
grant execute on function app_rules.day_cover(state app_private.user_states, day date, excused datemultirange) to app_user;

CREATE OR REPLACE FUNCTION app_rules.day_end(day date, zone text, day_start_hour integer)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_time constant timestamp := (day + 1)::timestamp + make_interval(hours => day_start_hour);
  v_later constant timestamptz := v_time at time zone zone;
  v_utc_before constant timestamp := (v_later at time zone 'UTC') - interval '1 day';
  v_offset_before constant interval := v_utc_before at time zone 'UTC' at time zone zone - v_utc_before;
  v_earlier constant timestamptz := (v_time - v_offset_before) at time zone 'UTC';
begin
  if v_later at time zone zone > v_time then
    return app_rules.clock_skip(v_time, zone);
  elsif v_earlier at time zone zone = v_time then
    return least(v_earlier, v_later);
  end if;
  return v_later;
end
$function$;
comment on function app_rules.day_end(day date, zone text, day_start_hour integer) is 'The instant at which a day of the user''s calendar ends: the first one that belongs to a later day.';
grant execute on function app_rules.day_end(day date, zone text, day_start_hour integer) to app_anonymous;
grant execute on function app_rules.day_end(day date, zone text, day_start_hour integer) to app_operator;
grant execute on function app_rules.day_end(day date, zone text, day_start_hour integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.day_reason(mark app_public.mark, day date, today date, late_from date, joined_on date, paused boolean, amnesty text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (num_nulls(day, today) = 0) THEN COALESCE(('Excused by an amnesty: '::text || CASE WHEN ((mark = 'amnesty'::app_public.mark) OR ((mark IS NULL) AND (((day > today) AND (paused IS NOT TRUE)) OR ((day >= joined_on) AND (day <= (LEAST(today, late_from) - 1)))))) THEN amnesty ELSE NULL::text END), CASE WHEN (mark = 'check_in'::app_public.mark) THEN 'Checked in.'::text WHEN (mark = 'late'::app_public.mark) THEN 'Checked in late, within the grace.'::text WHEN (mark = 'freeze'::app_public.mark) THEN 'Missed; a freeze saved the streak.'::text WHEN (mark = 'pause'::app_public.mark) THEN 'Paused.'::text WHEN (mark = 'amnesty'::app_public.mark) THEN 'Excused by an amnesty.'::text WHEN (mark = 'travel'::app_public.mark) THEN 'Skipped by a change of zone or day start.'::text WHEN (mark = 'repair'::app_public.mark) THEN 'Missed, and repaired.'::text WHEN ((day > today) AND paused) THEN 'To be paused.'::text WHEN (day > today) THEN 'Not yet come.'::text WHEN ((day = today) AND paused) THEN 'Paused; a check-in ends the pause.'::text WHEN (day = today) THEN 'Open: no check-in yet.'::text WHEN (day >= late_from) THEN 'Open: a late check-in is still possible.'::text WHEN ((joined_on IS NULL) OR (day < joined_on)) THEN 'Before the user joined.'::text ELSE 'Missed.'::text END) ELSE NULL::text END;
comment on function app_rules.day_reason(mark app_public.mark, day date, today date, late_from date, joined_on date, paused boolean, amnesty text) is 'Why a day of the calendar is marked as it is, in words. late_from: the first day that can be checked in late; paused: a live run''s pause is on the day; amnesty: the reason of one that names the day.';
grant execute on function app_rules.day_reason(mark app_public.mark, day date, today date, late_from date, joined_on date, paused boolean, amnesty text) to app_anonymous;
grant execute on function app_rules.day_reason(mark app_public.mark, day date, today date, late_from date, joined_on date, paused boolean, amnesty text) to app_operator;
grant execute on function app_rules.day_reason(mark app_public.mark, day date, today date, late_from date, joined_on date, paused boolean, amnesty text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.deadline(day date, zone text, day_start_hour integer, versions app_private.rule_versions[])
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT app_rules.seconds_after(d.ends_at, (((app_rules.rules_at(deadline.versions, d.ends_at)).late_grace_minutes * 60))::numeric) AS seconds_after FROM (SELECT app_rules.day_end(deadline.day, deadline.zone, deadline.day_start_hour) AS ends_at) d);
comment on function app_rules.deadline(day date, zone text, day_start_hour integer, versions app_private.rule_versions[]) is 'The instant until which a day can be checked in under these rule versions: its end and the grace.';
grant execute on function app_rules.deadline(day date, zone text, day_start_hour integer, versions app_private.rule_versions[]) to app_anonymous;
grant execute on function app_rules.deadline(day date, zone text, day_start_hour integer, versions app_private.rule_versions[]) to app_operator;
grant execute on function app_rules.deadline(day date, zone text, day_start_hour integer, versions app_private.rule_versions[]) to app_user;

CREATE OR REPLACE FUNCTION app_rules.earliest_today(state app_private.user_states)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((state).last_marked_day + CASE WHEN ((state).run_length = 0) THEN 2 WHEN ((state).last_marked_day > (state).last_check_in_day) THEN 1 ELSE 0 END);
comment on function app_rules.earliest_today(state app_private.user_states) is 'The day to which a change of zone may take today back: after the day that ended the run or that was bridged, or the last check-in. Null before the first.';
grant execute on function app_rules.earliest_today(state app_private.user_states) to app_anonymous;
grant execute on function app_rules.earliest_today(state app_private.user_states) to app_operator;
grant execute on function app_rules.earliest_today(state app_private.user_states) to app_user;

CREATE OR REPLACE FUNCTION app_rules.effects_obstacle(state app_private.user_states, rules app_private.rule_versions, gives app_public.effects)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (((gives).freezes > 0) AND ((cardinality((state).freezes) + (gives).freezes) > (rules).freezes_max)) THEN 'FZ001'::text WHEN ((cardinality((gives).items) > 0) AND (NOT app_rules.inventory_holds((state).inventory, app_rules.item_quantities((gives).items), (rules).inventory_max))) THEN 'IN001'::text ELSE NULL::text END;
comment on function app_rules.effects_obstacle(state app_private.user_states, rules app_private.rule_versions, gives app_public.effects) is 'The code of what keeps effects from being applied whole: FZ001 freezes do not fit, IN001 items do not fit; null when they do.';
grant execute on function app_rules.effects_obstacle(state app_private.user_states, rules app_private.rule_versions, gives app_public.effects) to app_anonymous;
grant execute on function app_rules.effects_obstacle(state app_private.user_states, rules app_private.rule_versions, gives app_public.effects) to app_operator;
grant execute on function app_rules.effects_obstacle(state app_private.user_states, rules app_private.rule_versions, gives app_public.effects) to app_user;

CREATE OR REPLACE FUNCTION app_rules.effects_with_defaults(gives app_public.effects)
 RETURNS app_public.effects
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ROW(COALESCE((gives).points, (0)::bigint), COALESCE((gives).energy, 0), COALESCE((gives).xp, (0)::bigint), COALESCE((gives).freezes, 0), COALESCE((gives).items, '{}'::app_public.inventory_item[]), COALESCE((gives).fills_energy, false))::app_public.effects;
comment on function app_rules.effects_with_defaults(gives app_public.effects) is 'Effects as a caller gave them, nothing in the place of what was left out.';
grant execute on function app_rules.effects_with_defaults(gives app_public.effects) to app_anonymous;
grant execute on function app_rules.effects_with_defaults(gives app_public.effects) to app_operator;
grant execute on function app_rules.effects_with_defaults(gives app_public.effects) to app_user;

CREATE OR REPLACE FUNCTION app_rules.ended_by(at timestamp with time zone, zone text, day_start_hour integer, versions app_private.rule_versions[])
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN app_rules.ended_through(at, zone, day_start_hour, (app_rules.rules_at(versions, app_rules.day_end((app_rules.local_day(at, zone, day_start_hour) - 1), zone, day_start_hour))).late_grace_minutes);
comment on function app_rules.ended_by(at timestamp with time zone, zone text, day_start_hour integer, versions app_private.rule_versions[]) is 'The last day that has ended at an instant under these rule versions, by the grace in force at yesterday''s end.';
grant execute on function app_rules.ended_by(at timestamp with time zone, zone text, day_start_hour integer, versions app_private.rule_versions[]) to app_anonymous;
grant execute on function app_rules.ended_by(at timestamp with time zone, zone text, day_start_hour integer, versions app_private.rule_versions[]) to app_operator;
grant execute on function app_rules.ended_by(at timestamp with time zone, zone text, day_start_hour integer, versions app_private.rule_versions[]) to app_user;

CREATE OR REPLACE FUNCTION app_rules.ended_through(at timestamp with time zone, zone text, day_start_hour integer, late_grace_minutes integer)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (app_rules.local_day((((at AT TIME ZONE 'UTC'::text) - make_interval(mins => late_grace_minutes)) AT TIME ZONE 'UTC'::text), zone, day_start_hour) - 1);
comment on function app_rules.ended_through(at timestamp with time zone, zone text, day_start_hour integer, late_grace_minutes integer) is 'The last day that has ended at an instant, its grace for late check-ins over.';
grant execute on function app_rules.ended_through(at timestamp with time zone, zone text, day_start_hour integer, late_grace_minutes integer) to app_anonymous;
grant execute on function app_rules.ended_through(at timestamp with time zone, zone text, day_start_hour integer, late_grace_minutes integer) to app_operator;
grant execute on function app_rules.ended_through(at timestamp with time zone, zone text, day_start_hour integer, late_grace_minutes integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.energy_after_grant(value integer, amount integer, energy_max integer, energy_overfill integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (num_nulls(value, amount, energy_max, energy_overfill) = 0) THEN (GREATEST((value)::bigint, LEAST(((energy_max)::bigint + energy_overfill), ((value)::bigint + amount))))::integer ELSE NULL::integer END;
comment on function app_rules.energy_after_grant(value integer, amount integer, energy_max integer, energy_overfill integer) is 'Energy after a grant, up to the maximum and what may overfill it; a grant never takes energy away.';
grant execute on function app_rules.energy_after_grant(value integer, amount integer, energy_max integer, energy_overfill integer) to app_anonymous;
grant execute on function app_rules.energy_after_grant(value integer, amount integer, energy_max integer, energy_overfill integer) to app_operator;
grant execute on function app_rules.energy_after_grant(value integer, amount integer, energy_max integer, energy_overfill integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.energy_anchor(value integer, anchor timestamp with time zone, at timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (num_nulls(value, anchor, at, energy_max, refill_amount, refill_seconds) > 0) THEN NULL::timestamp with time zone WHEN (app_rules.energy_value(value, anchor, at, energy_max, refill_amount, refill_seconds) >= energy_max) THEN at ELSE app_rules.seconds_after(anchor, ((refill_seconds)::numeric * app_rules.energy_refills(anchor, at, refill_seconds))) END;
comment on function app_rules.energy_anchor(value integer, anchor timestamp with time zone, at timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer) is 'The instant from which the next refill is counted, once energy has been settled.';
grant execute on function app_rules.energy_anchor(value integer, anchor timestamp with time zone, at timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer) to app_anonymous;
grant execute on function app_rules.energy_anchor(value integer, anchor timestamp with time zone, at timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer) to app_operator;
grant execute on function app_rules.energy_anchor(value integer, anchor timestamp with time zone, at timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.energy_full_at(value integer, anchor timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (value < energy_max) THEN app_rules.seconds_after(anchor, (ceil((((energy_max - value))::numeric / (refill_amount)::numeric)) * (refill_seconds)::numeric)) ELSE NULL::timestamp with time zone END;
comment on function app_rules.energy_full_at(value integer, anchor timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer) is 'When settled energy will be full; null when it is.';
grant execute on function app_rules.energy_full_at(value integer, anchor timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer) to app_anonymous;
grant execute on function app_rules.energy_full_at(value integer, anchor timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer) to app_operator;
grant execute on function app_rules.energy_full_at(value integer, anchor timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.energy_next_at(value integer, anchor timestamp with time zone, energy_max integer, refill_seconds integer)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (value < energy_max) THEN app_rules.seconds_after(anchor, (refill_seconds)::numeric) ELSE NULL::timestamp with time zone END;
comment on function app_rules.energy_next_at(value integer, anchor timestamp with time zone, energy_max integer, refill_seconds integer) is 'When settled energy next refills; null when it is full.';
grant execute on function app_rules.energy_next_at(value integer, anchor timestamp with time zone, energy_max integer, refill_seconds integer) to app_anonymous;
grant execute on function app_rules.energy_next_at(value integer, anchor timestamp with time zone, energy_max integer, refill_seconds integer) to app_operator;
grant execute on function app_rules.energy_next_at(value integer, anchor timestamp with time zone, energy_max integer, refill_seconds integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.energy_refills(anchor timestamp with time zone, at timestamp with time zone, refill_seconds integer)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (num_nulls(anchor, at, refill_seconds) = 0) THEN GREATEST(floor((EXTRACT(epoch FROM (at - anchor)) / (refill_seconds)::numeric)), (0)::numeric) ELSE NULL::numeric END;
comment on function app_rules.energy_refills(anchor timestamp with time zone, at timestamp with time zone, refill_seconds integer) is 'How many whole refill intervals have passed since the anchor.';
grant execute on function app_rules.energy_refills(anchor timestamp with time zone, at timestamp with time zone, refill_seconds integer) to app_anonymous;
grant execute on function app_rules.energy_refills(anchor timestamp with time zone, at timestamp with time zone, refill_seconds integer) to app_operator;
grant execute on function app_rules.energy_refills(anchor timestamp with time zone, at timestamp with time zone, refill_seconds integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.energy_shown(state app_private.user_states, rules app_private.rule_versions)
 RETURNS app_public.energy
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_next_at timestamptz;
  v_full_at timestamptz;
begin
  if state.energy < rules.energy_max then
    v_next_at := app_rules.energy_next_at(state.energy, state.energy_anchor, rules.energy_max, rules.energy_refill_seconds);
    v_full_at := app_rules.energy_full_at(state.energy, state.energy_anchor,
      rules.energy_max, rules.energy_refill_amount, rules.energy_refill_seconds);
  end if;
  return row(state.energy, rules.energy_max, v_next_at, v_full_at,
    rules.energy_refill_amount, rules.energy_refill_seconds)::app_public.energy;
end
$function$;
comment on function app_rules.energy_shown(state app_private.user_states, rules app_private.rule_versions) is 'The energy of a settled state as clients see it.';
grant execute on function app_rules.energy_shown(state app_private.user_states, rules app_private.rule_versions) to app_anonymous;
grant execute on function app_rules.energy_shown(state app_private.user_states, rules app_private.rule_versions) to app_operator;
grant execute on function app_rules.energy_shown(state app_private.user_states, rules app_private.rule_versions) to app_user;

CREATE OR REPLACE FUNCTION app_rules.energy_value(value integer, anchor timestamp with time zone, at timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (num_nulls(value, anchor, at, energy_max, refill_amount, refill_seconds) > 0) THEN NULL::integer WHEN (value >= energy_max) THEN value ELSE (LEAST((energy_max)::numeric, ((value)::numeric + ((refill_amount)::numeric * app_rules.energy_refills(anchor, at, refill_seconds)))))::integer END;
comment on function app_rules.energy_value(value integer, anchor timestamp with time zone, at timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer) is 'Energy at an instant: it refills up to the maximum, and what is above the maximum stays.';
grant execute on function app_rules.energy_value(value integer, anchor timestamp with time zone, at timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer) to app_anonymous;
grant execute on function app_rules.energy_value(value integer, anchor timestamp with time zone, at timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer) to app_operator;
grant execute on function app_rules.energy_value(value integer, anchor timestamp with time zone, at timestamp with time zone, energy_max integer, refill_amount integer, refill_seconds integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.engagement_day(at timestamp with time zone, zone text, day_start_hour integer, last_day date)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (num_nulls(at, zone, day_start_hour) = 0) THEN GREATEST(app_rules.local_day(at, zone, day_start_hour), last_day) ELSE NULL::date END;
comment on function app_rules.engagement_day(at timestamp with time zone, zone text, day_start_hour integer, last_day date) is 'The engagement day at an instant: the local day, or the last engagement day where that is later.';
grant execute on function app_rules.engagement_day(at timestamp with time zone, zone text, day_start_hour integer, last_day date) to app_anonymous;
grant execute on function app_rules.engagement_day(at timestamp with time zone, zone text, day_start_hour integer, last_day date) to app_operator;
grant execute on function app_rules.engagement_day(at timestamp with time zone, zone text, day_start_hour integer, last_day date) to app_user;

CREATE OR REPLACE FUNCTION app_rules.entry_renumbered(entry app_public.journal_entries, sequence_number bigint)
 RETURNS app_public.journal_entries
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_entry app_public.journal_entries := entry;
begin
  v_entry.sequence_number := sequence_number;
  return v_entry;
end
$function$;
comment on function app_rules.entry_renumbered(entry app_public.journal_entries, sequence_number bigint) is 'An entry under another number.';
grant execute on function app_rules.entry_renumbered(entry app_public.journal_entries, sequence_number bigint) to app_anonymous;
grant execute on function app_rules.entry_renumbered(entry app_public.journal_entries, sequence_number bigint) to app_operator;
grant execute on function app_rules.entry_renumbered(entry app_public.journal_entries, sequence_number bigint) to app_user;

CREATE OR REPLACE FUNCTION app_rules.entry_words(kind app_public.journal_kind, day date, asked jsonb, terms jsonb, title text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE kind WHEN 'bootstrap'::app_public.journal_kind THEN 'Joined'::text WHEN 'settings'::app_public.journal_kind THEN 'Changed the settings'::text WHEN 'check_in'::app_public.journal_kind THEN ('Checked in '::text || app_rules.iso_date(day)) WHEN 'claim'::app_public.journal_kind THEN (('Claimed "'::text || title) || '"'::text) WHEN 'pause'::app_public.journal_kind THEN 'Paused the streak'::text WHEN 'repair'::app_public.journal_kind THEN ('Repaired the streak, missed on '::text || (asked ->> 'day'::text)) WHEN 'amnesty'::app_public.journal_kind THEN ('Excused by an amnesty: '::text || title) WHEN 'spend'::app_public.journal_kind THEN ('Spent energy'::text || COALESCE((': '::text || NULLIF((asked ->> 'reason'::text), ''::text)), ''::text)) WHEN 'buy'::app_public.journal_kind THEN (((((('Bought '::text || (asked ->> 'quantity'::text)) || ' "'::text) || title) || '" at '::text) || app_rules.counted(((terms ->> 'price_points'::text))::bigint, 'point'::text)) || CASE WHEN (((asked ->> 'quantity'::text))::bigint = 1) THEN ''::text ELSE ' each'::text END) WHEN 'use'::app_public.journal_kind THEN (('Used "'::text || title) || '"'::text) WHEN 'discard'::app_public.journal_kind THEN (((('Threw away '::text || (asked ->> 'quantity'::text)) || ' "'::text) || title) || '"'::text) WHEN 'grant'::app_public.journal_kind THEN ('Granted by support: '::text || (asked ->> 'reason'::text)) WHEN 'reversal'::app_public.journal_kind THEN ((('Reversed entry '::text || (asked ->> 'sequence_number'::text)) || ': '::text) || (asked ->> 'reason'::text)) WHEN 'clock'::app_public.journal_kind THEN ('Moved the clock ahead by '::text || app_rules.counted(((((asked ->> 'days'::text))::bigint * 24) + ((asked ->> 'hours'::text))::bigint), 'hour'::text)) ELSE 'Another change'::text END;
comment on function app_rules.entry_words(kind app_public.journal_kind, day date, asked jsonb, terms jsonb, title text) is 'What a journal entry was, in words. title: of the reward or item that it names, or the reason of its amnesty.';
grant execute on function app_rules.entry_words(kind app_public.journal_kind, day date, asked jsonb, terms jsonb, title text) to app_anonymous;
grant execute on function app_rules.entry_words(kind app_public.journal_kind, day date, asked jsonb, terms jsonb, title text) to app_operator;
grant execute on function app_rules.entry_words(kind app_public.journal_kind, day date, asked jsonb, terms jsonb, title text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.freezes_after_grant(freezes date[], granted_on date, amount integer)
 RETURNS date[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  if amount = 0 then
    return freezes;
  elsif num_nulls(freezes, granted_on, amount) > 0 then
    return null;
  end if;
  return array(
    select f.granted_on
    from unnest(freezes || array_fill(granted_on, array[amount])) as f(granted_on)
    order by f.granted_on
  );
end
$function$;
comment on function app_rules.freezes_after_grant(freezes date[], granted_on date, amount integer) is 'The freezes held (days of grant, oldest first) after some more were granted on a day. The caller has checked the maximum.';
grant execute on function app_rules.freezes_after_grant(freezes date[], granted_on date, amount integer) to app_anonymous;
grant execute on function app_rules.freezes_after_grant(freezes date[], granted_on date, amount integer) to app_operator;
grant execute on function app_rules.freezes_after_grant(freezes date[], granted_on date, amount integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.freezes_after_return(freezes date[], granted_on date, amount integer)
 RETURNS date[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (amount = 0) THEN freezes WHEN (amount <= cardinality(array_positions(freezes, granted_on))) THEN ARRAY(SELECT f.day FROM unnest(freezes_after_return.freezes) WITH ORDINALITY f(day, place) WHERE (f.place <> ALL ((array_positions(freezes_after_return.freezes, freezes_after_return.granted_on))[:freezes_after_return.amount])) ORDER BY f.place) ELSE NULL::date[] END;
comment on function app_rules.freezes_after_return(freezes date[], granted_on date, amount integer) is 'The freezes held (days of grant, oldest first) without some that were granted on a day; null when not so many of them are held.';
grant execute on function app_rules.freezes_after_return(freezes date[], granted_on date, amount integer) to app_anonymous;
grant execute on function app_rules.freezes_after_return(freezes date[], granted_on date, amount integer) to app_operator;
grant execute on function app_rules.freezes_after_return(freezes date[], granted_on date, amount integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.inventory_after_delta(inventory jsonb, items_delta jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (items_delta = '{}'::jsonb) THEN inventory WHEN (num_nulls(inventory, items_delta) = 0) THEN (SELECT COALESCE(jsonb_object_agg(i.item_id, i.quantity) FILTER (WHERE (i.quantity <> 0)), '{}'::jsonb) AS "coalesce" FROM (SELECT k.item_id, (COALESCE(((inventory_after_delta.inventory ->> k.item_id))::bigint, (0)::bigint) + COALESCE(((inventory_after_delta.items_delta ->> k.item_id))::bigint, (0)::bigint)) AS quantity FROM jsonb_object_keys((inventory_after_delta.inventory || inventory_after_delta.items_delta)) k(item_id)) i) ELSE NULL::jsonb END;
comment on function app_rules.inventory_after_delta(inventory jsonb, items_delta jsonb) is 'The inventory (item id to quantity) after items were added to it or, where negative, taken. More than is held leaves what is no inventory, and no state takes.';
grant execute on function app_rules.inventory_after_delta(inventory jsonb, items_delta jsonb) to app_anonymous;
grant execute on function app_rules.inventory_after_delta(inventory jsonb, items_delta jsonb) to app_operator;
grant execute on function app_rules.inventory_after_delta(inventory jsonb, items_delta jsonb) to app_user;

CREATE OR REPLACE FUNCTION app_rules.inventory_holds(inventory jsonb, items jsonb, inventory_max integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (items = '{}'::jsonb) THEN true WHEN (((items - ARRAY(SELECT jsonb_object_keys(inventory) AS jsonb_object_keys)) <> '{}'::jsonb) AND ((SELECT count(*) AS count FROM jsonb_object_keys((inventory_holds.inventory || inventory_holds.items)) jsonb_object_keys(jsonb_object_keys)) > inventory_max)) THEN false WHEN (num_nulls(inventory, items, inventory_max) = 0) THEN (NOT jsonb_path_exists(app_rules.inventory_after_delta(inventory, items), '$.*?(@ > 999999999)'::jsonpath)) ELSE NULL::boolean END;
comment on function app_rules.inventory_holds(inventory jsonb, items jsonb, inventory_max integer) is 'Whether items (item id to quantity) fit into an inventory of at most inventory_max distinct items, 999,999,999 of each.';
grant execute on function app_rules.inventory_holds(inventory jsonb, items jsonb, inventory_max integer) to app_anonymous;
grant execute on function app_rules.inventory_holds(inventory jsonb, items jsonb, inventory_max integer) to app_operator;
grant execute on function app_rules.inventory_holds(inventory jsonb, items jsonb, inventory_max integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.inventory_items(inventory jsonb)
 RETURNS app_public.inventory_item[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  if inventory = '{}' then
    return '{}';
  end if;
  return (
    select array_agg(row(held.item_id, held.quantity::int)::app_public.inventory_item order by held.item_id)
    from jsonb_each_text(inventory) as held(item_id, quantity));
end
$function$;
comment on function app_rules.inventory_items(inventory jsonb) is 'An inventory as a list, by item id.';
grant execute on function app_rules.inventory_items(inventory jsonb) to app_anonymous;
grant execute on function app_rules.inventory_items(inventory jsonb) to app_operator;
grant execute on function app_rules.inventory_items(inventory jsonb) to app_user;

CREATE OR REPLACE FUNCTION app_rules.is_clock_ahead(seconds bigint)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((seconds >= 0) AND (seconds <= '3155760000'::bigint));
comment on function app_rules.is_clock_ahead(seconds bigint) is 'Whether a test user''s clock may be so far ahead of everybody''s: at most 100 years of 365.25 days.';
grant execute on function app_rules.is_clock_ahead(seconds bigint) to app_anonymous;
grant execute on function app_rules.is_clock_ahead(seconds bigint) to app_operator;
grant execute on function app_rules.is_clock_ahead(seconds bigint) to app_user;

CREATE OR REPLACE FUNCTION app_rules.is_day_mark(mark app_private.day_marks)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_broken constant text := case
    when (mark.mark = 'freeze') <> (mark.freeze_granted_on is not null) then 'a_freeze_has_its_day_of_grant'
    when mark.freeze_granted_on >= mark.day then 'a_freeze_is_older_than_the_day_it_covers'
    when (mark.mark = 'repair') <> (mark.paid_points is not null) then 'a_repair_has_its_price'
    when mark.paid_points < 0 then 'paid_points_are_not_negative'
  end;
begin
  if v_broken is null then
    return true;
  end if;
  return app_rules.refuse_row('day mark', 'app_private', 'day_marks', v_broken);
end
$function$;
comment on function app_rules.is_day_mark(mark app_private.day_marks) is 'Whether this can be a mark of the calendar. Errors: 23514 with the name of the rule that it breaks as constraint.';
grant execute on function app_rules.is_day_mark(mark app_private.day_marks) to app_anonymous;
grant execute on function app_rules.is_day_mark(mark app_private.day_marks) to app_operator;
grant execute on function app_rules.is_day_mark(mark app_private.day_marks) to app_user;

CREATE OR REPLACE FUNCTION app_rules.is_day_open(state app_private.user_states, day date, today date, at timestamp with time zone, deadline timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  if day <= state.last_marked_day + (state.run_length = 0)::int then
    return false;
  elsif day = today then
    return true;
  end if;
  return day = today - 1 and at < deadline and not app_rules.is_day_without_hours(day, state.zone, state.day_start_hour);
end
$function$;
comment on function app_rules.is_day_open(state app_private.user_states, day date, today date, at timestamp with time zone, deadline timestamp with time zone) is 'Whether a day can be checked in: today, or yesterday until its deadline, with no later day marked.';
grant execute on function app_rules.is_day_open(state app_private.user_states, day date, today date, at timestamp with time zone, deadline timestamp with time zone) to app_anonymous;
grant execute on function app_rules.is_day_open(state app_private.user_states, day date, today date, at timestamp with time zone, deadline timestamp with time zone) to app_operator;
grant execute on function app_rules.is_day_open(state app_private.user_states, day date, today date, at timestamp with time zone, deadline timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_rules.is_day_without_hours(day date, zone text, day_start_hour integer)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_start constant timestamp := day + make_interval(hours => day_start_hour);
begin
  if v_start at time zone zone < (v_start + interval '1 day') at time zone zone then
    return false;
  end if;
  return app_rules.local_day(app_rules.day_end(day - 1, zone, day_start_hour), zone, day_start_hour) > day;
end
$function$;
comment on function app_rules.is_day_without_hours(day date, zone text, day_start_hour integer) is 'Whether a zone''s clock skips a whole day of the calendar.';
grant execute on function app_rules.is_day_without_hours(day date, zone text, day_start_hour integer) to app_anonymous;
grant execute on function app_rules.is_day_without_hours(day date, zone text, day_start_hour integer) to app_operator;
grant execute on function app_rules.is_day_without_hours(day date, zone text, day_start_hour integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.is_email(email text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((length(email) <= 254) AND (email ~ '^[^@[:space:][:cntrl:]\u0080-\u009f]+@[^@[:space:][:cntrl:]\u0080-\u009f]+$'::text));
comment on function app_rules.is_email(email text) is 'Whether a normalised text can be an e-mail address: one @ between two parts, no spaces or control characters, at most 254 characters.';
grant execute on function app_rules.is_email(email text) to app_anonymous;
grant execute on function app_rules.is_email(email text) to app_operator;
grant execute on function app_rules.is_email(email text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.is_inventory(inventory jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  if inventory = '{}' then
    return true;
  end if;
  return jsonb_typeof(inventory) = 'object' and not exists (
    select from jsonb_each(inventory) as held(item_id, quantity)
    where jsonb_typeof(held.quantity) <> 'number' or held.quantity::text !~ '^[1-9][0-9]{0,8}$');
end
$function$;
comment on function app_rules.is_inventory(inventory jsonb) is 'Whether this maps item ids to whole quantities of at least 1.';
grant execute on function app_rules.is_inventory(inventory jsonb) to app_anonymous;
grant execute on function app_rules.is_inventory(inventory jsonb) to app_operator;
grant execute on function app_rules.is_inventory(inventory jsonb) to app_user;

CREATE OR REPLACE FUNCTION app_rules.is_journal_entry(entry app_public.journal_entries)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_broken constant text := case
    when entry.sequence_number < 1 then 'sequence_numbers_start_at_1'
    when entry.freezes_granted < 0 and entry.kind <> 'reversal' then 'only_a_reversal_takes_freezes_back'
    when entry.freezes_used < 0 then 'freezes_used_is_not_negative'
    when entry.energy_refilled < 0 then 'energy_refilled_is_not_negative'
    when entry.xp_delta < 0 then 'xp_is_never_lost'
    when entry.points < 0 then 'points_are_not_negative'
    when jsonb_typeof(entry.items_delta) <> 'object' then 'items_delta_maps_items'
    when (entry.kind = 'reversal') <> (entry.reverses is not null)
      or entry.reverses not between 1 and entry.sequence_number - 1 then 'a_reversal_names_an_earlier_entry'
    -- What is repeatable by nature needs none; every other command has one.
    when (entry.idempotency_key is null)
      <> (entry.kind in ('bootstrap', 'settings', 'check_in', 'claim', 'pause', 'repair', 'amnesty', 'reversal')) then 'a_repeatable_command_has_its_key'
    -- What replay cannot ask the catalogue, which changes.
    when (entry.terms is not null) <> (entry.kind in ('claim', 'buy', 'use')) then 'what_the_catalogue_said_is_kept'
    when (entry.operator_id is not null) <> (entry.kind in ('grant', 'reversal')) then 'an_operator_s_command_names_the_operator'
    when entry.rewards_unlocked < 0 then 'rewards_unlocked_are_not_negative'
  end;
begin
  if v_broken is null then
    return true;
  end if;
  return app_rules.refuse_row('journal entry', 'app_public', 'journal_entries', v_broken);
end
$function$;
comment on function app_rules.is_journal_entry(entry app_public.journal_entries) is 'Whether this can be a journal entry. Errors: 23514 with the name of the rule that it breaks as constraint.';
grant execute on function app_rules.is_journal_entry(entry app_public.journal_entries) to app_anonymous;
grant execute on function app_rules.is_journal_entry(entry app_public.journal_entries) to app_operator;
grant execute on function app_rules.is_journal_entry(entry app_public.journal_entries) to app_user;

CREATE OR REPLACE FUNCTION app_rules.is_repeated_refresh(refreshed_at timestamp with time zone, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (at < app_rules.seconds_after(refreshed_at, (10)::numeric));
comment on function app_rules.is_repeated_refresh(refreshed_at timestamp with time zone, at timestamp with time zone) is 'Whether the token that the last refresh used may still come once more without being taken for stolen: for 10 seconds.';
grant execute on function app_rules.is_repeated_refresh(refreshed_at timestamp with time zone, at timestamp with time zone) to app_anonymous;
grant execute on function app_rules.is_repeated_refresh(refreshed_at timestamp with time zone, at timestamp with time zone) to app_operator;
grant execute on function app_rules.is_repeated_refresh(refreshed_at timestamp with time zone, at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_rules.is_reversible(kind app_public.journal_kind)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (kind = ANY (ARRAY['check_in'::app_public.journal_kind, 'claim'::app_public.journal_kind, 'spend'::app_public.journal_kind, 'buy'::app_public.journal_kind, 'use'::app_public.journal_kind, 'discard'::app_public.journal_kind, 'grant'::app_public.journal_kind]));
comment on function app_rules.is_reversible(kind app_public.journal_kind) is 'Whether an entry of this kind can be reversed: one that gives or takes amounts, and is not itself a correction. A repair bought days of the calendar, which an amnesty gives back.';
grant execute on function app_rules.is_reversible(kind app_public.journal_kind) to app_anonymous;
grant execute on function app_rules.is_reversible(kind app_public.journal_kind) to app_operator;
grant execute on function app_rules.is_reversible(kind app_public.journal_kind) to app_user;

CREATE OR REPLACE FUNCTION app_rules.is_state(state app_private.user_states)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_broken constant text := case
    when state.sequence_number <= 0 then 'sequence_number_is_positive'
    when state.day_start_hour not in (0, 4, 5, 6) then 'day_start_hour_never_runs_backwards'
    when state.run_length < 0 then 'run_length_is_not_negative'
    when state.run_length > state.longest_streak then 'run_is_at_most_the_longest'
    when state.longest_streak > state.check_ins then 'longest_streak_is_at_most_all_check_ins'
    when (state.run_length > 0) <> (state.run_started_on is not null) then 'a_live_run_has_a_beginning'
    when (state.check_ins > 0) <> (state.last_check_in_day is not null) then 'check_ins_have_a_last_day'
    when state.last_check_in_day is not null and (state.last_check_in_day <= state.last_marked_day) is not true then 'last_marked_day_is_not_before_the_last_check_in'
    when array_position(state.freezes, null) is not null then 'each_freeze_has_its_day'
    when state.energy < 0 then 'energy_is_not_negative'
    when state.xp < 0 then 'xp_is_not_negative'
    when state.level < 1 then 'level_is_positive'
    when state.points < 0 then 'points_are_not_negative'
    when state.lifetime_points < state.points then 'lifetime_points_are_at_least_the_balance'
    when not app_rules.is_inventory(state.inventory) then 'inventory_holds_whole_quantities'
    when num_nulls(state.paused_from, state.paused_until) < 2 and (state.paused_from <= state.paused_until) is not true then 'a_pause_has_a_first_and_a_last_day'
    when not app_rules.is_clock_ahead(state.clock_ahead_seconds) then 'clock_is_0_to_100_years_ahead'
  end;
begin
  if v_broken is null then
    return true;
  end if;
  return app_rules.refuse_row('state', 'app_private', 'user_states', v_broken);
end
$function$;
comment on function app_rules.is_state(state app_private.user_states) is 'Whether this can be a user''s state. Errors: 23514 with the name of the rule that it breaks as constraint.';
grant execute on function app_rules.is_state(state app_private.user_states) to app_anonymous;
grant execute on function app_rules.is_state(state app_private.user_states) to app_operator;
grant execute on function app_rules.is_state(state app_private.user_states) to app_user;

CREATE OR REPLACE FUNCTION app_rules.is_strictly_increasing(numbers bigint[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (numbers IS NOT NULL) THEN (NOT (EXISTS (SELECT FROM generate_series(1, cardinality(is_strictly_increasing.numbers)) n(i) WHERE (((is_strictly_increasing.numbers)[n.i] IS NULL) OR ((is_strictly_increasing.numbers)[n.i] <= (is_strictly_increasing.numbers)[(n.i - 1)]))))) ELSE NULL::boolean END;
comment on function app_rules.is_strictly_increasing(numbers bigint[]) is 'Whether each number is greater than the one before it.';
grant execute on function app_rules.is_strictly_increasing(numbers bigint[]) to app_anonymous;
grant execute on function app_rules.is_strictly_increasing(numbers bigint[]) to app_operator;
grant execute on function app_rules.is_strictly_increasing(numbers bigint[]) to app_user;

CREATE OR REPLACE FUNCTION app_rules.iso_date(day date)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((day >= '0001-01-01'::date) AND (day <= '9999-12-31'::date)) THEN ((((lpad((EXTRACT(year FROM day))::text, 4, '0'::text) || '-'::text) || lpad((EXTRACT(month FROM day))::text, 2, '0'::text)) || '-'::text) || lpad((EXTRACT(day FROM day))::text, 2, '0'::text)) ELSE NULL::text END;
comment on function app_rules.iso_date(day date) is 'A date as 2026-03-01, whatever the session''s date style; null for one that four digits of year cannot tell.';
grant execute on function app_rules.iso_date(day date) to app_anonymous;
grant execute on function app_rules.iso_date(day date) to app_operator;
grant execute on function app_rules.iso_date(day date) to app_user;

CREATE OR REPLACE FUNCTION app_rules.item_quantities(items app_public.inventory_item[])
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (items IS NOT NULL) THEN (SELECT COALESCE(jsonb_object_agg(i.item_id, i.quantity), '{}'::jsonb) AS "coalesce" FROM unnest(item_quantities.items) i(item_id, quantity)) ELSE NULL::jsonb END;
comment on function app_rules.item_quantities(items app_public.inventory_item[]) is 'A list of items, each named once, as item id to quantity.';
grant execute on function app_rules.item_quantities(items app_public.inventory_item[]) to app_anonymous;
grant execute on function app_rules.item_quantities(items app_public.inventory_item[]) to app_operator;
grant execute on function app_rules.item_quantities(items app_public.inventory_item[]) to app_user;

CREATE OR REPLACE FUNCTION app_rules.items_delta(before jsonb, after jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (before = after) THEN '{}'::jsonb WHEN (num_nulls(before, after) = 0) THEN (SELECT COALESCE(jsonb_object_agg(i.item_id, i.delta) FILTER (WHERE (i.delta <> 0)), '{}'::jsonb) AS "coalesce" FROM (SELECT k.item_id, (COALESCE(((items_delta.after ->> k.item_id))::bigint, (0)::bigint) - COALESCE(((items_delta.before ->> k.item_id))::bigint, (0)::bigint)) AS delta FROM jsonb_object_keys((items_delta.before || items_delta.after)) k(item_id)) i) ELSE NULL::jsonb END;
comment on function app_rules.items_delta(before jsonb, after jsonb) is 'What turns one inventory into another: item id to the quantity added or, if negative, taken.';
grant execute on function app_rules.items_delta(before jsonb, after jsonb) to app_anonymous;
grant execute on function app_rules.items_delta(before jsonb, after jsonb) to app_operator;
grant execute on function app_rules.items_delta(before jsonb, after jsonb) to app_user;

CREATE OR REPLACE FUNCTION app_rules.items_given(items_delta jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  if items_delta is null or items_delta = '{}' then
    return items_delta;
  end if;
  return (
    select coalesce(jsonb_object_agg(i.item_id, i.delta) filter (where i.delta > 0), '{}')
    from (select d.item_id, d.delta::bigint as delta from jsonb_each_text(items_delta) as d(item_id, delta)) as i);
end
$function$;
comment on function app_rules.items_given(items_delta jsonb) is 'Of what was added to and taken from an inventory, what was added: item id to quantity.';
grant execute on function app_rules.items_given(items_delta jsonb) to app_anonymous;
grant execute on function app_rules.items_given(items_delta jsonb) to app_operator;
grant execute on function app_rules.items_given(items_delta jsonb) to app_user;

CREATE OR REPLACE FUNCTION app_rules.items_taken(items_delta jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN app_rules.items_given(app_rules.items_delta(items_delta, '{}'::jsonb));
comment on function app_rules.items_taken(items_delta jsonb) is 'Of what was added to and taken from an inventory, what was taken: item id to quantity.';
grant execute on function app_rules.items_taken(items_delta jsonb) to app_anonymous;
grant execute on function app_rules.items_taken(items_delta jsonb) to app_operator;
grant execute on function app_rules.items_taken(items_delta jsonb) to app_user;

CREATE OR REPLACE FUNCTION app_rules.journal_entry(before app_private.user_states, settled app_private.user_states, after app_private.user_states, kind app_public.journal_kind, day date, asked jsonb, terms jsonb, idempotency_key uuid, reverses bigint, operator_id uuid, rewards_unlocked integer DEFAULT NULL::integer)
 RETURNS app_public.journal_entries
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ROW((after).user_id, ((before).sequence_number + 1), (after).last_occurred_at, day, kind, asked, (after).rule_version_id, ((after).check_ins - (before).check_ins), (cardinality((after).freezes) - cardinality((settled).freezes)), (cardinality((before).freezes) - cardinality((settled).freezes)), ((settled).energy - (before).energy), ((after).energy - (settled).energy), ((after).xp - (before).xp), ((after).points - (before).points), CASE WHEN ((before).inventory = (after).inventory) THEN '{}'::jsonb ELSE app_rules.items_delta((before).inventory, (after).inventory) END, (after).last_day, (after).zone, (after).day_start_hour, (after).check_ins, (after).run_length, (after).run_started_on, (after).longest_streak, (after).last_marked_day, (after).last_check_in_day, (after).last_freeze_day, (after).last_travel_day, (after).freezes, (after).energy, (after).energy_anchor, (after).xp, (after).level, (after).points, (after).lifetime_points, (after).inventory, (after).paused_from, (after).paused_until, (after).last_amnesty_id, terms, idempotency_key, reverses, operator_id, rewards_unlocked)::app_public.journal_entries;
comment on function app_rules.journal_entry(before app_private.user_states, settled app_private.user_states, after app_private.user_states, kind app_public.journal_kind, day date, asked jsonb, terms jsonb, idempotency_key uuid, reverses bigint, operator_id uuid, rewards_unlocked integer) is 'The journal entry of a change of state. before: as stored; settled: the same as of now; after: what the command made of it. The rest is taken as it is.';
grant execute on function app_rules.journal_entry(before app_private.user_states, settled app_private.user_states, after app_private.user_states, kind app_public.journal_kind, day date, asked jsonb, terms jsonb, idempotency_key uuid, reverses bigint, operator_id uuid, rewards_unlocked integer) to app_anonymous;
grant execute on function app_rules.journal_entry(before app_private.user_states, settled app_private.user_states, after app_private.user_states, kind app_public.journal_kind, day date, asked jsonb, terms jsonb, idempotency_key uuid, reverses bigint, operator_id uuid, rewards_unlocked integer) to app_operator;
grant execute on function app_rules.journal_entry(before app_private.user_states, settled app_private.user_states, after app_private.user_states, kind app_public.journal_kind, day date, asked jsonb, terms jsonb, idempotency_key uuid, reverses bigint, operator_id uuid, rewards_unlocked integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.last_user_of_sample(one_in integer)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((lpad(to_hex((('4294967296'::bigint / one_in) - 1)), 8, '0'::text) || repeat('f'::text, 24)))::uuid;
comment on function app_rules.last_user_of_sample(one_in integer) is 'The last id of a sample of one user in so many; the first id is the least.';
grant execute on function app_rules.last_user_of_sample(one_in integer) to app_anonymous;
grant execute on function app_rules.last_user_of_sample(one_in integer) to app_operator;
grant execute on function app_rules.last_user_of_sample(one_in integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.level_boost(level integer, level_boosts_basis_points integer[])
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (level_boosts_basis_points)[CASE WHEN (level > cardinality(level_boosts_basis_points)) THEN cardinality(level_boosts_basis_points) ELSE level END];
comment on function app_rules.level_boost(level integer, level_boosts_basis_points integer[]) is 'What multiplies a check-in''s points at a level, in basis points.';
grant execute on function app_rules.level_boost(level integer, level_boosts_basis_points integer[]) to app_anonymous;
grant execute on function app_rules.level_boost(level integer, level_boosts_basis_points integer[]) to app_operator;
grant execute on function app_rules.level_boost(level integer, level_boosts_basis_points integer[]) to app_user;

CREATE OR REPLACE FUNCTION app_rules.level_for_xp(xp bigint, level_thresholds bigint[])
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN NULLIF(width_bucket(xp, level_thresholds), 0);
comment on function app_rules.level_for_xp(xp bigint, level_thresholds bigint[]) is 'The highest level whose threshold is at most the lifetime XP.';
grant execute on function app_rules.level_for_xp(xp bigint, level_thresholds bigint[]) to app_anonymous;
grant execute on function app_rules.level_for_xp(xp bigint, level_thresholds bigint[]) to app_operator;
grant execute on function app_rules.level_for_xp(xp bigint, level_thresholds bigint[]) to app_user;

CREATE OR REPLACE FUNCTION app_rules.level_shown(state app_private.user_states, rules app_private.rule_versions)
 RETURNS app_public.level
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ROW((state).level, (state).xp, (rules).level_thresholds[(state).level], (rules).level_thresholds[((state).level + 1)], CASE WHEN ((rules).level_thresholds[((state).level + 1)] > (state).xp) THEN ((rules).level_thresholds[((state).level + 1)] - (state).xp) WHEN ((rules).level_thresholds[((state).level + 1)] <= (state).xp) THEN (0)::bigint ELSE NULL::bigint END, app_rules.level_boost((state).level, (rules).level_boosts_basis_points))::app_public.level;
comment on function app_rules.level_shown(state app_private.user_states, rules app_private.rule_versions) is 'The level of a state as clients see it, with what is missing to the next.';
grant execute on function app_rules.level_shown(state app_private.user_states, rules app_private.rule_versions) to app_anonymous;
grant execute on function app_rules.level_shown(state app_private.user_states, rules app_private.rule_versions) to app_operator;
grant execute on function app_rules.level_shown(state app_private.user_states, rules app_private.rule_versions) to app_user;

CREATE OR REPLACE FUNCTION app_rules.local_day(at timestamp with time zone, zone text, day_start_hour integer)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((at AT TIME ZONE zone) - make_interval(hours => day_start_hour)))::date;
comment on function app_rules.local_day(at timestamp with time zone, zone text, day_start_hour integer) is 'The date on the user''s calendar at an instant, when the day starts day_start_hour hours after midnight in the zone.';
grant execute on function app_rules.local_day(at timestamp with time zone, zone text, day_start_hour integer) to app_anonymous;
grant execute on function app_rules.local_day(at timestamp with time zone, zone text, day_start_hour integer) to app_operator;
grant execute on function app_rules.local_day(at timestamp with time zone, zone text, day_start_hour integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.local_time(at timestamp with time zone, zone text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((((app_rules.iso_date(((at AT TIME ZONE zone))::date) || ' '::text) || lpad((EXTRACT(hour FROM (at AT TIME ZONE zone)))::text, 2, '0'::text)) || ':'::text) || lpad((EXTRACT(minute FROM (at AT TIME ZONE zone)))::text, 2, '0'::text));
comment on function app_rules.local_time(at timestamp with time zone, zone text) is 'An instant on the clock of a zone, such as 2026-03-08 21:14, whatever the session; null for one that has no date.';
grant execute on function app_rules.local_time(at timestamp with time zone, zone text) to app_anonymous;
grant execute on function app_rules.local_time(at timestamp with time zone, zone text) to app_operator;
grant execute on function app_rules.local_time(at timestamp with time zone, zone text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.locked_words(title text, repeats app_public.reward_repeat, period_key text, enabled boolean, starts_at timestamp with time zone, ends_at timestamp with time zone, stock_remaining bigint, conditions app_public.condition_explanation[], at timestamp with time zone, zone text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((((CASE WHEN (period_key IS NULL) THEN (('"'::text || title) || '" can be unlocked once in each streak, and you have none just now.'::text) ELSE (((('You have not unlocked "'::text || title) || '" '::text) || CASE repeats WHEN 'once'::app_public.reward_repeat THEN ''::text WHEN 'run'::app_public.reward_repeat THEN 'in this streak '::text ELSE (('in '::text || period_key) || ' '::text) END) || 'yet.'::text) END || CASE WHEN enabled THEN ''::text ELSE ' It is switched off, so that nobody can unlock it.'::text END) || CASE WHEN (at < starts_at) THEN ((((' It opens at '::text || app_rules.local_time(starts_at, zone)) || ' in '::text) || zone) || '.'::text) WHEN (at >= ends_at) THEN ((((' It closed at '::text || app_rules.local_time(ends_at, zone)) || ' in '::text) || zone) || '.'::text) ELSE ''::text END) || CASE WHEN (stock_remaining = 0) THEN ' None are left.'::text ELSE ''::text END) || COALESCE((SELECT string_agg(((' It asks for '::text || c.text) || '.'::text), ''::text ORDER BY c.metric) AS string_agg FROM unnest(locked_words.conditions) c(metric, current, at_least, missing, text) WHERE (c.missing > 0)), CASE WHEN (enabled AND (period_key IS NOT NULL) AND app_rules.window_is_open(starts_at, ends_at, at)) THEN ' You have all that it asks for: it unlocks with your next check-in or other action.'::text ELSE ''::text END));
comment on function app_rules.locked_words(title text, repeats app_public.reward_repeat, period_key text, enabled boolean, starts_at timestamp with time zone, ends_at timestamp with time zone, stock_remaining bigint, conditions app_public.condition_explanation[], at timestamp with time zone, zone text) is 'Why a reward is not unlocked in the current period, in words to the user.';
grant execute on function app_rules.locked_words(title text, repeats app_public.reward_repeat, period_key text, enabled boolean, starts_at timestamp with time zone, ends_at timestamp with time zone, stock_remaining bigint, conditions app_public.condition_explanation[], at timestamp with time zone, zone text) to app_anonymous;
grant execute on function app_rules.locked_words(title text, repeats app_public.reward_repeat, period_key text, enabled boolean, starts_at timestamp with time zone, ends_at timestamp with time zone, stock_remaining bigint, conditions app_public.condition_explanation[], at timestamp with time zone, zone text) to app_operator;
grant execute on function app_rules.locked_words(title text, repeats app_public.reward_repeat, period_key text, enabled boolean, starts_at timestamp with time zone, ends_at timestamp with time zone, stock_remaining bigint, conditions app_public.condition_explanation[], at timestamp with time zone, zone text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.lost_streak_words(streak app_public.streak, days app_private.run_day[], missed app_public.streak_day, repair_within_days integer, points bigint)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT ((((((((('Your streak is 0: the last one, of '::text || app_rules.counted((run.length)::bigint, 'day'::text)) || ' since '::text) || app_rules.iso_date(run.started_on)) || ', ended on '::text) || app_rules.iso_date((lost_streak_words.missed).day)) || '. '::text) || (lost_streak_words.missed).why) || ' '::text) || COALESCE(app_rules.repair_words((lost_streak_words.streak).repair, lost_streak_words.points), (('It cannot be repaired any more: that is possible until '::text || app_rules.counted((lost_streak_words.repair_within_days)::bigint, 'day'::text)) || ' after the last missed day.'::text))) FROM (SELECT max(d.streak) AS length, min(d.day) FILTER (WHERE (d.mark = ANY (ARRAY['check_in'::app_public.mark, 'late'::app_public.mark]))) AS started_on FROM unnest(lost_streak_words.days) d(day, mark, streak, ended, zone, day_start_hour, rule_version_id, marked_at, sequence_number, freeze_granted_on, paid_points, entry_day, new_zone, new_day_start_hour, amnesty, otherwise_mark)) run);
comment on function app_rules.lost_streak_words(streak app_public.streak, days app_private.run_day[], missed app_public.streak_day, repair_within_days integer, points bigint) is 'Why there is no streak any more, in words to the user. days: of the last run; missed: the day that ended it.';
grant execute on function app_rules.lost_streak_words(streak app_public.streak, days app_private.run_day[], missed app_public.streak_day, repair_within_days integer, points bigint) to app_anonymous;
grant execute on function app_rules.lost_streak_words(streak app_public.streak, days app_private.run_day[], missed app_public.streak_day, repair_within_days integer, points bigint) to app_operator;
grant execute on function app_rules.lost_streak_words(streak app_public.streak, days app_private.run_day[], missed app_public.streak_day, repair_within_days integer, points bigint) to app_user;

CREATE OR REPLACE FUNCTION app_rules.mark_made(entry app_public.journal_entries, before app_private.user_states, mark app_private.marked_day)
 RETURNS app_private.day_marks
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ROW((entry).user_id, (mark).day, (mark).mark, (entry).occurred_at, (before).zone, (before).day_start_hour, (entry).rule_version_id, (entry).sequence_number, (mark).freeze_granted_on, (mark).paid_points)::app_private.day_marks;
comment on function app_rules.mark_made(entry app_public.journal_entries, before app_private.user_states, mark app_private.marked_day) is 'A day that an entry marks, as the calendar keeps it: under the settings of before.';
grant execute on function app_rules.mark_made(entry app_public.journal_entries, before app_private.user_states, mark app_private.marked_day) to app_anonymous;
grant execute on function app_rules.mark_made(entry app_public.journal_entries, before app_private.user_states, mark app_private.marked_day) to app_operator;
grant execute on function app_rules.mark_made(entry app_public.journal_entries, before app_private.user_states, mark app_private.marked_day) to app_user;

CREATE OR REPLACE FUNCTION app_rules.marks_after(marks app_private.day_marks[], entry app_public.journal_entries, before app_private.user_states, made app_private.marked_day[])
 RETURNS app_private.day_marks[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_made app_private.day_marks[];
begin
  if cardinality(made) = 0 then
    return marks;
  end if;
  if cardinality(made) = 1 and entry.kind <> 'amnesty' then
    return marks || app_rules.mark_made(entry, before, made[1]);
  end if;
  v_made := array(select m from app_rules.marks_made(entry, before, made) as m);
  if entry.kind = 'amnesty' then
    return array(select m from unnest(marks) as m where m.day <> all (array(select n.day from unnest(v_made) as n))) || v_made;
  end if;
  return marks || v_made;
end
$function$;
comment on function app_rules.marks_after(marks app_private.day_marks[], entry app_public.journal_entries, before app_private.user_states, made app_private.marked_day[]) is 'The marks of a calendar once an entry has made some: only an amnesty takes the place of others. In no order.';
grant execute on function app_rules.marks_after(marks app_private.day_marks[], entry app_public.journal_entries, before app_private.user_states, made app_private.marked_day[]) to app_anonymous;
grant execute on function app_rules.marks_after(marks app_private.day_marks[], entry app_public.journal_entries, before app_private.user_states, made app_private.marked_day[]) to app_operator;
grant execute on function app_rules.marks_after(marks app_private.day_marks[], entry app_public.journal_entries, before app_private.user_states, made app_private.marked_day[]) to app_user;

CREATE OR REPLACE FUNCTION app_rules.marks_made(entry app_public.journal_entries, before app_private.user_states, marks app_private.marked_day[])
 RETURNS SETOF app_private.day_marks
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT (app_rules.mark_made(marks_made.entry, marks_made.before, m.*)).user_id AS user_id,
     (app_rules.mark_made(marks_made.entry, marks_made.before, m.*)).day AS day,
     (app_rules.mark_made(marks_made.entry, marks_made.before, m.*)).mark AS mark,
     (app_rules.mark_made(marks_made.entry, marks_made.before, m.*)).marked_at AS marked_at,
     (app_rules.mark_made(marks_made.entry, marks_made.before, m.*)).zone AS zone,
     (app_rules.mark_made(marks_made.entry, marks_made.before, m.*)).day_start_hour AS day_start_hour,
     (app_rules.mark_made(marks_made.entry, marks_made.before, m.*)).rule_version_id AS rule_version_id,
     (app_rules.mark_made(marks_made.entry, marks_made.before, m.*)).sequence_number AS sequence_number,
     (app_rules.mark_made(marks_made.entry, marks_made.before, m.*)).freeze_granted_on AS freeze_granted_on,
     (app_rules.mark_made(marks_made.entry, marks_made.before, m.*)).paid_points AS paid_points
    FROM unnest(marks_made.marks) m(day, mark, freeze_granted_on, paid_points);
END;
comment on function app_rules.marks_made(entry app_public.journal_entries, before app_private.user_states, marks app_private.marked_day[]) is 'The days that an entry marks, as the calendar keeps them.';
grant execute on function app_rules.marks_made(entry app_public.journal_entries, before app_private.user_states, marks app_private.marked_day[]) to app_anonymous;
grant execute on function app_rules.marks_made(entry app_public.journal_entries, before app_private.user_states, marks app_private.marked_day[]) to app_operator;
grant execute on function app_rules.marks_made(entry app_public.journal_entries, before app_private.user_states, marks app_private.marked_day[]) to app_user;

CREATE OR REPLACE FUNCTION app_rules.metric_max(metric text, rules app_private.rule_versions)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE metric WHEN 'level'::text THEN (cardinality((rules).level_thresholds))::bigint WHEN 'energy'::text THEN (((rules).energy_max)::bigint + (rules).energy_overfill) WHEN 'freezes'::text THEN ((rules).freezes_max)::bigint ELSE NULL::bigint END;
comment on function app_rules.metric_max(metric text, rules app_private.rule_versions) is 'The most that a metric can be under these rules, so that no reward asks for more; null when there is no limit.';
grant execute on function app_rules.metric_max(metric text, rules app_private.rule_versions) to app_anonymous;
grant execute on function app_rules.metric_max(metric text, rules app_private.rule_versions) to app_operator;
grant execute on function app_rules.metric_max(metric text, rules app_private.rule_versions) to app_user;

CREATE OR REPLACE FUNCTION app_rules.metric_value(metric text, state app_private.user_states)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE metric WHEN 'current_streak'::text THEN ((state).run_length)::bigint WHEN 'longest_streak'::text THEN ((state).longest_streak)::bigint WHEN 'check_ins'::text THEN ((state).check_ins)::bigint WHEN 'level'::text THEN ((state).level)::bigint WHEN 'lifetime_xp'::text THEN (state).xp WHEN 'lifetime_points'::text THEN (state).lifetime_points WHEN 'points'::text THEN (state).points WHEN 'energy'::text THEN ((state).energy)::bigint WHEN 'freezes'::text THEN (cardinality((state).freezes))::bigint ELSE NULL::bigint END;
comment on function app_rules.metric_value(metric text, state app_private.user_states) is 'What a metric is in a settled state; null for a metric that is not known.';
grant execute on function app_rules.metric_value(metric text, state app_private.user_states) to app_anonymous;
grant execute on function app_rules.metric_value(metric text, state app_private.user_states) to app_operator;
grant execute on function app_rules.metric_value(metric text, state app_private.user_states) to app_user;

CREATE OR REPLACE FUNCTION app_rules.missed_through(state app_private.user_states, ended_through date)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((state).run_length > 0) THEN (state).last_marked_day ELSE GREATEST(ended_through, ((state).last_marked_day + 1)) END;
comment on function app_rules.missed_through(state app_private.user_states, ended_through date) is 'The last day of the gap at the end of a settled state''s calendar, whichever way the user has travelled since; the last marked day when the run is alive and there is none.';
grant execute on function app_rules.missed_through(state app_private.user_states, ended_through date) to app_anonymous;
grant execute on function app_rules.missed_through(state app_private.user_states, ended_through date) to app_operator;
grant execute on function app_rules.missed_through(state app_private.user_states, ended_through date) to app_user;

CREATE OR REPLACE FUNCTION app_rules.missed_why(day date, bridged_from date, open_until timestamp with time zone, zone text, skipped_by text, travel_cover_days integer, freezes date[], paused_until date)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((((((((CASE WHEN (bridged_from < day) THEN (('The days before it, from '::text || app_rules.iso_date(bridged_from)) || ' on, would not have ended the streak. '::text) ELSE ''::text END || 'This day was missed: it could be checked in until '::text) || app_rules.local_time(open_until, zone)) || ' in '::text) || zone) || CASE WHEN (skipped_by IS NOT NULL) THEN ((((', when '::text || skipped_by) || ' skipped it. Such days are excused once in '::text) || app_rules.counted((travel_cover_days)::bigint, 'day'::text)) || ', and that had been used'::text) ELSE ''::text END) || '. '::text) || CASE WHEN (cardinality(freezes) = 0) THEN 'No freeze was in hand'::text WHEN ((freezes)[1] >= day) THEN (('The freezes in hand came too late for it ('::text || app_rules.iso_date((freezes)[1])) || ')'::text) ELSE 'The freezes in hand came back only later'::text END) || CASE WHEN (paused_until < day) THEN (', the pause had ended with '::text || app_rules.iso_date(paused_until)) ELSE ', no pause was set'::text END) || ', and no amnesty excused it.'::text);
comment on function app_rules.missed_why(day date, bridged_from date, open_until timestamp with time zone, zone text, skipped_by text, travel_cover_days integer, freezes date[], paused_until date) is 'Why a missed day ended a run, in words to the user. bridged_from: the first day of the gap; open_until: when it could no longer be checked in; skipped_by: the change of zone or day start that skipped it, if one did; freezes: those in hand; paused_until: the last day of a pause in that run.';
grant execute on function app_rules.missed_why(day date, bridged_from date, open_until timestamp with time zone, zone text, skipped_by text, travel_cover_days integer, freezes date[], paused_until date) to app_anonymous;
grant execute on function app_rules.missed_why(day date, bridged_from date, open_until timestamp with time zone, zone text, skipped_by text, travel_cover_days integer, freezes date[], paused_until date) to app_operator;
grant execute on function app_rules.missed_why(day date, bridged_from date, open_until timestamp with time zone, zone text, skipped_by text, travel_cover_days integer, freezes date[], paused_until date) to app_user;

CREATE OR REPLACE FUNCTION app_rules.normalised_email(email text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN NORMALIZE(lower(NORMALIZE(btrim(email, ((((' '::text || chr(9)) || chr(10)) || chr(13)) || chr(160))), NFC)), NFC);
comment on function app_rules.normalised_email(email text) is 'The key of an e-mail address: without space around it, composed (NFC), in lower case.';
grant execute on function app_rules.normalised_email(email text) to app_anonymous;
grant execute on function app_rules.normalised_email(email text) to app_operator;
grant execute on function app_rules.normalised_email(email text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.open_from(settled app_private.user_states, after app_private.user_states, ended_through date)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((after).last_day > (settled).last_day) THEN (after).last_day ELSE (ended_through + 1) END;
comment on function app_rules.open_from(settled app_private.user_states, after app_private.user_states, ended_through date) is 'The first day that is still open once the settings have changed. ended_through: under the new settings.';
grant execute on function app_rules.open_from(settled app_private.user_states, after app_private.user_states, ended_through date) to app_anonymous;
grant execute on function app_rules.open_from(settled app_private.user_states, after app_private.user_states, ended_through date) to app_operator;
grant execute on function app_rules.open_from(settled app_private.user_states, after app_private.user_states, ended_through date) to app_user;

CREATE OR REPLACE FUNCTION app_rules.otherwise_mark(mark app_public.mark, without_hours boolean, paused boolean, excused boolean, repaired boolean, freezes integer, place integer)
 RETURNS app_public.mark
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (CASE WHEN (mark = ANY (ARRAY['freeze'::app_public.mark, 'repair'::app_public.mark])) THEN NULL::text WHEN ((mark = 'travel'::app_public.mark) AND without_hours) THEN 'travel'::text WHEN ((mark = ANY (ARRAY['check_in'::app_public.mark, 'late'::app_public.mark])) AND paused) THEN 'pause'::text WHEN ((mark <> 'amnesty'::app_public.mark) AND excused) THEN 'amnesty'::text WHEN ((mark = 'amnesty'::app_public.mark) AND repaired) THEN 'repair'::text WHEN (freezes >= place) THEN 'freeze'::text ELSE NULL::text END)::app_public.mark;
comment on function app_rules.otherwise_mark(mark app_public.mark, without_hours boolean, paused boolean, excused boolean, repaired boolean, freezes integer, place integer) is 'What would bridge a day of a run if it had not the mark that it has; null when the run would have ended. without_hours: the clock skips it; paused, excused, repaired: a pause was open, an amnesty names it, it had been repaired; freezes: granted before it, and there; place: which it is of the days that they might have covered.';
grant execute on function app_rules.otherwise_mark(mark app_public.mark, without_hours boolean, paused boolean, excused boolean, repaired boolean, freezes integer, place integer) to app_anonymous;
grant execute on function app_rules.otherwise_mark(mark app_public.mark, without_hours boolean, paused boolean, excused boolean, repaired boolean, freezes integer, place integer) to app_operator;
grant execute on function app_rules.otherwise_mark(mark app_public.mark, without_hours boolean, paused boolean, excused boolean, repaired boolean, freezes integer, place integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.pause_starts_on(state app_private.user_states)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN COALESCE(((state).paused_from <= (state).last_check_in_day), true) THEN ((state).last_day + 1) WHEN ((state).paused_until >= (state).last_day) THEN (state).paused_from ELSE NULL::date END;
comment on function app_rules.pause_starts_on(state app_private.user_states) is 'The first day of a pause that a settled state is to have: tomorrow, or that of the pause which is open. Null when one was over without a check-in since.';
grant execute on function app_rules.pause_starts_on(state app_private.user_states) to app_anonymous;
grant execute on function app_rules.pause_starts_on(state app_private.user_states) to app_operator;
grant execute on function app_rules.pause_starts_on(state app_private.user_states) to app_user;

CREATE OR REPLACE FUNCTION app_rules.period_key(repeats app_public.reward_repeat, day date, run_started_on date)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  case repeats
    when 'once' then return 'once';
    when 'run' then return 'run-' || app_rules.iso_date(run_started_on);
    when 'day' then return app_rules.iso_date(day);
    when 'week' then return lpad(extract(isoyear from day)::text, 4, '0') || '-W' || lpad(extract(week from day)::text, 2, '0');
    when 'month' then return left(app_rules.iso_date(day), 7);
    else return null;
  end case;
end
$function$;
comment on function app_rules.period_key(repeats app_public.reward_repeat, day date, run_started_on date) is 'What a reward is unlocked and claimed once for: once, run-2026-03-01 (the day the run began), 2026-03-01, 2026-W09 or 2026-03. Null for a run when there is none.';
grant execute on function app_rules.period_key(repeats app_public.reward_repeat, day date, run_started_on date) to app_anonymous;
grant execute on function app_rules.period_key(repeats app_public.reward_repeat, day date, run_started_on date) to app_operator;
grant execute on function app_rules.period_key(repeats app_public.reward_repeat, day date, run_started_on date) to app_user;

CREATE OR REPLACE FUNCTION app_rules.record_difference(stored jsonb, expected jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT (string_agg(((((s.name || ' '::text) || COALESCE((s.value #>> '{}'::text[]), 'none'::text)) || ' instead of '::text) || COALESCE((record_difference.expected ->> s.name), 'none'::text)), ', '::text ORDER BY s.name) || '.'::text) FROM jsonb_each(record_difference.stored) s(name, value) WHERE (s.value IS DISTINCT FROM (record_difference.expected -> s.name)));
comment on function app_rules.record_difference(stored jsonb, expected jsonb) is 'What a stored row says and what it should say, column by column, where these differ; null when they do not.';
grant execute on function app_rules.record_difference(stored jsonb, expected jsonb) to app_anonymous;
grant execute on function app_rules.record_difference(stored jsonb, expected jsonb) to app_operator;
grant execute on function app_rules.record_difference(stored jsonb, expected jsonb) to app_user;

CREATE OR REPLACE FUNCTION app_rules.refuse_row(what text, schema_name text, table_name text, broken text)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  raise check_violation using message = format('This is no %s: %s.', what, replace(broken, '_', ' ')),
    schema = schema_name, table = table_name, constraint = broken;
end
$function$;
comment on function app_rules.refuse_row(what text, schema_name text, table_name text, broken text) is 'Raises what a row raises that breaks a rule: 23514, with the rule''s name as constraint. what: the row in words; broken: the rule, as a name that reads as a sentence.';
grant execute on function app_rules.refuse_row(what text, schema_name text, table_name text, broken text) to app_anonymous;
grant execute on function app_rules.refuse_row(what text, schema_name text, table_name text, broken text) to app_operator;
grant execute on function app_rules.refuse_row(what text, schema_name text, table_name text, broken text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.repair_marks(state app_private.user_states, calendar app_private.marked_day[], day date, missed_through date, excused datemultirange, repair_points bigint)
 RETURNS app_private.marked_day[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT ROW(d.day, COALESCE(d.cover, 'repair'::app_public.mark), NULL::date, CASE WHEN (d.cover IS NULL) THEN repair_marks.repair_points ELSE NULL::bigint END)::app_private.marked_day AS "row" FROM (SELECT max(c.day) FILTER (WHERE (c.day < repair_marks.day)) AS before, COALESCE(min(c.day) FILTER (WHERE (c.day >= repair_marks.day)), (repair_marks.missed_through + 1)) AS after FROM unnest(repair_marks.calendar) c(day, mark, freeze_granted_on, paid_points)) gap, LATERAL generate_series(1, ((gap.after - gap.before) - 1)) n(k), LATERAL (SELECT (gap.before + n.k) AS day, app_rules.day_cover(repair_marks.state, (gap.before + n.k), repair_marks.excused) AS cover) d WHERE (gap.after > repair_marks.day) ORDER BY d.day);
comment on function app_rules.repair_marks(state app_private.user_states, calendar app_private.marked_day[], day date, missed_through date, excused datemultirange, repair_points bigint) is 'The gap of a settled calendar that a day lies in, as a repair marks it: REPAIR, and its price, on each missed day; what a pause or an amnesty (excused: their days) covers is free. Empty when the day is in no gap.';
grant execute on function app_rules.repair_marks(state app_private.user_states, calendar app_private.marked_day[], day date, missed_through date, excused datemultirange, repair_points bigint) to app_anonymous;
grant execute on function app_rules.repair_marks(state app_private.user_states, calendar app_private.marked_day[], day date, missed_through date, excused datemultirange, repair_points bigint) to app_operator;
grant execute on function app_rules.repair_marks(state app_private.user_states, calendar app_private.marked_day[], day date, missed_through date, excused datemultirange, repair_points bigint) to app_user;

CREATE OR REPLACE FUNCTION app_rules.repair_words(repair app_public.streak_repair, points bigint)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((((((((((('You can repair '::text || app_rules.counted(((repair).missed_days)::bigint, 'missed day'::text)) || ' (up to '::text) || app_rules.iso_date((repair).day)) || ') until the end of '::text) || app_rules.iso_date((repair).until)) || ' for '::text) || app_rules.counted((repair).points, 'point'::text)) || ': your streak would then be '::text) || ((repair).current)::text) || '. You have '::text) || app_rules.counted(points, 'point'::text)) || '.'::text);
comment on function app_rules.repair_words(repair app_public.streak_repair, points bigint) is 'What a repair would cost and give, in words to the user who has so many points; null when there is none.';
grant execute on function app_rules.repair_words(repair app_public.streak_repair, points bigint) to app_anonymous;
grant execute on function app_rules.repair_words(repair app_public.streak_repair, points bigint) to app_operator;
grant execute on function app_rules.repair_words(repair app_public.streak_repair, points bigint) to app_user;

CREATE OR REPLACE FUNCTION app_rules.reversal_obstacle(state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((state).points < (entry).points_delta) THEN 'PT001'::text WHEN (app_rules.freezes_after_return((state).freezes, (entry).day, (entry).freezes_granted) IS NULL) THEN 'FZ002'::text WHEN (EXISTS (SELECT FROM jsonb_each_text((reversal_obstacle.entry).items_delta) i(item_id, delta) WHERE (COALESCE((((reversal_obstacle.state).inventory ->> i.item_id))::bigint, (0)::bigint) < (i.delta)::bigint))) THEN 'IT003'::text WHEN (NOT app_rules.inventory_holds((state).inventory, app_rules.items_taken((entry).items_delta), (rules).inventory_max)) THEN 'IN001'::text ELSE NULL::text END;
comment on function app_rules.reversal_obstacle(state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries) is 'The code of what keeps an entry from being reversed: PT001 its points are spent, FZ002 its freeze is used, IT003 its items are used, IN001 items that come back do not fit; null when nothing does.';
grant execute on function app_rules.reversal_obstacle(state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries) to app_anonymous;
grant execute on function app_rules.reversal_obstacle(state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries) to app_operator;
grant execute on function app_rules.reversal_obstacle(state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries) to app_user;

CREATE OR REPLACE FUNCTION app_rules.reward_status(unlocked_at timestamp with time zone, claimable_until timestamp with time zone, claimed_at timestamp with time zone, starts_at timestamp with time zone, ends_at timestamp with time zone, stock_remaining bigint, at timestamp with time zone)
 RETURNS app_public.reward_status
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (CASE WHEN (claimed_at IS NOT NULL) THEN 'claimed'::text WHEN ((unlocked_at IS NOT NULL) AND (claimable_until <= at)) THEN 'expired'::text WHEN (NOT app_rules.window_is_open(starts_at, ends_at, at)) THEN 'not_open'::text WHEN (stock_remaining = 0) THEN 'out_of_stock'::text WHEN (unlocked_at IS NOT NULL) THEN 'claimable'::text ELSE 'locked'::text END)::app_public.reward_status;
comment on function app_rules.reward_status(unlocked_at timestamp with time zone, claimable_until timestamp with time zone, claimed_at timestamp with time zone, starts_at timestamp with time zone, ends_at timestamp with time zone, stock_remaining bigint, at timestamp with time zone) is 'What can be done with a reward in a period. stock_remaining: null without a limit.';
grant execute on function app_rules.reward_status(unlocked_at timestamp with time zone, claimable_until timestamp with time zone, claimed_at timestamp with time zone, starts_at timestamp with time zone, ends_at timestamp with time zone, stock_remaining bigint, at timestamp with time zone) to app_anonymous;
grant execute on function app_rules.reward_status(unlocked_at timestamp with time zone, claimable_until timestamp with time zone, claimed_at timestamp with time zone, starts_at timestamp with time zone, ends_at timestamp with time zone, stock_remaining bigint, at timestamp with time zone) to app_operator;
grant execute on function app_rules.reward_status(unlocked_at timestamp with time zone, claimable_until timestamp with time zone, claimed_at timestamp with time zone, starts_at timestamp with time zone, ends_at timestamp with time zone, stock_remaining bigint, at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_rules.rules_at(versions app_private.rule_versions[], at timestamp with time zone)
 RETURNS app_private.rule_versions
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT v.id,
     v.effective_from,
     v.check_in_energy,
     v.check_in_points,
     v.check_in_xp,
     v.energy_start,
     v.energy_max,
     v.energy_overfill,
     v.energy_refill_amount,
     v.energy_refill_seconds,
     v.freezes_start,
     v.freeze_every_days,
     v.freezes_max,
     v.late_grace_minutes,
     v.travel_cover_days,
     v.pause_max_days,
     v.repair_within_days,
     v.repair_points,
     v.inventory_max,
     v.level_thresholds,
     v.level_boosts_basis_points
    FROM unnest(rules_at.versions) v(id, effective_from, check_in_energy, check_in_points, check_in_xp, energy_start, energy_max, energy_overfill, energy_refill_amount, energy_refill_seconds, freezes_start, freeze_every_days, freezes_max, late_grace_minutes, travel_cover_days, pause_max_days, repair_within_days, repair_points, inventory_max, level_thresholds, level_boosts_basis_points)
   WHERE (v.effective_from <= rules_at.at)
   ORDER BY v.effective_from DESC
  LIMIT 1;
END;
comment on function app_rules.rules_at(versions app_private.rule_versions[], at timestamp with time zone) is 'Of some rule versions the one in force at an instant.';
grant execute on function app_rules.rules_at(versions app_private.rule_versions[], at timestamp with time zone) to app_anonymous;
grant execute on function app_rules.rules_at(versions app_private.rule_versions[], at timestamp with time zone) to app_operator;
grant execute on function app_rules.rules_at(versions app_private.rule_versions[], at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_rules.run_day_line(day app_private.run_day)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (app_rules.iso_date((day).day) || CASE WHEN ((day).mark = ANY (ARRAY['check_in'::app_public.mark, 'late'::app_public.mark])) THEN (((', day '::text || ((day).streak)::text) || ': '::text) || app_rules.run_day_why(day)) ELSE (((((', still '::text || ((day).streak)::text) || ': '::text) || app_rules.run_day_why(day)) || ' '::text) || app_rules.run_day_otherwise(day)) END);
comment on function app_rules.run_day_line(day app_private.run_day) is 'A day of a run on one line, in words to the user: what would have happened otherwise only where there was no check-in.';
grant execute on function app_rules.run_day_line(day app_private.run_day) to app_anonymous;
grant execute on function app_rules.run_day_line(day app_private.run_day) to app_operator;
grant execute on function app_rules.run_day_line(day app_private.run_day) to app_user;

CREATE OR REPLACE FUNCTION app_rules.run_day_otherwise(day app_private.run_day)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT CASE WHEN ((run_day_otherwise.day).mark IS NULL) THEN (('With a check-in on this day the streak would have been '::text || (((run_day_otherwise.day).streak + 1))::text) || '.'::text) WHEN (before.streak = 0) THEN 'The streak began with it.'::text WHEN (((run_day_otherwise.day).mark = 'travel'::app_public.mark) AND ((run_day_otherwise.day).otherwise_mark = 'travel'::app_public.mark)) THEN 'Nobody can miss a day that is not there.'::text ELSE (CASE (run_day_otherwise.day).mark WHEN 'freeze'::app_public.mark THEN 'Without a freeze'::text WHEN 'pause'::app_public.mark THEN 'Without the pause'::text WHEN 'amnesty'::app_public.mark THEN 'Without the amnesty'::text WHEN 'travel'::app_public.mark THEN 'Were such days not excused,'::text WHEN 'repair'::app_public.mark THEN 'Without the repair'::text ELSE 'Without it'::text END || CASE WHEN (((run_day_otherwise.day).otherwise_mark = 'freeze'::app_public.mark) AND (run_day_otherwise.day).ended) THEN ' a freeze would have been used.'::text WHEN ((run_day_otherwise.day).otherwise_mark = 'freeze'::app_public.mark) THEN ' a freeze would be used.'::text WHEN ((run_day_otherwise.day).otherwise_mark = 'repair'::app_public.mark) THEN ' your repair would have kept it.'::text WHEN ((run_day_otherwise.day).otherwise_mark = 'pause'::app_public.mark) THEN ' the day would be paused.'::text WHEN ((run_day_otherwise.day).otherwise_mark = 'amnesty'::app_public.mark) THEN ' the day would be excused by an amnesty.'::text WHEN (run_day_otherwise.day).ended THEN ((((' the streak would have ended at '::text || app_rules.counted((before.streak)::bigint, 'day'::text)) || ' on '::text) || app_rules.iso_date((run_day_otherwise.day).day)) || '.'::text) ELSE ((' the streak would end at '::text || app_rules.counted((before.streak)::bigint, 'day'::text)) || ' with this day.'::text) END) END AS "case" FROM (SELECT ((run_day_otherwise.day).streak - (COALESCE(((run_day_otherwise.day).mark = ANY (ARRAY['check_in'::app_public.mark, 'late'::app_public.mark])), false))::integer) AS streak) before);
comment on function app_rules.run_day_otherwise(day app_private.run_day) is 'What would have happened without the mark of a day of a run, in words to the user.';
grant execute on function app_rules.run_day_otherwise(day app_private.run_day) to app_anonymous;
grant execute on function app_rules.run_day_otherwise(day app_private.run_day) to app_operator;
grant execute on function app_rules.run_day_otherwise(day app_private.run_day) to app_user;

CREATE OR REPLACE FUNCTION app_rules.run_day_why(day app_private.run_day)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (CASE (day).mark WHEN 'check_in'::app_public.mark THEN (('Checked in at '::text || app_rules.time_on((day).day, (day).marked_at, (day).zone)) || '.'::text) WHEN 'late'::app_public.mark THEN (('Checked in late at '::text || app_rules.time_on((day).day, (day).marked_at, (day).zone)) || ', within the grace.'::text) WHEN 'freeze'::app_public.mark THEN (('Missed; a freeze from '::text || app_rules.iso_date((day).freeze_granted_on)) || ' saved the streak.'::text) WHEN 'repair'::app_public.mark THEN (((('Missed, and repaired on '::text || app_rules.iso_date((day).entry_day)) || ' for '::text) || app_rules.counted((day).paid_points, 'point'::text)) || '.'::text) WHEN 'travel'::app_public.mark THEN COALESCE((('There was no such day in '::text || CASE WHEN app_rules.is_day_without_hours((day).day, (day).zone, (day).day_start_hour) THEN (day).zone WHEN app_rules.is_day_without_hours((day).day, (day).new_zone, (day).new_day_start_hour) THEN (day).new_zone ELSE NULL::text END) || ': the clock skips it.'::text), (('Skipped by '::text || app_rules.settings_words((day).zone, (day).day_start_hour, (day).new_zone, (day).new_day_start_hour)) || '.'::text), app_rules.day_reason('travel'::app_public.mark, (day).day, (day).day, (day).day, NULL::date, false, NULL::text)) ELSE app_rules.day_reason((day).mark, (day).day, (day).day, (day).day, NULL::date, false, (day).amnesty) END || CASE WHEN (((day).mark IS NOT NULL) AND ((day).sequence_number IS NULL)) THEN ' Your next check-in or other action will record it.'::text ELSE ''::text END);
comment on function app_rules.run_day_why(day app_private.run_day) is 'Why a day of a run is marked as it is, in words to the user.';
grant execute on function app_rules.run_day_why(day app_private.run_day) to app_anonymous;
grant execute on function app_rules.run_day_why(day app_private.run_day) to app_operator;
grant execute on function app_rules.run_day_why(day app_private.run_day) to app_user;

CREATE OR REPLACE FUNCTION app_rules.run_dies_on(state app_private.user_states, excused datemultirange)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_days constant app_private.marked_day[] := app_rules.bridged_days(state, 'infinity', excused);
begin
  return v_days[cardinality(v_days)].day;
end
$function$;
comment on function app_rules.run_dies_on(state app_private.user_states, excused datemultirange) is 'The day that will be missed if the user does nothing: the first one that nothing bridges. Null without a live run.';
grant execute on function app_rules.run_dies_on(state app_private.user_states, excused datemultirange) to app_anonymous;
grant execute on function app_rules.run_dies_on(state app_private.user_states, excused datemultirange) to app_operator;
grant execute on function app_rules.run_dies_on(state app_private.user_states, excused datemultirange) to app_user;

CREATE OR REPLACE FUNCTION app_rules.seconds_after(at timestamp with time zone, seconds numeric)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((at AT TIME ZONE 'UTC'::text) + ('PT1S'::interval * (seconds)::double precision)) AT TIME ZONE 'UTC'::text);
comment on function app_rules.seconds_after(at timestamp with time zone, seconds numeric) is 'The instant some whole seconds later.';
grant execute on function app_rules.seconds_after(at timestamp with time zone, seconds numeric) to app_anonymous;
grant execute on function app_rules.seconds_after(at timestamp with time zone, seconds numeric) to app_operator;
grant execute on function app_rules.seconds_after(at timestamp with time zone, seconds numeric) to app_user;

CREATE OR REPLACE FUNCTION app_rules.session_expires_at(created_at timestamp with time zone, refreshed_at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN LEAST(app_rules.seconds_after(refreshed_at, ((30 * 86400))::numeric), app_rules.seconds_after(created_at, ((365 * 86400))::numeric));
comment on function app_rules.session_expires_at(created_at timestamp with time zone, refreshed_at timestamp with time zone) is 'When a session ends by itself: after 30 days without a refresh, and after 365 days however often it was refreshed.';
grant execute on function app_rules.session_expires_at(created_at timestamp with time zone, refreshed_at timestamp with time zone) to app_anonymous;
grant execute on function app_rules.session_expires_at(created_at timestamp with time zone, refreshed_at timestamp with time zone) to app_operator;
grant execute on function app_rules.session_expires_at(created_at timestamp with time zone, refreshed_at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_rules.settings_words(zone text, day_start_hour integer, new_zone text, new_day_start_hour integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((zone = new_zone) AND (day_start_hour = new_day_start_hour)) THEN NULL::text WHEN (zone = new_zone) THEN (((('a change of your day start from '::text || (day_start_hour)::text) || ':00 to '::text) || (new_day_start_hour)::text) || ':00'::text) ELSE ((('a change of your time zone from '::text || zone) || ' to '::text) || new_zone) END;
comment on function app_rules.settings_words(zone text, day_start_hour integer, new_zone text, new_day_start_hour integer) is 'What was changed of the zone and the day start, in words; null when nothing was.';
grant execute on function app_rules.settings_words(zone text, day_start_hour integer, new_zone text, new_day_start_hour integer) to app_anonymous;
grant execute on function app_rules.settings_words(zone text, day_start_hour integer, new_zone text, new_day_start_hour integer) to app_operator;
grant execute on function app_rules.settings_words(zone text, day_start_hour integer, new_zone text, new_day_start_hour integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.settle(state app_private.user_states, rules app_private.rule_versions, versions app_private.rule_versions[], excused datemultirange, at timestamp with time zone, ended_through date)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_settled app_private.user_states := state;
  v_rules app_private.rule_versions;
  v_next app_private.rule_versions;
begin
  if state.run_length > 0 and ended_through > state.last_marked_day then
    v_settled := app_rules.settle_streak(state, ended_through, excused);
  end if;

  -- Energy refills under each version up to the instant at which the next one took effect: not before the
  -- last entry, whatever instant a version claims, since what was settled is settled.
  if state.rule_version_id <> rules.id then
    foreach v_next in array versions loop
      exit when v_next.effective_from > rules.effective_from;
      if v_rules.id is not null then
        v_settled := app_rules.settle_energy(v_settled, v_rules,
          greatest(v_next.effective_from, state.last_occurred_at));
        v_settled.level := greatest(v_settled.level, app_rules.level_for_xp(state.xp, v_next.level_thresholds));
      end if;
      if v_rules.id is not null or v_next.id = state.rule_version_id then
        v_rules := v_next;
      end if;
    end loop;
  end if;
  v_settled := app_rules.settle_energy(v_settled, rules, at);

  v_settled.rule_version_id := rules.id;
  v_settled.last_occurred_at := at;
  v_settled.last_day := app_rules.engagement_day(at, state.zone, state.day_start_hour, state.last_day);
  return v_settled;
end
$function$;
comment on function app_rules.settle(state app_private.user_states, rules app_private.rule_versions, versions app_private.rule_versions[], excused datemultirange, at timestamp with time zone, ended_through date) is 'The state as of an instant, under the rules then in force: days through ended_through settled (excused: the days of amnesties), energy refilled. versions, in the order of effective_from: at least those from the state''s to rules; not asked for when these are the same.';
grant execute on function app_rules.settle(state app_private.user_states, rules app_private.rule_versions, versions app_private.rule_versions[], excused datemultirange, at timestamp with time zone, ended_through date) to app_anonymous;
grant execute on function app_rules.settle(state app_private.user_states, rules app_private.rule_versions, versions app_private.rule_versions[], excused datemultirange, at timestamp with time zone, ended_through date) to app_operator;
grant execute on function app_rules.settle(state app_private.user_states, rules app_private.rule_versions, versions app_private.rule_versions[], excused datemultirange, at timestamp with time zone, ended_through date) to app_user;

CREATE OR REPLACE FUNCTION app_rules.settle_energy(state app_private.user_states, rules app_private.rule_versions, at timestamp with time zone)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_settled app_private.user_states := state;
begin
  -- Mostly it is full already, or will be: what is left of an interval matters to the others alone.
  if state.energy < rules.energy_max then
    v_settled.energy := app_rules.energy_value(state.energy, state.energy_anchor, at,
      rules.energy_max, rules.energy_refill_amount, rules.energy_refill_seconds);
  end if;
  if v_settled.energy < rules.energy_max then
    v_settled.energy_anchor := app_rules.energy_anchor(state.energy, state.energy_anchor, at,
      rules.energy_max, rules.energy_refill_amount, rules.energy_refill_seconds);
  else
    v_settled.energy_anchor := at;
  end if;
  return v_settled;
end
$function$;
comment on function app_rules.settle_energy(state app_private.user_states, rules app_private.rule_versions, at timestamp with time zone) is 'The state with its energy refilled up to an instant, under one rule version.';
grant execute on function app_rules.settle_energy(state app_private.user_states, rules app_private.rule_versions, at timestamp with time zone) to app_anonymous;
grant execute on function app_rules.settle_energy(state app_private.user_states, rules app_private.rule_versions, at timestamp with time zone) to app_operator;
grant execute on function app_rules.settle_energy(state app_private.user_states, rules app_private.rule_versions, at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_rules.settle_streak(state app_private.user_states, ended_through date, excused datemultirange)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_settled app_private.user_states := state;
  v_day app_private.marked_day;
begin
  foreach v_day in array app_rules.bridged_days(state, ended_through, excused) loop
    if v_day.mark is null then
      v_settled.run_length := 0;
      v_settled.run_started_on := null;
    else
      v_settled.last_marked_day := v_day.day;
    end if;
    if v_day.mark = 'freeze' then
      v_settled.last_freeze_day := v_day.day;
      v_settled.freezes := v_settled.freezes[2:];
    end if;
  end loop;
  return v_settled;
end
$function$;
comment on function app_rules.settle_streak(state app_private.user_states, ended_through date, excused datemultirange) is 'The state once every day through ended_through has ended: missed days are bridged (excused: the days of amnesties), or end the run.';
grant execute on function app_rules.settle_streak(state app_private.user_states, ended_through date, excused datemultirange) to app_anonymous;
grant execute on function app_rules.settle_streak(state app_private.user_states, ended_through date, excused datemultirange) to app_operator;
grant execute on function app_rules.settle_streak(state app_private.user_states, ended_through date, excused datemultirange) to app_user;

CREATE OR REPLACE FUNCTION app_rules.signed(amount bigint)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (CASE WHEN (amount > 0) THEN '+'::text ELSE ''::text END || (amount)::text);
comment on function app_rules.signed(amount bigint) is 'An amount with its sign: +5, 0, -5.';
grant execute on function app_rules.signed(amount bigint) to app_anonymous;
grant execute on function app_rules.signed(amount bigint) to app_operator;
grant execute on function app_rules.signed(amount bigint) to app_user;

CREATE OR REPLACE FUNCTION app_rules.skipped_days(state app_private.user_states, open_from date, excused datemultirange, travel_cover_days integer)
 RETURNS app_private.marked_day[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT CASE WHEN (count(*) = 0) THEN '{}'::app_private.marked_day[] WHEN ((((skipped_days.open_from - 1) - (skipped_days.state).last_travel_day) < skipped_days.travel_cover_days) AND bool_or((d.cover IS NULL))) THEN '{}'::app_private.marked_day[] ELSE array_agg(ROW(d.day, COALESCE(d.cover, 'travel'::app_public.mark), NULL::date, NULL::bigint)::app_private.marked_day ORDER BY d.day) END AS array_agg FROM generate_series(1, ((skipped_days.open_from - 1) - (skipped_days.state).last_marked_day)) n(k), LATERAL (SELECT ((skipped_days.state).last_marked_day + n.k) AS day, app_rules.day_cover(skipped_days.state, ((skipped_days.state).last_marked_day + n.k), skipped_days.excused) AS cover) d WHERE ((skipped_days.state).run_length > 0));
comment on function app_rules.skipped_days(state app_private.user_states, open_from date, excused datemultirange, travel_cover_days integer) is 'The days of a live run, under the new settings, before open_from that a change of zone or day start skips, as it marks them: TRAVEL, unless a pause or an amnesty (excused: their days) covers them. Empty when there are none, or the cover was used too recently.';
grant execute on function app_rules.skipped_days(state app_private.user_states, open_from date, excused datemultirange, travel_cover_days integer) to app_anonymous;
grant execute on function app_rules.skipped_days(state app_private.user_states, open_from date, excused datemultirange, travel_cover_days integer) to app_operator;
grant execute on function app_rules.skipped_days(state app_private.user_states, open_from date, excused datemultirange, travel_cover_days integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.starting_state(user_id uuid, rules app_private.rule_versions, at timestamp with time zone, zone text, day_start_hour integer)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_state app_private.user_states;
begin
  v_state.user_id := user_id;
  v_state.sequence_number := 0;
  v_state.last_occurred_at := at;
  v_state.rule_version_id := rules.id;
  v_state.zone := zone;
  v_state.day_start_hour := day_start_hour;
  v_state.check_ins := 0;
  v_state.run_length := 0;
  v_state.longest_streak := 0;
  v_state.freezes := app_rules.freezes_after_grant(
    '{}', app_rules.local_day(at, zone, day_start_hour), rules.freezes_start);
  v_state.energy := rules.energy_start;
  v_state.energy_anchor := at;
  v_state.xp := 0;
  v_state.level := 1;
  v_state.points := 0;
  v_state.lifetime_points := 0;
  v_state.inventory := '{}';
  v_state.last_amnesty_id := 0;
  return v_state;
end
$function$;
comment on function app_rules.starting_state(user_id uuid, rules app_private.rule_versions, at timestamp with time zone, zone text, day_start_hour integer) is 'What a user starts with, before the first journal entry.';
grant execute on function app_rules.starting_state(user_id uuid, rules app_private.rule_versions, at timestamp with time zone, zone text, day_start_hour integer) to app_anonymous;
grant execute on function app_rules.starting_state(user_id uuid, rules app_private.rule_versions, at timestamp with time zone, zone text, day_start_hour integer) to app_operator;
grant execute on function app_rules.starting_state(user_id uuid, rules app_private.rule_versions, at timestamp with time zone, zone text, day_start_hour integer) to app_user;

CREATE OR REPLACE FUNCTION app_rules.starting_state_of(entry app_public.journal_entries, rules app_private.rule_versions)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_state app_private.user_states := app_rules.starting_state(entry.user_id, rules, entry.occurred_at,
    entry.asked ->> 'zone', (entry.asked ->> 'day_start_hour')::int);
begin
  v_state.last_amnesty_id := entry.last_amnesty_id;
  v_state.clock_ahead_seconds := case when entry.asked ? 'test_user' then 0 end;
  return v_state;
end
$function$;
comment on function app_rules.starting_state_of(entry app_public.journal_entries, rules app_private.rule_versions) is 'The state that a bootstrap''s entry begins with, by what was asked.';
grant execute on function app_rules.starting_state_of(entry app_public.journal_entries, rules app_private.rule_versions) to app_anonymous;
grant execute on function app_rules.starting_state_of(entry app_public.journal_entries, rules app_private.rule_versions) to app_operator;
grant execute on function app_rules.starting_state_of(entry app_public.journal_entries, rules app_private.rule_versions) to app_user;

CREATE OR REPLACE FUNCTION app_rules.state_after(entry app_public.journal_entries)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_state app_private.user_states;
begin
  v_state.user_id := entry.user_id;
  v_state.sequence_number := entry.sequence_number;
  v_state.last_occurred_at := entry.occurred_at;
  v_state.rule_version_id := entry.rule_version_id;
  v_state.last_day := entry.last_day;
  v_state.zone := entry.zone;
  v_state.day_start_hour := entry.day_start_hour;
  v_state.check_ins := entry.check_ins;
  v_state.run_length := entry.run_length;
  v_state.run_started_on := entry.run_started_on;
  v_state.longest_streak := entry.longest_streak;
  v_state.last_marked_day := entry.last_marked_day;
  v_state.last_check_in_day := entry.last_check_in_day;
  v_state.last_freeze_day := entry.last_freeze_day;
  v_state.last_travel_day := entry.last_travel_day;
  v_state.freezes := entry.freezes;
  v_state.energy := entry.energy;
  v_state.energy_anchor := entry.energy_anchor;
  v_state.xp := entry.xp;
  v_state.level := entry.level;
  v_state.points := entry.points;
  v_state.lifetime_points := entry.lifetime_points;
  v_state.inventory := entry.inventory;
  v_state.paused_from := entry.paused_from;
  v_state.paused_until := entry.paused_until;
  v_state.last_amnesty_id := entry.last_amnesty_id;
  return v_state;
end
$function$;
comment on function app_rules.state_after(entry app_public.journal_entries) is 'The state as a journal entry left it.';
grant execute on function app_rules.state_after(entry app_public.journal_entries) to app_anonymous;
grant execute on function app_rules.state_after(entry app_public.journal_entries) to app_operator;
grant execute on function app_rules.state_after(entry app_public.journal_entries) to app_user;

CREATE OR REPLACE FUNCTION app_rules.state_of_nothing(starting_state app_private.user_states)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_nothing app_private.user_states := starting_state;
begin
  v_nothing.sequence_number := 0;
  v_nothing.energy := 0;
  v_nothing.freezes := '{}';
  return v_nothing;
end
$function$;
comment on function app_rules.state_of_nothing(starting_state app_private.user_states) is 'What the first entry begins with: the starting state without what it gives.';
grant execute on function app_rules.state_of_nothing(starting_state app_private.user_states) to app_anonymous;
grant execute on function app_rules.state_of_nothing(starting_state app_private.user_states) to app_operator;
grant execute on function app_rules.state_of_nothing(starting_state app_private.user_states) to app_user;

CREATE OR REPLACE FUNCTION app_rules.streak_shown(state app_private.user_states, rules app_private.rule_versions, today date, expires_at timestamp with time zone, repair app_public.streak_repair)
 RETURNS app_public.streak
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ROW((state).run_length, (state).longest_streak, app_rules.streak_status(state, today), expires_at, (state).run_started_on, (state).last_check_in_day, (state).check_ins, cardinality((state).freezes), (rules).freezes_max, CASE WHEN (((state).run_length > 0) AND ((state).paused_until >= today)) THEN (state).paused_from ELSE NULL::date END, CASE WHEN (((state).run_length > 0) AND ((state).paused_until >= today)) THEN (state).paused_until ELSE NULL::date END, repair)::app_public.streak;
comment on function app_rules.streak_shown(state app_private.user_states, rules app_private.rule_versions, today date, expires_at timestamp with time zone, repair app_public.streak_repair) is 'The streak of a settled state as clients see it.';
grant execute on function app_rules.streak_shown(state app_private.user_states, rules app_private.rule_versions, today date, expires_at timestamp with time zone, repair app_public.streak_repair) to app_anonymous;
grant execute on function app_rules.streak_shown(state app_private.user_states, rules app_private.rule_versions, today date, expires_at timestamp with time zone, repair app_public.streak_repair) to app_operator;
grant execute on function app_rules.streak_shown(state app_private.user_states, rules app_private.rule_versions, today date, expires_at timestamp with time zone, repair app_public.streak_repair) to app_user;

CREATE OR REPLACE FUNCTION app_rules.streak_status(state app_private.user_states, today date)
 RETURNS app_public.streak_status
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((state).check_ins = 0) THEN 'none'::app_public.streak_status WHEN ((state).run_length = 0) THEN 'broken'::app_public.streak_status WHEN ((state).last_marked_day >= today) THEN 'done_today'::app_public.streak_status WHEN ((today >= (state).paused_from) AND (today <= (state).paused_until)) THEN 'paused'::app_public.streak_status WHEN ((state).last_freeze_day > (state).last_check_in_day) THEN 'protected'::app_public.streak_status WHEN ((state).check_ins > 0) THEN 'at_risk'::app_public.streak_status ELSE NULL::app_public.streak_status END;
comment on function app_rules.streak_status(state app_private.user_states, today date) is 'What a settled streak is called today.';
grant execute on function app_rules.streak_status(state app_private.user_states, today date) to app_anonymous;
grant execute on function app_rules.streak_status(state app_private.user_states, today date) to app_operator;
grant execute on function app_rules.streak_status(state app_private.user_states, today date) to app_user;

CREATE OR REPLACE FUNCTION app_rules.streak_words(streak app_public.streak, days app_private.run_day[], zone text, points bigint)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((((((((('Your streak is '::text || ((streak).current)::text) || ': since '::text) || app_rules.iso_date((streak).started_on)) || ' you have checked in on '::text) || app_rules.counted(((streak).current)::bigint, 'day'::text)) || '.'::text) || COALESCE((SELECT ((((' '::text || app_rules.counted((sum(b.days))::bigint, 'other day'::text)) || ' did not end it: '::text) || string_agg((((b.days)::text || ' '::text) || b.words), ', '::text ORDER BY b.mark)) || '.'::text) FROM (SELECT d.mark, count(*) AS days, CASE d.mark WHEN 'freeze'::app_public.mark THEN 'saved by a freeze'::text WHEN 'pause'::app_public.mark THEN 'paused'::text WHEN 'amnesty'::app_public.mark THEN 'excused by an amnesty'::text WHEN 'travel'::app_public.mark THEN 'skipped by a change of time zone or day start'::text WHEN 'repair'::app_public.mark THEN 'repaired'::text ELSE NULL::text END AS words FROM unnest(streak_words.days) d(day, mark, streak, ended, zone, day_start_hour, rule_version_id, marked_at, sequence_number, freeze_granted_on, paid_points, entry_day, new_zone, new_day_start_hour, amnesty, otherwise_mark) WHERE (d.mark <> ALL (ARRAY['check_in'::app_public.mark, 'late'::app_public.mark])) GROUP BY d.mark) b), ''::text)) || CASE WHEN ((streak).expires_at IS NULL) THEN ((' It is paused until the end of '::text || app_rules.iso_date((streak).paused_until)) || '.'::text) ELSE ((((((' Without another check-in it ends at '::text || app_rules.local_time((streak).expires_at, zone)) || ' in '::text) || zone) || CASE WHEN ((streak).freezes > 0) THEN ((', counting '::text || app_rules.counted(((streak).freezes)::bigint, 'freeze'::text)) || ' in hand'::text) ELSE ''::text END) || COALESCE((((', counting the pause from '::text || app_rules.iso_date((streak).paused_from)) || ' to '::text) || app_rules.iso_date((streak).paused_until)), ''::text)) || '.'::text) END) || COALESCE((' Before it, another streak was lost. '::text || app_rules.repair_words((streak).repair, points)), ''::text));
comment on function app_rules.streak_words(streak app_public.streak, days app_private.run_day[], zone text, points bigint) is 'Why a live streak is as long as it is, and when it ends, in words to the user. days: of its run.';
grant execute on function app_rules.streak_words(streak app_public.streak, days app_private.run_day[], zone text, points bigint) to app_anonymous;
grant execute on function app_rules.streak_words(streak app_public.streak, days app_private.run_day[], zone text, points bigint) to app_operator;
grant execute on function app_rules.streak_words(streak app_public.streak, days app_private.run_day[], zone text, points bigint) to app_user;

CREATE OR REPLACE FUNCTION app_rules.takes_stock(state app_private.user_states, reward app_private.rewards)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((reward).stock IS NOT NULL) AND ((state).clock_ahead_seconds IS NULL));
comment on function app_rules.takes_stock(state app_private.user_states, reward app_private.rewards) is 'Whether a claim of the reward takes one from its stock: where there is one, and never for a test user.';
grant execute on function app_rules.takes_stock(state app_private.user_states, reward app_private.rewards) to app_anonymous;
grant execute on function app_rules.takes_stock(state app_private.user_states, reward app_private.rewards) to app_operator;
grant execute on function app_rules.takes_stock(state app_private.user_states, reward app_private.rewards) to app_user;

CREATE OR REPLACE FUNCTION app_rules.time_on(day date, at timestamp with time zone, zone text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((CASE WHEN (((at AT TIME ZONE zone))::date = day) THEN "right"(app_rules.local_time(at, zone), 5) ELSE app_rules.local_time(at, zone) END || ' in '::text) || zone);
comment on function app_rules.time_on(day date, at timestamp with time zone, zone text) is 'An instant on the clock of a zone, such as 21:14 in Europe/Berlin; with its date, if that is not the day.';
grant execute on function app_rules.time_on(day date, at timestamp with time zone, zone text) to app_anonymous;
grant execute on function app_rules.time_on(day date, at timestamp with time zone, zone text) to app_operator;
grant execute on function app_rules.time_on(day date, at timestamp with time zone, zone text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.unlocked_words(unlocked app_public.unlocked_reward, repeats app_public.reward_repeat, entry text, conditions app_public.condition_explanation[], zone text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((((((((((('You unlocked "'::text || (unlocked).title) || '"'::text) || CASE WHEN (repeats = ANY (ARRAY['day'::app_public.reward_repeat, 'week'::app_public.reward_repeat, 'month'::app_public.reward_repeat])) THEN (' for '::text || (unlocked).period_key) ELSE ''::text END) || ' at '::text) || app_rules.local_time((unlocked).unlocked_at, zone)) || ' in '::text) || zone) || ', by '::text) || entry) || '.'::text) || COALESCE(((' It stays unlocked, though it asks for '::text || (SELECT string_agg(c.text, ', and for '::text ORDER BY c.metric) AS string_agg FROM unnest(unlocked_words.conditions) c(metric, current, at_least, missing, text) WHERE (c.missing > 0))) || '.'::text), ''::text));
comment on function app_rules.unlocked_words(unlocked app_public.unlocked_reward, repeats app_public.reward_repeat, entry text, conditions app_public.condition_explanation[], zone text) is 'When and by which journal entry a reward was unlocked, in words to the user. conditions: as of now.';
grant execute on function app_rules.unlocked_words(unlocked app_public.unlocked_reward, repeats app_public.reward_repeat, entry text, conditions app_public.condition_explanation[], zone text) to app_anonymous;
grant execute on function app_rules.unlocked_words(unlocked app_public.unlocked_reward, repeats app_public.reward_repeat, entry text, conditions app_public.condition_explanation[], zone text) to app_operator;
grant execute on function app_rules.unlocked_words(unlocked app_public.unlocked_reward, repeats app_public.reward_repeat, entry text, conditions app_public.condition_explanation[], zone text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.user_id_for(issuer text, subject text)
 RETURNS uuid
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
begin
  return overlay(overlay(
    encode(substr(sha256(convert_to(length(issuer)::text || ':' || issuer || subject, 'UTF8')), 1, 16), 'hex'),
    '8', 13, 1), '8', 17, 1)::uuid;
end
$function$;
comment on function app_rules.user_id_for(issuer text, subject text) is 'The id of the user whom this issuer knows under this subject. Null when either is null.';
grant execute on function app_rules.user_id_for(issuer text, subject text) to app_anonymous;
grant execute on function app_rules.user_id_for(issuer text, subject text) to app_operator;
grant execute on function app_rules.user_id_for(issuer text, subject text) to app_user;

CREATE OR REPLACE FUNCTION app_rules.window_is_open(starts_at timestamp with time zone, ends_at timestamp with time zone, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((at >= COALESCE(starts_at, '-infinity'::timestamp with time zone)) AND (at < COALESCE(ends_at, 'infinity'::timestamp with time zone)));
comment on function app_rules.window_is_open(starts_at timestamp with time zone, ends_at timestamp with time zone, at timestamp with time zone) is 'Whether an instant is within [starts_at, ends_at); a null end is open.';
grant execute on function app_rules.window_is_open(starts_at timestamp with time zone, ends_at timestamp with time zone, at timestamp with time zone) to app_anonymous;
grant execute on function app_rules.window_is_open(starts_at timestamp with time zone, ends_at timestamp with time zone, at timestamp with time zone) to app_operator;
grant execute on function app_rules.window_is_open(starts_at timestamp with time zone, ends_at timestamp with time zone, at timestamp with time zone) to app_user;

CREATE OR REPLACE FUNCTION app_rules.with_settings(settled app_private.user_states, last_day date, zone text, day_start_hour integer)
 RETURNS app_private.user_states
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  v_after app_private.user_states := settled;
begin
  v_after.zone := zone;
  v_after.day_start_hour := day_start_hour;
  v_after.last_day := app_rules.engagement_day(settled.last_occurred_at, zone, day_start_hour,
    greatest(last_day, app_rules.earliest_today(settled)));
  return v_after;
end
$function$;
comment on function app_rules.with_settings(settled app_private.user_states, last_day date, zone text, day_start_hour integer) is 'The settled state under another zone or day start, before days that the change skips are marked. last_day: the last engagement day before the command.';
grant execute on function app_rules.with_settings(settled app_private.user_states, last_day date, zone text, day_start_hour integer) to app_anonymous;
grant execute on function app_rules.with_settings(settled app_private.user_states, last_day date, zone text, day_start_hour integer) to app_operator;
grant execute on function app_rules.with_settings(settled app_private.user_states, last_day date, zone text, day_start_hour integer) to app_user;

insert into app_private.error_codes (sqlstate, code, meaning) values ('AC001', 'INVALID_EMAIL', 'The text is no e-mail address.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('AC002', 'UNKNOWN_ACCOUNT', 'No account has this e-mail address.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('AM001', 'INVALID_AMNESTY', 'An amnesty is of 1 to 31 days, and has a short reason.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('CA001', 'CALENDAR_TOO_LONG', 'The range of days is empty or longer than a calendar shows.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('CK001', 'DAY_NOT_OPEN', 'The day is neither today nor a yesterday still within its grace.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('FZ001', 'FREEZES_FULL', 'More freezes than the maximum would be held.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('FZ002', 'FREEZE_USED', 'A freeze that is to be taken back has been used.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('GR001', 'INVALID_GRANT', 'The grant gives nothing, or more than the limits.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('IA001', 'SIGNED_OUT', 'The command needs a signed-in user.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('IA002', 'NOT_AN_OPERATOR', 'Only an operator can do this.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('IK001', 'IDEMPOTENCY_KEY_REUSED', 'The idempotency key belongs to another command of this user.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('IN001', 'INVENTORY_FULL', 'More distinct items than the maximum would be held.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('IT001', 'UNKNOWN_ITEM', 'There is no item of that id.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('IT002', 'ITEM_NOT_ON_SALE', 'The item cannot be bought.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('IT003', 'NOT_ENOUGH_ITEMS', 'Fewer of the item are held than the command takes.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('IT004', 'ITEM_WITHOUT_EFFECT', 'None of the item''s effects would change anything now.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('IT005', 'INVALID_ITEM', 'The item breaks a rule, or could never be used.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('NR001', 'NOT_ENOUGH_ENERGY', 'The command takes more energy than there is.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('PS001', 'INVALID_PAUSE', 'The pause is too long, not of days to come, or without a check-in since the last one.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('PT001', 'NOT_ENOUGH_POINTS', 'The command costs more points than there are.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('QT001', 'INVALID_AMOUNT', 'The amount or quantity is below 1 or beyond the limit.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('RP001', 'NOTHING_TO_REPAIR', 'No streak was lost on the day.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('RP002', 'REPAIR_TOO_LATE', 'The time to repair the streak is over.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('RS001', 'INVALID_REASON', 'A reason has 1 to 200 characters.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('RU001', 'INVALID_RULE_VERSION', 'The rule version breaks a rule, or does not lie in the future.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('RV001', 'NOT_REVERSIBLE', 'There is no such journal entry, or it is of a kind that cannot be reversed.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('RW001', 'UNKNOWN_REWARD', 'There is no reward of that id.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('RW002', 'REWARD_NOT_UNLOCKED', 'The reward has not been unlocked in that period.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('RW003', 'UNLOCK_EXPIRED', 'The time to claim after the unlock is over.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('RW004', 'REWARD_NOT_OPEN', 'The moment is outside the reward''s window.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('RW005', 'OUT_OF_STOCK', 'Nothing is left of the reward.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('RW006', 'INVALID_REWARD', 'The reward breaks a rule, or could never be claimed.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('ST001', 'NO_STREAK', 'There is no live streak to pause.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('US001', 'UNKNOWN_ZONE', 'The zone is not one of the IANA names in app_private.zones.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('US002', 'INVALID_DAY_START', 'A day starts at hour 0, 4, 5 or 6.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('US003', 'UNKNOWN_USER', 'There is no user of that id.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('US004', 'NOT_A_TEST_USER', 'The user is no test user, and cannot become one.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('US005', 'INVALID_SUBJECT', 'A subject and an issuer have 1 to 255 characters.');
insert into app_private.error_codes (sqlstate, code, meaning) values ('WI001', 'INVALID_PROPOSAL', 'A what-if looks back, and proposes something.');

insert into app_private.metrics (id, title) values ('check_ins', 'Check-ins');
insert into app_private.metrics (id, title) values ('current_streak', 'Current streak');
insert into app_private.metrics (id, title) values ('energy', 'Energy');
insert into app_private.metrics (id, title) values ('freezes', 'Freezes held');
insert into app_private.metrics (id, title) values ('level', 'Level');
insert into app_private.metrics (id, title) values ('lifetime_points', 'Lifetime points');
insert into app_private.metrics (id, title) values ('lifetime_xp', 'Lifetime XP');
insert into app_private.metrics (id, title) values ('longest_streak', 'Longest streak');
insert into app_private.metrics (id, title) values ('points', 'Points');

insert into app_private.rule_versions (id, effective_from, check_in_energy, check_in_points, check_in_xp, energy_start, energy_max, energy_overfill, energy_refill_amount, energy_refill_seconds, freezes_start, freeze_every_days, freezes_max, late_grace_minutes, travel_cover_days, pause_max_days, repair_within_days, repair_points, inventory_max, level_thresholds, level_boosts_basis_points) values ('1', '2000-01-01 00:00:00+00', '20', '5', '10', '50', '100', '0', '1', '3600', '0', '7', '2', '120', '30', '30', '3', '50', '5', '{0,100,300,600,1000,1500,2100,2800,3600,4500,5500,6600,7800,9100,10500,12000,13600,15300,17100,19000,21000,23100,25300,27600,30000,32500,35100,37800,40600,43500,46500,49600,52800,56100,59500,63000,66600,70300,74100,78000,82000,86100,90300,94600,99000,103500,108100,112800,117600,122500}', '{10000,10500,11000,11500,12000,12500,13000,13500,14000,14500,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000,15000}');

insert into app_private.items (id, title, description, price_points, gives, on_sale) values ('coffee', 'Coffee', 'A cup of energy.', '10', '(0,15,0,0,{},f)', 'true');
insert into app_private.items (id, title, description, price_points, gives, on_sale) values ('focus_chip', 'Focus chip', 'A little energy and some XP.', '20', '(0,5,5,0,{},f)', 'true');
insert into app_private.items (id, title, description, price_points, gives, on_sale) values ('streak_freeze', 'Streak freeze', 'Saves the streak on one missed day.', '200', '(0,0,0,1,{},f)', 'true');

insert into app_private.rewards (id, title, description, repeats, starts_at, ends_at, stock, claim_within_hours, auto_claim, priority, enabled, gives, saved_at, revision) values ('first_check_in', 'First check-in', 'Check in for the first time.', 'once', null, null, null, null, 'true', '10', 'true', '(10,0,0,0,{},f)', '-infinity', '1');
insert into app_private.rewards (id, title, description, repeats, starts_at, ends_at, stock, claim_within_hours, auto_claim, priority, enabled, gives, saved_at, revision) values ('level_5', 'Level five', 'Reach level 5.', 'once', null, null, null, null, 'false', '60', 'true', '(0,0,0,0,"{""(coffee,1)""}",f)', '-infinity', '1');
insert into app_private.rewards (id, title, description, repeats, starts_at, ends_at, stock, claim_within_hours, auto_claim, priority, enabled, gives, saved_at, revision) values ('streak_3', 'Three in a row', 'Keep a streak of 3 days.', 'once', null, null, null, null, 'false', '20', 'true', '(50,0,0,0,{},f)', '-infinity', '1');
insert into app_private.rewards (id, title, description, repeats, starts_at, ends_at, stock, claim_within_hours, auto_claim, priority, enabled, gives, saved_at, revision) values ('streak_30', 'A whole month', 'Keep a streak of 30 days.', 'once', null, null, null, null, 'false', '40', 'true', '(500,0,0,1,{},f)', '-infinity', '1');
insert into app_private.rewards (id, title, description, repeats, starts_at, ends_at, stock, claim_within_hours, auto_claim, priority, enabled, gives, saved_at, revision) values ('streak_7', 'A whole week', 'Keep a streak of 7 days.', 'once', null, null, null, null, 'false', '30', 'true', '(100,10,0,0,{},f)', '-infinity', '1');
insert into app_private.rewards (id, title, description, repeats, starts_at, ends_at, stock, claim_within_hours, auto_claim, priority, enabled, gives, saved_at, revision) values ('weekly_five', 'Five alive', 'Have a streak of 5 days or more, each week anew.', 'week', null, null, null, null, 'false', '50', 'true', '(25,0,0,0,{},f)', '-infinity', '1');

insert into app_private.reward_conditions (reward_id, metric, at_least) values ('first_check_in', 'check_ins', '1');
insert into app_private.reward_conditions (reward_id, metric, at_least) values ('level_5', 'level', '5');
insert into app_private.reward_conditions (reward_id, metric, at_least) values ('streak_3', 'current_streak', '3');
insert into app_private.reward_conditions (reward_id, metric, at_least) values ('streak_30', 'current_streak', '30');
insert into app_private.reward_conditions (reward_id, metric, at_least) values ('streak_7', 'current_streak', '7');
insert into app_private.reward_conditions (reward_id, metric, at_least) values ('weekly_five', 'current_streak', '5');
