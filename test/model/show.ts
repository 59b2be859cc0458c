// What the model knows, in the shape in which the API answers it.
import { refills } from "./energy.ts";
import type { Json } from "./json.ts";
import { boost } from "./level.ts";
import { expiresAt, status } from "./streak.ts";
import { dayEnd, dayOf, iso, isoDay } from "./time.ts";
import type { Day, Instant } from "./time.ts";
import { isCounting, isOpen, lastMarked, today } from "./user.ts";
import type { User } from "./user.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

type Shown = { [key: string]: Json };

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : iso(at));
const isoDayOrNull = (day: Day | null): string | null => (day === null ? null : isoDay(day));

export const items = (inventory: Record<string, number>): Json =>
  Object.entries(inventory)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([item_id, quantity]) => ({ item_id, quantity }));

export function me(world: World, subject: string): Shown {
  return { created_at: isoOrNull(world.users.get(subject)?.createdAt ?? null), state: state(world, subject) };
}

export function state(world: World, subject: string): Shown {
  const user = world.read(subject);
  const at = world.now(subject);
  const version = world.rules.at(at);
  const { next, full } = refills(user, version);
  const startsAt = version.level_thresholds[user.level - 1] ?? null;
  const nextAt = version.level_thresholds[user.level] ?? null;
  return {
    as_of: iso(at),
    zone: user.settings.zone,
    day_start_hour: user.settings.dayStartHour,
    today: isoDay(today(user, at)),
    day_ends_at: iso(dayEnd(today(user, at), user.settings)),
    streak: {
      current: user.run?.length ?? 0,
      longest: user.longest,
      status: status(user, today(user, at)),
      expires_at: isoOrNull(expiresAt(user, world.rules)),
      started_on: isoDayOrNull(user.run?.startedOn ?? null),
      last_check_in_day: isoDayOrNull(lastMarked(user, "check_in", "late")),
      check_ins: user.checkIns,
      freezes: user.freezes.length,
      freezes_max: version.freezes_max,
    },
    energy: {
      value: user.energy.value,
      max: version.energy_max,
      next_at: isoOrNull(next),
      full_at: isoOrNull(full),
      refill_amount: version.energy_refill_amount,
      refill_seconds: version.energy_refill_seconds,
    },
    level: {
      number: user.level,
      xp: user.xp,
      starts_at_xp: startsAt,
      next_at_xp: nextAt,
      xp_to_next: nextAt === null ? null : nextAt - user.xp,
      points_boost_basis_points: boost(user.level, version),
    },
    points: user.points,
    lifetime_points: user.lifetimePoints,
    inventory: items(user.inventory),
    rule_version_id: version.id,
    sequence_number: user.sequenceNumber,
  };
}

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
  return {
    day: isoDay(day),
    mark: mark?.kind ?? null,
    counts: isCounting(mark),
    reason: reason(world, user, day, now),
    marked_at: isoOrNull(mark?.stored?.at ?? null),
    zone: mark?.stored?.zone ?? null,
    day_start_hour: mark?.stored?.dayStartHour ?? null,
    rule_version_id: mark?.stored?.ruleVersion ?? null,
  };
}

const markReasons = {
  check_in: "Checked in.",
  late: "Checked in late, within the grace.",
  freeze: "Missed; a freeze saved the streak.",
  travel: "Skipped by a change of zone or day start.",
};

function reason(world: World, user: User, day: Day, now: Day): string {
  const mark = user.marks.get(day);
  if (mark) return markReasons[mark.kind];
  if (day > now) return "Not yet come.";
  if (day === now) return "Open: no check-in yet.";
  if (isOpen(user, day, world.now(user.subject), world.rules)) return "Open: a late check-in is still possible.";
  return world.users.has(user.subject) && day >= user.joinedOn ? "Missed." : "Before the user joined.";
}

/** The row as the last command left it; null: there is none. */
export function storedState(world: World, subject: string): Json {
  const user = world.users.get(subject);
  if (!user) return null;
  return {
    sequence_number: user.sequenceNumber,
    last_occurred_at: iso(user.occurredAt),
    rule_version_id: world.rules.at(user.occurredAt).id,
    last_day: isoDayOrNull(user.lastDay),
    zone: user.settings.zone,
    day_start_hour: user.settings.dayStartHour,
    check_ins: user.checkIns,
    run_length: user.run?.length ?? 0,
    run_started_on: isoDayOrNull(user.run?.startedOn ?? null),
    longest_streak: user.longest,
    last_marked_day: isoDayOrNull(lastMarked(user)),
    last_check_in_day: isoDayOrNull(lastMarked(user, "check_in", "late")),
    last_freeze_day: isoDayOrNull(lastMarked(user, "freeze")),
    last_travel_day: isoDayOrNull(user.lastTravelDay),
    freezes: user.freezes.map(isoDay),
    energy: user.energy.value,
    energy_anchor: iso(user.energy.anchor),
    xp: user.xp,
    level: user.level,
    points: user.points,
    lifetime_points: user.lifetimePoints,
    inventory: { ...user.inventory },
  };
}
