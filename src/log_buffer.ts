// Writes the log to stdout in few system calls, each of which costs as much as all else that a request's line does.
import { pino } from "pino";

const bytesMin = 4_096;
const waitMsMax = 20;
const warn = pino.levels.values["warn"] ?? 0;

/**
 * A destination of pino's. A line waits for others, a moment at most; from `warn` on it is written at once, with all before it.
 * It writes synchronously, so that the end of the process, too, finds nothing left.
 */
export function bufferedStdout(): pino.DestinationStream {
  const out = pino.destination({ fd: 1, sync: true, minLength: bytesMin });
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    try {
      out.flushSync();
    } catch {
      // Nobody reads it any more.
    }
  };
  process.once("exit", flush);
  return {
    [Symbol.for("pino.metadata")]: true, // asks for lastLevel
    lastLevel: 0,
    write(line: string) {
      out.write(line);
      if (this.lastLevel >= warn) flush();
      else timer ??= setTimeout(flush, waitMsMax).unref();
    },
  } as pino.DestinationStream & { lastLevel: number };
}
