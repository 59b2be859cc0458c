// Days and zones for the model: its own arithmetic over Temporal, so that it shares nothing with PostgreSQL's.
import { Temporal } from "@js-temporal/polyfill";

/** Milliseconds since 1970. */
export type Instant = number;
/** Days since 1970-01-01. */
export type Day = number;
export interface Settings {
  zone: string;
  dayStartHour: number;
}

/**
 * With half hours, with days that have no midnight, and from one end of the world to the other: such as Node's and
 * PostgreSQL's time zone data agree on (on Morocco's future they often do not).
 */
export const zones = `
  UTC Europe/Berlin Europe/London America/New_York America/St_Johns America/Los_Angeles America/Nuuk
  Africa/Cairo America/Santiago America/Havana America/Asuncion Asia/Beirut Atlantic/Azores Pacific/Chatham
  Asia/Kathmandu Asia/Kolkata Asia/Tokyo Asia/Tehran Australia/Lord_Howe Pacific/Apia Pacific/Honolulu
  Pacific/Kiritimati Etc/GMT-14 Etc/GMT+12`
  .trim()
  .split(/\s+/);

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const dayLength = 24 * hour;
/** No change of a clock, and so no start of a day, lies between two of these. True of every zone since 1972. */
const step = 15 * minute;

export const iso = (at: Instant): string => new Date(at).toISOString();
export const isoDay = (day: Day): string => new Date(day * dayLength).toISOString().slice(0, 10);
export const dayOf = (text: string): Day => Date.parse(`${text}T00:00:00Z`) / dayLength;
export const plainDate = (day: Day): Temporal.PlainDate => Temporal.PlainDate.from(isoDay(day));

/** Convert first, subtract after. */
export function localDay(at: Instant, { zone, dayStartHour }: Settings): Day {
  return Math.floor((at + offset(at, zone) - dayStartHour * hour) / dayLength);
}

/** The first instant of a later day: tries them all, a quarter of an hour at a time, from UTC+14 to UTC-12. */
export function dayEnd(day: Day, settings: Settings): Instant {
  return remember(ends, `${settings.zone} ${settings.dayStartHour} ${day}`, () => {
    let at = (day + 1) * dayLength - 15 * hour;
    while (localDay(at, settings) <= day) at += step;
    return at;
  });
}

/** Whether any instant belongs to a day: of 2011-12-30 in Apia none does. */
export const hasHours = (day: Day, settings: Settings): boolean => dayEnd(day - 1, settings) < dayEnd(day, settings);

const ends = new Map<string, Instant>();
const offsets = new Map<string, number>();

/** Of a zone from UTC. A day (of UTC) at whose two ends it is the same has no change; no zone has ever had two in one. */
function offset(at: Instant, zone: string): number {
  const start = Math.floor(at / dayLength) * dayLength;
  const before = exactOffset(start, zone);
  return before === exactOffset(start + dayLength, zone) ? before : exactOffset(Math.floor(at / step) * step, zone);
}

function exactOffset(at: Instant, zone: string): number {
  return remember(
    offsets,
    `${zone} ${at}`,
    () => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6,
  );
}

function remember(known: Map<string, number>, key: string, find: () => number): number {
  const value = known.get(key) ?? find();
  known.set(key, value);
  return value;
}
