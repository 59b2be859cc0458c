// How a process of the server ends: by a signal, with npm, or by a bug; what it holds is let go first.
import { log, takeOverConsole } from "./log.ts";

export type Release = () => Promise<unknown>;

const parentLookMs = 200;
// Longer than the workers have to end.
const endMsMax = 30_000;

let ending: Promise<void> | undefined;

/**
 * Ends the process on a signal or, when npm has started it, with npm: once what is held is released.
 * @param tell says why, for whoever watches
 * @param msMax how long that may take; less only in a test
 */
export function stopOnSignal(held: Release[], tell: (line: string) => void = () => undefined, msMax = endMsMax): void {
  // Ctrl-C reaches npm and this process, so a signal may come twice. SIGTERM may reach npm alone: it tells its shell, which
  // dies without telling us, and all that can be seen of that here is that the parent is another one.
  const stop = async (why: string) => {
    if (isEnding()) return;
    tell(`\n${why}: answering what has begun, then stopping.`);
    await release(held, msMax);
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void stop(signal));
  // Whoever read what is printed may be gone, as a closed terminal is; that is no error of ours, and a signal comes if it is to end us.
  for (const out of [process.stdout, process.stderr]) out.on("error", () => undefined);
  const parent = process.ppid;
  const look = () => void (process.ppid === parent || stop("npm has ended"));
  if (process.env.npm_lifecycle_event === "start") setInterval(look, parentLookMs).unref();
}

/** Whether what is held is being let go: nothing more is to be begun. */
export function isEnding(): boolean {
  return ending !== undefined;
}

/**
 * Lets go of what is held: the last that was had goes first, and each waits for the one before, whoever else asks meanwhile.
 * A database that has gone silent is not waited for for ever: then the process ends.
 */
export function release(held: Release[], msMax = endMsMax): Promise<void> {
  return (ending ??= letGo(held, msMax));
}

/** Ends the process because it cannot go on, once what is held is released. */
export async function endFor(error: unknown, held: Release[]): Promise<void> {
  if (isEnding()) return;
  log.fatal({ error }, "the server cannot go on, and ends");
  await release(held);
  process.exit(1);
}

async function letGo(held: Release[], msMax: number): Promise<void> {
  const deadline = setTimeout(() => {
    console.error(`What has begun did not end within ${msMax / 1000} s: it is cut.`);
    process.exit(1);
  }, msMax);
  for (let end = held.pop(); end; end = held.pop()) await end().catch((error: unknown) => console.error(error));
  clearTimeout(deadline);
}

/** From here on nobody watches a start: what would print an error with all its fields is printed without its values. */
export function logTheRest(): void {
  takeOverConsole();
  for (const event of ["uncaughtException", "unhandledRejection"])
    process.on(event, (error: unknown) => {
      log.fatal({ error }, "a bug: the server ends");
      process.exit(1);
    });
}
