// Proves that sql/, migrations/ and the tracked exports say the same.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withDatabase } from "../database/connect.ts";
import { buildFromMigrations, buildFromPresent, currentMigration, letGo, withClient } from "./build.ts";
import { dumpSchema } from "./dump_schema.ts";
import { makeExports, schemaFile } from "./exports.ts";
import { difference } from "./findings.ts";
import type { Finding } from "./findings.ts";
import { brokenLinks, editedSinceBase } from "./history.ts";

export interface VerifyOptions {
  /** The folder that holds sql/, migrations/ and src/. */
  root: string;
  /** A server on which two databases can be created; they are dropped again. */
  adminUrl: string;
  /** In CI nothing may wait in migrations/current.sql. */
  ci: boolean;
}

/** All that is wrong, or an empty list. Throws when a database cannot be built at all. */
export async function verify({ root, adminUrl, ci }: VerifyOptions): Promise<Finding[]> {
  const history = [...brokenLinks(root), ...editedSinceBase(root)];
  if (history.length > 0) return history;

  const suffix = `${process.pid}_${Date.now()}`;
  const [migrated, present] = [`verify_migrations_${suffix}`, `verify_present_${suffix}`];
  try {
    await buildFromMigrations(root, adminUrl, migrated);
    await buildFromPresent(root, adminUrl, present);
    const exports = await makeExports(adminUrl, migrated);
    const wanted = await withClient(withDatabase(adminUrl, present), dumpSchema);
    const waits = ci && currentMigration(root) !== "" ? [waitingMigration] : [];
    return [...waits, ...drift(wanted, exports.get(schemaFile) ?? ""), ...stale(root, exports)];
  } finally {
    await letGo();
    await withClient(adminUrl, async (admin) => {
      await admin.query(`drop database if exists ${migrated} with (force)`);
      await admin.query(`drop database if exists ${present} with (force)`);
    });
  }
}

const waitingMigration: Finding = {
  what: "migrations/current.sql: holds a migration that is not committed",
  remedy: 'npm run db:commit -- "what it does"',
};

function drift(present: string, migrated: string): Finding[] {
  const detail = difference(present, migrated, ["sql/ gives", "migrations/ give"]);
  if (detail === undefined) return [];
  const what = "sql/ and migrations/ make different schemas";
  const remedy =
    "name the changed file in migrations/current.sql (`--! include rules/x.sql`); for a table, write the alter statements there";
  return [{ what, detail, remedy }];
}

function stale(root: string, exports: Map<string, string>): Finding[] {
  const remedy = "npm run db:dump, and review the difference";
  return [...exports].flatMap(([file, text]) => {
    const path = join(root, file);
    if (!existsSync(path)) return [{ what: `${file}: is missing`, remedy }];
    const detail = difference(readFileSync(path, "utf8"), text, ["it has", "it should have"]);
    return detail === undefined ? [] : [{ what: `${file}: is out of date`, detail, remedy }];
  });
}
