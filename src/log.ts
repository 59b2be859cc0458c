// What the running server tells its operators: a JSON object a line, on stdout. Nothing that a client sent or a user stored is in it.
import { pino } from "pino";
import { currentRequestId } from "./server/request_id.ts";
import { bufferedStdout } from "./log_buffer.ts";
import { describeError, withoutSecrets } from "./log_errors.ts";

/** From the most to the least. */
export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** The one logger. An error goes under the key `error`, and loses whatever may hold values. */
export const log = pino(
  {
    level: "warn" satisfies LogLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    serializers: { error: describeError },
    mixin() {
      const requestId = currentRequestId();
      return requestId === undefined ? {} : { requestId };
    },
  },
  bufferedStdout(),
);

/** Sends what libraries say by themselves to the log too. What we print for people goes by `console.log`, which stays. */
export function takeOverConsole(): void {
  console.error = (...said: unknown[]) => log.error(inShort(said), "a library's message");
  console.warn = (...said: unknown[]) => log.warn(inShort(said), "a library's message");
  // So grafserv shows an error that it answers with 4xx too.
  console.dir = (said: unknown) => log.warn(inShort([said]), "a library's message");
}

function inShort(said: unknown[]): { error?: unknown; text?: string } {
  const error = said.find((one) => typeof one === "object" && one !== null);
  const text = typeof said[0] === "string" ? withoutSecrets(said[0]) : undefined;
  return { ...(error !== undefined && { error }), ...(text !== undefined && { text }) };
}
