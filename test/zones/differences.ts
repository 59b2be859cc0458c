// Where PostgreSQL's time zone data and Node's are of different years: the days are then reckoned by PostgreSQL's.
import { historyOf, nodeSource } from "./history.ts";
import type { History, Offset, Period } from "./history.ts";
import { dayLength, hour, iso } from "./time.ts";

/** For each zone that differs, from when on. */
export async function differencesOf(histories: History[]): Promise<string[]> {
  const lines: string[] = [];
  for (const { zone, offsets, until } of histories) {
    const nodes = await nodesOffsets(zone, { since: offsets[0]?.since ?? until, until, look: dayLength });
    const all = Array.from({ length: Math.max(offsets.length, nodes.length) }, (_, n) => n);
    const first = all.find((n) => describe(offsets[n]) !== describe(nodes[n]));
    if (first !== undefined)
      lines.push(`${zone}: PostgreSQL ${describe(offsets[first])}, Node ${describe(nodes[first])}`);
  }
  return lines;
}

/** None of a zone that Node does not know. */
async function nodesOffsets(zone: string, period: Period): Promise<Offset[]> {
  try {
    return (await historyOf(nodeSource, zone, period)).offsets;
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

const describe = (offset: Offset | undefined): string =>
  offset ? `UTC${offset.ahead < 0 ? "-" : "+"}${Math.abs(offset.ahead) / hour} from ${iso(offset.since)}` : "no further change";
