// Has a user check in on each of some local days, and holds every answer against what the day's own first and last instant say.
import { goesBack } from "./days.ts";
import type { LocalDay } from "./days.ts";
import { changesOf } from "./history.ts";
import type { Change, History } from "./history.ts";
import type { Product, Step, Told } from "./product.ts";
import { iso, isoDay } from "./time.ts";

/** A user of a zone, whose days start at an hour, and the days on which they check in. */
export interface Run {
  history: History;
  hour: number;
  days: LocalDay[];
}

export interface Result {
  days: number;
  repeats: number;
  /** What is wrong with each wrong day, in full. */
  wrong: string[];
}

/** Checks in at the first instant of each day, and again around a change of the clock and at the last instant. */
export async function check(product: Product, run: Run): Promise<Result> {
  const changes = run.days.map((day) => changesIn(day, run.history));
  const instants = run.days.map(({ begins, ends }, index) => [
    begins,
    ...(changes[index] ?? []).flatMap(({ at }) => [at - 1, at]),
    ends - 1,
  ]);
  const steps = instants.flat().map((at): Step => ({ at }));
  const played = await product.play(run.history.zone, run.hour, steps);
  const wrong = new Map<string, string[]>();
  const told = played.told.values();
  for (const [index, day] of run.days.entries()) {
    const first = toldFirst(day, index + 1);
    let sequence: number | undefined;
    for (const at of instants[index] ?? []) {
      const got = told.next().value;
      // Nothing happens when it is repeated: no journal entry is added.
      const expected = sequence === undefined ? first : { ...first, already: true, sequence };
      note(wrong, isoDay(day.day), `at ${iso(at)}`, expected, got);
      sequence ??= got?.sequence ?? 0;
    }
    for (const change of changes[index] ?? [])
      if (goesBack(change, run.hour)) add(wrong, isoDay(day.day), `at ${iso(change.at)} it is an earlier day again`);
  }
  const marks = marksOf(run.days);
  for (const day of new Set([...Object.keys(marks), ...Object.keys(played.marks)]))
    note(wrong, day, "on the calendar", { mark: marks[day] ?? null }, { mark: played.marks[day] ?? null });
  return {
    days: run.days.length,
    repeats: steps.length - run.days.length,
    wrong: [...wrong].map(([day, lines]) => `${run.history.zone}, days from ${run.hour}, ${day}: ${lines.join("; ")}`),
  };
}

const changesIn = ({ begins, ends }: LocalDay, history: History): Change[] =>
  changesOf(history).filter(({ at }) => begins < at && at < ends);

const toldFirst = ({ day, begins, ends }: LocalDay, count: number): Partial<Told> => ({
  day: isoDay(day),
  mark: "check_in",
  at: iso(begins),
  already: false,
  today: isoDay(day),
  ends: iso(ends),
  streak: count,
  checkIns: count,
});

/** A day that nobody lives through, as the clock jumps over it, is bridged. */
function marksOf(days: LocalDay[]): { [day: string]: string } {
  const [first = 0, last = -1] = [days[0]?.day, days.at(-1)?.day];
  const lived = new Set(days.map(({ day }) => day));
  return Object.fromEntries(
    Array.from({ length: last - first + 1 }, (_, n) => first + n).map((day) => [
      isoDay(day),
      lived.has(day) ? "check_in" : "travel",
    ]),
  );
}

function note(
  wrong: Map<string, string[]>,
  day: string,
  where: string,
  expected: Partial<Told>,
  got: Partial<Told> | undefined,
): void {
  if (got?.refused !== undefined) {
    add(wrong, day, `${where} refused: ${got.refused}`);
    return;
  }
  const names = (Object.keys(expected) as (keyof Told)[]).filter((name) => expected[name] !== got?.[name]);
  const only = (told: Partial<Told> | undefined): string => names.map((name) => `${name} ${told?.[name]}`).join(" ");
  if (names.length > 0) add(wrong, day, `${where} expected ${only(expected)}, got ${only(got)}`);
}

function add(wrong: Map<string, string[]>, day: string, line: string): void {
  wrong.set(day, [...(wrong.get(day) ?? []), line]);
}
