// The calendar that the model knows, in the shape in which the API answers it, and what is stored of its marks.
import { amnestyOf, isPaused } from "./calendar.ts";
import type { Json } from "./json.ts";
import { isoDayOrNull, isoOrNull } from "./show.ts";
import type { Shown } from "./show.ts";
import { dayOf, isoDay } from "./time.ts";
import type { Day } from "./time.ts";
import { isCounting, isOpen, today } from "./user.ts";
import type { Mark, User } from "./user.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

/** The days from since to until, by default the last thirty. */
export function calendar(world: World, subject: string, since?: string | null, until?: string | null): Json {
  const user = world.read(subject);
  const now = today(user, world.now(subject));
  const last = until ? dayOf(until) : now;
  const first = since ? dayOf(since) : last - 29;
  if (first > last || last - first > 365) throw new Refusal("CA001");
  return Array.from({ length: last - first + 1 }, (_, index) => calendarDay(world, user, first + index, now));
}

function calendarDay(world: World, user: User, day: Day, now: Day): Shown {
  const mark = user.marks.get(day);
  const { stored } = world.record(user.subject);
  const entry = mark?.entry && mark.entry.number <= stored ? mark.entry : undefined;
  return {
    day: isoDay(day),
    mark: mark?.kind ?? null,
    counts: isCounting(mark),
    reason: mark ? markReason(mark, user, day) : reason(world, user, day, now),
    marked_at: isoOrNull(entry?.at),
    zone: entry?.zone ?? null,
    day_start_hour: entry?.dayStartHour ?? null,
    rule_version_id: entry?.ruleVersion ?? null,
  };
}

const markReasons = {
  check_in: "Checked in.",
  late: "Checked in late, within the grace.",
  freeze: "Missed; a freeze saved the streak.",
  pause: "Paused.",
  travel: "Skipped by a change of zone or day start.",
  repair: "Missed, and repaired.",
};

const markReason = ({ kind }: Mark, user: User, day: Day): string =>
  (kind === "amnesty" ? excuse(user, day) : markReasons[kind]) ?? "";

function excuse(user: User, day: Day): string | null {
  const amnesty = amnestyOf(user, day);
  return amnesty ? `Excused by an amnesty: ${amnesty.reason}` : null;
}

/** Of a day without a mark. */
function reason(world: World, user: User, day: Day, now: Day): string {
  const isInPause = user.run !== null && isPaused(user, day);
  if (day > now) return isInPause ? "To be paused." : (excuse(user, day) ?? "Not yet come.");
  if (day === now) return isInPause ? "Paused; a check-in ends the pause." : "Open: no check-in yet.";
  if (isOpen(user, day, world.now(user.subject), world.rules)) return "Open: a late check-in is still possible.";
  if (!world.users.has(user.subject) || day < user.joinedOn) return "Before the user joined.";
  return excuse(user, day) ?? "Missed.";
}

/** What the stored marks remember, for an amnesty to give it back. */
export function storedMarks(world: World, subject: string): Json {
  const { journal, stored } = world.record(subject);
  return [...(journal[stored - 1]?.after.marks ?? [])]
    .sort(([a], [b]) => a - b)
    .map(([day, mark]) => ({
      day: isoDay(day),
      mark: mark.kind,
      freeze_granted_on: mark.kind === "freeze" ? isoDayOrNull(mark.grantedOn) : null,
      paid_points: mark.kind === "repair" ? mark.paid : null,
    }));
}
