// Ends the run with one line of figures from the runner itself, for people and for CI.
import type { AggregatedResult } from "@jest/reporters";

export default class PassedFailedReporter {
  onRunComplete(_contexts: unknown, results: AggregatedResult): void {
    // A file that could not be run at all has no tests to count, and must not look like success.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // Jest prints its summary after its reporters have run; this is to be the last line.
    process.once("exit", () => process.stdout.write(`${results.numPassedTests} passed, ${failed} failed\n`));
  }
}
