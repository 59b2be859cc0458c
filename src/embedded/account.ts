// Chooses the account and the folder of the embedded PostgreSQL, which refuses to run as root.
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, lstat, mkdir, realpath, rm, rmdir, stat, symlink, writeFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { errorCode, errorMessage, UserError } from "../user_error.ts";

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Home {
  /** The real path of a folder that the account owns. */
  readonly path: string;
  /** Undefined when PostgreSQL runs as whoever runs this process. */
  readonly account: Account | undefined;
}

const homesOfRoot = "/var/lib/stateful-engagement-backend";

/**
 * Finds or makes `<dataDir>/postgres`. For root it belongs to another account, and is a symlink into
 * /var/lib when that account cannot enter `dataDir`, as in a checkout below a 0700 home.
 * @throws UserError when no folder or no account can be had
 */
export async function openHome(dataDir: string): Promise<Home> {
  const path = join(dataDir, "postgres");
  try {
    if (await mkdir(dataDir, { recursive: true })) await chmod(dataDir, 0o711);
    if (process.getuid?.() === 0) return await openHomeAsRoot(dataDir, path);
    await mkdir(path, { recursive: true, mode: 0o700 });
    return { path: await realpath(path), account: undefined };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `DATA_DIR ${dataDir} cannot be used (${errorMessage(error)}): set DATA_DIR to a folder that can be written.`,
    );
  }
}

/** Writes a whole file at once, for the account alone to read. */
export async function writeFileFor({ account }: Home, file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(draft, text, { mode: 0o600 });
  if (account) await chown(draft, account.uid, account.gid);
  await rename(draft, file);
}

async function openHomeAsRoot(dataDir: string, path: string): Promise<Home> {
  const owner = await stat(path).catch(() => undefined);
  // Whoever owns the data goes on: it may have been made by a run that was not root's.
  if (owner && owner.uid !== 0) return { path: await realpath(path), account: owner };
  const account = await unprivilegedAccount();
  if (!owner && !(await canEnter(account, dataDir)) && !(await openToEnter(account, dataDir)))
    await linkToHomeOfRoot(path);
  await mkdir(path, { recursive: true });
  await chmod(path, 0o700);
  await chown(path, account.uid, account.gid);
  return { path: await realpath(path), account };
}

// A folder of root's own that only its own mode closes, such as mkdtemp's: others may pass through, still not look.
async function openToEnter(account: Account, dataDir: string): Promise<boolean> {
  const { uid, mode } = await stat(dataDir);
  if (uid !== 0 || (mode & 0o077) !== 0) return false;
  await chmod(dataDir, 0o711);
  return canEnter(account, dataDir);
}

async function linkToHomeOfRoot(path: string): Promise<void> {
  const isThere = (look: typeof stat) =>
    look(path).then(
      () => true,
      () => false,
    );
  if ((await isThere(lstat)) && !(await isThere(stat))) await rm(path); // a link to a folder that is gone
  const target = join(homesOfRoot, randomBytes(6).toString("hex"));
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  await mkdir(target, { mode: 0o700 });
  await symlink(target, path).catch(async (error: unknown) => {
    await rmdir(target);
    if (errorCode(error) !== "EEXIST") throw error; // another process was faster
  });
}

async function unprivilegedAccount(): Promise<Account> {
  for (const name of ["postgres", "nobody"]) {
    const ask = async (what: string) => Number((await promisify(execFile)("id", [what, name])).stdout);
    const account = await Promise.all([ask("-u"), ask("-g")]).catch(() => undefined);
    if (account) return { uid: account[0], gid: account[1] };
  }
  throw new UserError(
    'PostgreSQL does not run as root and there is no account "postgres" or "nobody": add one, run as another user, or set DATABASE_URL.',
  );
}

// `cd` by the account itself also answers for access lists and mounts, which mode bits do not show.
function canEnter({ uid, gid }: Account, folder: string): Promise<boolean> {
  return new Promise((done) => {
    spawn("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { uid, gid, cwd: "/", stdio: "ignore" })
      .on("error", () => done(false))
      .on("exit", (code) => done(code === 0));
  });
}
