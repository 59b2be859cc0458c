// Rewards, unlocks and claims, in the shape in which the API answers them.
import { amounts, effects } from "./effects.ts";
import type { Json } from "./json.ts";
import { claimOf } from "./records.ts";
import type { Claim, Follow, Possessions, Unlock } from "./records.ts";
import { inOrder, isWindowOpen, metrics, periodKey } from "./reward.ts";
import type { Reward } from "./reward.ts";
import { isoOrNull } from "./show.ts";
import type { Shown } from "./show.ts";
import { iso } from "./time.ts";
import type { Instant } from "./time.ts";
import { today } from "./user.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

const unlockedReward = ({ reward, period, at, claimableUntil, ruleVersion }: Unlock): Shown => ({
  reward_id: reward.id,
  title: reward.title,
  period_key: period,
  unlocked_at: iso(at),
  claimable_until: isoOrNull(claimableUntil),
  rule_version_id: ruleVersion,
});

export const claimedReward = ({ reward, period, at, automatic, gave, ruleVersion }: Claim): Shown => ({
  reward_id: reward.id,
  title: reward.title,
  period_key: period,
  claimed_at: iso(at),
  automatic,
  gave: amounts(gave),
  rule_version_id: ruleVersion,
});

export const follow = ({ unlocked, claimed }: Follow): Shown => ({
  unlocked: unlocked.map(unlockedReward),
  claimed: claimed.map(claimedReward),
});

export function rewards(world: World, subject: string): Json {
  const user = world.read(subject);
  const at = world.now(subject);
  const record = world.record(subject);
  return inOrder(world.rewards.values())
    .map((reward) => ({ reward, shown: rewardForMe(reward, user, at, record) }))
    .filter(({ reward, shown }) => reward.enabled || shown.unlocked_at !== null || shown.unclaimed.length > 0)
    .map(({ shown }) => shown);
}

function rewardForMe(
  reward: Reward,
  user: User,
  at: Instant,
  record: Possessions,
): Shown & { unlocked_at: string | null; unclaimed: Shown[] } {
  const unlocks = record.unlocks.filter((unlock) => unlock.reward === reward);
  const period = periodKey(reward.repeats, today(user, at), user);
  const unlock = unlocks.find((candidate) => candidate.period === period);
  const claim = unlock && claimOf(record, unlock);
  const hasExpired = ({ claimableUntil }: Unlock): boolean => claimableUntil !== null && claimableUntil <= at;
  const isOver = reward.endsAt !== null && reward.endsAt <= at;
  const status = (): string => {
    if (claim) return "claimed";
    if (unlock && hasExpired(unlock)) return "expired";
    if (!isWindowOpen(reward, at)) return "not_open";
    if (reward.stock === 0) return "out_of_stock";
    return unlock ? "claimable" : "locked";
  };
  return {
    reward_id: reward.id,
    title: reward.title,
    status: status(),
    progress: reward.conditions
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([metric, atLeast]) => {
        const { title, of } = metrics[metric];
        return { metric, title, current: of(user), at_least: atLeast, is_met: of(user) >= atLeast };
      }),
    gives: effects(reward.gives),
    repeats: reward.repeats,
    period_key: period,
    auto_claim: reward.autoClaim,
    starts_at: isoOrNull(reward.startsAt),
    ends_at: isoOrNull(reward.endsAt),
    stock_remaining: reward.stock,
    unlocked_at: isoOrNull(unlock?.at),
    claimable_until: isoOrNull(unlock?.claimableUntil),
    claimed_at: isoOrNull(claim?.at),
    unclaimed: unlocks
      .filter((candidate) => !claimOf(record, candidate) && !hasExpired(candidate) && !isOver)
      .map(unlockedReward),
  };
}

/** Every unlock with its claim, latest entry first. */
export function ownedRewards(world: World, subject: string): Json {
  const record = world.record(subject);
  return record.unlocks
    .toSorted((a, b) => b.entry - a.entry || (a.reward.id < b.reward.id ? -1 : 1))
    .map((unlock) => {
      const claim = claimOf(record, unlock);
      return { unlocked: unlockedReward(unlock), claimed: claim ? claimedReward(claim) : null };
    });
}
