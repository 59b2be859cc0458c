// Adds the API to an Express app.
import "./environment.ts";
import type express from "express";
import type { Server } from "node:http";
import type pg from "pg";
import { postgraphile } from "postgraphile";
import { grafserv } from "postgraphile/grafserv/express/v4";
import type { Config } from "../config.ts";
import { presetOver } from "./preset.ts";

/**
 * Serves `/graphql` and, but for production, GraphiQL at `/graphiql`.
 * @param pool logs in as app_server; it stays the caller's
 * @param config mode: in development some commands are open to everybody
 * @returns what lets go of all that was opened
 */
export async function addGraphQL(
  app: express.Express,
  server: Server,
  pool: pg.Pool,
  { mode, graphql }: Pick<Config, "mode" | "graphql">,
): Promise<{ release(): Promise<void> }> {
  const { rows } = await pool.query<{ version: number }>("select current_setting('server_version_num')::int as version");
  const isSince17 = (rows[0]?.version ?? 0) >= 17_00_00;
  const instance = postgraphile(presetOver(pool, mode, { ...graphql, isSince17 }));
  const serv = instance.createServ(grafserv);
  await serv.addTo(app, server);
  await serv.ready();
  await instance.getSchema(); // the gate needs it before grafserv waits for it
  return {
    release: async () => {
      await instance.release();
    },
  };
}
