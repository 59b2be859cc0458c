// The tracked texts that are made from a migrated database: what a reviewer sees of a change.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withDatabase } from "../database/connect.ts";
import { exportGraphqlSchema, graphqlSchemaFile } from "../graphql/export_schema.ts";
import { buildFromMigrations, withClient } from "./build.ts";
import { dumpPrivileges } from "./dump_privileges.ts";
import { dumpSchema } from "./dump_schema.ts";

export const schemaFile = "migrations/schema.sql";
export const privilegesFile = "migrations/privileges.txt";

/** The texts by file: the schema, who may do what in it, and the API's SDL. */
export async function makeExports(adminUrl: string, database: string): Promise<Map<string, string>> {
  const url = withDatabase(adminUrl, database);
  return new Map([
    [schemaFile, await withClient(url, dumpSchema)],
    [privilegesFile, await withClient(url, async (client) => (await dumpPrivileges(client)).text)],
    [graphqlSchemaFile, await exportGraphqlSchema(url)],
  ]);
}

/** Migrates a new database and writes what it gives. Returns the files. */
export async function writeExports(root: string, adminUrl: string): Promise<string[]> {
  const database = `exports_${Date.now()}`;
  await buildFromMigrations(root, adminUrl, database);
  const exports = await makeExports(adminUrl, database);
  for (const [file, text] of exports) writeFileSync(join(root, file), text);
  return [...exports.keys()];
}
