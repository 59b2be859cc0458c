// How a process of the server ends: by a signal, with npm, or by a bug; what it holds is let go first.
import { log, takeOverConsole } from "./log.ts";

export type Release = () => Promise<unknown>;

const parentLookMs = 200;

/**
 * Ends the process on a signal or, when npm has started it, with npm: once what is held is released.
 * @param tell says why, for whoever watches
 */
export function stopOnSignal(held: Release[], tell: (line: string) => void = () => undefined): void {
  // Ctrl-C reaches npm and this process, so a signal may come twice. SIGTERM may reach npm alone: it tells its shell, which
  // dies without telling us, and all that can be seen of that here is that the parent is another one.
  let isStopping = false;
  const stop = async (why: string) => {
    if (isStopping) return;
    isStopping = true;
    tell(`\n${why}: answering what has begun, then stopping.`);
    await release(held);
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void stop(signal));
  const parent = process.ppid;
  const look = () => void (process.ppid === parent || stop("npm has ended"));
  if (process.env.npm_lifecycle_event === "start") setInterval(look, parentLookMs).unref();
}

/** Lets go of what is held: the last that was had goes first. */
export async function release(held: Release[]): Promise<void> {
  for (let end = held.pop(); end; end = held.pop()) await end().catch((error: unknown) => console.error(error));
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
