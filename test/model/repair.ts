// Repairs a streak that broke (rules.md 4.9).
import { bridge, freeMark, gaps } from "./calendar.ts";
import { follow } from "./follow.ts";
import type { Parameters } from "./parameters.ts";
import type { Repair } from "./records.ts";
import type { Day } from "./time.ts";
import { today } from "./user.ts";
import type { User } from "./user.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

/** What it takes to repair a gap, and until which day it can be done. */
interface Offer {
  gap: Day[];
  missed: Day[];
  points: number;
  until: Day;
}

/** Also when its time is over; null: nothing was missed. */
function offerFor(user: User, gap: Day[], { repair_points, repair_within_days }: Parameters): Offer | null {
  const missed = gap.filter((day) => freeMark(user, day) === null);
  const last = missed.at(-1);
  if (last === undefined) return null;
  return { gap, missed, points: repair_points * missed.length, until: last + repair_within_days };
}

/** The latest gap's, while there is time for it, whether or not the points suffice. */
export function latestOffer(world: World, user: User): (Offer & { current: number }) | null {
  const at = world.now(user.subject);
  const offer = offerFor(user, gaps(user, at, world.rules).at(-1) ?? [], world.rules.at(at));
  if (offer === null || today(user, at) > offer.until) return null;
  const repaired = structuredClone(user);
  mend(repaired, offer);
  return { ...offer, current: repaired.run?.length ?? 0 };
}

export function repairStreak(world: World, subject: string, day: Day): { repair: Repair; already: boolean } {
  const user = world.read(subject);
  const at = world.now(subject);
  const record = world.record(subject);
  const earlier = record.repairs.find(({ days }) => days.includes(day));
  if (earlier && user.marks.get(day)?.kind === "repair") {
    world.accept(subject);
    return { repair: earlier, already: true };
  }
  const gap = gaps(user, at, world.rules).find((days) => days.includes(day)) ?? [];
  const offer = offerFor(user, gap, world.rules.at(at));
  if (!offer?.missed.includes(day)) throw new Refusal("RP001");
  if (today(user, at) > offer.until) throw new Refusal("RP002");
  if (user.points < offer.points) throw new Refusal("PT001");

  world.accept(subject);
  const settled = structuredClone(user);
  mend(user, offer);
  user.points -= offer.points;
  user.lastDay = today(user, at);
  world.enter(user, at, "repair", user.lastDay, settled);
  const followedBy = follow(world, subject, at, user.lastDay);
  const repair: Repair = { days: offer.missed, points: offer.points, followedBy };
  record.repairs.push(repair);
  return { repair, already: false };
}

function mend(user: User, { gap, missed, points }: Offer): void {
  const paid = points / missed.length;
  bridge(user, new Map(gap.map((day) => [day, freeMark(user, day) ?? { kind: "repair", paid }])));
}
