// Runs that fast-check makes up: rules, rewards, and what happens under them.
import fc from "fast-check";
import { beginning, command, zone } from "./arbitrary_commands.ts";
import { named, nameless, orNull, version } from "./arbitrary_rules.ts";
import { items } from "./arbitrary_shop.ts";
import type { Run } from "./commands.ts";
import { startingRewards } from "./seeds.ts";
import { zones } from "./time.ts";

/** A week or so before clocks change somewhere, years begin, February is long. */
const starts = `
  2026-03-01T12:00:00Z 2026-03-06T03:30:00Z 2026-03-27T21:59:59Z 2026-04-22T12:00:00Z 2026-09-04T02:00:00Z
  2026-10-02T14:00:00Z 2026-10-23T23:59:59Z 2026-10-30T10:00:00Z 2026-12-27T09:00:00Z 2028-02-27T11:30:00Z
  2024-10-04T12:00:00Z`
  .trim()
  .split(/\s+/)
  .map((text) => Date.parse(text));

/** When a run starts, and in which zones users begin. Apia skipped 2011-12-30. */
const placeAndTime = fc.oneof(
  { weight: 6, arbitrary: fc.record({ start: fc.constantFrom(...starts), zonesToBegin: fc.constant(zones) }) },
  fc.record({
    start: fc.constantFrom(...["2011-12-26T20:00:00Z", "2011-12-29T12:00:00Z"].map((text) => Date.parse(text))),
    zonesToBegin: fc.constant<string[]>(["Pacific/Apia", "Pacific/Apia", "Pacific/Honolulu"]),
  }),
);

/** Such as sort differently in different languages. */
const ids = ["r_b", "ra", "r1", "r_1", "a_z"];

const aCommand = command([...ids, ...startingRewards().map(({ id }) => id), "unknown"]);

export const aRun = (commands: number): fc.Arbitrary<Run> =>
  placeAndTime
    .chain(({ start, zonesToBegin }) =>
      fc.record({
        start: fc.constant(start),
        tokenZones: fc.record({ ann: orNull(zone), bob: orNull(zone) }),
        versions: fc.uniqueArray(version, { maxLength: 3, selector: ({ after }) => after }),
        rewards: fc.array(nameless, { maxLength: ids.length }),
        items,
        beginnings: fc.tuple(beginning("ann", zonesToBegin), beginning("bob", zonesToBegin)),
        commands: fc.array(aCommand, { minLength: commands - 2, maxLength: commands - 2 }),
      }),
    )
    .map(({ start, versions, rewards, beginnings, commands: others, ...rest }) => ({
      ...rest,
      start,
      versions: versions.map(({ after, ...given }, index) => ({
        ...given,
        id: index + 2,
        effectiveFrom: start + after,
      })),
      rewards: rewards.map((reward, index) => named(reward, ids[index] ?? "", start)),
      commands: [...beginnings, ...others],
    }));
