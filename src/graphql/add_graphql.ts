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
 * Serves `/graphql` and GraphiQL at `/graphiql`.
 * @param pool logs in as app_server; it stays the caller's
 * @param config mode: in development some commands are open to everybody; isOneRoundTrip: how a statement is sent
 * @returns what lets go of all that was opened
 */
export async function addGraphQL(
  app: express.Express,
  server: Server,
  pool: pg.Pool,
  { mode, isOneRoundTrip }: Pick<Config, "mode" | "isOneRoundTrip">,
): Promise<{ release(): Promise<void> }> {
  const instance = postgraphile(presetOver(pool, mode, isOneRoundTrip));
  const serv = instance.createServ(grafserv);
  await serv.addTo(app, server);
  await serv.ready();
  return {
    release: async () => {
      await instance.release();
    },
  };
}
