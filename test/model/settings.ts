// Changes zone or day start (rules.md 4.7).
import { freeMark } from "./calendar.ts";
import { follow } from "./follow.ts";
import type { Rules } from "./parameters.ts";
import { nothingFollows } from "./records.ts";
import type { Follow } from "./records.ts";
import { localDay } from "./time.ts";
import type { Day, Instant, Settings } from "./time.ts";
import { isCounting, lastMarked, today } from "./user.ts";
import type { User } from "./user.ts";
import { requireSettings } from "./world.ts";
import type { World } from "./world.ts";

/** What is null stays. */
export function updateSettings(
  world: World,
  subject: string,
  zone: string | null,
  dayStartHour: number | null,
): Follow {
  const user = world.read(subject);
  const at = world.now(subject);
  const old = user.settings;
  const settings = { zone: zone ?? old.zone, dayStartHour: dayStartHour ?? old.dayStartHour };
  requireSettings(settings);
  world.accept(subject);
  if (settings.zone === old.zone && settings.dayStartHour === old.dayStartHour) return nothingFollows;
  const settled = structuredClone(user);
  changeSettings(user, settings, at, world.rules);
  const day = today(user, at);
  world.enter(user, at, "settings", day, settled, old);
  return follow(world, subject, at, day);
}

/** Skipped days that nothing bridges need a cover; without one, all of them end like others, under the new settings. */
function changeSettings(user: User, settings: Settings, at: Instant, rules: Rules): void {
  const before = today(user, at);
  const after = Math.max(localDay(at, settings), firstDayLeft(user));
  const skipped = skippedDays(user, before, after, (day) => at < rules.deadline(day, settings));
  const lastToCover = skipped.findLast((day) => freeMark(user, day, settings) === null);
  const sinceCover = (skipped.at(-1) ?? 0) - (user.lastTravelDay ?? -Infinity);
  if (lastToCover === undefined || sinceCover >= rules.at(at).travel_cover_days) {
    for (const day of skipped) user.marks.set(day, freeMark(user, day, settings) ?? { kind: "travel" });
    user.lastTravelDay = lastToCover ?? user.lastTravelDay;
  }
  user.settings = settings;
  user.lastDay = after;
}

/** Today never falls back before the last command's day, nor to a bridged day of a live run, nor to the day that ended a run. */
function firstDayLeft(user: User): Day {
  const last = lastMarked(user);
  const bridged = user.run !== null && last !== null && !isCounting(user.marks.get(last)) ? last : -Infinity;
  return Math.max(bridged + 1, user.lastDay ?? -Infinity, (user.endedOn ?? -Infinity) + 1);
}

/**
 * Days of a live run that had not ended before the change, and that today moves past or whose grace it ends, and
 * those before such a day. Before it, all days after the last marked one are such, as the others are settled.
 */
function skippedDays(user: User, before: Day, after: Day, isOpenAfter: (day: Day) => boolean): Day[] {
  const days: Day[] = [];
  if (user.run === null) return days;
  for (let day = (lastMarked(user) ?? 0) + 1; day < after; day++) days.push(day);
  const last = days.findLastIndex((day) => day >= before || !isOpenAfter(day));
  return days.slice(0, last + 1);
}
