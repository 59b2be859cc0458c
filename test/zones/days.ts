// The days on a user's calendar as stretches of time: plain arithmetic over a history of offsets.
import type { Change, History } from "./history.ts";
import { dayLength, hour, iso } from "./time.ts";
import type { Day, Instant } from "./time.ts";

/** A day from its first instant to the first one of a later day. */
export interface LocalDay {
  day: Day;
  begins: Instant;
  ends: Instant;
}

/**
 * Every whole day of a history, in order. Where the clock jumps over a whole day, that day is not there;
 * where it goes back over a day's start, the day has begun at the earlier reading.
 */
export function localDays({ offsets, until }: History, dayStartHour: number): LocalDay[] {
  const starts: { day: Day; begins: Instant }[] = [];
  for (const [index, { since, ahead }] of offsets.entries()) {
    const next = offsets[index + 1]?.since ?? until;
    // Between two changes days follow each other every 24 hours, at instants shifted by so much from UTC's.
    const shift = dayStartHour * hour - ahead;
    const first = Math.floor((since - shift) / dayLength);
    for (let day = first; day * dayLength + shift < next; day++)
      if (day > (starts.at(-1)?.day ?? -Infinity)) starts.push({ day, begins: Math.max(day * dayLength + shift, since) });
  }
  // The first start is where the history begins, and the last day may have been cut short.
  return starts.slice(1).flatMap((start, index) => {
    const ends = starts[index + 2]?.begins;
    return ends === undefined ? [] : [{ ...start, ends }];
  });
}

/** Whether it is an earlier date again after a change of the clock. */
export function goesBack({ at, before, after }: Change, dayStartHour: number): boolean {
  const date = (instant: Instant, ahead: number): Day => Math.floor((instant + ahead - dayStartHour * hour) / dayLength);
  return date(at - 1, before) > date(at, after);
}

/** The local days around the one of an instant: so many before, and as many after. */
export function daysAround(days: LocalDay[], at: Instant, reach: number): LocalDay[] {
  const middle = days.findIndex(({ begins, ends }) => begins <= at && at < ends);
  const around = days.slice(Math.max(middle - reach, 0), middle + reach + 1);
  if (around.length !== 2 * reach + 1) throw new Error(`too few days are known around ${iso(at)}`);
  return around;
}
