// `npm run token -- alice` prints a development token, and nothing else on stdout, for TOKEN=$(npm run -s token -- alice).
import { readConfig } from "../config.ts";
import { issueToken } from "../tokens.ts";
import { runCommand, UserError } from "../user_error.ts";

await runCommand(async () => {
  const [subject, zone, ...rest] = process.argv.slice(2);
  if (!subject || rest.length > 0) throw new UserError("Say whose token: npm run -s token -- alice [Europe/Berlin]");
  console.log(await issueToken(readConfig().tokenSecret, subject, zone));
});
