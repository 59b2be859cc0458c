// Claims a reward (rules.md 8).
import { follow, makeClaim } from "./follow.ts";
import { claimOf } from "./records.ts";
import type { Claim } from "./records.ts";
import { isWindowOpen, obstacle } from "./reward.ts";
import { today } from "./user.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

/** Without a period, of the latest unlock. */
export function claim(
  world: World,
  subject: string,
  rewardId: string,
  period: string | null,
): { claim: Claim; already: boolean } {
  const user = world.read(subject);
  const at = world.now(subject);
  const record = world.record(subject);
  const reward = world.rewards.get(rewardId);
  if (!reward) throw new Refusal("RW001");
  const unlocks = record.unlocks.filter((unlock) => unlock.reward === reward);
  const unlock = period === null ? unlocks.at(-1) : unlocks.find((candidate) => candidate.period === period);
  if (!unlock) throw new Refusal("RW002");
  const earlier = claimOf(record, unlock);
  if (earlier) {
    world.accept(subject);
    return { claim: earlier, already: true };
  }
  if (unlock.claimableUntil !== null && unlock.claimableUntil <= at) throw new Refusal("RW003");
  if (!isWindowOpen(reward, at)) throw new Refusal("RW004");
  const inTheWay = obstacle(user, reward.gives, world.rules.at(at));
  if (inTheWay) throw new Refusal(inTheWay);
  if (reward.stock === 0) throw new Refusal("RW005");

  world.accept(subject);
  const day = today(user, at);
  const made = makeClaim(world, user, unlock, at, day, false);
  made.followedBy = follow(world, subject, at, day);
  return { claim: made, already: false };
}
