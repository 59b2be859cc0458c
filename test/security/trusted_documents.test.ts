/** With TRUSTED_DOCUMENTS the server runs what is in the folder, and nothing else. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTrustedDocuments } from "../../src/graphql/trusted_documents.ts";
import { UserError } from "../../src/user_error.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

const root = mkdtempSync(join(tmpdir(), "engagement-documents-"));
const folder = join(root, "trusted");
const me = "query Me { me { state { points } } }";
const hash = createHash("sha256").update(me).digest("hex");
let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  mkdirSync(folder);
  writeFileSync(join(root, "outside.graphql"), me);
  writeFileSync(join(folder, "me.graphql"), me);
  writeFileSync(join(folder, "large.graphql"), `{ me { ${"userId ".repeat(400)} } }`);
  writeFileSync(join(folder, "wrong.graphql"), "{ nope }");
  writeFileSync(join(folder, "readme.md"), "no document");
  database = await createTestDatabase();
  server = await startServer(database, "test", { TRUSTED_DOCUMENTS: folder });
});

afterAll(async () => {
  await server.stop();
  await database.drop();
  rmSync(root, { recursive: true });
});

async function send(body: Record<string, unknown>): Promise<unknown> {
  const response = await fetch(server.url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
  return errors ? errors.map(({ extensions: { code } }) => ({ code })) : data;
}

test.each([
  ["its name as documentId", { documentId: "me" }],
  ["its SHA-256 as documentId", { documentId: hash }],
  ["its SHA-256 as Apollo sends it", { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }],
  ["its name as id", { id: "me" }],
  ["its name, whatever the query says", { documentId: "me", query: "{ nope }" }],
])("a document is run by %s", async (_by, body) => expect(await send(body)).toEqual({ me: null }));

test.each<[string, Record<string, unknown>]>([
  ["a document without an id", { query: me }],
  ["no document at all", {}],
  ["an unknown id", { documentId: "you" }],
  ["an unknown hash", { extensions: { persistedQuery: { sha256Hash: "0".repeat(64) } }, query: me }],
  ["an id that is no text", { documentId: ["me"] }],
  ["the way out of the folder", { documentId: "../outside" }],
  ["the way out and in again", { documentId: "../trusted/me" }],
  ["an absolute path", { documentId: join(folder, "me") }],
  ["a NUL", { documentId: "me\0" }],
  ["a file's name", { documentId: "me.graphql" }],
  ["another file", { documentId: "readme" }],
  ["an encoded way out", { documentId: "..%2foutside" }],
  ["the way out on Windows", { documentId: "..\\outside" }],
  ["what every object has", { documentId: "__proto__" }],
  ["what every object does", { documentId: "toString" }],
])("%s is DOCUMENT_NOT_TRUSTED", async (_what, body) => {
  const logged = server.output();
  expect(await send(body)).toEqual([{ code: "DOCUMENT_NOT_TRUSTED" }]);
  expect(server.output()).toBe(logged);
});

test("a trusted document passes the gate and validation like others", async () => {
  expect(await send({ documentId: "large" })).toEqual([{ code: "DOCUMENT_TOO_LARGE" }]);
  expect(await send({ documentId: "wrong" })).toEqual([{ code: "INVALID_DOCUMENT" }]);
});

test("what is put there later is not run before the next start", async () => {
  writeFileSync(join(folder, "later.graphql"), me);
  expect(await send({ documentId: "later" })).toEqual([{ code: "DOCUMENT_NOT_TRUSTED" }]);
});

describe("a folder is refused in one line when", () => {
  const named = (file: string): string => {
    const made = mkdtempSync(join(root, "f-"));
    writeFileSync(join(made, file), me);
    return made;
  };
  test.each<[string, () => string]>([
    ["it is not there", () => join(root, "nowhere")],
    ["it is a file", () => join(root, "outside.graphql")],
    ["it has no document", () => named("a.txt")],
    ["the name of one is no id", () => named("a b.graphql")],
    ["one leads nowhere", () => {
      const made = named("a.graphql");
      symlinkSync(join(made, "gone"), join(made, "b.graphql"));
      return made;
    }],
  ])("%s", (_why, make) => {
    const act = (): unknown => readTrustedDocuments(make());
    expect(act).toThrow(UserError);
    expect(act).toThrow(/^TRUSTED_DOCUMENTS .*: .*$/);
  });
});
