// The checks turn red for what they are there for: a table without row-level security, and a function that PUBLIC may execute.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../src/config.ts";
import { withClient } from "../../src/db/build.ts";
import { dumpPrivileges } from "../../src/db/dump_privileges.ts";
import { privilegesFile } from "../../src/db/exports.ts";
import { createTestDatabase } from "../support/database.ts";
import { runScript } from "../support/pgtap.ts";

const catalogue = join(projectDir, "test/sql/catalogue");

/** After a migration by app_owner: which of some checks of the catalogue find a name, and what is new among the privileges. */
async function whatTurnsRed(migration: string, name: string, checks: string[]): Promise<{ checks: string[]; privileges: string[] }> {
  const broken = await createTestDatabase();
  try {
    await broken.query(`set role app_owner; ${migration}; reset role`);
    const { text } = await withClient(broken.adminUrl, async (client) => dumpPrivileges(client, ["tap", "test"]));
    const reviewed = new Set(readFileSync(join(projectDir, privilegesFile), "utf8").split("\n"));
    const red: string[] = [];
    for (const check of checks) {
      const copy = await broken.copy();
      try {
        const assertions = await runScript(copy.adminUrl, readFileSync(join(catalogue, `${check}.test.sql`), "utf8"));
        if (assertions.some(({ passed, diagnostics }) => !passed && diagnostics.includes(name))) red.push(check);
      } finally {
        await copy.drop();
      }
    }
    return { checks: red, privileges: text.split("\n").filter((line) => !reviewed.has(line)) };
  } finally {
    await broken.drop();
  }
}

test("a table without row-level security", async () => {
  const checks = ["every_table_has_row_level_security", "policies_say_whose_rows"];
  const migration = "create table app_private.forgotten (user_id uuid, note text); grant select on app_private.forgotten to app_user";
  expect(await whatTurnsRed(migration, "forgotten", [...checks, "clients_only_select"])).toEqual({
    checks,
    privileges: ["table app_private.forgotten: app_owner all; app_user, app_operator select", "  columns note user_id"],
  });
});

test("a function that PUBLIC may execute", async () => {
  const checks = ["definer_functions_are_few", "definer_functions_set_search_path", "public_may_do_nothing"];
  const migration = `create function app_public.forgotten() returns int language sql stable security definer return 1;
    grant execute on function app_public.forgotten to public`;
  expect(await whatTurnsRed(migration, "forgotten", [...checks, "clients_only_select"])).toEqual({
    checks,
    privileges: ["function app_public.forgotten(), definer: PUBLIC execute"],
  });
});
