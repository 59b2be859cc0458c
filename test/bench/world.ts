// A database of users with a history, and the server over it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { projectDir } from "../../src/config.ts";
import { prepareDatabase } from "../../src/database.ts";
import { withDatabase } from "../../src/database/connect.ts";
import { letGo, runCurrent } from "../../src/db/build.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";
import { testSecret } from "../support/template.ts";
import { copyModels } from "./copies.ts";

export interface World {
  /** The database's. */
  name: string;
  users: number;
  /** A superuser's. */
  adminUrl: string;
  pool: pg.Pool;
  server: TestServer;
  /** Moves the clock to noon of the day after; what is under way must have ended. */
  nextDay: () => Promise<void>;
  close: () => Promise<void>;
}

export const firstDay = Date.UTC(2026, 2, 1, 12);
const dayMs = 86_400_000;
// What the benchmark asks of the server is not what it limits.
export const serverSettings = { RATE_LIMIT_PER_USER: "0", RATE_LIMIT_PER_ADDRESS: "0" };

/** Makes users who have lived for some days, proves a sample of them, and starts the server as operators do. */
export async function makeWorld(
  postgresUrl: string,
  { users, days, sample, name = "bench_users" }: { users: number; days: number; sample: number; name?: string },
  tell: (line: string) => void,
): Promise<World> {
  const adminUrl = withDatabase(postgresUrl, name);
  await prepareDatabase(adminUrl, testSecret);
  await runCurrent(projectDir, postgresUrl, name);
  await letGo();
  const pool = new pg.Pool({ connectionString: adminUrl, max: 2, options: "-c search_path=pg_catalog,pg_temp" });
  pool.on("error", () => undefined); // the benchmark hangs up on everybody to have their figures
  let day = 0;
  const nextDay = async (): Promise<void> =>
    void (await pool.query(`call bench.set_clock('${new Date(firstDay + dayMs * day++).toISOString()}')`));

  await pool.query(readFileSync(join(import.meta.dirname, "history.sql"), "utf8"));
  for (let lived = 1; lived <= days; lived++) {
    await nextDay();
    await pool.query(`call bench.live(${lived})`);
  }
  await copyModels(adminUrl, users, tell);
  tell(`${users.toLocaleString("en")} users with ${days} days each`);
  await prove(pool, users, sample);
  tell(`${sample} of them proven: what is stored is what the rules make of their journals`);
  await nextDay();
  const server = await startServer({ adminUrl }, "production", serverSettings);
  return {
    name,
    users,
    adminUrl,
    pool,
    server,
    nextDay,
    close: async () => {
      await server.stop();
      await pool.end();
    },
  };
}

async function prove(pool: pg.Pool, users: number, sample: number): Promise<void> {
  const { rows } = await pool.query<{ difference: string }>(
    `select d.difference from bench.users as u, app_private.replay(u.user_id) as d
     where u.k % greatest($1::int / $2::int, 1) = 0 limit 3`,
    [users, sample],
  );
  if (rows.length > 0) throw new Error(`The users are not right: ${rows.map((row) => row.difference).join(" / ")}`);
}
