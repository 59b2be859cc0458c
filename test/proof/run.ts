// `npm run proof -- --users N --days N`: a long history of many users is proven, and forged in many ways, each of which is found.
import { parseArgs } from "node:util";
import { playLongForm } from "../support/long_form.ts";
import { playProof } from "./proof.ts";

const { values } = parseArgs({
  options: { users: { type: "string", default: "10000" }, days: { type: "string", default: "100" } },
});

await playLongForm(async (database, tell) =>
  playProof(database, { users: Number(values.users), days: Number(values.days) }, tell),
);
