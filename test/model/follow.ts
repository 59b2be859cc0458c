// What follows a command: it unlocks rewards, and some of those claim themselves (rules.md 8).
import { named } from "./effects.ts";
import type { RuleVersion } from "./parameters.ts";
import { nothingFollows } from "./records.ts";
import type { Claim, Follow, Unlock } from "./records.ts";
import { give, inOrder, isMet, isWindowOpen, obstacle, periodKey } from "./reward.ts";
import { hour } from "./time.ts";
import type { Day, Instant } from "./time.ts";
import { today } from "./user.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

/** Unlocks what the state after a command allows, each reward once, then claims what claims itself. */
export function follow(world: World, subject: string, at: Instant, day: Day): Follow {
  const user = world.read(subject);
  const record = world.record(subject);
  const ruleVersion = world.rules.at(at);
  const unlocked: Unlock[] = [];
  for (const reward of inOrder(world.rewards.values())) {
    const period = periodKey(reward.repeats, day, user);
    const isKnown = record.unlocks.some((unlock) => unlock.reward === reward && unlock.period === period);
    if (!reward.enabled || !isWindowOpen(reward, at) || period === null || isKnown || !isMet(reward, user)) continue;
    const claimableUntil = reward.claimWithinHours === null ? null : at + reward.claimWithinHours * hour;
    const entry = user.sequenceNumber;
    unlocked.push({ reward, period, at, claimableUntil, ruleVersion: ruleVersion.id, entry });
  }
  record.unlocks.push(...unlocked);
  const claimed = unlocked
    .filter(({ reward }) => reward.autoClaim)
    .flatMap((unlock) => claimItself(world, subject, unlock, at, ruleVersion));
  return { unlocked, claimed };
}

/** The claim is of today, after a late check-in too. What a change of settings itself has ended is settled later. */
function claimItself(world: World, subject: string, unlock: Unlock, at: Instant, rules: RuleVersion): Claim[] {
  const user = structuredClone(world.users.get(subject));
  if (!user) throw new Error("nobody unlocks anything before a command");
  const { reward } = unlock;
  return reward.stock === 0 || obstacle(user, reward.gives, rules)
    ? []
    : [makeClaim(world, user, unlock, at, today(user, at), true)];
}

/** Of a settled user, for whom nothing is in the way of it. */
export function makeClaim(
  world: World,
  user: User,
  { reward, period }: Unlock,
  at: Instant,
  day: Day,
  automatic: boolean,
): Claim {
  const ruleVersion = world.rules.at(at);
  const settled = structuredClone(user);
  if (reward.stock !== null) reward.stock--;
  user.lastDay = today(user, at);
  const gave = give(user, reward.gives, day, ruleVersion);
  world.enter(user, at, "claim", day, settled, user.settings, { terms: { gives: named(reward.gives) } });
  const [entry, followedBy] = [user.sequenceNumber, nothingFollows];
  const claim: Claim = { reward, period, at, automatic, gave, ruleVersion: ruleVersion.id, entry, followedBy };
  world.record(user.subject).claims.push(claim);
  return claim;
}
