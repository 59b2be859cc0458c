// The state that the model knows, in the shape in which the API answers it. It has no test users: their own clock is the one
// clock of the model, moved ahead, and test/sql holds the two together. Chaos has them play on it.
import { items } from "./effects.ts";
import { refills } from "./energy.ts";
import type { Json } from "./json.ts";
import { boost } from "./level.ts";
import { latestOffer } from "./repair.ts";
import { expiresAt, status } from "./streak.ts";
import { dayEnd, iso, isoDay } from "./time.ts";
import type { Day, Instant } from "./time.ts";
import { lastCheckInDay, lastMarked, today } from "./user.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

export type Shown = { [key: string]: Json };

export const isoOrNull = (at: Instant | null | undefined): string | null =>
  at === null || at === undefined ? null : iso(at);
export const isoDayOrNull = (day: Day | null | undefined): string | null =>
  day === null || day === undefined ? null : isoDay(day);

export function me(world: World, subject: string): Shown {
  return { created_at: isoOrNull(world.users.get(subject)?.createdAt), state: state(world, subject) };
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
    streak: streak(world, user, today(user, at)),
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
    sequence_number: world.record(subject).stored,
    clock_ahead_hours: null,
  };
}

function streak(world: World, user: User, now: Day): Shown {
  const pause = user.run !== null && user.pause !== null && user.pause.until >= now ? user.pause : null;
  return {
    current: user.run?.length ?? 0,
    longest: user.longest,
    status: status(user, now),
    expires_at: isoOrNull(expiresAt(user, now, world.rules)),
    started_on: isoDayOrNull(user.run?.startedOn),
    last_check_in_day: isoDayOrNull(lastCheckInDay(user)),
    check_ins: user.checkIns,
    freezes: user.freezes.length,
    freezes_max: world.rules.at(world.now(user.subject)).freezes_max,
    paused_from: isoDayOrNull(pause?.from),
    paused_until: isoDayOrNull(pause?.until),
    repair: repair(world, user),
  };
}

function repair(world: World, user: User): Json {
  const offer = latestOffer(world, user);
  if (offer === null) return null;
  const { missed, points, until, current } = offer;
  return { day: isoDayOrNull(missed.at(-1)), missed_days: missed.length, points, until: isoDay(until), current };
}

/** The row as the last entry that is stored left it; null: there is none. */
export function storedState(world: World, subject: string): Json {
  const { journal, stored } = world.record(subject);
  const entry = journal[stored - 1];
  if (!entry) return null;
  const { after: user, ruleVersion } = entry;
  return {
    sequence_number: user.sequenceNumber,
    last_occurred_at: iso(user.occurredAt),
    rule_version_id: ruleVersion,
    last_day: isoDayOrNull(user.lastDay),
    zone: user.settings.zone,
    day_start_hour: user.settings.dayStartHour,
    check_ins: user.checkIns,
    run_length: user.run?.length ?? 0,
    run_started_on: isoDayOrNull(user.run?.startedOn),
    longest_streak: user.longest,
    last_marked_day: isoDayOrNull(lastMarked(user)),
    last_check_in_day: isoDayOrNull(lastCheckInDay(user)),
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
    paused_from: isoDayOrNull(user.pause?.from),
    paused_until: isoDayOrNull(user.pause?.until),
    last_amnesty_id: user.amnesties.at(-1)?.id ?? 0,
    clock_ahead_seconds: null,
  };
}
