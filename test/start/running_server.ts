// Runs the real `npm start` in a process of its own, for tests that kill it.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectDir } from "../../src/config.ts";
import { startEmbeddedPostgres } from "../../src/embedded_postgres.ts";

export interface RunningServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** The connection string that it printed for psql. */
  readonly psqlUrl: string | undefined;
  readonly printed: string;
  /** Sends the signal and waits until the process is gone. Returns its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface EndedStart {
  readonly code: number | null;
  readonly stderr: string;
}

const folders: string[] = [];
const children = new Set<ChildProcess>();

/** A DATA_DIR of its own. */
export async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "engagement-start-"));
  folders.push(folder);
  return folder;
}

/** Ends all that the tests of this file started. */
export async function cleanUp(): Promise<void> {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) {
    const postgres = await startEmbeddedPostgres({ dataDir: folder }).catch(() => undefined);
    await postgres?.stop("evenIfUsed");
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts it and waits until it is ready. Throws what it said when it ends before. */
export async function startServer(env: Record<string, string>): Promise<RunningServer> {
  const { child, output } = run(env);
  const ended = once(child, "exit");
  const isReady = new Promise<true>((ready) => {
    child.stdout?.on("data", () => /\nCtrl-C stops/.test(output.stdout) && ready(true));
  });
  if ((await Promise.race([isReady, ended])) !== true) throw new Error(output.stdout + output.stderr);
  return {
    url: /GraphQL +(http:\S+)\/graphql/.exec(output.stdout)?.[1] ?? "",
    psqlUrl: /psql '(\S+)'/.exec(output.stdout)?.[1],
    printed: output.stdout,
    async end(signal) {
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}

/** Starts it, expecting that it refuses to. */
export async function startInVain(env: Record<string, string>): Promise<EndedStart> {
  const { child, output } = run(env);
  await once(child, "close");
  return { code: child.exitCode, stderr: output.stderr };
}

function run(env: Record<string, string>) {
  const node = join(projectDir, "node_modules", ".bin", "node");
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(node, ["src/main.ts"], { cwd: projectDir, env: { PATH, HOME, PORT: "0", ...env } });
  children.add(child);
  child.on("exit", () => children.delete(child));
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (text: Buffer) => (output.stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output.stderr += text.toString()));
  return { child, output };
}
