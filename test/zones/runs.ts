// Which zones, changes of the clock and day starts are played: all of them, or one zone for each way of changing.
import type pg from "pg";
import type { Run } from "./check.ts";
import { daysAround, localDays } from "./days.ts";
import { changesOf, historyOf, postgresSource } from "./history.ts";
import type { Change, History, Period } from "./history.ts";
import { dayLength, dayStarts, instantOf } from "./time.ts";
import type { Instant } from "./time.ts";

/** Before and after a change a user checks in on so many days. */
export const reach = 3;
/** Before and after a period so much more of a zone's clock is known, that days at its ends are whole. */
const margin = 14 * dayLength;

/** Whole years, the last one included. */
export const years = (first: number, last: number, look: number): Period => ({
  since: instantOf(`${first}-01-01T00:00:00Z`) - margin,
  until: instantOf(`${last + 1}-01-01T00:00:00Z`) + margin,
  look,
});

/** The days before and after an instant. */
export const around = (at: Instant): Period => ({ since: at - margin, until: at + margin, look: dayLength });

/** Of every zone that a user may choose, by the time zone data of PostgreSQL. */
export async function allHistories(client: pg.ClientBase, period: Period): Promise<History[]> {
  const { rows } = await client.query<{ name: string }>("select name from app_private.zones order by name");
  const source = postgresSource(client);
  const histories: History[] = [];
  for (const { name } of rows) histories.push(await historyOf(source, name, period));
  return histories;
}

/** The changes in the period itself. */
export const changesWithin = (history: History): Change[] =>
  changesOf(history).filter(({ at }) => at >= (history.offsets[0]?.since ?? 0) + margin && at < history.until - margin);

/** Each change, or an ordinary week where there is none, for each day start. */
export function allRuns(history: History): Run[] {
  const changes = changesWithin(history).map(({ at }) => at);
  return dayStarts.flatMap((hour) => runsAt(history, hour, changes));
}

/** One zone for each distinct history, with one day start; and for some that are named, all of them. */
export function sampleRuns(histories: History[], named: Set<string>): Run[] {
  const distinct = new Map(histories.map((history) => [JSON.stringify(history.offsets), history]));
  return [
    ...[...distinct.values()].flatMap((history, index) => sampleRunsOf(history, index)),
    ...histories
      .filter(({ zone }) => named.has(zone))
      .flatMap((history) => dayStarts.flatMap((_, index) => sampleRunsOf(history, index))),
  ];
}

/** A change forward and one back. Day starts and years take turns. */
function sampleRunsOf(history: History, turn: number): Run[] {
  const changes = changesWithin(history);
  const forward = changes.filter(({ before, after }) => after > before);
  const back = changes.filter(({ before, after }) => after < before);
  const chosen = [forward, back].flatMap((some) => some[Math.floor(turn / dayStarts.length) % some.length]?.at ?? []);
  return runsAt(history, dayStarts[turn % dayStarts.length] ?? 0, chosen);
}

function runsAt(history: History, hour: number, changes: Instant[]): Run[] {
  const days = localDays(history, hour);
  const ordinary = ((history.offsets[0]?.since ?? 0) + history.until) / 2;
  return (changes.length > 0 ? changes : [ordinary]).map((at) => ({ history, hour, days: daysAround(days, at, reach) }));
}
