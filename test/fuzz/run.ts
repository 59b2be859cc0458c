// `npm run fuzz -- --requests 20000`: requests that nobody should send. `--seed` sends the same again.
import { parseArgs } from "node:util";
import { playLongForm } from "../support/long_form.ts";
import { playFuzz } from "./fuzz.ts";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "20000" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const [count, seed] = [Number(values.requests), Number(values.seed)];

console.log(`${count} requests, seed ${seed}`);
await playLongForm(async (database, tell) => playFuzz(database, { count, seed }, tell));
