/** Requests around the documents: who sends them, how, and in what disguise. */
import fc from "fast-check";
import type { GraphQLSchema } from "graphql";
import { payloads } from "./documents.ts";
import { anything } from "./values.ts";

export interface FuzzRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
}

/** tokens: good ones, to be sent as they are and bitten */
export function requests(schema: GraphQLSchema, tokens: readonly string[]): fc.Arbitrary<FuzzRequest> {
  const bodies = payloads(schema).map((payload) => JSON.stringify(payload));
  const usual = fc.record({
    method: fc.constant("POST"),
    path: fc.constant("/graphql"),
    headers: callers(tokens).map((caller) => ({ "content-type": "application/json", ...caller })),
    body: bodies,
  });
  const disguised = fc.record({
    method: fc.constantFrom("POST", "POST", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "GET", "HEAD"),
    path: fc.oneof(fc.constantFrom(...paths), fc.webPath({ size: "small" })),
    headers: fc.tuple(callers(tokens), fc.dictionary(fc.constantFrom(...headerNames), headerValues, { maxKeys: 4, noNullPrototype: true })).map(([caller, headers]) => ({ ...headers, ...caller })),
    body: fc.oneof(bodies, anything.map((value) => JSON.stringify(value)), bodies.map((text) => text.slice(0, text.length / 2)), fc.uint8Array({ maxLength: 200 })),
  });
  return fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: disguised }).map((request) => {
    const { method, body } = request;
    return { ...request, body: method === "GET" || method === "HEAD" ? undefined : body };
  });
}

const paths = [
  "/graphql", "/graphql", "/graphql/", "/graphql?query={me{userId}}", "/graphql/stream", "/graphiql", "/", "/healthz", "/readyz", "/favicon.ico", "/%00", "/%", "/..%2f..%2fetc/passwd",
  "/auth/log-in", "/auth/register", "/auth/refresh", "/auth/log-out", "/auth/password", "/.env", "/src/main.ts", "//evil.example.com/graphql", "/graphql%00", "/graphql;x=1",
];
const headerNames = ["content-type", "accept", "accept-encoding", "content-encoding", "x-request-id", "origin", "cookie", "x-forwarded-for", "forwarded", "host", "if-none-match", "range", "x-http-method-override", "accept-language", "traceparent", "access-control-request-method"];
const headerValues = fc.oneof(
  fc.constantFrom(
    "application/json", "application/json; charset=utf-16", "application/json; charset=nope", "application/graphql", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "*/*", "text/html", "image/png",
    "application/graphql-response+json", "multipart/mixed; deferSpec=20220824", "text/event-stream", "gzip", "br", "identity", "deflate, gzip", "https://evil.example.com", "null", "127.0.0.1", "::1, 10.0.0.1", "bytes=0-1", "DELETE", "*",
  ),
  fc.string({ maxLength: 100 }),
).map((value) => value.replace(/[^\t\x20-\x7e]/g, "?").trim());

function callers(tokens: readonly string[]): fc.Arbitrary<Record<string, string>> {
  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
  return fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom(...tokens).map(bearer) },
    { weight: 2, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...tokens), fc.nat(400), fc.base64String({ maxLength: 8 })).map(([token, at, by]) => bearer(token.slice(0, at) + by + token.slice(at + by.length))) },
    { weight: 1, arbitrary: headerValues.map((value) => ({ authorization: value })) },
  );
}
