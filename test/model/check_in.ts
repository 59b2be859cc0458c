// Checks in (rules.md 3).
import { isPaused } from "./calendar.ts";
import { grantEnergy } from "./energy.ts";
import { follow } from "./follow.ts";
import { boost, grantPoints, grantXp } from "./level.ts";
import type { CheckIn } from "./records.ts";
import type { Gives } from "./reward.ts";
import { extendRun, freezesThatFit, grantFreezes, missUpTo } from "./streak.ts";
import type { Day } from "./time.ts";
import { isOpen, today } from "./user.ts";
import type { User } from "./user.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

export function checkIn(world: World, subject: string, asked: Day | null): { checkIn: CheckIn; already: boolean } {
  const user = world.read(subject);
  const at = world.now(subject);
  const day = asked ?? today(user, at);
  const record = world.record(subject);
  const earlier = record.checkIns.get(day);
  if (!earlier && !isOpen(user, day, at, world.rules)) throw new Refusal("CK001");
  const before = world.accept(subject);
  if (earlier) return { checkIn: earlier, already: true };

  const rules = world.rules.at(at);
  missUpTo(user, day);
  const settled = structuredClone(user);
  const mark = day === today(user, at) ? "check_in" : "late";
  user.lastDay = today(user, at);
  user.marks.set(day, { kind: mark });
  endPause(user, day);
  extendRun(user, day);
  const energy = grantEnergy(user, rules.check_in_energy, rules);
  const points = Math.floor((rules.check_in_points * boost(user.level, rules)) / 10000);
  grantPoints(user, points);
  grantXp(user, rules.check_in_xp, rules);
  const isMultiple = (user.run?.length ?? 0) % rules.freeze_every_days === 0;
  const freezes = isMultiple && freezesThatFit(user, rules) > 0 ? 1 : 0;
  grantFreezes(user, freezes, day);
  world.enter(user, at, "check_in", day, settled);

  const gave: Gives = { points, energy, xp: rules.check_in_xp, freezes, items: {} };
  const freezesUsed = before.freezes.length - settled.freezes.length;
  const made: CheckIn = { day, mark, at, gave, freezesUsed, followedBy: follow(world, subject, at, day) };
  record.checkIns.set(day, made);
  return { checkIn: made, already: false };
}

/** A check-in within a pause ends it the day before; on its first day, there was none. */
function endPause(user: User, day: Day): void {
  if (user.pause === null || !isPaused(user, day)) return;
  user.pause = user.pause.from === day ? null : { ...user.pause, until: day - 1 };
}
