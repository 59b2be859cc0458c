// What `npm start` prints at its end: where everything is, and what to paste for the first check-in.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Config } from "./config.ts";

const graphqlPath = "/graphql";
const firstCheckIn =
  "mutation { checkIn(input: {}) { result { day alreadyCheckedIn gave { points energy xp } state { points streak { current status expiresAt } } } } }";

/**
 * @param config the settings, of which no secret is shown
 * @param http the server's address
 * @param adminUrl the administrator's connection string; its password is shown only for the embedded PostgreSQL, which listens to this machine alone
 * @returns the text to print
 */
export function welcome(config: Config, http: string, adminUrl: string): string {
  const psql = config.databaseUrl ? 'psql "$DATABASE_URL"' : `psql '${adminUrl}'`;
  return `  GraphQL    ${http}${graphqlPath}
${config.mode === "production" ? "" : `  GraphiQL   ${http}/graphiql\n`}  Health     ${http}/healthz (alive), ${http}/readyz (ready)
  Database   ${psql}
${config.mode === "production" ? "" : firstSteps(config, http)}
Ctrl-C stops the server${config.databaseUrl ? "" : ", and PostgreSQL when nobody else uses it"}.
`;
}

function firstSteps(config: Config, http: string): string {
  return `
Two commands to paste in another shell, in this folder. A development token${config.tokenSecretIsGiven ? " (with the same TOKEN_SECRET set)" : ""}:

  export TOKEN=$(${tokenCommand(config)})

and the first check-in:

  ${checkInCommand(http + graphqlPath)}
`;
}

function tokenCommand(config: Config): string {
  const dataDir = process.env.DATA_DIR && !config.tokenSecretIsGiven ? `DATA_DIR='${config.dataDir}' ` : "";
  return `${dataDir}npm run -s token -- alice`;
}

// A machine with Node need not have curl.
function checkInCommand(url: string): string {
  const body = JSON.stringify({ query: firstCheckIn });
  if (isOnPath("curl"))
    return `curl -s ${url} -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '${body}'`;
  const headers = '{ "content-type": "application/json", authorization: "Bearer " + process.env.TOKEN }';
  return `node -e 'fetch("${url}", { method: "POST", headers: ${headers}, body: JSON.stringify(${body}) }).then((r) => r.text()).then(console.log)'`;
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}
