// Makes a PostgreSQL data folder, starts and stops its server, and judges whether one that seems to run does.
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, link, open, readFile, rename, rm, stat } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { errorCode, errorMessage, UserError } from "../user_error.ts";
import { writeFileFor, type Home } from "./account.ts";

export interface Cluster {
  readonly home: Home;
  /** The folder of `initdb` and `pg_ctl`. */
  readonly bin: string;
  /** PGDATA. */
  readonly data: string;
}

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

export type Settings = Readonly<Record<string, string>>;

export const superuser = "postgres";
const settingsFile = "embedded.conf";
const startSecondsMax = 60;

/** The superuser's password, which lives and dies with the data. */
export async function readPassword(data: string): Promise<string> {
  return (await readFile(join(data, "superuser-password"), "utf8")).trim();
}

/**
 * Makes the data folder unless it is there, in a draft that is renamed: a killed `initdb` leaves no half of one.
 * @returns whether this call made it
 */
export async function makeClusterOnce({ home, bin, data }: Cluster, settings: Settings): Promise<boolean> {
  if (existsSync(data)) return false;
  const draft = `${data}.${process.pid}.${randomBytes(4).toString("hex")}`;
  const password = `${draft}.password`;
  await writeFileFor(home, password, `${randomBytes(18).toString("base64url")}\n`);
  // The built-in locale sorts the same on every platform and after every upgrade of the system.
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const login = [`--username=${superuser}`, "--auth=scram-sha-256", `--pwfile=${password}`];
  const sync = settings.fsync === "off" ? ["--no-sync"] : [];
  const { code, output } = await run(home, join(bin, "initdb"), [
    `--pgdata=${draft}`,
    ...login,
    ...locale,
    ...sync,
    "--no-instructions",
  ]);
  if (code !== 0) {
    await Promise.all([rm(draft, { recursive: true, force: true }), rm(password, { force: true })]);
    throw new UserError(`PostgreSQL cannot make its data folder in ${home.path}: ${lastLines(output)}`);
  }
  await rename(password, join(draft, "superuser-password"));
  await appendFile(
    join(draft, "postgresql.conf"),
    `\ninclude_if_exists = '${settingsFile}' # rewritten at each start\n`,
  );
  try {
    await rename(draft, data);
    return true;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(data)) throw error;
    return false; // another process was faster
  }
}

/** Starts the server and waits until it answers. Returns undefined, or why it did not start. */
export async function startServer(cluster: Cluster, settings: Settings, port: number): Promise<string | undefined> {
  const { home, bin, data } = cluster;
  const all = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    ...settings,
    port: String(port),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
  await writeFileFor(home, join(data, settingsFile), lines.join(""));
  const log = join(home.path, "postgresql.log");
  const before = await stat(log).then(
    (file) => file.size,
    () => 0,
  );
  const { code } = await run(home, join(bin, "pg_ctl"), [
    "start",
    "--wait",
    `--timeout=${startSecondsMax}`,
    `--pgdata=${data}`,
    `--log=${log}`,
  ]);
  if (code === 0) return undefined;
  const text = await readFile(log).then((bytes) => bytes.subarray(before).toString(), errorMessage);
  return lastLines(text) || `see ${log}`;
}

/** Stops the server at once, open connections or not, with a checkpoint so that the next start is quick. */
export async function stopServer({ home, bin, data }: Cluster): Promise<void> {
  const { code, output } = await run(home, join(bin, "pg_ctl"), ["stop", "--wait", "--mode=fast", `--pgdata=${data}`]);
  const running = code === 0 ? undefined : await readPostmaster(data);
  if (running && (await isAlive(running, data))) throw new UserError(`PostgreSQL did not stop: ${lastLines(output)}`);
}

/** What the lock file says runs, which after a kill -9 need not be true. */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "");
  const [pid, , , port] = text.split("\n").map(Number);
  return pid ? { pid, port: port || 0 } : undefined;
}

/** Whether that process is alive and a server of this folder, not a zombie and not another one with its number. */
export async function isAlive({ pid }: Postmaster, data: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false;
  }
  if (process.platform === "win32") return true;
  const command =
    process.platform === "linux"
      ? readFile(`/proc/${pid}/cmdline`, "utf8") // empty for a zombie
      : promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]).then((answer) => answer.stdout);
  return (await command.catch(() => "")).includes(data);
}

/**
 * Removes the lock file of a dead server. PostgreSQL does so itself, except when another process has the dead one's number.
 * Its check of shared memory still guards the data when this is wrong.
 */
export async function removeStaleLock(data: string, dead: Postmaster): Promise<void> {
  const [file, aside] = [join(data, "postmaster.pid"), join(data, `postmaster.pid.${randomBytes(4).toString("hex")}`)];
  await rename(file, aside).catch(() => undefined);
  const text = await readFile(aside, "utf8").catch(() => "");
  if (text && Number.parseInt(text, 10) !== dead.pid) await link(aside, file).catch(() => undefined); // a new server's: put it back
  await rm(aside, { force: true });
}

/** The port of the last start when it is free, so that what somebody noted stays right; else any free one. */
export async function choosePort(data: string): Promise<number> {
  const last = /^port = '(\d+)'/m.exec(await readFile(join(data, settingsFile), "utf8").catch(() => ""))?.[1];
  return (
    (last && (await freePort(Number(last)))) ||
    (await freePort(0)) ||
    Promise.reject(new UserError("No port of 127.0.0.1 is free for PostgreSQL."))
  );
}

function freePort(wanted: number): Promise<number | undefined> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => done(undefined));
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}

// Output goes to a file: a server that inherited a pipe would keep it open, and this process waiting.
async function run(home: Home, program: string, args: string[]): Promise<{ code: number | null; output: string }> {
  const file = join(home.path, `output.${process.pid}.${randomBytes(4).toString("hex")}`);
  const sink = await open(file, "w", 0o600);
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  try {
    const code = await new Promise<number | null>((done, fail) => {
      const env = { ...Object.fromEntries(kept), LC_ALL: "C" };
      spawn(program, args, { ...home.account, cwd: home.path, env, stdio: ["ignore", sink.fd, sink.fd] })
        .on("error", fail)
        .on("exit", done);
    });
    return { code, output: await readFile(file, "utf8") };
  } finally {
    await sink.close();
    await rm(file, { force: true });
  }
}

function lastLines(text: string): string {
  return text
    .trim()
    .split("\n")
    .slice(-3)
    .map((line) => line.trim())
    .join(" / ");
}
