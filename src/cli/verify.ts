// `npm run verify [-- --user <uuid>]` proves what is stored of every user, or of one. Its exit code: 0 proven, 1 differences, 2 it could not be done.
import { parseArgs } from "node:util";
import { errorMessage, runCommand, UserError } from "../user_error.ts";
import { withReadDatabase } from "./database.ts";
import { readable, startProgress } from "./progress.ts";
import { proveAll, proveUser, type Difference, type Proof } from "./proof.ts";

const usage = "npm run verify, or npm run verify -- --user <uuid>";
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// Whoever reads the differences may stop; that they were not all read proves nothing.
process.stdout.on("error", () => process.exit(2));

await runCommand(async () => {
  const user = userAsked();
  await withReadDatabase(async ({ url, place, signal }) => {
    console.error(`Proving ${user ?? "every user"} in ${place}`);
    let [users, all, differences] = [0, 0, 0];
    const began = performance.now();
    const progress = startProgress(() => {
      const rate = users / ((performance.now() - began) / 1000);
      return `${readable(users)} of ${readable(all)} users, ${readable(Math.round(rate))} users/s, ${count(differences)}`;
    });
    const options = {
      url,
      signal,
      onDifference(difference: Difference) {
        differences += 1;
        progress.print(inWords(difference));
      },
      onUsers(done: number, ofAll: number) {
        [users, all] = [done, ofAll];
      },
    };
    try {
      const proof = user === undefined ? await proveAll(options) : await proveUser(user, options);
      progress.end(summary(proof));
      if (proof.differences > 0) process.exitCode = 1;
    } finally {
      progress.stop();
    }
  });
}, 2);

function userAsked(): string | undefined {
  try {
    const { user } = parseArgs({ options: { user: { type: "string" } } }).values;
    if (user !== undefined && !uuid.test(user)) throw new UserError(`"${user}" is no user's id.`);
    return user;
  } catch (error) {
    throw new UserError(`${errorMessage(error)} Use: ${usage}`);
  }
}

function inWords({ userId, sequenceNumber, rewardId, text }: Difference): string {
  if (userId === null) return `reward ${rewardId}: ${text}`;
  return `user ${userId}${sequenceNumber === null ? "" : `, entry ${sequenceNumber}`}: ${text}`;
}

function summary({ users, seconds, differences }: Proof): string {
  const rate = readable(Math.round(users / seconds));
  const what = `${readable(users)} ${users === 1 ? "user" : "users"} in ${seconds.toFixed(1)} s, ${rate} users/s, ${count(differences)}`;
  return `${differences === 0 ? "Proven" : "Not proven"}: ${what}`;
}

function count(differences: number): string {
  return `${readable(differences)} ${differences === 1 ? "difference" : "differences"}`;
}
