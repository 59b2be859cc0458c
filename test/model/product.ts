// The product's side of a run: its functions, called as a user in a transaction that is rolled back in the end.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { createTestDatabase } from "../support/database.ts";
import type { OperatorCall, Run, UserCall } from "./commands.ts";
import { normalised } from "./json.ts";
import type { Json } from "./json.ts";
import { iso } from "./time.ts";
import type { Reward } from "./reward.ts";

export interface Product {
  /** An administrator's connection to a database of its own. */
  client: pg.Client;
  /** Drops the database. */
  close: () => Promise<void>;
}

export async function openProduct(): Promise<Product> {
  const database = await createTestDatabase();
  const client = new pg.Client(database.adminUrl);
  await client.connect();
  await client.query(readFileSync(join(import.meta.dirname, "product.sql"), "utf8"));
  // Thousands of small calls: no compilation, and plans that are made once, which one search_path for all lets be.
  await client.query(`
    set timezone = 'UTC'; set search_path = pg_catalog, pg_temp; set jit = off; set plan_cache_mode = force_generic_plan`);
  return {
    client,
    close: async () => {
      await client.end();
      await database.drop();
    },
  };
}

/** Begins a transaction, with the rules and rewards of a run in it. */
export async function begin(client: pg.ClientBase, run: Run): Promise<void> {
  await client.query("begin");
  for (const { effectiveFrom, id: _, ...parameters } of run.versions)
    await client.query("select test.add_rule_version($1, $2)", [iso(effectiveFrom), parameters]);
  for (const { id, pricePoints, gives, onSale } of run.items)
    await client.query(insertItem, [id, pricePoints, gives, onSale]);
  for (const reward of run.rewards) {
    await client.query("select test.add_reward($1, $2)", [rewardRow(reward), Object.fromEntries(reward.conditions)]);
    if (reward.stock !== null) await client.query("select test.add_stock($1, $2)", [reward.id, reward.stock]);
  }
}

const insertItem = `
  insert into app_private.items (id, title, description, price_points, gives, on_sale)
  values ($1, 'An item', '', $2, test.effects($3), $4)`;

const rewardRow = ({ id, title, gives, repeats, startsAt, endsAt, ...reward }: Reward): Json => ({
  id,
  title,
  repeats,
  gives_points: gives.points,
  gives_energy: gives.energy,
  gives_xp: gives.xp,
  gives_freezes: gives.freezes,
  gives_items: gives.items,
  gives_fills_energy: gives.fills_energy ?? false,
  starts_at: startsAt === null ? null : iso(startsAt),
  ends_at: endsAt === null ? null : iso(endsAt),
  claim_within_hours: reward.claimWithinHours,
  auto_claim: reward.autoClaim,
  priority: reward.priority,
  enabled: reward.enabled,
});

/** Makes a call; its answer or the code of its refusal, and all that the user can see after it. */
export async function make(
  client: pg.ClientBase,
  call: UserCall,
  tokenZone: string | null,
  afterEntry: number,
): Promise<{ [key: string]: Json }> {
  const { rows } = await client.query<{ seen: { [key: string]: Json } }>({
    name: "step",
    text: "select model.step($1, $2, $3, $4, $5, $6) as seen",
    values: [iso(call.at), call.user, tokenZone, afterEntry, call.name, call.arguments],
  });
  return normalised(rows[0]?.seen ?? {}) as { [key: string]: Json };
}

/** Makes an operator's call; its answer or the code of its refusal. */
export async function operate(client: pg.ClientBase, call: OperatorCall): Promise<{ [key: string]: Json }> {
  const { rows } = await client.query<{ outcome: { [key: string]: Json } }>({
    name: "operate",
    text: "select model.operate($1, $2, $3) as outcome",
    values: [iso(call.at), call.name, call.arguments],
  });
  return normalised(rows[0]?.outcome ?? {}) as { [key: string]: Json };
}
