// Sends statements by the pg driver, without any server of ours.
import pg from "pg";
import type { Opened, Send } from "./generator.ts";
import type { SqlTask, TpcbTask } from "./tasks.ts";

/** Opens the connections of a task that calls one statement, prepared once on each. */
export async function openSql({ url, connections, statement, values, expected }: SqlTask): Promise<Opened> {
  const query = { name: "call", text: statement, rowMode: "array" as const };
  return openClients(url, connections, (client) => async (index) => {
    const { rows } = await client.query<unknown[]>({ ...query, values: values[index] ?? [] });
    const answer = String(rows[0]?.[0]);
    if (answer !== expected) throw new Error(`${answer} instead of ${expected}`);
  });
}

// pgbench's own transaction, statement for statement.
const tpcb = {
  account: "update pgbench_accounts set abalance = abalance + $1 where aid = $2",
  balance: "select abalance from pgbench_accounts where aid = $1",
  teller: "update pgbench_tellers set tbalance = tbalance + $1 where tid = $2",
  branch: "update pgbench_branches set bbalance = bbalance + $1 where bid = $2",
  history: "insert into pgbench_history (tid, bid, aid, delta, mtime) values ($1, $2, $3, $4, current_timestamp)",
};

/** Opens the connections of a task that plays pgbench's transaction, its statements prepared once on each. */
export async function openTpcb({ url, connections, scale }: TpcbTask): Promise<Opened> {
  return openClients(url, connections, (client) => {
    const run = async (name: keyof typeof tpcb, values: number[]): Promise<void> =>
      void (await client.query({ name, text: tpcb[name], values }));
    return async () => {
      const [aid, bid, tid] = [oneOf(100_000 * scale), oneOf(scale), oneOf(10 * scale)];
      const delta = oneOf(10_001) - 5_001;
      await client.query("begin");
      await run("account", [delta, aid]);
      await run("balance", [aid]);
      await run("teller", [delta, tid]);
      await run("branch", [delta, bid]);
      await run("history", [tid, bid, aid, delta]);
      await client.query("commit");
    };
  });
}

const oneOf = (count: number): number => 1 + Math.floor(Math.random() * count);

const kept = new Map<string, pg.Client[]>();

// Kept from turn to turn, as a server keeps its connections: a session's first calls plan all that they run.
async function openClients(url: string, count: number, senderOf: (client: pg.Client) => Send): Promise<Opened> {
  const key = `${url} ${count}`;
  const clients = kept.get(key) ?? Array.from({ length: count }, () => new pg.Client({ connectionString: url }));
  if (!kept.has(key)) {
    for (const client of clients) client.on("error", () => kept.delete(key)); // the benchmark has hung up
    await Promise.all(clients.map((client) => client.connect()));
    kept.set(key, clients);
  }
  return { connections: clients.map(senderOf), close: () => Promise.resolve() };
}
