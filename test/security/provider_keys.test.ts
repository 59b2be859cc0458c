/** A provider changes its keys, answers nonsense and goes down; whoever has a good token notices none of it. */
import { setTimeout as sleep } from "node:timers/promises";
import { CannotVerifyNow } from "../../src/identity/identity.ts";
import { openIdProvider } from "../../src/identity/provider.ts";
import { createVerifier } from "../../src/identity/verifier.ts";
import { audience, issuer, signBy, startProvider } from "./provider.ts";
import type { Key, Provider } from "./provider.ts";

const times = { answerMsMax: 500, freshMs: 200, usableMs: 1500, pauseMs: 100 };
let provider: Provider;
let first: Key;
let log: string[];

beforeEach(async () => {
  provider = await startProvider();
  first = await provider.addKey("first");
  log = [];
});

afterEach(() => provider.down());

/** A server's verifier; each has fetched nothing yet and remembers nobody. */
function verifier(): (token: string) => Promise<string | undefined> {
  const settings = { issuer, audience, keysUrl: provider.url, algorithms: ["RS256"], tokenType: "at+jwt", operator: undefined };
  const verify = createVerifier([{ ...openIdProvider(settings, (line) => log.push(line), times), believedMsMax: 0 }]);
  return async (token) => (await verify(token))?.subject;
}

test("a key that is new is found when a token names it", async () => {
  const subjectOf = verifier();
  expect(await subjectOf(await signBy(first))).toBe("anna");
  const second = await provider.addKey("second");
  expect(await subjectOf(await signBy(second, { sub: "bert" }))).toBe("bert");
  expect(await subjectOf(await signBy(first))).toBe("anna");
});

test("a key that the provider has withdrawn is believed no longer than keys are fresh", async () => {
  const subjectOf = verifier();
  const token = await signBy(first);
  expect(await subjectOf(token)).toBe("anna");
  provider.keys = [];
  await provider.addKey("second");
  await sleep(times.freshMs + 10);
  await subjectOf(token); // has the keys fetched
  await sleep(times.pauseMs);
  expect(await subjectOf(token)).toBeUndefined();
});

test("unknown keys make us ask once in a while, however many tokens name them", async () => {
  const subjectOf = verifier();
  await subjectOf(await signBy(first));
  const strange = await Promise.all(Array.from({ length: 50 }, (_, n) => signBy({ ...first, kid: `strange-${n}` })));
  expect(await Promise.all(strange.map(subjectOf))).toEqual(strange.map(() => undefined));
  expect(provider.asked).toBe(2);
});

test("while the provider is down known keys serve, and whether others are good cannot be said", async () => {
  const subjectOf = verifier();
  const token = await signBy(first);
  await subjectOf(token);
  await provider.down();
  await sleep(times.freshMs + 10);
  expect(await subjectOf(token)).toBe("anna");
  const second = await provider.addKey("second");
  await expect(subjectOf(await signBy(second))).rejects.toThrow(CannotVerifyNow);
  expect(log.join()).toContain("cannot be fetched: connect ECONNREFUSED");
  await sleep(times.usableMs);
  await expect(subjectOf(token)).rejects.toThrow(CannotVerifyNow);
  await provider.up();
  expect(await Promise.all([subjectOf(token), subjectOf(await signBy(second))])).toEqual(["anna", "anna"]);
});

test.each([
  ["an error", { status: 500, body: "{}" }],
  ["no JSON", { status: 200, body: "<html>" }],
  ["no keys", { status: 200, body: '{"keys":[]}' }],
  ["something else", { status: 200, body: '{"keys":{}}' }],
  ["far too much", { status: 200, body: JSON.stringify({ keys: ["x".repeat(1_000_000)] }) }],
  ["a redirect", { status: 302, body: "" }],
])("a provider that answers with %s is as one that is down", async (_what, answer) => {
  const subjectOf = verifier();
  const token = await signBy(first);
  await subjectOf(token);
  provider.answer = answer;
  await sleep(times.freshMs + 10);
  expect(await subjectOf(token)).toBe("anna");
  await sleep(times.pauseMs);
  expect(log).toHaveLength(1);
  expect(await subjectOf(token)).toBe("anna");
  await expect(verifier()(token)).rejects.toThrow(CannotVerifyNow);
});
