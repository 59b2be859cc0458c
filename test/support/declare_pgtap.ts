// What Jest loads for a *.test.sql: a test for each assertion that the environment found when it ran the file.
import { relative } from "node:path";
import type { Assertion } from "./pgtap.ts";

export function declarePgtap(path: string, assertions: Assertion[]): void {
  describe(relative(process.cwd(), path), () => {
    for (const assertion of assertions) {
      const declare = assertion.skipped ? test.skip : test;
      declare(assertion.description, () => {
        if (!assertion.passed) throw failure(path, assertion);
      });
    }
  });
}

/** An error that Jest shows with the lines of the SQL file around it. */
function failure(path: string, { description, diagnostics, line }: Assertion): Error {
  const error = new Error(`${description}\n${diagnostics}`.trimEnd());
  error.stack = `${error.message}\n    at pgtap (${path}:${line}:1)`;
  return error;
}
