// `npm run outage -- --users N`: an outage of two days and its amnesty, at size.
import { parseArgs } from "node:util";
import { playLongForm } from "../support/long_form.ts";
import { playOutage } from "./outage.ts";

const { values } = parseArgs({ options: { users: { type: "string", default: "100000" } } });

await playLongForm(async (database, tell) => playOutage(database, Number(values.users), tell));
