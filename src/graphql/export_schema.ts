// Prints the API as SDL, so that a reviewer sees every change of it.
import "./environment.ts";
import pg from "pg";
import { makeSchema } from "postgraphile";
import { lexicographicSortSchema, printSchema } from "postgraphile/graphql";
import { presetOver } from "./preset.ts";

/** Where the SDL is tracked, from the checkout. */
export const graphqlSchemaFile = "src/graphql/schema.graphql";

/** The SDL for a migrated database, fields in alphabetical order. */
export async function exportGraphqlSchema(databaseUrl: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const { schema, resolvedPreset } = await makeSchema(presetOver(pool, "production"));
    const sdl = printSchema(lexicographicSortSchema(schema));
    for (const service of resolvedPreset.pgServices ?? []) await service.release?.();
    return `${sdl}\n`;
  } finally {
    await pool.end();
  }
}
