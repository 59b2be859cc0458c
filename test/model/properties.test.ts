// What the model itself must be, whatever the product does: an amnesty takes nothing, and is one however often declared.
import fc from "fast-check";
import { aRun } from "./arbitrary.ts";
import { callsOf } from "./calls.ts";
import type { Call } from "./commands.ts";
import { requireRunsAsMarked } from "./invariants.ts";
import type { Json } from "./json.ts";
import { look, outcomeOf, worldOf } from "./model.ts";
import type { World } from "./world.ts";

const seed = process.env["CI"] ? 1 : Math.floor(Math.random() * 2 ** 31);

/** Plays runs on the model alone, and lets somebody look at the world around each call. */
function playAlone(around: (world: World, call: Call, make: () => void) => void): void {
  const property = fc.property(aRun(50), (run) => {
    const world = worldOf(run);
    for (const command of run.commands)
      for (const call of callsOf(world, command)) around(world, call, () => outcomeOf(world, call));
  });
  fc.assert(property, { seed, numRuns: 60, endOnFailure: true });
}

/** Every user's current and longest streak, freezes and points. */
const holdings = (world: World): number[][] =>
  [...world.users.keys()].map((subject) => {
    const { run, longest, freezes, points } = world.read(subject);
    return [run?.length ?? 0, longest, freezes.length, points];
  });

const everything = (world: World): Json => [...world.users.keys()].map((subject) => look(world, subject, 0));

test("an amnesty lowers nobody's streak, longest streak, freezes or points", () => {
  let raised = 0;
  playAlone((world, call, make) => {
    if (call.name !== "declare_amnesty") return make();
    const before = holdings(world).flat();
    make();
    const after = holdings(world).flat();
    expect(after.filter((count, index) => count < (before[index] ?? 0))).toEqual([]);
    if (after.some((count, index) => count > (before[index] ?? 0))) raised++;
  });
  expect(raised).toBeGreaterThan(0);
});

test("an amnesty that is declared again changes nothing", () => {
  playAlone((world, call, make) => {
    make();
    if (call.name !== "declare_amnesty") return;
    const once = everything(world);
    make();
    expect(everything(world)).toEqual(once);
  });
});

test("a live run is as long as the counting days of its block of marked days", () => {
  playAlone((world, _call, make) => {
    make();
    requireRunsAsMarked(world);
  });
});
