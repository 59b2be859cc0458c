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
  /** All that it has printed so far to stdout. */
  readonly printed: string;
  /** All that it has printed so far to stderr. */
  readonly errors: string;
  readonly pid: number;
  /** Sends the signal and waits until the process is gone. Returns its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface EndedStart {
  readonly code: number | null;
  readonly stderr: string;
}

const whenReady = "\nCtrl-C stops";
const folders: string[] = [];
const children = new Set<ChildProcess>();
const groups: number[] = [];
export const viaNode = [join(projectDir, "node_modules", ".bin", "node"), "src/main.ts"] as const;
/** As people start it: npm runs a shell, which runs the server. */
export const viaNpm = ["npm", "start"] as const;

/** A DATA_DIR of its own. */
export async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "engagement-start-"));
  folders.push(folder);
  return folder;
}

/** Ends all that the tests of this file started. */
export async function cleanUp(): Promise<void> {
  for (const child of children) child.kill("SIGKILL");
  for (const group of groups.splice(0)) killGroup(group);
  for (const folder of folders.splice(0)) {
    const postgres = await startEmbeddedPostgres({ dataDir: folder }).catch(() => undefined);
    await postgres?.stop("evenIfUsed");
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts it and waits until it is ready, or only until it has printed something else. Throws what it said when it ends before. */
export async function startServer(
  env: Record<string, string>,
  command: typeof viaNode | typeof viaNpm = viaNode,
  printed = whenReady,
): Promise<RunningServer> {
  const { child, output } = run(env, command);
  const ended = once(child, "exit");
  if ((await Promise.race([hasPrinted(printed, child, output), ended])) !== true) throw new Error(output.stdout + output.stderr);
  return {
    url: /GraphQL +(http:\S+)\/graphql/.exec(output.stdout)?.[1] ?? "",
    psqlUrl: /psql '(\S+)'/.exec(output.stdout)?.[1],
    get printed() {
      return output.stdout;
    },
    get errors() {
      return output.stderr;
    },
    pid: child.pid ?? 0,
    async end(signal) {
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}

/** Starts it, expecting that it refuses to. Throws when it gets ready. */
export async function startInVain(env: Record<string, string>): Promise<EndedStart> {
  const { child, output } = run(env, viaNode);
  if ((await Promise.race([hasPrinted(whenReady, child, output), once(child, "close")])) === true)
    throw new Error(`it was to refuse:\n${output.stdout}`);
  return { code: child.exitCode, stderr: output.stderr };
}

function run(env: Record<string, string>, [program, ...args]: typeof viaNode | typeof viaNpm) {
  const { PATH = "", HOME = "" } = process.env;
  // A group of its own, so that what npm leaves behind can be ended too.
  const detached = program === "npm";
  const child = spawn(program, args, { cwd: projectDir, env: { PATH, HOME, PORT: "0", ...env }, detached });
  if (detached && child.pid !== undefined) groups.push(child.pid);
  children.add(child);
  child.on("exit", () => children.delete(child));
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (text: Buffer) => (output.stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output.stderr += text.toString()));
  return { child, output };
}

function hasPrinted(text: string, child: ChildProcess, output: { stdout: string }): Promise<true> {
  return new Promise((done) => {
    child.stdout?.on("data", () => output.stdout.includes(text) && done(true));
  });
}

function killGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // all of it has ended, as it should
  }
}
