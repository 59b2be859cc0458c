// Answers a request that is refused as a whole, in GraphQL's shape.
import type { Response } from "express";

declare global {
  namespace Express {
    interface Request {
      /** The codes of the errors that it was answered with, for the log. */
      errorCodes?: readonly string[];
    }
  }
}

/**
 * Ends the response.
 * @param code stable, for programs
 * @param message what is wrong and what to do
 */
export function refuse(response: Response, status: number, code: string, message: string): void {
  const { req: request } = response;
  request.errorCodes = [code];
  response.status(status).json({ errors: [{ message, extensions: { code, requestId: request.requestId } }] });
}
