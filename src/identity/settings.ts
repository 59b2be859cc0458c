// Reads which OpenID provider's tokens are accepted, and who of its users is an operator.
import type { Environment } from "../env_values.ts";
import { UserError } from "../user_error.ts";
import { accountsIssuer } from "../accounts/access_tokens.ts";
import { developmentIssuer } from "./own_issuer.ts";

export interface ProviderSettings {
  /** Exactly what its tokens have as `iss`. */
  readonly issuer: string;
  readonly keysUrl: URL;
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** The `typ` of its access tokens: RFC 9068 says `at+jwt`. */
  readonly tokenType: string;
  /** What makes one of its users our operator; nobody is without it. */
  readonly operator: { readonly claim: string; readonly value: string } | undefined;
}

// Asymmetric ones alone: the provider's public key must never pass for a secret.
const algorithmsKnown = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const others = ["OIDC_AUDIENCE", "OIDC_JWKS_URL", "OIDC_ALGORITHMS", "OIDC_TOKEN_TYPE", "OIDC_OPERATOR_CLAIM", "OIDC_OPERATOR_VALUE"];

/**
 * @returns undefined when no provider is set
 * @throws UserError with one line that names the setting, what is wrong and what to do
 */
export function readProvider(
  env: Environment,
  mode: "development" | "production" | "test",
): ProviderSettings | undefined {
  const issuer = env["OIDC_ISSUER"];
  const lonely = others.find((name) => env[name]);
  if (!issuer && lonely) throw new UserError(`OIDC_ISSUER is missing: ${lonely} is set, so say whose tokens are meant.`);
  if (!issuer) return undefined;
  if (issuer === developmentIssuer || issuer === accountsIssuer) throw new UserError("OIDC_ISSUER is our own issuer: set it to the provider's, as its tokens have it in iss.");
  return {
    issuer,
    keysUrl: readKeysUrl(env["OIDC_JWKS_URL"], mode),
    audience: required(env, "OIDC_AUDIENCE", "what the provider's tokens for this API have in aud"),
    algorithms: readAlgorithms(env["OIDC_ALGORITHMS"]),
    tokenType: env["OIDC_TOKEN_TYPE"] || "at+jwt",
    operator: readOperator(env),
  };
}

function required(env: Environment, name: string, what: string): string {
  const value = env[name];
  if (!value) throw new UserError(`${name} is missing: set it to ${what}.`);
  return value;
}

function readKeysUrl(value: string | undefined, mode: string): URL {
  const url = value && URL.canParse(value) ? new URL(value) : undefined;
  if (!url)
    throw new UserError("OIDC_JWKS_URL is missing or no URL: set it to the jwks_uri of the provider's /.well-known/openid-configuration.");
  // Whoever can answer for the provider can sign in as anybody.
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && mode !== "production");
  if (!isSafe) throw new UserError(`OIDC_JWKS_URL begins with "${url.protocol}": set it to an address that begins with https.`);
  if (url.username || url.password) throw new UserError("OIDC_JWKS_URL holds a user or password: leave them out, the keys are public.");
  return url;
}

function readAlgorithms(value: string | undefined): string[] {
  const names = (value || "RS256").split(",").map((name) => name.trim());
  const unknown = names.find((name) => !algorithmsKnown.includes(name));
  if (unknown === undefined) return names;
  throw new UserError(`OIDC_ALGORITHMS has "${unknown}": use ${algorithmsKnown.join(", ")}, separated by commas.`);
}

function readOperator(env: Environment): ProviderSettings["operator"] {
  const { OIDC_OPERATOR_CLAIM: claim, OIDC_OPERATOR_VALUE: value } = env;
  if (claim && value) return { claim, value };
  if (!claim && !value) return undefined;
  const missing = claim ? "OIDC_OPERATOR_VALUE" : "OIDC_OPERATOR_CLAIM";
  throw new UserError(`${missing} is missing: name the claim and the value that make a user of the provider an operator, or neither.`);
}
