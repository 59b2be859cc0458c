// Gives a document that does not fit the schema a code, as every other failure has one: validation bypasses maskError.
import type { ASTVisitor, ValidationContext } from "postgraphile/graphql";

/** Adds the code to whatever the other rules report. */
export const DocumentErrorsPlugin: GraphileConfig.Plugin = {
  name: "DocumentErrorsPlugin",
  version: "1.0.0",
  grafserv: {
    middleware: {
      setPreset(next, event) {
        event.validationRules.unshift(codeErrors);
        return next();
      },
    },
  },
};

function codeErrors(context: ValidationContext): ASTVisitor {
  const report = context.reportError.bind(context);
  context.reportError = (error) => report(Object.assign(error, { extensions: { code: "INVALID_DOCUMENT" } }));
  return {};
}
