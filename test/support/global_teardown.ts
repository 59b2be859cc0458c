// After all tests: nothing is left behind.
import { withClient } from "../../src/db/build.ts";

export default async function tearDown(): Promise<void> {
  if (globalThis.scratchServer !== undefined) {
    await globalThis.scratchServer.stop();
    return;
  }
  await withClient(process.env.TEST_ADMIN_URL ?? "", async (admin) => {
    await admin.query(`drop database if exists ${process.env.TEST_TEMPLATE} with (force)`);
  });
}
