// `npm run bench`: what requests cost, beside the least that they could. README has the options.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../src/user_error.ts";
import { runBenchmark } from "./bench.ts";
import { readOptions } from "./options.ts";
import { resultsFile, tablesOf, toJson } from "./report.ts";

await runCommand(async () => {
  const args = process.argv.slice(2);
  const options = readOptions(args);
  const figures = await runBenchmark(options, (line) => console.error(`${performance.now().toFixed(0).padStart(7)} ms  ${line}`));
  console.log(tablesOf(figures));
  if (options.json !== undefined) writeFileSync(options.json, `${toJson(figures)}\n`);
  const shown = args.join(" ").replace(/(--peer-token[= ])\S+/g, "$1…");
  if (options.write) writeFileSync(join(import.meta.dirname, "RESULTS.md"), resultsFile(figures, `npm run bench -- ${shown}`));
  // A figure that is not reached is a finding; a wrong answer is an error.
  if (figures.failures > 0 || figures.differences.length > 0) process.exitCode = 1;
});
