// `npm run what-if -- proposal.json`: what a proposal would have changed for everybody, had it been in force since an instant. Writes nothing.
import { parseArgs } from "node:util";
import type pg from "pg";
import { errorCode, errorMessage, runCommand, UserError } from "../user_error.ts";
import { ask, inBatches, usersOf, withConnection } from "./batches.ts";
import { withReadDatabase } from "./database.ts";
import { readable, startProgress } from "./progress.ts";
import { type Proposal, proposalTypes, readProposal } from "./proposal.ts";

const usage = "npm run what-if -- proposal.json, or with --json for the whole answer";

/** As app_public.what_if. */
interface WhatIf {
  since: string;
  users: number;
  users_affected: number;
  commands_refused: number;
  changes: { title: string; before: number; after: number; users_gaining: number; users_losing: number; distribution: Record<(typeof spread)[number], number> }[];
  rewards: { reward_id: string; unlocks_before: number; unlocks_after: number; claims_before: number; claims_after: number }[];
  most_affected: { user_id: string; commands_refused: number; changes: { metric: string; before: number; after: number }[] }[];
}

const spread = ["minimum", "p10", "p25", "median", "p75", "p90", "maximum"] as const;
const proposed = "$1::timestamptz, jsonb_populate_record(null::app_public.rule_parameters, $2), array(select r from jsonb_populate_recordset(null::app_public.reward, $3) as r)";

await runCommand(async () => {
  const { file, json } = asked();
  await withReadDatabase(async ({ url, place, signal }) => {
    const proposal = await withConnection(url, async (client) => checkedProposal(client, file));
    console.error(`Folding the history since ${proposal.since} of ${proposal.oneIn === 1 ? "every user" : `one user in ${proposal.oneIn}`} in ${place}`);
    const whatIf = await play(url, proposal, signal);
    if (json) console.log(JSON.stringify(whatIf, null, 2));
    else show(whatIf);
  });
});

function asked(): { file: string; json: boolean } {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean", default: false } } });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UserError("Say which proposal.");
    return { file, json: values.json };
  } catch (error) {
    throw new UserError(`${errorMessage(error)} Use: ${usage}`);
  }
}

async function checkedProposal(client: pg.Client, file: string): Promise<Proposal> {
  const rows = await ask<{ type: string; attributes: string[] }>(
    client,
    `select c.relname::text as type, array_agg(a.attname::text) as attributes
     from pg_class as c join pg_attribute as a on a.attrelid = c.oid
     where c.relnamespace = 'app_public'::regnamespace and c.relname = any ($1) group by c.relname`,
    [proposalTypes],
    "The proposal cannot be read",
  );
  const proposal = readProposal(file, (type) => rows.find((row) => row.type === type)?.attributes ?? []);
  try {
    await client.query(
      `select app_private.require_proposal(p.since, p.parameters, p.rewards, $4),
         app_private.proposed_catalogue(p.rewards, app_private.proposed_versions(p.since, p.parameters))
       from (select ${proposed}) as p(since, parameters, rewards)`,
      [...valuesOf(proposal), proposal.oneIn],
    );
  } catch (error) {
    // Ours say what is wrong and what to do; so do PostgreSQL's about a value that is not of its type.
    const hint = (error as { hint?: string }).hint;
    if (/^[A-Z]{2}\d{3}$|^22/.test(errorCode(error) ?? "")) throw new UserError([errorMessage(error), hint].filter(Boolean).join(" "));
    throw error;
  }
  return proposal;
}

async function play(url: string, proposal: Proposal, signal: AbortSignal): Promise<WhatIf> {
  const parts: unknown[] = [];
  let [users, all] = [0, 0];
  const began = performance.now();
  const rate = () => `${readable(Math.round(users / ((performance.now() - began) / 1000)))} users/s`;
  const progress = startProgress(() => `${readable(users)} of ${readable(all)} users, ${rate()}`);
  try {
    return await withConnection(url, async (guide) => {
      const failed = (whom: string) => `The what-if of ${whom} failed`;
      const [sample] = await ask<{ last: string }>(guide, "select app_rules.last_user_of_sample($1) as last", [proposal.oneIn], failed("a sample"));
      const onUsers = (done: number, ofAll: number) => void ([users, all] = [done, ofAll]);
      await inBatches(
        { url, signal, onUsers },
        async (client, batch) => {
          const rows = await ask<{ part: unknown }>(client, `select app_private.what_if_part(${proposed}, $4, $5) as part`,
            [...valuesOf(proposal), batch.first, batch.last], failed(usersOf(batch)));
          parts.push(...rows.map((row) => row.part));
        },
        sample?.last ?? null,
      );
      const [row] = await ask<{ whole: WhatIf }>(
        guide,
        "select to_jsonb(app_private.what_if_whole($1, array(select p from jsonb_array_elements($2) as p))) as whole",
        [proposal.since, JSON.stringify(parts)],
        failed("everybody"),
      );
      if (!row) throw new UserError("The what-if has no answer.");
      const tests = users - row.whole.users;
      progress.end(`${readable(users)} users in ${((performance.now() - began) / 1000).toFixed(1)} s, ${rate()}${tests > 0 ? `; ${readable(tests)} of them test users, who do not count` : ""}`);
      return row.whole;
    });
  } finally {
    progress.stop();
  }
}

function valuesOf({ since, parameters, rewards }: Proposal): string[] {
  return [since, JSON.stringify(parameters), JSON.stringify(rewards)];
}

function show({ users, users_affected: affected, commands_refused: refused, changes, rewards, most_affected: most }: WhatIf): void {
  console.log(`${readable(affected)} of ${readable(users)} users would have something else now; ${readable(refused)} of their commands would have been refused.`);
  console.log("\nAll users together, and how the change is spread over them:");
  console.table(Object.fromEntries(changes.map(({ title, before, after, users_gaining: gaining, users_losing: losing, distribution }) =>
    [title, { before, after, change: after - before, gaining, losing, ...Object.fromEntries(spread.map((name) => [name, distribution[name]])) }])));
  console.log("\nRewards:");
  console.table(Object.fromEntries(rewards.map((reward) =>
    [reward.reward_id, { unlocks: `${reward.unlocks_before} → ${reward.unlocks_after}`, claims: `${reward.claims_before} → ${reward.claims_after}` }])));
  if (most.length === 0) return;
  console.log("\nMost affected:");
  console.table(Object.fromEntries(most.map(({ user_id: id, commands_refused: ofTheirs, changes: theirs }) =>
    [id, { ...Object.fromEntries(theirs.map(({ metric, before, after }) => [metric, `${before} → ${after}`])), refused: ofTheirs }])));
}
