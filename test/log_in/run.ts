// `npm run log-in -- --attempts N`: wrong passwords for N addresses with an account and N without.
import { parseArgs } from "node:util";
import { playLongForm } from "../support/long_form.ts";
import { playLogIn } from "./log_in.ts";

const { values } = parseArgs({ options: { attempts: { type: "string", default: "200" } } });

await playLongForm(async (database, tell) => playLogIn(database, Number(values.attempts), tell));
