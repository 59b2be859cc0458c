// `npm run bench:catalogue -- --rounds N --requests N`: what a long catalogue of rewards costs.
import { parseArgs } from "node:util";
import setUp from "../support/global_setup.ts";
import tearDown from "../support/global_teardown.ts";
import { measureCatalogues } from "./catalogue.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "10" }, requests: { type: "string", default: "200" } },
});

await setUp();
try {
  const figures = await measureCatalogues(Number(values.rounds), Number(values.requests), (line) => console.log(line));
  console.log(JSON.stringify(figures, null, 2));
} finally {
  await tearDown();
}
