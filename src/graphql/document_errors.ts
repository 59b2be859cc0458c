// Refuses a document that has not the one operation to run, which nothing before the execution looks at.
import { getOperationAST, GraphQLError } from "postgraphile/graphql";

/** The code of a document that does not parse, does not fit the schema, or does not say what to run. */
export const invalidDocument = "INVALID_DOCUMENT";

/** Whether it was refused here. */
export function isInvalidDocument(error: GraphQLError): boolean {
  return error.extensions["code"] === invalidDocument;
}

export const DocumentErrorsPlugin: GraphileConfig.Plugin = {
  name: "DocumentErrorsPlugin",
  version: "1.0.0",
  grafast: {
    middleware: {
      execute(next, { args: { document, operationName, schema } }) {
        const operation = getOperationAST(document, operationName);
        if (!operation) return refusal("Set operationName to the one operation of the document that is to run.");
        if (!schema.getRootType(operation.operation)) return refusal(`There is no ${operation.operation} in this API.`);
        return next();
      },
    },
  },
};

function refusal(message: string): { errors: GraphQLError[] } {
  return { errors: [new GraphQLError(message, { extensions: { code: invalidDocument } })] };
}
