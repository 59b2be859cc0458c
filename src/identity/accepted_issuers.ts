// Whose tokens this server accepts, by its settings.
import type { Config } from "../config.ts";
import { log } from "../log.ts";
import { ownIssuer } from "./own_issuer.ts";
import { openIdProvider } from "./provider.ts";
import type { Issuer } from "./verifier.ts";

/** Takes the settings, returns one issuer for each name; whatever another token says, it is refused. */
export async function acceptedIssuers(config: Pick<Config, "tokenSecret" | "provider">): Promise<Issuer[]> {
  const own = await ownIssuer(config.tokenSecret);
  return config.provider ? [own, openIdProvider(config.provider, (line) => log.warn(line))] : [own];
}
