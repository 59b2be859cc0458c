// The day that Samoa and Tokelau never had, as they went to the other side of the date line: it cannot be
// checked in, and it does not break a streak.
import { describeStep } from "./product.ts";
import type { Product, Step, Told } from "./product.ts";
import { dayLength, dayOf, instantOf } from "./time.ts";

/** The hour of UTC at which days began there both before and after. */
const hours = { "Pacific/Apia": 10, "Pacific/Fakaofo": 11 };
export type ZoneWithoutTheDay = keyof typeof hours;
export const zonesWithoutTheDay = Object.keys(hours) as ZoneWithoutTheDay[];

const skipped = "2011-12-30";

/** Checks in on the days before and after, tries the one in between whenever it could seem open; what went wrong. */
export async function checkSkippedDay(product: Product, zone: ZoneWithoutTheDay): Promise<string[]> {
  const jump = instantOf(`${skipped}T${hours[zone]}:00Z`);
  const script: [Step, string][] = [
    [{ at: jump - 2 * dayLength }, "2011-12-28 streak 1"],
    [{ at: jump - dayLength }, "2011-12-29 streak 2"],
    [{ at: jump - 1, day: dayOf(skipped) }, "CK001"],
    [{ at: jump, day: dayOf(skipped) }, "CK001"],
    [{ at: jump }, "2011-12-31 streak 3"],
    [{ at: jump + 1, day: dayOf(skipped) }, "CK001"],
    [{ at: jump + dayLength - 1 }, "2011-12-31 streak 3"],
    [{ at: jump + dayLength }, "2012-01-01 streak 4"],
  ];
  const played = await product.play(
    zone,
    0,
    script.map(([step]) => step),
  );
  const marks = JSON.stringify(played.marks);
  const expectedMarks = JSON.stringify({
    "2011-12-28": "check_in",
    "2011-12-29": "check_in",
    [skipped]: "travel",
    "2011-12-31": "check_in",
    "2012-01-01": "check_in",
  });
  return [
    ...script.flatMap(([step, expected], index) => {
      const got = describe(played.told[index]);
      return got === expected ? [] : [`${zone} ${describeStep(step)}: expected ${expected}, got ${got}`];
    }),
    ...(marks === expectedMarks ? [] : [`${zone}: expected ${expectedMarks} on the calendar, got ${marks}`]),
  ];
}

const describe = (told: Told | undefined): string =>
  told?.refused?.slice(0, 5) ?? `${told?.day} streak ${told?.streak}`;
