// Starts the floor.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface Floor {
  url: string;
  pid: number;
  stop(): void;
}

/** Starts it over a database that the server has prepared. */
export async function startFloor(adminUrl: string): Promise<Floor> {
  const env = { ...process.env, NODE_ENV: "production", NODE_OPTIONS: "" };
  const child = fork(join(import.meta.dirname, "floor.ts"), [adminUrl], { env });
  const ended = once(child, "exit").then(() => Promise.reject(new Error("the floor has ended")));
  ended.catch(() => undefined);
  const [url] = (await Promise.race([once(child, "message"), ended])) as [string];
  return { url, pid: child.pid ?? Number.NaN, stop: () => child.connected && child.disconnect() };
}
