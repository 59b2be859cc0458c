// Proves that no committed migration was edited, deleted or reordered, which graphile-migrate itself does not notice.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "./findings.ts";

const remedy = "restore it (git checkout origin/main -- migrations/committed) and write the change as a new migration";

/** Recomputes the chain of hashes; each file names its own hash and that of the one before it. */
export function brokenLinks(root: string): Finding[] {
  const folder = join(root, "migrations/committed");
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".sql"))
        .toSorted()
    : [];
  const findings: Finding[] = [];
  let previous: string | undefined;
  for (const [index, name] of files.entries()) {
    const file = `migrations/committed/${name}`;
    const text = readFileSync(join(folder, name), "utf8");
    const [, header = "", body = ""] = /^((?:--! .*\n)*)\n?([^]*)$/.exec(text) ?? [];
    const says = (key: string): string | undefined => new RegExp(`^--! ${key}: (.+)$`, "m").exec(header)?.[1];
    const hash = hashOf(body, previous);
    if (Number.parseInt(name, 10) !== index + 1) {
      findings.push({ what: `${file}: number ${index + 1} was expected; a migration is missing`, remedy });
    }
    if (says("Previous") !== (previous ?? "-")) {
      findings.push({
        what: `${file}: does not follow the migration before it; one was deleted, edited or moved`,
        remedy,
      });
    } else if (says("Hash") !== hash) {
      findings.push({ what: `${file}: was edited after it was committed`, remedy });
    }
    previous = says("Hash") ?? hash;
  }
  return findings;
}

/** graphile-migrate's hash of a migration that follows the one with the hash `previous`. */
export function hashOf(body: string, previous = ""): string {
  const digest = createHash("sha1")
    .update(`${`${previous}\n${body.trim()}`.trim()}\n`)
    .digest("hex");
  return `sha1:${digest}`;
}

/**
 * Compares with the branch that this one is to join, where git knows it: an edit whose hash was
 * recomputed keeps the chain whole, but not this. BASE_REF names the branch, else it is origin's
 * default; silent without git or without either.
 */
export function editedSinceBase(root: string): Finding[] {
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", root, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  let changed: string;
  try {
    const upstream = process.env.BASE_REF ?? git("rev-parse", "--verify", "--quiet", "--abbrev-ref", "origin/HEAD");
    const base = git("merge-base", "HEAD", upstream);
    changed = git(
      "diff",
      "--relative",
      "--no-renames",
      "--diff-filter=MDT",
      "--name-only",
      base,
      "--",
      "migrations/committed",
    );
  } catch {
    return [];
  }
  return changed
    .split("\n")
    .filter(Boolean)
    .map((file) => ({ what: `${file}: differs from the published one`, remedy }));
}
