// The days that commands of the calendar aim at, as things stand.
import { gaps } from "./calendar.ts";
import type { AmnestyTarget, PauseTarget, RepairTarget } from "./commands.ts";
import { pauseSinceCheckIn } from "./pause.ts";
import type { Day } from "./time.ts";
import { lastMarked, today } from "./user.ts";
import type { World } from "./world.ts";

/** What a number of days is added to. */
export function pauseTarget(world: World, subject: string, from: PauseTarget): Day {
  const user = world.read(subject);
  const at = world.now(subject);
  const first = pauseSinceCheckIn(user)?.from ?? today(user, at) + 1;
  if (from === "longest pause") return first + world.rules.at(at).pause_max_days - 1;
  return from === "today" ? today(user, at) : (user.pause?.until ?? today(user, at));
}

export function repairTarget(world: World, subject: string, from: RepairTarget, back: number): Day {
  const user = world.read(subject);
  const at = world.now(subject);
  const days = {
    gap: gaps(user, at, world.rules).flat(),
    "repaired day": [...user.marks.keys()].filter((day) => user.marks.get(day)?.kind === "repair"),
    today: [],
  }[from].sort((a, b) => a - b);
  return days.at(-1 - back) ?? today(user, at) - back;
}

/** Its first and last day. */
export function amnestyTarget(world: World, subject: string, from: AmnestyTarget): [Day, Day] {
  const user = world.read(subject);
  const at = world.now(subject);
  const now = today(user, at);
  const broken = gaps(user, at, world.rules);
  const latest = world.amnesties.at(-1);
  const days: Record<AmnestyTarget, Day[]> = {
    today: [],
    "latest gap": broken.at(-1) ?? [],
    "first gap": broken.at(0) ?? [],
    freeze: [lastMarked(user, "freeze") ?? now],
    "repaired day": [lastMarked(user, "repair") ?? now],
    amnesty: latest ? [latest.firstDay, latest.lastDay] : [],
  };
  return [days[from].at(0) ?? now, days[from].at(-1) ?? now];
}
