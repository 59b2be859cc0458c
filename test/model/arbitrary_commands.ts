// Commands that fast-check makes up, weighted so that streaks live for a while and much happens at the edges of days.
import fc from "fast-check";
import { orNull } from "./arbitrary_rules.ts";
import { boundaries } from "./commands.ts";
import type { Command } from "./commands.ts";
import { dayLength, hour, minute, second, zones } from "./time.ts";

const user = fc.constantFrom("ann", "ann", "bob");
const notZones = ["UTC+3", "<ABC>-3", "europe/london", "CET", "Mars/Base", ""];
const farApart = ["Etc/GMT+12", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati"];
export const zone = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...zones) },
  { weight: 10, arbitrary: fc.constantFrom(...farApart) },
  fc.constantFrom(...notZones),
);
const dayStartHour = fc.oneof({ weight: 12, arbitrary: fc.constantFrom(0, 4, 5, 6) }, fc.constantFrom(1, 3, -1));

/** Most users begin somewhere where clocks change, with a day start of their own. */
export const beginning = (name: string): fc.Arbitrary<Command> =>
  fc.record({
    kind: fc.constantFrom("bootstrap", "bootstrap", "bootstrap", "look" as const),
    user: fc.constant(name),
    zone: orNull(fc.constantFrom(...zones)),
    dayStartHour: orNull(fc.constantFrom(0, 4, 5, 6)),
  });

type Parts<Kind extends Command["kind"]> = {
  [Part in Exclude<keyof Extract<Command, { kind: Kind }>, "kind">]: fc.Arbitrary<
    Extract<Command, { kind: Kind }>[Part]
  >;
};

function often<Kind extends Command["kind"]>(
  weight: number,
  kind: Kind,
  parts: Parts<Kind>,
): { weight: number; arbitrary: fc.Arbitrary<Command> } {
  const arbitraries: Record<string, fc.Arbitrary<unknown>> = parts;
  const given = fc.record(arbitraries);
  return { weight, arbitrary: given.map((values) => ({ ...values, kind }) as Command) };
}

export function command(rewardIds: string[]): fc.Arbitrary<Command> {
  const reward = fc.constantFrom(...rewardIds);
  return fc.oneof(
    often(18, "next day", { user, after: fc.nat({ max: 23 }).map((hours) => hours * hour), day: fc.constant(null) }),
    often(5, "next day", {
      user,
      after: fc.constantFrom(0, minute, 45 * minute - 1, 45 * minute, 2 * hour - 1, 2 * hour, 12 * hour - 1),
      day: fc.constant(-1),
    }),
    often(8, "check in", { user, day: orNull(fc.constantFrom(-1, -1, -1, 0, 1, -2, -3, -30, 400)) }),
    often(10, "wait until", {
      user,
      boundary: fc.constantFrom(...boundaries),
      offset: fc.constantFrom(0, -1, 1, -second, second, minute, -minute, 30 * minute, hour),
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
      west: fc.constantFrom("Etc/GMT+12", "Pacific/Honolulu", "America/New_York"),
      east: fc.constantFrom("Pacific/Kiritimati", "Asia/Tokyo", "Europe/Berlin", "Asia/Kolkata"),
      before: fc.constantFrom(1, hour, 3 * hour, 12 * hour),
    }),
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
