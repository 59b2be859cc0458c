// Pauses a streak (rules.md 4.8).
import { follow } from "./follow.ts";
import { nothingFollows } from "./records.ts";
import type { Follow } from "./records.ts";
import type { Day } from "./time.ts";
import { lastCheckInDay, today } from "./user.ts";
import type { Pause, User } from "./user.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

export function pauseStreak(world: World, subject: string, until: Day): Follow {
  const user = world.read(subject);
  const at = world.now(subject);
  const day = today(user, at);
  const current = pauseSinceCheckIn(user);
  if (current?.until === until) {
    world.accept(subject);
    return nothingFollows;
  }
  if (user.run === null) throw new Refusal("ST001");
  if (current !== null && current.until < day) throw new Refusal("PS001");
  const from = current?.from ?? day + 1;
  if (until <= day || until >= from + world.rules.at(at).pause_max_days) throw new Refusal("PS001");

  world.accept(subject);
  const settled = structuredClone(user);
  user.pause = { from, until };
  user.lastDay = day;
  world.enter(user, at, "pause", day, settled);
  return follow(world, subject, at, day);
}

/** Also one that is over; to call it again with another end would be to pause twice without a check-in between. */
export const pauseSinceCheckIn = (user: User): Pause | null =>
  user.pause !== null && user.pause.from > (lastCheckInDay(user) ?? -Infinity) ? user.pause : null;
