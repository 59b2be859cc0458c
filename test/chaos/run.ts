// `npm run chaos -- --seconds 60 --clients 64 --users 200`: the chaos for as long as one likes. `--seed` has the clients want the same again, though never at the same moments.
import { parseArgs } from "node:util";
import { playLongForm } from "../support/long_form.ts";
import { playChaos } from "./chaos.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    clients: { type: "string", default: "64" },
    users: { type: "string", default: "200" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const [seconds, clients, users, seed] = [values.seconds, values.clients, values.users, values.seed].map(Number) as [number, number, number, number];

console.log(`${clients} clients and ${users} users for ${seconds} s, seed ${seed}`);
await playLongForm(async (database, tell) => playChaos(database, { seconds, clients, users, seed }, tell));
