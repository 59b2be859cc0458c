// CPU time of a process and all that it has started, as Linux counts it: also of children that have ended.
import { readdirSync, readFileSync } from "node:fs";

const ticksASecond = 100; // sysconf(_SC_CLK_TCK) of every Linux that Node runs on

interface Usage {
  parent: number;
  /** Its own, and that of children that it has waited for. */
  ms: number;
}

/** The milliseconds of CPU that a process and its descendants have used so far; undefined where there is no /proc, or no such process. */
export function cpuMs(pid: number): number | undefined {
  const usages = new Map<number, Usage>();
  for (const name of listProcesses()) {
    const usage = readUsage(Number(name));
    if (usage) usages.set(Number(name), usage);
  }
  if (!usages.has(pid)) return undefined;
  let ms = 0;
  const family = [pid];
  for (let member = family.pop(); member !== undefined; member = family.pop()) {
    ms += usages.get(member)?.ms ?? 0;
    for (const [child, { parent }] of usages) if (parent === member) family.push(child);
  }
  return ms;
}

/** The process that started another one. */
export function parentOf(pid: number): number | undefined {
  return readUsage(pid)?.parent;
}

function listProcesses(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

// The name of the program, in brackets, may hold anything; what follows it are numbers.
function readUsage(pid: number): Usage | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ").map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
    return { parent: fields[1] ?? 0, ms: (ticks * 1000) / ticksASecond };
  } catch {
    return undefined; // it has just ended
  }
}
