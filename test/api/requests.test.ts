/** Every error that a client sees has a stable code, whatever is wrong with the request. */
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer, withoutRequestId } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const me = "{ me { state { points } } }";
const json = "application/json";
const graphqlJson = "application/graphql-response+json";

async function codeOf(request: RequestInit): Promise<[number, unknown]> {
  const response = await fetch(server.url, { method: "POST", ...request });
  const { errors } = (await response.json()) as { errors: { message: string; extensions: object }[] };
  expect(errors.map(({ message }) => message)).not.toContain("");
  return [response.status, errors.map(({ extensions }) => withoutRequestId(extensions, response))];
}

const post = (body: unknown, accept = json): RequestInit => ({
  headers: { "content-type": json, accept },
  body: JSON.stringify(body),
});

describe("a document that does not fit is INVALID_DOCUMENT, and the log has nothing to say:", () => {
  test.each([
    ["it does not parse", { query: "{ me {" }],
    ["it is empty", { query: "" }],
    ["it asks for what is not there", { query: "{ nope }" }],
    ["it is a subscription, and there is none", { query: "subscription { x }" }],
    ["it has two operations, of which none is named", { query: `query A ${me} query B ${me}` }],
    ["it has no operation of that name", { query: `query A ${me}`, operationName: "B" }],
    ["it has fragments only", { query: "fragment F on Me { userId }" }],
  ])("%s", async (_what, body) => {
    const logged = server.output();
    expect(await codeOf(post(body))).toEqual([200, [{ code: "INVALID_DOCUMENT" }]]);
    expect(await codeOf(post(body, graphqlJson))).toEqual([400, [{ code: "INVALID_DOCUMENT" }]]);
    expect(server.output()).toBe(logged);
  });
});

test("a document with two operations runs the one that is named", async () => {
  const response = await fetch(server.url, { method: "POST", ...post({ query: `query A ${me} query B { b: me { userId } }`, operationName: "A" }) });
  expect(await response.json()).toEqual({ data: { me: null } });
});

test("a variable that is missing or of another type is INVALID_INPUT", async () => {
  const query = "mutation ($id: String!) { claimReward(input: { rewardId: $id }) { result { alreadyClaimed } } }";
  expect(await codeOf(post({ query }))).toEqual([200, [{ code: "INVALID_INPUT" }]]);
  expect(await codeOf(post({ query, variables: { id: 1 } }))).toEqual([200, [{ code: "INVALID_INPUT" }]]);
});

describe("a request that is no GraphQL has the code of its status:", () => {
  const chunked = (): ReadableStream => new Blob(["x".repeat(200_000)]).stream();
  test.each<[string, number, string, () => RequestInit]>([
    ["a body that is no JSON", 400, "BAD_REQUEST", () => ({ headers: { "content-type": json }, body: "{" })],
    ["an array", 400, "BAD_REQUEST", () => post([{ query: me }])],
    ["no query", 400, "BAD_REQUEST", () => post({})],
    ["variables that are no object", 400, "BAD_REQUEST", () => post({ query: me, variables: [] })],
    ["another method", 405, "METHOD_NOT_ALLOWED", () => ({ method: "GET", headers: { accept: json } })],
    ["an Accept header that is none", 406, "NOT_ACCEPTABLE", () => post({ query: me }, "identity")],
    ["an answer that we do not have", 406, "NOT_ACCEPTABLE", () => post({ query: me }, "image/png")],
    ["a body of a length not told, and too long", 413, "TOO_LARGE", () => ({ headers: { "content-type": json }, body: chunked(), duplex: "half" })],
    ["a body of another type", 415, "UNSUPPORTED_MEDIA_TYPE", () => ({ headers: { "content-type": "text/csv" }, body: "a,b" })],
  ])("%s is %d %s", async (_what, status, code, request) => {
    expect(await codeOf(request())).toEqual([status, [{ code }]]);
  });
});

test("null where the schema promises a value is our bug: INTERNAL, and in the log", async () => {
  await database.query(
    "create or replace function app_public.me() returns app_public.me language sql stable return row(gen_random_uuid(), null, null)::app_public.me",
  );
  expect(await codeOf(post({ query: "{ me { userId state { points } } }" }))).toEqual([200, [{ code: "INTERNAL" }]]);
  expect(server.output()).toContain("Cannot return null for non-nullable field Me.state");
});
