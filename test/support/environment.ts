// Runs a pgTAP file before Jest loads its module: outside the module's sandbox, where drivers and parser are loaded once.
import { readFileSync } from "node:fs";
import type { EnvironmentContext, JestEnvironmentConfig } from "@jest/environment";
import { TestEnvironment } from "jest-environment-node";
import { createTestDatabase } from "./database.ts";
import { runScript } from "./pgtap.ts";

export default class Environment extends TestEnvironment {
  readonly #path: string;

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    this.#path = context.testPath;
  }

  override async setup(): Promise<void> {
    await super.setup();
    if (!this.#path.endsWith(".sql")) return;
    const database = await createTestDatabase();
    try {
      this.global["pgtap"] = await runScript(database.adminUrl, readFileSync(this.#path, "utf8"));
    } finally {
      await database.drop();
    }
  }
}
