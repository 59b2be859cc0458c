// The benchmark's side of the load generator.
import { fork } from "node:child_process";
import { join } from "node:path";
import type { Outcome, Task } from "./tasks.ts";

export interface Generator {
  /** Plays one task. Throws when it cannot even begin. */
  play(task: Task): Promise<Outcome>;
  stop(): void;
}

/** Starts it in a process of its own, so that it shares no event loop with what it measures. */
export function startGenerator(): Generator {
  const child = fork(join(import.meta.dirname, "generator.ts"), { env: { ...process.env, NODE_OPTIONS: "" } });
  let answerTo: (answer: Outcome | { error: string }) => void = () => undefined;
  child.on("message", (answer: Outcome) => answerTo(answer));
  child.on("exit", () => answerTo({ error: "the load generator has ended" }));
  return {
    async play(task) {
      const answer = await new Promise<Outcome | { error: string }>((resolve) => {
        answerTo = resolve;
        child.send(task);
      });
      if ("error" in answer) throw new Error(answer.error);
      return answer;
    },
    stop: () => void (child.connected && child.disconnect()),
  };
}
