// Plays a run on the model and on the product, side by side, until they differ.
import type pg from "pg";
import { callsOf } from "./calls.ts";
import { describeCall, describeSetUp } from "./commands.ts";
import type { Call, Run } from "./commands.ts";
import { requireRunsAsMarked } from "./invariants.ts";
import { differences } from "./json.ts";
import { look, outcomeOf, worldOf } from "./model.ts";
import { begin, make, operate } from "./product.ts";
import type { World } from "./world.ts";

/** Where a run went apart: what was done, and what the two say. */
export interface Divergence {
  done: string[];
  differences: string[];
}

export async function play(client: pg.ClientBase, run: Run): Promise<Divergence | null> {
  const done = describeSetUp(run);
  const world = worldOf(run);
  const seen: Seen = new Map();
  try {
    await begin(client, run);
    for (const command of run.commands) {
      for (const call of callsOf(world, command)) {
        done.push(describeCall(call));
        const found = await compare(client, world, call, seen);
        if (found.length > 0) return { done, differences: found };
        requireRunsAsMarked(world);
      }
    }
    return null;
  } finally {
    await client.query("rollback");
  }
}

/** How many entries of each user's journal have been compared: an operator may have made others since. */
type Seen = Map<string, number>;

async function compare(client: pg.ClientBase, world: World, call: Call, seen: Seen): Promise<string[]> {
  if (call.user === null) return differences(outcomeOf(world, call), await operate(client, call));
  const afterEntry = seen.get(call.user) ?? 0;
  const model = { ...outcomeOf(world, call), ...look(world, call.user, afterEntry) };
  seen.set(call.user, world.record(call.user).stored);
  return differences(model, await make(client, call, world.tokenZones[call.user] ?? null, afterEntry));
}
