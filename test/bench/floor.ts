// The floor: the same SQL functions called by Express and pg in one round trip, with nothing between. In a process of its own.
import express from "express";
import pg from "pg";
import { withOptions } from "../../src/database/connect.ts";
import { sessionOptions } from "../../src/database/pool.ts";
import { poolSize } from "../../src/database/pool_size.ts";
import { serverUrl } from "../../src/database/server_role.ts";
import type { Identity } from "../../src/identity/identity.ts";
import { ownIssuer } from "../../src/identity/own_issuer.ts";
import { createVerifier } from "../../src/identity/verifier.ts";
import { errorMessage } from "../../src/user_error.ts";
import { testSecret } from "../support/template.ts";

const settings = `select set_config('role', 'app_user', true), set_config('app.issuer', $1, true), set_config('app.subject', $2, true),
  set_config('app.zone', '', true), set_config('app.development', '', true), set_config('timezone', 'UTC', true), set_config('statement_timeout', '10000', true)`;
const calls: Record<string, string> = {
  "check-in": "select to_json(c)::text from app_public.check_in() as c",
  claim: "select to_json(c)::text from app_public.claim_reward($1) as c",
  spend: "select to_json(c)::text from app_public.spend_energy($1, $2, 'A lesson') as c",
  home: `select json_build_object('state', m.state,
      'rewards', (select json_agg(r) from app_public.me_rewards(m) as r),
      'calendar', (select json_agg(d) from app_public.me_calendar(m) as d),
      'journal', (select json_agg(e) from (select e.occurred_at, e.kind, e.points_delta from app_public.me_journal(m) as e limit 5) as e))::text
    from app_public.me() as m`,
};

const verifyToken = createVerifier([await ownIssuer(testSecret)]);
// As many sessions as the server has, and such as it has: what differs is what stands between.
const pool = new pg.Pool({
  connectionString: withOptions(serverUrl(process.argv[2] ?? "", testSecret), sessionOptions),
  max: poolSize({ asked: undefined, processes: 1, available: Infinity }),
  idleTimeoutMillis: 30_000,
  pipeline: true,
});
pool.on("error", () => undefined); // the benchmark hangs up on everybody to have their figures

// One round trip: all four are on their way before the first is answered.
async function call(name: string, { issuer, subject }: Identity, values: unknown[]): Promise<string> {
  const client = await pool.connect();
  const answers = [
    client.query("begin"),
    client.query({ name: "settings", text: settings, values: [issuer, subject] }),
    client.query<[string]>({ name, text: calls[name] ?? "", values, rowMode: "array" }),
    client.query("commit"),
  ] as const;
  await Promise.allSettled(answers);
  client.release();
  return (await answers[2]).rows[0]?.[0] ?? "";
}

const app = express().disable("x-powered-by").set("etag", false);
app.use(express.json());
const answer = async (request: express.Request<{ name: string }>, response: express.Response): Promise<void> => {
  const identity = await verifyToken(request.get("authorization")?.slice("Bearer ".length) ?? "");
  const { name } = request.params;
  const values = (request.body as { values?: unknown[] }).values ?? [];
  if (!identity) response.status(401).end();
  else if (name === "seen") response.end("seen");
  else {
    const json = await call(name, identity, values).catch((error: unknown) => error);
    if (typeof json === "string") response.type("json").send(json);
    else response.status(500).end(errorMessage(json));
  }
};
app.post("/:name", (request, response) => void answer(request, response));
const server = app.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") process.send?.(`http://127.0.0.1:${address?.port}`);
});
process.on("disconnect", () => process.exit());
process.on("SIGINT", () => undefined); // Ctrl-C reaches all processes; whoever started this one ends it
