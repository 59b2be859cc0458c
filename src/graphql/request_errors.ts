// Gives a code to every error that bypasses maskError, what is wrong with the request itself before anything is executed; and to all the request's id.
import type { GraphQLFormattedError } from "postgraphile/graphql";
import { codeOfStatus } from "../server/middleware.ts";
import { invalidDocument } from "./document_errors.ts";

const codesLoggedMax = 5;

/** Asks grafserv for the answer as an object, since no hook sees the errors before. */
export const RequestErrorsPlugin: GraphileConfig.Plugin = {
  name: "RequestErrorsPlugin",
  version: "1.0.0",
  grafserv: {
    middleware: {
      async processRequest(next, { requestDigest }) {
        requestDigest.preferJSON = true;
        const result = await next();
        if (result?.type !== "json") return result;
        const payload = result.json as unknown as { errors?: readonly GraphQLFormattedError[] };
        if (!payload.errors) return result;
        const request = requestDigest.requestContext.expressv4?.req;
        const errors = payload.errors.map((error) => withCode(error, result.statusCode));
        const codes = [...new Set(errors.map(({ extensions }) => String(extensions?.["code"])))];
        payload.errors = errors.map((error) => withRequestId(error, request?.requestId));
        if (request) request.errorCodes = codes.slice(0, codesLoggedMax);
        if (codes.includes("UNAVAILABLE")) result.headers["retry-after"] = "1";
        return result;
      },
    },
  },
};

function withRequestId(error: GraphQLFormattedError, requestId: string | undefined): GraphQLFormattedError {
  return { ...error, extensions: { ...error.extensions, requestId } };
}

// A document that does not parse or validate comes with 200 or 400, as the client accepts; only what was thrown says its status.
function withCode(error: GraphQLFormattedError, answered: number): GraphQLFormattedError {
  const { statusCode: thrown, ...extensions } = error.extensions ?? {};
  if (extensions["code"] !== undefined) return { ...error, extensions };
  const status = typeof thrown === "number" ? thrown : answered;
  const code = thrown === undefined && status <= 400 ? invalidDocument : codeOfStatus(status);
  return { ...error, extensions: { code } };
}
