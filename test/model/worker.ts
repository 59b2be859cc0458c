// One of the processes of `npm run model`: plays its share of the runs on a product of its own, and tells what happens.
import { once } from "node:events";
import setUp from "../support/global_setup.ts";
import tearDown from "../support/global_teardown.ts";
import { check, describeFound } from "./check.ts";
import type { Options } from "./check.ts";
import { openProduct } from "./product.ts";

/** A run is played; or what was found, in words. */
export type Message = "played" | { found: string };

const options = JSON.parse(process.argv[2] ?? "") as Options;
const tell = (message: Message): void => {
  process.send?.(message, () => undefined); // to nobody, when the run has been stopped
};
const stopped = once(process, "disconnect");

await setUp();
try {
  const product = await openProduct();
  void stopped.then(async () => product.client.end()); // what is played fails, and all is closed as ever
  try {
    const found = await check(product.client, { ...options, onRun: () => tell("played") });
    if (found) tell({ found: describeFound(found) });
  } finally {
    await product.close();
  }
} finally {
  await tearDown();
  process.channel?.unref(); // which listening for its end would keep open
}
