// In production nobody learns the schema from the server: it answers no introspection, and an error names only what the client has named.
import { type GraphQLFormattedError, NoSchemaIntrospectionCustomRule } from "postgraphile/graphql";
import { invalidDocument } from "./document_errors.ts";

/** Refuses introspection, and leaves names that the client did not send out of what validation and coercion say. */
export function closedSchema(): GraphileConfig.Plugin {
  const bodies = new WeakMap<object, object>();
  return {
    name: "ClosedSchemaPlugin",
    version: "1.0.0",
    before: ["RequestErrorsPlugin"], // so around it: the codes are there
    grafserv: {
      middleware: {
        setPreset(next, options) {
          options.validationRules = [...options.validationRules, NoSchemaIntrospectionCustomRule];
          return next();
        },
        processGraphQLRequestBody(next, { body, request }) {
          if (request) bodies.set(request, body);
          return next();
        },
        async processRequest(next, { requestDigest }) {
          const result = await next();
          if (result?.type !== "json") return result;
          const payload = result.json as unknown as { errors?: readonly GraphQLFormattedError[] };
          if (!payload.errors?.some(isBeforeExecution)) return result;
          const sent = namesIn(JSON.stringify(bodies.get(requestDigest) ?? ""));
          payload.errors = payload.errors.map((error) =>
            isBeforeExecution(error) ? { ...error, message: withoutNames(error.message, sent) } : error,
          );
          return result;
        },
      },
    },
  };
}

// What is said of a field in execution is ours, and has a path.
function isBeforeExecution({ extensions, path }: GraphQLFormattedError): boolean {
  return !path && (extensions?.["code"] === invalidDocument || extensions?.["code"] === "INVALID_INPUT");
}

/** Takes a message of validation; returns it without suggestions, and without what it quotes but the client did not send. */
function withoutNames(message: string, sent: ReadonlySet<string>): string {
  return message
    .replace(/ Did you mean .*\?/s, "")
    .replace(/"(?:[^"\\]|\\.)*"/g, (quoted) =>
      [...namesIn(quoted)].every((name) => sent.has(name)) ? quoted : '"…"',
    );
}

function namesIn(text: string): Set<string> {
  const unescaped = text.replace(/\\(?:u[0-9a-f]{4}|.)/gi, " "); // not the n of \n
  return new Set([...builtIn, ...(unescaped.match(/\w+/g) ?? [])]);
}

const builtIn = ["Int", "Float", "String", "Boolean", "ID"];
