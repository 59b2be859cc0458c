// Writes the log to stdout in few system calls, each of which costs as much as all else that a request's line does.
import { writeSync } from "node:fs";
import { pino } from "pino";
import { errorCode } from "./user_error.ts";

const charactersMin = 4_096;
const waitMsMax = 20;
const warn = pino.levels.values["warn"] ?? 0;

// Who reads a pipe and is slow is waited for, but not for ever.
const slowMs = 5;
const slowMsMax = 1_000;
const slept = new Int32Array(new SharedArrayBuffer(4));

/**
 * A destination of pino's. A line waits for others, a moment at most; from `warn` on it is written at once, with all before it.
 * It writes synchronously, so that the end of the process, too, finds nothing left. Where nobody reads, nothing is kept, and the server
 * goes on: pino's own destination would try for ever, and nothing else would run.
 */
export function bufferedStdout(): pino.DestinationStream {
  let lines = "";
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const text = lines;
    lines = "";
    writeAll(text);
  };
  process.once("exit", flush);
  return {
    [Symbol.for("pino.metadata")]: true, // asks for lastLevel
    lastLevel: 0,
    write(line: string) {
      lines += line;
      if (this.lastLevel >= warn || lines.length >= charactersMin) flush();
      else timer ??= setTimeout(flush, waitMsMax).unref();
    },
  } as pino.DestinationStream & { lastLevel: number };
}

function writeAll(text: string): void {
  const deadline = Date.now() + slowMsMax;
  for (let rest = Buffer.from(text); rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (errorCode(error) !== "EAGAIN" || Date.now() > deadline) return;
      Atomics.wait(slept, 0, 0, slowMs);
    }
  }
}
