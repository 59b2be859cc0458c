// What a zone's clock does in some years, found by asking a source of time zone data for offsets and nothing else.
import type pg from "pg";
import { dayLength, second } from "./time.ts";
import type { Instant } from "./time.ts";

/** From an instant on a zone's clock is so much ahead of UTC (microseconds; negative in the west). */
export interface Offset {
  since: Instant;
  ahead: number;
}

/** A zone's offsets in order, from the first one's instant until another; each differs from the one before. */
export interface History {
  zone: string;
  offsets: Offset[];
  until: Instant;
}

/** How much a zone's clock is ahead of UTC at each of some instants. */
export type Source = (zone: string, instants: Instant[]) => Promise<number[]>;

export interface Period {
  since: Instant;
  until: Instant;
  /** So far apart are the looks at the offset: two changes within that could be missed. */
  look: number;
}

/** Looks at the offset from time to time, and finds the second of each change between two looks by halving. */
export async function historyOf(source: Source, zone: string, { since, until, look }: Period): Promise<History> {
  const instants = Array.from({ length: Math.floor((until - since) / look) + 1 }, (_, n) => since + n * look);
  const ahead = await source(zone, instants);
  const looks = instants.map((at, index) => ({ since: at, ahead: ahead[index] ?? Number.NaN }));
  const changes = looks.slice(1).flatMap(({ since: high, ahead: after }, index) => {
    const before = looks[index];
    return before && before.ahead !== after ? [{ low: before.since, high, ahead: after }] : [];
  });
  while (changes.some(({ low, high }) => high - low > second)) {
    const middles = changes.map(({ low, high }) => Math.floor((low + high) / 2 / second) * second);
    const found = await source(zone, middles);
    for (const [index, change] of changes.entries())
      change[found[index] === change.ahead ? "high" : "low"] = middles[index] ?? Number.NaN;
  }
  const offsets = [...looks.slice(0, 1), ...changes.map(({ high, ahead: after }) => ({ since: high, ahead: after }))];
  return { zone, offsets, until };
}

/** An hour put forward in spring, back in autumn; or whatever a government decrees. */
export interface Change {
  at: Instant;
  before: number;
  after: number;
}

export const changesOf = ({ offsets }: History): Change[] =>
  offsets.slice(1).map(({ since, ahead }, index) => ({ at: since, before: offsets[index]?.ahead ?? Number.NaN, after: ahead }));

/** Whether the clock jumps over midnight. */
export function skipsMidnight({ at, before, after }: Change): boolean {
  const midnight = Math.ceil((at + before) / dayLength) * dayLength;
  return midnight < at + after;
}

/** The time zone data of the PostgreSQL under test, as plain numbers. */
export function postgresSource(client: pg.ClientBase): Source {
  return async (zone, instants) => {
    const { rows } = await client.query<{ ahead: number[] }>({
      name: "ahead",
      text: `
        select array_agg(extract(epoch from (at at time zone $1) - (at at time zone 'UTC'))::int order by n) as ahead
        from unnest($2::float8[]) with ordinality as s(seconds, n), to_timestamp(seconds) as at`,
      values: [zone, instants.map((at) => at / second)],
    });
    return (rows[0]?.ahead ?? []).map((seconds) => seconds * second);
  };
}

/** Node's own time zone data. */
export const nodeSource: Source = async (zone, instants) => {
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return instants.map((at) => {
    const [month = 0, day, year = 0, ...time] = clock.format(at / 1000).match(/\d+/g)?.map(Number) ?? [];
    return Date.UTC(year, month - 1, day, ...time) * 1000 - at;
  });
};
