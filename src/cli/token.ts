// `npm run token -- alice [zone] [operator]` prints a development token, and nothing else on stdout, for TOKEN=$(npm run -s token -- alice).
import { readConfig } from "../config.ts";
import { issueToken } from "../identity/own_issuer.ts";
import { runCommand, UserError } from "../user_error.ts";

await runCommand(async () => {
  const [subject, ...claims] = process.argv.slice(2);
  const isOperator = claims.at(-1) === "operator";
  const [zone, ...rest] = isOperator ? claims.slice(0, -1) : claims;
  if (!subject || subject.startsWith("-") || rest.length > 0)
    throw new UserError("Say whose token: npm run -s token -- alice [Europe/Berlin] [operator]");
  if (zone !== undefined && !isZone(zone)) throw new UserError(`"${zone}" is no time zone: give an IANA name, such as Europe/Berlin, or leave it out.`);
  console.log(await issueToken(readConfig().tokenSecret, subject, { zone, isOperator }));
});

// The server takes a token's zone that it does not know for UTC, since a token must not keep anybody out. It knows those of
// app_private.zones, letter by letter; Node knows offsets, old aliases and any case too.
function isZone(name: string): boolean {
  if (!/^UTC$|^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)(\/[A-Z][\w+-]*)+$/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
