// Runs a command of src/cli in a process of its own, as npm does.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { projectDir } from "../../src/config.ts";

export interface EndedCommand {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<EndedCommand>;
}

/**
 * @param command a file of src/cli
 * @param env its environment, besides PATH and HOME
 */
export function startCommand(command: string, args: string[], env: Record<string, string>): RunningCommand {
  const { PATH = "", HOME = "" } = process.env;
  const node = join(projectDir, "node_modules", ".bin", "node");
  const child = spawn(node, [join("src", "cli", command), ...args], { cwd: projectDir, env: { PATH, HOME, ...env } });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (text: Buffer) => (output.stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output.stderr += text.toString()));
  const ended = once(child, "close").then(() => ({ code: child.exitCode, ...output }));
  return { child, ended };
}

/** Runs it to its end. */
export async function runCommand(command: string, args: string[], env: Record<string, string>): Promise<EndedCommand> {
  return startCommand(command, args, env).ended;
}
