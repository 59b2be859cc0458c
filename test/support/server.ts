/** Starts the server as operators do, in a process of its own, and talks to it as clients do. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Config } from "../../src/config.ts";
import { issueToken } from "../../src/identity/own_issuer.ts";
import type { TestDatabase } from "./database.ts";
import { testSecret } from "./template.ts";

export interface GraphqlError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string };
}

export interface GraphqlAnswer<Data> {
  status: number;
  data?: Data | null;
  errors?: GraphqlError[];
}

export type Caller = string | null | { operator: string };

export interface TestServer {
  url: string;
  /** Sends a document as a user, as nobody when it is null, or as an operator. */
  send<Data>(caller: Caller, query: string, variables?: Record<string, unknown>): Promise<GraphqlAnswer<Data>>;
  /** What the process has printed so far, both streams. */
  output(): string;
  pid: number;
  /** Once the process has ended. */
  exitCode: Promise<number | null>;
  stop(): Promise<void>;
}

const checkout = join(import.meta.dirname, "../..");

/** Starts `src/main.ts` over a test database, on any free port; as a test runs it, or in another mode, or with other settings. */
export async function startServer(
  database: Pick<TestDatabase, "adminUrl">,
  mode: Config["mode"] = "test",
  settings: Record<string, string> = {},
): Promise<TestServer> {
  const child = spawn(process.execPath, [join(checkout, "src/main.ts")], {
    cwd: checkout,
    env: {
      ...process.env,
      NODE_ENV: mode,
      NODE_OPTIONS: "",
      DATABASE_URL: database.adminUrl,
      PORT: "0",
      TOKEN_SECRET: testSecret,
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const exitCode = new Promise<number | null>((resolve) => child.once("close", resolve));
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const [, found] = /GraphQL\s+(http:\S+)/.exec(printed) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", () => reject(new Error(`the server did not start:\n${printed}`)));
  });
  return {
    url,
    output: () => printed,
    pid: child.pid ?? 0,
    exitCode,
    async send(caller, query, variables) {
      const token = caller === null ? undefined : await tokenOf(caller);
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      });
      const answer = (await response.json()) as { errors?: GraphqlError[] };
      for (const error of answer.errors ?? []) error.extensions = withoutRequestId(error.extensions ?? {}, response);
      return { status: response.status, ...answer };
    },
    async stop() {
      if (child.exitCode !== null) return;
      const exited = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** An error's extensions without the one that differs each time, once it is known to be that of the answer. */
export function withoutRequestId<Extensions extends object>(extensions: Extensions, { headers }: Response): Omit<Extensions, "requestId"> {
  const { requestId, ...others } = extensions as Extensions & { requestId?: unknown };
  if (requestId !== headers.get("x-request-id")) throw new Error(`the error is of request ${String(requestId)}`);
  return others;
}

const tokens = new Map<string, Promise<string>>();

function tokenOf(caller: string | { operator: string }): Promise<string> {
  const isOperator = typeof caller !== "string";
  const subject = isOperator ? caller.operator : caller;
  const key = `${isOperator} ${subject}`;
  const token = tokens.get(key) ?? issueToken(testSecret, subject, { isOperator });
  tokens.set(key, token);
  return token;
}
