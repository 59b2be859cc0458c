// A change of zone or day start (rules.md 4.7), for a user who is settled under the old settings.
import type { Rules } from "./parameters.ts";
import { localDay } from "./time.ts";
import type { Day, Instant, Settings } from "./time.ts";
import { isCounting, lastMarked, today } from "./user.ts";
import type { User } from "./user.ts";

/** Days for which there is no cover end like others, under the new settings. */
export function changeSettings(user: User, settings: Settings, at: Instant, rules: Rules): void {
  const before = today(user, at);
  const after = Math.max(localDay(at, settings), firstDayLeft(user));
  const skipped = skippedDays(user, before, after, (day) => at < rules.deadline(day, settings));
  const last = skipped.at(-1);
  const sinceCover = (last ?? 0) - (user.lastTravelDay ?? -Infinity);
  if (last !== undefined && sinceCover >= rules.at(at).travel_cover_days) {
    for (const day of skipped) user.marks.set(day, { kind: "travel" });
    user.lastTravelDay = last;
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
