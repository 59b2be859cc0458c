// Lets Jest run what Node runs as it is: TypeScript without its types, and pgTAP files as modules that report them.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";

const self = readFileSync(import.meta.filename);

export function process(source: string, path: string): { code: string } {
  if (path.endsWith(".sql")) {
    const module = JSON.stringify(join(import.meta.dirname, "declare_pgtap.ts"));
    return { code: `import { declarePgtap } from ${module};\ndeclarePgtap(${JSON.stringify(path)}, pgtap);\n` };
  }
  return { code: stripTypeScriptTypes(source) };
}

export function getCacheKey(source: string, path: string): string {
  return createHash("sha1").update(self).update(path).update(source).digest("hex");
}

export default { process, getCacheKey };
