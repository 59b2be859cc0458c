// Makes the history of many users soon: everybody gets a copy of what one of the models has lived.
import { withClient } from "../../src/db/build.ts";

const atOnce = 2;
const toldFrom = 100_000;

/** Copies the models of history.sql to so many users, on two connections, and builds all indexes. */
export async function copyModels(adminUrl: string, users: number, tell: (line: string) => void): Promise<void> {
  const [tables, indexes] = await withClient(adminUrl, async (admin) => {
    await admin.query(`call bench.begin_load(${users})`);
    const copied = await admin.query<{ name: string }>("select c.relation::text as name from bench.copied as c order by c.place");
    // The largest first, so that the connections end together.
    const built = await admin.query<{ name: string }>(
      "select i.indexrelid::regclass::text as name from bench.indexes as i join bench.copied as c on c.relation = i.indrelid order by c.place",
    );
    return [copied, built].map(({ rows }) => rows.map(({ name }) => name));
  });
  const half = Math.ceil(users / 2);
  const copies = (tables ?? []).flatMap((table) => [`call bench.copy('${table}', 1, ${half})`, `call bench.copy('${table}', ${half + 1}, ${users})`]);
  const told = (what: string, all: number) => (done: number) => users >= toldFrom && tell(`${what}: ${done} of ${all}`);
  await inTurn(adminUrl, copies, told("Halves of tables copied", copies.length));
  await inTurn(adminUrl, (indexes ?? []).map((index) => `reindex index ${index}`), told("Indexes built", indexes?.length ?? 0));
  await withClient(adminUrl, async (admin) => admin.query("call bench.end_load()"));
  await inTurn(adminUrl, (tables ?? []).map((table) => `vacuum (analyze) ${table}`));
  await withClient(adminUrl, async (admin) => {
    await admin.query("vacuum analyze");
    await admin.query("checkpoint"); // so that it does not come while something is measured
  });
}

// Each of a few connections takes the next statement when it is free.
async function inTurn(adminUrl: string, statements: string[], done: (count: number) => unknown = () => undefined): Promise<void> {
  const waiting = [...statements];
  let count = 0;
  const work = async (): Promise<void> =>
    withClient(adminUrl, async (client) => {
      await client.query("set maintenance_work_mem = '1GB'; set max_parallel_maintenance_workers = 0; set synchronous_commit = off");
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await client.query(next);
        done(++count);
      }
    });
  await Promise.all(Array.from({ length: atOnce }, work));
}
