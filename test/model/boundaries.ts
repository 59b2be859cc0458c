// The instants at which something changes for a user, for the clock to stop there.
import { Temporal } from "@js-temporal/polyfill";
import { gaps } from "./calendar.ts";
import type { Boundary } from "./commands.ts";
import { refills } from "./energy.ts";
import { expiresAt } from "./streak.ts";
import { dayEnd, localDay } from "./time.ts";
import type { Instant, Settings } from "./time.ts";
import { today } from "./user.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

/** The next one after now, if there is one. */
export function next(world: World, subject: string, boundary: Boundary): Instant | null {
  const now = world.now(subject);
  const candidates = instants[boundary](world, world.read(subject), now);
  const later = candidates.filter((at) => at !== null && at > now) as Instant[];
  return later.length > 0 ? Math.min(...later) : null;
}

type Find = (world: World, user: User, now: Instant) => (Instant | null)[];

const instants: Record<Boundary, Find> = {
  "day end": (_world, user, now) => [dayEnd(today(user, now), user.settings)],
  "grace end": ({ rules }, user, now) =>
    [-2, -1, 0].map((fromToday) => rules.deadline(today(user, now) + fromToday, user.settings)),
  "next day's grace end": ({ rules }, user, now) => [rules.deadline(today(user, now) + 1, user.settings)],
  "expiry of the run": ({ rules }, user, now) => [expiresAt(user, today(user, now), rules)],
  "end of the time to repair": (world, user, now) =>
    gaps(user, now, world.rules).map((days) => {
      const last = days.at(-1) ?? 0;
      return dayEnd(last + world.rules.at(now).repair_within_days, user.settings);
    }),
  "begin of the pause": (_world, { pause, settings }) => [pause && dayEnd(pause.from - 1, settings)],
  "end of the pause": ({ rules }, { pause, settings }) => [
    pause && dayEnd(pause.until, settings),
    pause && rules.deadline(pause.until + 1, settings),
  ],
  "next refill": ({ rules }, user, now) => [refills(user, rules.at(now)).next],
  "full energy": ({ rules }, user, now) => [refills(user, rules.at(now)).full],
  "rule version": ({ rules }) => rules.versions.map(({ effectiveFrom }) => effectiveFrom),
  window: ({ rewards }) => [...rewards.values()].flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]),
  "expiry of an unlock": (world, { subject }) =>
    world.record(subject).unlocks.map(({ claimableUntil }) => claimableUntil),
  "change of the zone's clock": (_world, { settings }, now) => [nextChange(now, settings)],
  "day end at a change of the zone's clock": (_world, { settings }, now) => {
    const change = nextChange(now, settings);
    return change === null ? [] : [change - 1, change].map((at) => dayEnd(localDay(at, settings), settings));
  },
};

function nextChange(after: Instant, { zone }: Settings): Instant | null {
  const local = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(zone);
  return local.getTimeZoneTransition("next")?.epochMilliseconds ?? null;
}
