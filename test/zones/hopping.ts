// Somebody who goes from one end of the world to the other and back, and tries to check in wherever there seems to be a day.
import fc from "fast-check";
import { describeStep } from "./product.ts";
import type { Played, Product, Step } from "./product.ts";
import { dayLength, dayStarts, hour, instantOf, isoDay } from "./time.ts";
import type { Day, Instant } from "./time.ts";

const minute = hour / 60;
const west = "Etc/GMT+12";
const east = ["Pacific/Kiritimati", "Etc/GMT-14"];
const zones = [west, ...east];

export const daysOfHopping = 40;
const since = instantOf("2026-03-01T00:00:00Z");
const until = since + daysOfHopping * dayLength;

/** Enough to fill the days. */
const randomHopsMax = 5000;

/** A way to hop, and how far west of UTC a date can be the user's own. */
export interface Hops {
  steps: Step[];
  westernmost: number;
}

/** Every hour, and every minute that close to the midnights of both ends, with a check-in after each. */
export function regularHops(minutesAround: number): Hops {
  const midnights = [10 * hour, 12 * hour];
  const isNear = (at: Instant): boolean =>
    midnights.some((midnight) => Math.abs((at % dayLength) - midnight) <= minutesAround * minute);
  const steps: Step[] = [];
  for (let at = since; at < until; at += minute) {
    if (at % hour !== 0 && !isNear(at)) continue;
    const last = steps.at(-2)?.zone;
    steps.push({ at, zone: last === west ? (east[steps.length % east.length] ?? west) : west }, { at });
  }
  return { steps, westernmost: -12 * hour };
}

/** At random, with changes of the day start, and with tries for yesterday, tomorrow and any other near day. */
export function randomHops(seed: number): Hops {
  const anyHop = fc.record({
    wait: fc.oneof(fc.integer({ min: 0, max: 2 * 60 }), fc.constant(0)),
    settings: fc.record({ zone: fc.constantFrom(...zones), hour: fc.constantFrom(...dayStarts) }, { requiredKeys: [] }),
    tries: fc.array(fc.option(fc.integer({ min: -3, max: 2 })), { minLength: 1, maxLength: 3 }),
  });
  const steps: Step[] = [];
  let at = since;
  for (const { wait, settings, tries } of fc.sample(fc.noBias(anyHop), { seed, numRuns: randomHopsMax })) {
    at += wait * minute;
    if (at >= until) break;
    const dateHere = Math.floor(at / dayLength);
    if (Object.keys(settings).length > 0) steps.push({ at, ...settings });
    for (const days of tries) steps.push(days === null ? { at } : { at, day: dateHere + days });
  }
  // Days may start 6 hours after midnight, and wait for a late check-in for 2 hours after their end.
  return { steps, westernmost: -20 * hour };
}

export interface Hopped {
  checkIns: number;
  /** So many calendar dates there were in that time, from one end of the world to the other. */
  dates: number;
  wrong: string[];
}

export async function hop(product: Product, { steps, westernmost }: Hops): Promise<Hopped> {
  const played = await product.play(west, 0, steps);
  const range = (at: Instant): [Day, Day] => [
    Math.floor((at + westernmost) / dayLength),
    Math.floor((at + 14 * hour) / dayLength),
  ];
  const [first] = range(steps[0]?.at ?? 0);
  const [, last] = range(steps.at(-1)?.at ?? 0);
  const dates = last - first + 1;
  const gained = new Set<string>();
  const wrong: string[] = [];
  for (const [index, step] of steps.entries()) {
    const told = played.told[index];
    const where = describeStep(step);
    if (told?.refused !== undefined && !(step.day !== undefined && told.refused.startsWith("CK001")))
      wrong.push(`${where} refused: ${told.refused}`);
    if (told?.already !== false || told.day === null) continue;
    const [earliest, latest] = range(step.at).map(isoDay) as [string, string];
    if (told.day < earliest || told.day > latest)
      wrong.push(`${where} gained ${told.day}, which it was nowhere: expected ${earliest} to ${latest}`);
    if (gained.has(told.day)) wrong.push(`${where} gained ${told.day} a second time`);
    gained.add(told.day);
  }
  return { checkIns: gained.size, dates, wrong: [...wrong, ...wrongCounts(played, gained, dates)] };
}

function wrongCounts({ told, marks }: Played, gained: Set<string>, dates: number): string[] {
  const counted = Object.values(marks).filter((mark) => mark === "check_in" || mark === "late").length;
  const checkIns = told.findLast(({ refused }) => refused === undefined)?.checkIns;
  return [
    ...(gained.size > dates ? [`${gained.size} check-ins on ${dates} dates`] : []),
    // Somebody who tries all the time gets nearly all; fewer would show nothing.
    ...(gained.size < daysOfHopping - 1 ? [`only ${gained.size} check-ins in ${daysOfHopping} days`] : []),
    ...(counted === gained.size && checkIns === counted
      ? []
      : [`${gained.size} check-ins gained, ${counted} on the calendar, ${checkIns} counted`]),
  ];
}
