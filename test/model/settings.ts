// A change of zone or day start (rules.md 4.7), for a user who is settled under the old settings.
import type { Rules } from "./parameters.ts";
import { miss } from "./streak.ts";
import { localDay } from "./time.ts";
import type { Day, Instant, Settings } from "./time.ts";
import { lastMarked, today } from "./user.ts";
import type { User } from "./user.ts";

export function changeSettings(user: User, settings: Settings, at: Instant, rules: Rules): void {
  const before = today(user, at);
  const after = Math.max(localDay(at, settings), firstDayLeft(user));
  const skipped = skippedDays(user, before, after, (day) => at < rules.deadline(day, settings));
  const last = skipped.at(-1);
  if (last !== undefined) {
    if (user.lastTravelDay === null || last - user.lastTravelDay >= rules.at(at).travel_cover_days) {
      for (const day of skipped) user.marks.set(day, { kind: "travel" });
      user.lastTravelDay = last;
    } else {
      for (const day of skipped) miss(user, day);
    }
  }
  user.settings = settings;
  user.lastDay = after;
}

/** Today never falls back before the last command's day, on the day that ended a run, or on one that is bridged. */
function firstDayLeft(user: User): Day {
  const bridged = user.run === null ? null : lastMarked(user, "freeze", "travel");
  return Math.max(
    user.lastDay ?? -Infinity,
    ...[user.endedOn, bridged].filter((day) => day !== null).map((day) => day + 1),
  );
}

/**
 * Days of a live run that had not ended before the change, and that today moves past or whose grace it ends.
 * Before it, all days after the last marked one are such, as the others are settled.
 */
function skippedDays(user: User, before: Day, after: Day, isOpenAfter: (day: Day) => boolean): Day[] {
  const days: Day[] = [];
  if (user.run === null) return days;
  for (let day = (lastMarked(user) ?? 0) + 1; day < after; day++)
    if (day >= before || !isOpenAfter(day)) days.push(day);
  return days;
}
