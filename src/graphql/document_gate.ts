// Stands before parsing, validation and planning, for every transport: a document that is too large costs next to nothing.
import { LRUCache } from "lru-cache";
import { SafeError } from "postgraphile/grafast";
import { GraphQLError, type GraphQLSchema } from "postgraphile/graphql";
import { checkDocument, type CheckedDocument } from "./check_document.ts";
import { checkVariables } from "./check_variables.ts";
import { requireText } from "./strict_text.ts";

// As many as grafserv keeps parsed.
const rememberedMax = 500;

/** Makes the gate of one server; it refuses with DOCUMENT_TOO_LARGE or INVALID_INPUT before anything has an effect. */
export function documentGate(): GraphileConfig.Plugin {
  const passed = new LRUCache<string, CheckedDocument>({ max: rememberedMax });
  let schema: GraphQLSchema;
  return {
    name: "DocumentGatePlugin",
    version: "1.0.0",
    after: ["PersistedPlugin"],
    schema: { hooks: { finalize: (built) => (schema = built) } },
    grafserv: {
      middleware: {
        processGraphQLRequestBody(next, { body }) {
          try {
            const { query, operationName, variableValues, extensions } = body;
            if (typeof query !== "string") return next();
            const checked = passed.get(query) ?? checkDocument(query, schema);
            passed.set(query, checked);
            if (typeof operationName === "string") requireText(operationName, "operationName", false);
            if (variableValues) checkVariables(variableValues, "variables", checked.withLines);
            if (extensions) checkVariables(extensions, "extensions", new Set());
          } catch (error) {
            if (error instanceof GraphQLError) throw refusal(error);
            throw error;
          }
          return next();
        },
      },
    },
  };
}

function refusal({ message, extensions }: GraphQLError): SafeError {
  return new SafeError(message, { statusCode: 400, code: extensions["code"] });
}
