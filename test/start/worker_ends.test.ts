// Workers that end when they should not: each is replaced, without haste, and given up where none can serve.
import cluster from "node:cluster";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startWorkers } from "../../src/workers/primary.ts";
import { isAlive, until, withProgram } from "./processes.ts";

const order = { serverUrl: "", poolSize: 1 };

test("one that dies before its order reaches it is replaced", async () => {
  await withProgram("if (isFirst) ask().then(() => process.exit(3)); else serve();", async ({ file, starts }) => {
    const workers = startWorkers(1, order, { file });
    // Nothing is read here until it is dead: then it has asked, and is sent the order.
    while (!existsSync(`${file}.starts`)) block(50);
    block(500);
    expect(await workers.url).toBe("http://here");
    expect(await starts()).toHaveLength(2);
    await workers.stop();
  });
});

test("one that dies while another still starts is replaced", async () => {
  const program = "if (isFirst) serve().then(() => process.exit(1)); else setTimeout(serve, 1_000);";
  await withProgram(program, async ({ file, starts }) => {
    const workers = startWorkers(2, order, { file });
    await workers.url;
    expect((await starts()).filter(({ pid }) => isAlive(pid))).toHaveLength(2);
    expect(await starts()).toHaveLength(3);
    await workers.stop();
  });
});

test("those that still start are stopped too", async () => {
  await withProgram("setInterval(() => undefined, 1_000);", async ({ file, starts }) => {
    const workers = startWorkers(2, order, { file });
    await until(async () => (await starts()).length === 2);
    await workers.stop();
    expect((await starts()).filter(({ pid }) => isAlive(pid))).toEqual([]);
    await sleep(300);
    expect(await starts()).toHaveLength(2);
  });
});

test("who cannot start is an error after five times, later each time, and not a wait", async () => {
  await withProgram("process.exit(3);", async ({ file, starts }) => {
    const workers = startWorkers(1, order, { file });
    await expect(workers.failure).rejects.toThrow(/A worker could not start, 5 times in a row \(the last one ended with exit code 3\): see/);
    expectLaterEachTime(await starts(), [100, 200, 400, 800]);
    await sleep(300);
    expect(await starts()).toHaveLength(5);
  });
});

test("several that cannot start are given up together", async () => {
  await withProgram("process.kill(process.pid, 'SIGKILL');", async ({ file, starts }) => {
    const workers = startWorkers(2, order, { file });
    await expect(workers.failure).rejects.toThrow("A worker could not start, 5 times in a row (the last one was ended by SIGKILL)");
    await workers.stop();
    expect((await starts()).length).toBeLessThanOrEqual(10);
    expect((await starts()).filter(({ pid }) => isAlive(pid))).toEqual([]);
  });
});

test("what hits many at once is one failure of each, and no reason to give up", async () => {
  const program = `const { readFileSync } = await import("node:fs");
    if (readFileSync(process.argv[1] + ".starts", "utf8").trim().split("\\n").length <= 8) process.exit(3); else serve();`;
  await withProgram(program, async ({ file }) => {
    const workers = startWorkers(8, order, { file });
    expect(await Promise.race([workers.url, workers.failure])).toBe("http://here");
    await workers.stop();
  });
}, 20_000);

test("those that the system cannot start are given up too", async () => {
  await withProgram("serve();", async ({ file }) => {
    cluster.setupPrimary({ cwd: "/nowhere" });
    const workers = startWorkers(6, order, { file });
    await expect(workers.failure).rejects.toThrow(/A worker could not start, .* could not be had: spawn .*ENOENT/);
    await workers.stop();
  }).finally(() => cluster.setupPrimary({ cwd: process.cwd() }));
});

test("while one serves, the other is tried for as long as it takes", async () => {
  await withProgram("if (isFirst) serve(); else process.exit(3);", async ({ file, starts }) => {
    const workers = startWorkers(2, order, { file });
    let hasFailed = false;
    workers.failure.catch(() => (hasFailed = true));
    await until(async () => (await starts()).length >= 8);
    expect(hasFailed).toBe(false);
    await workers.stop();
    const [, , ...later] = await starts();
    expectLaterEachTime(later, [200, 400, 800, 1600]);
  });
}, 20_000);

test("once the last that served has died and none can be started, it is given up", async () => {
  const program = "if (isFirst) serve().then(() => setTimeout(() => process.exit(1), 50)); else process.exit(3);";
  await withProgram(program, async ({ file, starts }) => {
    const workers = startWorkers(1, order, { file });
    expect(await workers.url).toBe("http://here");
    await expect(workers.failure).rejects.toThrow("A worker could not start, 5 times in a row");
    expect(await starts()).toHaveLength(6);
  });
}, 20_000);

test("who ends again and again is started later each time", async () => {
  const program = "serve().then(() => setTimeout(() => process.exit(1), 50));";
  await withProgram(program, async ({ file, starts }) => {
    const workers = startWorkers(1, order, { file });
    expect(await workers.url).toBe("http://here");
    await until(async () => (await starts()).length >= 4);
    await workers.stop();
    expectLaterEachTime(await starts(), [100, 200, 400]);
    await sleep(900);
    expect(await starts()).toHaveLength(4);
  });
}, 20_000);

function expectLaterEachTime(starts: { at: number }[], delaysMs: number[]): void {
  const gaps = starts.slice(1).map(({ at }, index) => at - (starts[index]?.at ?? 0));
  for (const [index, delayMs] of delaysMs.entries()) expect(gaps[index]).toBeGreaterThan(delayMs);
}

function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
