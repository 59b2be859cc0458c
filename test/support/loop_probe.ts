// Loaded into a server by --import, so that a test learns how long its thread was blocked, and how long it took for a request by its own clock.
import { subscribe } from "node:diagnostics_channel";
import { createServer, type IncomingMessage } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";

const nsPerMs = 1e6;
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const begun = new WeakMap<IncomingMessage, number>();
let requestMsMax = 0;

subscribe("http.server.request.start", (message) => {
  begun.set((message as { request: IncomingMessage }).request, performance.now());
});
subscribe("http.server.response.finish", (message) => {
  const { request } = message as { request: IncomingMessage };
  requestMsMax = Math.max(requestMsMax, performance.now() - (begun.get(request) ?? Infinity));
});

// Answers what was since the last question.
createServer((_request, response) => {
  const answer = JSON.stringify({ blockedMs: delay.max / nsPerMs, requestMs: requestMsMax });
  delay.reset();
  requestMsMax = 0;
  response.end(answer);
})
  .listen(process.env["LOOP_PROBE"])
  .unref();
