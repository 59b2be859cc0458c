// One of several processes that serve: reads the settings as the primary did, and learns from it what is prepared.
import cluster from "node:cluster";
import { once } from "node:events";
import { readConfig } from "../config.ts";
import { log } from "../log.ts";
import { createFingerprint } from "../server/fingerprint.ts";
import { openServer } from "../server.ts";
import { serveRequests } from "../serve_requests.ts";
import { logTheRest, release, stopOnSignal, type Release } from "../stopping.ts";
import { runCommand } from "../user_error.ts";
import { type Order, type Report, waiting } from "./messages.ts";

await runCommand(async () => {
  const held: Release[] = [];
  stopOnSignal(held);
  try {
    const config = readConfig();
    log.level = config.http.logLevel;
    log.setBindings({ worker: cluster.worker?.id });
    const ordered = once(process, "message");
    process.send?.(waiting);
    const [order] = (await ordered) as [Order];
    const fingerprint = createFingerprint(config.tokenSecret);
    const connectionsMax = Math.ceil(config.http.connectionsMax / config.http.workers);
    const http = await openServer({ ...config, http: { ...config.http, connectionsMax } }, fingerprint);
    held.push(() => http.stop());
    await serveRequests(config, { ...order, http, fingerprint }, held);
    process.send?.({ url: http.url } satisfies Report);
    logTheRest();
  } catch (error) {
    await release(held);
    throw error;
  }
});
if (process.exitCode) process.exit();
