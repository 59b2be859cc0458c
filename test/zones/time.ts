// Instants and dates as whole numbers, so that the first and the last instant of a day can be named exactly.

/** Microseconds since 1970: PostgreSQL's own precision, and exact in JavaScript until the year 2255. */
export type Instant = number;
/** Days since 1970-01-01. */
export type Day = number;

export const second = 1_000_000;
export const hour = 3600 * second;
export const dayLength = 24 * hour;
/** Hours after midnight at which a user's day may start. */
export const dayStarts = [0, 4, 5, 6];

export const instantOf = (text: string): Instant => Date.parse(text) * 1000;
export const dayOf = (text: string): Day => instantOf(`${text}T00:00:00Z`) / dayLength;
export const isoDay = (day: Day): string => iso(day * dayLength).slice(0, 10);

/** With all six digits, as play.sql writes it too. */
export const iso = (at: Instant): string =>
  `${new Date(at / 1000).toISOString().slice(0, -1)}${String(at % 1000).padStart(3, "0")}Z`;
