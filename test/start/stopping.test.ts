// How a process lets go of what it holds: in order and once, whoever asks, and not for ever.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { projectDir } from "../../src/config.ts";
import { viaNode } from "./running_server.ts";

test("a database that has gone silent is not waited for for ever", async () => {
  const { code, said } = await run("stopOnSignal([() => new Promise(() => undefined)], undefined, 300); console.log('now');");
  expect({ code, said }).toEqual({ code: 1, said: "now\nWhat has begun did not end within 0.3 s: it is cut.\n" });
});

test("a signal while a failed start lets go changes neither the order nor the exit code", async () => {
  const { code, said } = await run(`
    const held = ["PostgreSQL", "workers"].map((name) => async () => {
      console.log(name, "now");
      await new Promise((done) => setTimeout(done, 300));
      console.log(name, "stopped");
    });
    stopOnSignal(held);
    await release(held);
    process.exit(1);`);
  expect({ code, said }).toEqual({ code: 1, said: "workers now\nworkers stopped\nPostgreSQL now\nPostgreSQL stopped\n" });
});

test("what is logged where nobody reads any more is lost, and all else goes on, to the end by a signal", async () => {
  const child = spawn(viaNode[0], ["--input-type=module", "--eval", `
    import { log } from "./src/log.ts";
    import { logTheRest, stopOnSignal } from "./src/stopping.ts";
    stopOnSignal([], (line) => console.log(line));
    logTheRest();
    setInterval(() => undefined, 1_000);
    process.once("message", () => {
      for (let line = 0; line < 1_000; line++) log[line % 2 ? "warn" : "error"]("nobody reads this");
      console.log("nor this");
      setTimeout(() => process.send("still here"), 50);
    });
    process.send("ready");`], { cwd: projectDir, stdio: ["ignore", "pipe", "ignore", "ipc"] });
  await once(child, "message");
  child.stdout?.destroy();
  child.send("go");
  expect((await once(child, "message"))[0]).toBe("still here");
  child.disconnect();
  child.kill("SIGTERM");
  const [code] = (await once(child, "exit")) as [number | null];
  expect(code).toBe(0);
});

// Sends SIGTERM when it says "now".
async function run(program: string): Promise<{ code: number | null; said: string }> {
  const text = `import { release, stopOnSignal } from "./src/stopping.ts"; setInterval(() => undefined, 1_000); ${program}`;
  const child = spawn(viaNode[0], ["--input-type=module", "--eval", text], { cwd: projectDir });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (said += data.toString()));
  child.stdout.on("data", (data: Buffer) => void (data.includes("now") && child.kill("SIGTERM")));
  await once(child, "close");
  return { code: child.exitCode, said };
}
