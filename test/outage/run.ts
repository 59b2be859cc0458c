// `npm run outage -- --users N`: an outage of two days and its amnesty, at size.
import { parseArgs } from "node:util";
import { createTestDatabase } from "../support/database.ts";
import setUp from "../support/global_setup.ts";
import tearDown from "../support/global_teardown.ts";
import { playOutage } from "./outage.ts";

const { values } = parseArgs({ options: { users: { type: "string", default: "100000" } } });

await setUp();
try {
  const database = await createTestDatabase();
  try {
    const figures = await playOutage(database, Number(values.users), (line) => console.log(line));
    console.log(JSON.stringify(figures, null, 2));
    if (Object.values(figures.differences).some((differences) => differences > 0)) process.exitCode = 1;
  } finally {
    await database.drop();
  }
} finally {
  await tearDown();
}
