// `npm run token -- alice [zone] [operator]` prints a development token, and nothing else on stdout, for TOKEN=$(npm run -s token -- alice).
import { readConfig } from "../config.ts";
import { issueToken } from "../identity/own_issuer.ts";
import { runCommand, UserError } from "../user_error.ts";

await runCommand(async () => {
  const [subject, ...claims] = process.argv.slice(2);
  const isOperator = claims.at(-1) === "operator";
  const [zone, ...rest] = isOperator ? claims.slice(0, -1) : claims;
  if (!subject || rest.length > 0)
    throw new UserError("Say whose token: npm run -s token -- alice [Europe/Berlin] [operator]");
  console.log(await issueToken(readConfig().tokenSecret, subject, { zone, isOperator }));
});
