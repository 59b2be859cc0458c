// Before all tests: a PostgreSQL (TEST_DATABASE_URL's, or an embedded one) and the template database on it.
import { withClient } from "../../src/db/build.ts";
import { startScratchServer } from "../../src/db/scratch_server.ts";
import type { ScratchServer } from "../../src/db/scratch_server.ts";
import { makeTemplate } from "./template.ts";

declare global {
  var scratchServer: ScratchServer | undefined;
}

export default async function setUp(): Promise<void> {
  const given = process.env.TEST_DATABASE_URL;
  if (given === undefined) globalThis.scratchServer = await startScratchServer();
  const adminUrl = given ?? globalThis.scratchServer?.adminUrl ?? "";
  const template = `test_template_${process.pid}`;
  try {
    // Workers inherit the environment.
    process.env.TEST_ADMIN_URL = adminUrl;
    process.env.TEST_TEMPLATE = template;
    process.env.TEST_TEMPLATE_SETTINGS = await makeTemplate(adminUrl, template);
  } catch (error) {
    await globalThis.scratchServer?.stop();
    throw error;
  }
  if (given !== undefined) {
    // Nobody may be connected to a template while it is copied; graphile-migrate's connections go in 200 ms.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await withClient(adminUrl, async (admin) => admin.query(`alter database ${template} allow_connections false`));
  }
}
