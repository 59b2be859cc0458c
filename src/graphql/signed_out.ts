// Tells whoever is signed out so, when a field reads what only users may: PostgreSQL refuses such a statement before any of it runs.
import { GraphQLError } from "postgraphile/graphql";
import { errorCode } from "../user_error.ts";

const missingPrivilege = "42501";

export const SignedOutPlugin: GraphileConfig.Plugin = {
  name: "SignedOutPlugin",
  version: "1.0.0",
  grafast: {
    middleware: {
      async execute(next, { args }) {
        const result = await next();
        const isSignedOut = (args.contextValue as Grafast.Context | undefined)?.pgSettings?.["role"] === "app_anonymous";
        if (!isSignedOut || !("errors" in result) || !result.errors) return result;
        return { ...result, errors: result.errors.map((error) => (isRefusal(error) ? signedOut(error) : error)) };
      },
    },
  },
};

function isRefusal(error: GraphQLError): boolean {
  return errorCode(error.originalError) === missingPrivilege;
}

// As app_private.require_user_id says it.
function signedOut({ nodes, source, positions, path }: GraphQLError): GraphQLError {
  const hint = "Send a valid bearer token in the Authorization header.";
  return new GraphQLError("You are signed out.", {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    originalError: Object.assign(new Error("You are signed out."), { code: "IA001", hint }),
  });
}
