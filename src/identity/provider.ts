// An OpenID provider of the operator's choice, as an issuer of tokens.
import { jwtVerify, type JWTPayload } from "jose";
import { identityFrom, requiredClaims } from "./identity.ts";
import { providerKeys, type KeyTimes } from "./provider_keys.ts";
import type { ProviderSettings } from "./settings.ts";
import type { Issuer } from "./verifier.ts";

const clockSecondsOff = 10;
// Its keys can be withdrawn, its tokens' signature is looked at again after that.
const believedMsMax = 300_000;

/**
 * @param log told what keeps us from verifying
 * @param times when keys are fetched; as usual, unless a test says otherwise
 */
export function openIdProvider(settings: ProviderSettings, log: (line: string) => void, times?: KeyTimes): Issuer {
  const { issuer, audience, algorithms, tokenType, operator } = settings;
  const keys = providerKeys(settings.keysUrl, log, times);
  return {
    name: issuer,
    believedMsMax,
    async verify(token) {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: [...algorithms],
        issuer,
        audience,
        typ: tokenType,
        requiredClaims,
        clockTolerance: clockSecondsOff,
      });
      const isOperator = operator !== undefined && claimHolds(payload, operator.claim, operator.value);
      return { payload, identity: identityFrom(issuer, payload, isOperator) };
    },
  };
}

/**
 * Whether a claim is the value, or a list or space-separated text that has it.
 * @param claim its name, or the way to it: `realm_access.roles`
 */
export function claimHolds(claims: JWTPayload, claim: string, value: string): boolean {
  const found = own(claims, claim) ?? claim.split(".").reduce<unknown>(own, claims);
  if (typeof found === "string") return found === value || found.split(" ").includes(value);
  return Array.isArray(found) && found.includes(value);
}

function own(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null && Object.hasOwn(holder, name)
    ? (holder as Record<string, unknown>)[name]
    : undefined;
}
