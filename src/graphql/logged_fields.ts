// Tells the request's log line what was asked: names out of our schema, not the operation's name, which the client chose.
import { getOperationAST, Kind, type DocumentNode, type OperationDefinitionNode } from "postgraphile/graphql";

const fieldsLoggedMax = 5;
const known = new WeakMap<OperationDefinitionNode, readonly string[]>();

export const LoggedFieldsPlugin: GraphileConfig.Plugin = {
  name: "LoggedFieldsPlugin",
  version: "1.0.0",
  grafast: {
    middleware: {
      execute(next, { args: { document, operationName, requestContext } }) {
        const request = requestContext?.expressv4?.req;
        if (request) request.rootFields = rootFields(document, operationName);
        return next();
      },
    },
  },
};

// Documents are kept and used again, so this is done once for each.
function rootFields(document: DocumentNode, operationName: string | null | undefined): readonly string[] {
  const operation = getOperationAST(document, operationName);
  if (!operation) return [];
  const found = known.get(operation);
  if (found) return found;
  const names = operation.selectionSet.selections.map((one) => (one.kind === Kind.FIELD ? one.name.value : "(fragment)"));
  const fields = [...new Set(names)].slice(0, fieldsLoggedMax);
  known.set(operation, fields);
  return fields;
}
