// Commands that fast-check makes up, weighted so that streaks live for a while and much happens at the edges of days.
import fc from "fast-check";
import { ofTheCalendar } from "./arbitrary_calendar.ts";
import { orNull } from "./arbitrary_rules.ts";
import { ofTheShop } from "./arbitrary_shop.ts";
import { boundaries } from "./commands.ts";
import type { Command } from "./commands.ts";
import { often, user } from "./often.ts";
import { dayLength, hour, minute, second, zones } from "./time.ts";

const notZones = ["UTC+3", "<ABC>-3", "europe/london", "CET", "Mars/Base", ""];
const farApart = ["Pacific/Apia", "Etc/GMT+12", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati"];
export const zone = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...zones) },
  { weight: 10, arbitrary: fc.constantFrom(...farApart) },
  fc.constantFrom(...notZones),
);
const hours = fc.nat({ max: 23 }).map((count) => count * hour);
const dayStartHour = fc.oneof({ weight: 12, arbitrary: fc.constantFrom(0, 4, 5, 6) }, fc.constantFrom(1, 3, -1));

/** Most users begin in one of these zones, with a day start of their own. */
export const beginning = (name: string, zonesToBegin: string[]): fc.Arbitrary<Command> =>
  fc.record({
    kind: fc.constantFrom("bootstrap", "bootstrap", "bootstrap", "look" as const),
    user: fc.constant(name),
    zone: orNull(fc.constantFrom(...zonesToBegin)),
    dayStartHour: orNull(fc.constantFrom(0, 4, 5, 6)),
  });

export function command(rewardIds: string[]): fc.Arbitrary<Command> {
  const reward = fc.constantFrom(...rewardIds);
  return fc.oneof(
    often(18, "next day", { user, missed: fc.constant(0), after: hours, day: fc.constant(null) }),
    often(6, "next day", { user, missed: fc.constantFrom(1, 1, 2, 2, 3), after: hours, day: fc.constant(null) }),
    often(5, "next day", {
      user,
      missed: fc.constant(0),
      after: fc.constantFrom(0, minute, 45 * minute - 1, 45 * minute, 2 * hour - 1, 2 * hour, 12 * hour - 1),
      day: fc.constant(-1),
    }),
    often(8, "check in", { user, day: orNull(fc.constantFrom(-1, -1, -1, 0, 1, -2, -3, -30, 400)) }),
    often(10, "wait until", {
      user,
      boundary: fc.constantFrom(...boundaries),
      offset: fc.constantFrom(0, -1, 1, -second, second, minute, -minute, 30 * minute, hour),
      checkIn: fc.constantFrom(false, false, true),
    }),
    often(5, "wait", {
      by: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(second, minute, hour, 7 * hour, dayLength, 25 * hour, 3 * dayLength) },
        { weight: 2, arbitrary: fc.constantFrom(-second, -hour, -dayLength, -40 * dayLength) },
        fc.integer({ min: 1, max: 3 * 366 }).map((days) => days * dayLength),
      ),
    }),
    often(9, "settings", { user, zone: orNull(zone), dayStartHour: orNull(dayStartHour) }),
    often(4, "fly", {
      user,
      west: fc.constantFrom("Etc/GMT+12", "Pacific/Honolulu", "America/New_York", "Pacific/Apia"),
      east: fc.constantFrom("Pacific/Kiritimati", "Asia/Tokyo", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia"),
      before: fc.constantFrom(1, hour, 3 * hour, 12 * hour),
    }),
    ...ofTheCalendar,
    ...ofTheShop,
    often(7, "claim unlock", { user, back: fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 5, 8), named: fc.boolean() }),
    often(2, "claim", { user, reward, period: orNull(fc.constantFrom("once", "2026-W11", "run-2026-03-01")) }),
    often(1, "bootstrap", { user, zone: orNull(zone), dayStartHour: orNull(dayStartHour) }),
    often(1, "calendar", {
      user,
      since: fc.constantFrom(-29, -400, -366, 0, 1),
      until: fc.constantFrom(0, 1, 5, -1, -20),
    }),
    often(1, "look", { user }),
    often(1, "enable", { reward, enabled: fc.boolean() }),
    often(1, "add stock", { reward, amount: fc.integer({ min: 1, max: 20 }) }),
  );
}
