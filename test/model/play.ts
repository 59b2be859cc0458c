// Plays a run on the model and on the product, side by side, until they differ.
import type pg from "pg";
import { callsOf } from "./calls.ts";
import { describeCall, describeSetUp } from "./commands.ts";
import type { Run } from "./commands.ts";
import { differences } from "./json.ts";
import { answerAndLook } from "./model.ts";
import { Rules, version1 } from "./parameters.ts";
import { begin, make, operate } from "./product.ts";
import { startingRewards } from "./seeds.ts";
import { World } from "./world.ts";

/** Where a run went apart: what was done, and what the two say. */
export interface Divergence {
  done: string[];
  differences: string[];
}

export async function play(client: pg.ClientBase, run: Run): Promise<Divergence | null> {
  const done = describeSetUp(run);
  // A run is data, and may be played again: nothing of it is changed.
  const { start, versions, rewards: generated, tokenZones } = structuredClone(run);
  const world = new World(start, new Rules([version1, ...versions]), [...startingRewards(), ...generated], tokenZones);
  try {
    await begin(client, run);
    for (const command of run.commands) {
      if ((command.kind === "enable" || command.kind === "add stock") && world.rewards.has(command.reward)) {
        done.push(`operator: ${JSON.stringify(command)}`);
        await operate(client, command);
        if (command.kind === "enable") world.setEnabled(command.reward, command.enabled);
        else world.addStock(command.reward, command.amount);
      }
      for (const call of callsOf(world, command)) {
        done.push(describeCall(call));
        const afterEntry = world.users.get(call.user)?.sequenceNumber ?? 0;
        const model = answerAndLook(world, call, afterEntry);
        const sql = await make(client, call, run.tokenZones[call.user] ?? null, afterEntry);
        const found = differences(model, sql);
        if (found.length > 0) return { done, differences: found };
      }
    }
    return null;
  } finally {
    await client.query("rollback");
  }
}
