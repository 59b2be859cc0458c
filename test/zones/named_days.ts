// Days that are known to be hard, written out by hand: they check the arithmetic here as well as the product.
import { check } from "./check.ts";
import { daysAround, localDays } from "./days.ts";
import { historyOf, postgresSource } from "./history.ts";
import type { Product } from "./product.ts";
import { around, reach } from "./runs.ts";
import { hour, instantOf, iso, isoDay } from "./time.ts";

interface NamedDay {
  zone: string;
  day: string;
  /** Days start at this hour. */
  from: number;
  begins: string;
  hours: number;
  why: string;
}

const day = (zone: string, date: string, from: number, begins: string, hours: number, why: string): NamedDay => ({
  zone,
  day: date,
  from,
  begins,
  hours,
  why,
});

export const namedDays = [
  day("Africa/Cairo", "2026-04-24", 0, "2026-04-23T22:00Z", 23, "has no midnight"),
  day("Africa/Cairo", "2026-10-29", 0, "2026-10-28T21:00Z", 25, "has 23:00 twice"),
  day("America/Santiago", "2026-09-06", 0, "2026-09-06T04:00Z", 23, "has no midnight"),
  day("America/Santiago", "2026-04-04", 0, "2026-04-04T03:00Z", 25, "has 23:00 twice"),
  day("America/Coyhaique", "2024-09-08", 0, "2024-09-08T04:00Z", 23, "has no midnight"),
  day("America/Havana", "2026-03-08", 0, "2026-03-08T05:00Z", 23, "has no midnight"),
  day("America/Havana", "2026-11-01", 0, "2026-11-01T04:00Z", 25, "has two midnights"),
  day("Asia/Beirut", "2026-03-29", 0, "2026-03-28T22:00Z", 23, "has no midnight"),
  day("Asia/Beirut", "2026-10-24", 0, "2026-10-23T21:00Z", 25, "has 23:00 twice"),
  day("Atlantic/Azores", "2026-03-29", 0, "2026-03-29T01:00Z", 23, "has no midnight"),
  day("Atlantic/Azores", "2026-10-25", 0, "2026-10-25T00:00Z", 25, "has two midnights"),
  day("America/Asuncion", "2024-10-06", 0, "2024-10-06T04:00Z", 23, "has no midnight"),
  day("America/Asuncion", "2024-03-23", 0, "2024-03-23T03:00Z", 25, "has 23:00 twice"),
  day("Pacific/Chatham", "2026-09-27", 0, "2026-09-26T11:15Z", 23, "skips 2:45 to 3:45"),
  day("Pacific/Chatham", "2026-09-26", 4, "2026-09-25T15:15Z", 23, "skips 2:45 to 3:45 before it ends at 4"),
  day("Pacific/Chatham", "2026-04-04", 4, "2026-04-03T14:15Z", 25, "has 2:45 to 3:45 twice before it ends at 4"),
  day("Australia/Lord_Howe", "2026-10-04", 0, "2026-10-03T13:30Z", 23.5, "skips half an hour"),
  day("Australia/Lord_Howe", "2026-10-03", 4, "2026-10-02T17:30Z", 23.5, "skips half an hour"),
  day("Australia/Lord_Howe", "2026-04-05", 0, "2026-04-04T13:00Z", 24.5, "has half an hour twice"),
  day("Australia/Lord_Howe", "2026-04-04", 6, "2026-04-03T19:00Z", 24.5, "has half an hour twice"),
  day("Antarctica/Troll", "2026-03-29", 0, "2026-03-29T00:00Z", 22, "skips two hours"),
  day("Antarctica/Casey", "2019-10-04", 4, "2019-10-03T19:00Z", 22, "begins at 6, as 3:00 to 6:00 are skipped"),
  day("Pacific/Apia", "2011-12-31", 0, "2011-12-30T10:00Z", 24, "follows the 29th"),
  day("Pacific/Apia", "2011-12-29", 4, "2011-12-29T14:00Z", 20, "ends where the clock jumps over a day"),
  day("Pacific/Apia", "2011-12-30", 4, "2011-12-30T10:00Z", 4, "is the first 4 hours of the 31st"),
  day("Pacific/Apia", "2011-12-30", 5, "2011-12-30T10:00Z", 5, "is the first 5 hours of the 31st"),
  day("Pacific/Apia", "2011-12-30", 6, "2011-12-30T10:00Z", 6, "is the first 6 hours of the 31st"),
];

export const nameOf = (named: NamedDay): string =>
  `${named.zone}, days from ${named.from}: ${named.day} lasts ${named.hours} hours: it ${named.why}`;

/** Whether the arithmetic knows the day, and the product counts it and those around it. */
export async function checkNamedDay(product: Product, named: NamedDay): Promise<string[]> {
  const begins = instantOf(named.begins);
  const history = await historyOf(postgresSource(product.client), named.zone, around(begins));
  const days = daysAround(localDays(history, named.from), begins, reach);
  const found = days[reach];
  const expected = `${named.day} from ${iso(begins)} to ${iso(begins + named.hours * hour)}`;
  const got = found ? `${isoDay(found.day)} from ${iso(found.begins)} to ${iso(found.ends)}` : "no day";
  const { wrong } = await check(product, { history, hour: named.from, days });
  return [...(got === expected ? [] : [`${named.zone}, days from ${named.from}: expected ${expected}, reckoned ${got}`]), ...wrong];
}
