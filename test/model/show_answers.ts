// Answers of commands and of operators' functions, in the API's shape.
import { changesOf } from "./changes.ts";
import { amounts, part } from "./effects.ts";
import type { Json } from "./json.ts";
import type { CheckIn, Claim, Follow, Repair } from "./records.ts";
import type { Made } from "./repeatable.ts";
import { state } from "./show.ts";
import type { Shown } from "./show.ts";
import { claimedReward, follow } from "./show_rewards.ts";
import { iso, isoDay } from "./time.ts";
import type { Amnesty } from "./user.ts";
import type { World } from "./world.ts";

export const checkInAnswer = (
  world: World,
  subject: string,
  { checkIn, already }: { checkIn: CheckIn; already: boolean },
): Shown => ({
  day: isoDay(checkIn.day),
  mark: checkIn.mark,
  checked_in_at: iso(checkIn.at),
  already_checked_in: already,
  gave: amounts(checkIn.gave),
  freezes_used: checkIn.freezesUsed,
  ...follow(checkIn.followedBy),
  state: state(world, subject),
});

export const claimAnswer = (
  world: World,
  subject: string,
  { claim, already }: { claim: Claim; already: boolean },
): Shown => ({
  claim: claimedReward(claim),
  already_claimed: already,
  ...follow(claim.followedBy),
  state: state(world, subject),
});

/** Of a change of settings and of a pause. */
export const followAnswer = (world: World, subject: string, followedBy: Follow): Shown => ({
  ...follow(followedBy),
  state: state(world, subject),
});

/** Days that an amnesty has excused since are no longer repaired ones. */
export function repairAnswer(
  world: World,
  subject: string,
  { repair, already }: { repair: Repair; already: boolean },
): Shown {
  const { marks } = world.read(subject);
  return {
    days: repair.days.filter((day) => marks.get(day)?.kind === "repair").map(isoDay),
    points: repair.points,
    already_repaired: already,
    ...follow(repair.followedBy),
    state: state(world, subject),
  };
}

/** Of a spend, a purchase, a use, a grant, a reversal. */
export const commandAnswer = (world: World, subject: string, { entry, replayed }: Made): Shown => ({
  sequence_number: entry.after.sequenceNumber,
  occurred_at: iso(entry.after.occurredAt),
  gave: part(changesOf(entry), 1),
  took: part(changesOf(entry), -1),
  replayed,
  ...follow(entry.followedBy),
  state: state(world, subject),
});

export const amnestyAnswer = ({ amnesty, already }: { amnesty: Amnesty; already: boolean }): Json => ({
  amnesty_id: amnesty.id,
  first_day: isoDay(amnesty.firstDay),
  last_day: isoDay(amnesty.lastDay),
  reason: amnesty.reason,
  declared_at: iso(amnesty.declaredAt),
  already_declared: already,
});
