// The commands lint:sql, db:verify, db:dump, db:commit, db:watch. All but the last use a PostgreSQL of their own.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { commit, watch } from "graphile-migrate";
import { embeddedDatabaseName, projectDir as root, readConfig } from "../config.ts";
import { prepareDatabase } from "../database.ts";
import { databaseOf, withDatabase } from "../database/connect.ts";
import { startEmbeddedPostgres } from "../embedded_postgres.ts";
import { errorMessage } from "../user_error.ts";
import { buildFromCommitted, settingsFor } from "./build.ts";
import { writeExports } from "./exports.ts";
import { printFindings } from "./findings.ts";
import type { Finding } from "./findings.ts";
import { lint } from "./lint.ts";
import { withScratchServer } from "./scratch_server.ts";
import { verify } from "./verify.ts";

const commands: Record<string, (argument?: string) => Promise<void>> = {
  /** Fails unless sql/, migrations/ and the tracked exports agree. */
  async verify() {
    const started = performance.now();
    const findings = await withScratchServer(async (adminUrl) =>
      verify({ root, adminUrl, ci: Boolean(process.env.CI) }),
    );
    report(findings, `sql/, migrations/ and the exports agree (${Math.round(performance.now() - started)} ms)`);
  },

  /** Checks the house rules about SQL files. */
  async lint() {
    report(await lint(root), "sql/ keeps the house rules");
  },

  /** Writes migrations/schema.sql and the API's SDL. */
  async dump() {
    await withScratchServer(dumpAndTell);
  },

  /** Turns migrations/current.sql into a committed migration, then dumps. */
  async commit(message) {
    await withScratchServer(async (adminUrl) => {
      await buildFromCommitted(root, adminUrl, "target");
      await commit(await settingsFor(root, adminUrl, "target"), message);
      console.log("committed migrations/current.sql as the last of migrations/committed, which is never edited again");
      await dumpAndTell(adminUrl);
    });
  },

  /** Runs migrations/current.sql in the database of `npm start` whenever it or a file of sql/ is saved. */
  async watch() {
    const { databaseUrl, dataDir, tokenSecret, mayReplaceTokenSecret } = readConfig();
    const adminUrl =
      databaseUrl ?? withDatabase((await startEmbeddedPostgres({ dataDir })).adminUrl, embeddedDatabaseName);
    await prepareDatabase(adminUrl, tokenSecret, mayReplaceTokenSecret);
    await watch(await settingsFor(root, adminUrl, databaseOf(adminUrl), console.log));
  },
};

async function dumpAndTell(adminUrl: string): Promise<void> {
  const files = await writeExports(root, adminUrl);
  console.log(`wrote ${files.join(" and ")}: review their difference`);
}

function report(findings: Finding[], whenNone: string): void {
  printFindings(findings);
  if (findings.length > 0) process.exitCode = 1;
  else console.log(whenNone);
}

const [name = "", argument] = process.argv.slice(2);
const command = commands[name];
if (command === undefined || !existsSync(join(root, "sql/manifest.sql"))) {
  console.error(`usage: node src/db/cli.ts ${Object.keys(commands).join("|")}, in a checkout`);
  process.exitCode = 2;
} else {
  await command(argument).catch((error: unknown) => {
    console.error(`✗ ${errorMessage(error)}`);
    process.exitCode = 1;
  });
}
