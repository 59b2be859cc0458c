/** Clients that are slow, silent, greedy or odd are cut off or answered, and the others do not notice. */
import { connect } from "node:net";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { HttpServer } from "../../src/server.ts";
import { bearer, openHttp, sendRaw } from "../support/http.ts";

// Long enough for an ordinary request on a machine that is busy with other tests.
const limits = { headersMs: 900, requestMs: 1_500, keepAliveMs: 400, silenceMs: 2_300, unreadMs: 400, lookMs: 50 };
const bigAnswer = "x".repeat(20_000_000);
let server: HttpServer;
let host: string;

beforeAll(async () => {
  server = await openHttp({
    connection: limits,
    addRoutes: (app) => {
      app.get("/big", (_request, response) => void response.send(bigAnswer));
      app.get("/never", () => undefined);
      app.post("/graphql", (request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => void response.json({ body: Buffer.concat(chunks).toString(), url: request.path }));
      });
    },
  });
  ({ host } = new URL(server.url));
});
afterAll(() => server.stop());

const post = (headers: string, body = ""): string => `POST /graphql HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n${body}`;
const last = "Connection: close";

/** While something slow goes on, an ordinary request is answered, and soon. */
async function andOthersAreServed<T>(slow: Promise<T>): Promise<T> {
  const others: [status: number, ms: number][] = [];
  const look = async (): Promise<void> => {
    const begin = performance.now();
    const { status } = await fetch(`${server.url}/healthz`);
    others.push([status, performance.now() - begin]);
  };
  const timer = setInterval(() => void look(), 50);
  const answer = await slow;
  clearInterval(timer);
  expect(others.length).toBeGreaterThan(2);
  expect(others.filter(([status, ms]) => status !== 200 || ms > 1_000)).toEqual([]);
  return answer;
}

describe("cut off is", () => {
  test("who sends headers a byte at a time", async () => {
    const slow = sendRaw(server.url, "POST /graphql HTTP/1.1\r\nHost: x\r\n", (send) => every(40, () => send("a")));
    const { text, ms } = await andOthersAreServed(slow);
    expect(text).toMatch(/^HTTP\/1.1 408 .*"code":"TOO_SLOW"/s);
    expect(ms).toBeLessThan(limits.requestMs);
  });

  test("who sends a body a byte at a time", async () => {
    const slow = sendRaw(server.url, post("Content-Length: 1000"), (send) => every(40, () => send("a")));
    const { text, ms } = await andOthersAreServed(slow);
    expect(text).toMatch(/^HTTP\/1.1 408 /);
    expect(ms).toBeGreaterThan(limits.headersMs);
    expect(ms).toBeLessThan(4_000);
  });

  test("who promises more bytes than come", async () => {
    const { text } = await sendRaw(server.url, post("Content-Length: 10", "12345"));
    expect(text).toMatch(/^HTTP\/1.1 408 /);
  });

  test("who does not read the answer", async () => {
    const begin = performance.now();
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
    socket.pause();
    // Node looks at twice that time whether something was taken. What the kernels hold is still there afterwards, and then the end.
    await andOthersAreServed(sleep(2 * limits.unreadMs + 600));
    let bytes = 0;
    socket.on("data", (chunk: Buffer) => (bytes += chunk.length));
    socket.resume();
    await once(socket, "close");
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(bigAnswer.length);
    expect(performance.now() - begin).toBeLessThan(3_000);
  });

  test("but not who reads slowly, a bit now and then", async () => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    let bytes = 0;
    socket.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      socket.pause();
      setTimeout(() => socket.resume(), 2);
    });
    socket.write(`GET /big HTTP/1.1\r\nHost: x\r\n${last}\r\n\r\n`);
    await once(socket, "close");
    expect(bytes).toBeGreaterThan(bigAnswer.length);
  });

  test("whoever says nothing, before a request and between two", async () => {
    const [silent, idle] = await Promise.all([sendRaw(server.url, ""), sendRaw(server.url, post("Content-Length: 0"))]);
    expect(silent.ms).toBeLessThan(4_000);
    expect(idle.text).toMatch(/^HTTP\/1.1 200 /);
    expect(idle.ms).toBeLessThan(4_000);
  });

  test("who waits longer than any answer takes", async () => {
    const { text, ms } = await sendRaw(server.url, "GET /never HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(text).toBe("");
    expect(ms).toBeGreaterThan(1_000);
    expect(ms).toBeLessThan(4_000);
  });
});

describe("answered with a code is", () => {
  test.each([
    ["headers that are too long", post(`X-Long: ${"a".repeat(20_000)}`), 431, "TOO_LARGE"],
    ["headers that are too many", post(Array.from({ length: 3_000 }, (_, i) => `X-${i}: a`).join("\r\n")), 431, "TOO_LARGE"],
    ["what is no HTTP", "hello\r\n\r\n", 400, "BAD_REQUEST"],
    ["a header with a line break inside", post("X-A: a\rb"), 400, "BAD_REQUEST"],
    ["a length that is no number", post("Content-Length: ten", "1234567890"), 400, "BAD_REQUEST"],
    ["two ways to say how long the body is", post("Content-Length: 3\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), 400, "BAD_REQUEST"],
    ["two lengths", post("Content-Length: 3\r\nContent-Length: 4", "1234"), 400, "BAD_REQUEST"],
    ["a body that says it is too long", post("Content-Length: 100001"), 413, "TOO_LARGE"],
  ])("%s", async (_what, bytes, status, code) => {
    const { text } = await sendRaw(server.url, bytes);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const { errors } = JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4)) as { errors: { extensions: object }[] };
    expect(errors).toMatchObject([{ extensions: { code, requestId: expect.stringMatching(/^[\w-]{36}$/) } }]);
    expect(text.toLowerCase()).toContain("connection: close");
  });
});

describe("odd, and served:", () => {
  const body = (text: string): unknown => JSON.parse(text.slice(text.lastIndexOf("\r\n\r\n") + 4));

  test("a path with the host before it", async () => {
    const { text } = await sendRaw(server.url, post(`Content-Length: 2\r\n${last}`, "ab").replace("/graphql", `http://${host}/graphql`));
    expect(body(text)).toEqual({ body: "ab", url: "/graphql" });
  });

  test("HTTP/1.0, whose connection ends", async () => {
    const { text } = await sendRaw(server.url, post("Content-Length: 2", "ab").replace("HTTP/1.1", "HTTP/1.0"));
    expect(body(text)).toEqual({ body: "ab", url: "/graphql" });
  });

  test("a client that asks before it sends its body", async () => {
    const { text } = await sendRaw(server.url, post(`Content-Length: 2\r\nExpect: 100-continue\r\n${last}`), (send) => setTimeout(() => send("ab"), 100));
    expect(text).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 /);
    expect(body(text)).toEqual({ body: "ab", url: "/graphql" });
  });

  test("requests that do not wait for answers are answered in their order", async () => {
    const two = post("Content-Length: 1", "1") + post(`Content-Length: 1\r\n${last}`, "2");
    const { text } = await sendRaw(server.url, two);
    expect(text.match(/"body":"\d"/g)).toEqual(['"body":"1"', '"body":"2"']);
  });

  test("more bytes than promised are another request, which is none: the connection ends", async () => {
    const { text } = await sendRaw(server.url, post("Content-Length: 2", "abcdef\r\n\r\n"));
    expect(text.match(/HTTP\/1.1 \d+/g)?.at(-1)).toBe("HTTP/1.1 400");
  });

  test("Authorization after two thousand other headers still counts", async () => {
    const many = Array.from({ length: 2_050 }, () => "a:").join("\r\n");
    const other = await openHttp({});
    try {
      const { authorization } = await bearer("alice");
      const { text } = await sendRaw(other.url, post(`${many}\r\nAuthorization: ${authorization}\r\nContent-Length: 0\r\n${last}`));
      expect(body(text)).toEqual({ who: "alice" });
    } finally {
      await other.stop();
    }
  });
});

test("beyond so many connections a new one is hung up on, and the others stay", async () => {
  const small = await openHttp({ settings: { CONNECTIONS_MAX: "2", LOG_LEVEL: "silent" } });
  const { port } = new URL(small.url);
  const open = [0, 1].map(() => connect(Number(port), "127.0.0.1"));
  await Promise.all(open.map((socket) => once(socket, "connect")));
  const third = await sendRaw(small.url, post("Content-Length: 0"));
  expect(third.text).toBe("");
  const answered = Promise.race(open.map((socket) => once(socket, "data") as Promise<[Buffer]>));
  open[0]?.write(post(`Content-Length: 0\r\n${last}`));
  const [chunk] = await answered;
  expect(chunk.toString()).toMatch(/^HTTP\/1.1 200 /);
  for (const socket of open) socket.destroy();
  await small.stop();
});

function every(ms: number, act: () => void): void {
  const timer = setInterval(act, ms);
  setTimeout(() => clearInterval(timer), 3_000).unref();
  timer.unref();
}
