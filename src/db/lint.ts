// House rules about SQL files that a reader relies on to find things; those about the schema are in test/sql/catalogue.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { hasSqlDetails, parse, scan } from "libpg-query";
import type { Node } from "libpg-query";
import type { Finding } from "./findings.ts";

/** What a folder of sql/ holds: one object to a file, in this schema, named as the file. */
const folders: Record<string, { schema: string; statements: string[] }> = {
  rules: { schema: "app_rules", statements: ["CreateFunctionStmt"] },
  private: { schema: "app_private", statements: ["CreateFunctionStmt"] },
  api: { schema: "app_public", statements: ["CreateFunctionStmt"] },
  ops: { schema: "app_private", statements: ["CreateFunctionStmt"] },
  tables: { schema: "", statements: ["CreateStmt"] },
  types: { schema: "", statements: ["CompositeTypeStmt", "CreateEnumStmt", "CreateDomainStmt"] },
};

/** All findings in sql/ and test/sql of a checkout. */
export async function lint(root: string): Promise<Finding[]> {
  const files = ["sql", "test/sql"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".sql"))
      .map((name) => join(folder, name)),
  );
  const findings = await Promise.all(files.map(async (file) => lintFile(file, readFileSync(join(root, file), "utf8"))));
  const manifest = readFileSync(join(root, "sql/manifest.sql"), "utf8");
  return [...findings.flat(), ...lintManifest(manifest, files)];
}

/** Findings in one file; its path from the checkout says which rules hold. */
export async function lintFile(file: string, text: string): Promise<Finding[]> {
  const statements = await parse(text).then(
    ({ stmts = [] }) => stmts.flatMap(({ stmt }) => stmt ?? []),
    (error: unknown) => error,
  );
  if (!Array.isArray(statements)) {
    const at = hasSqlDetails(statements) ? `:${lineAt(text, statements.sqlDetails?.cursorPosition ?? 0)}` : "";
    return [
      { what: `${file}${at}: ${String(statements)}`, remedy: "PostgreSQL's parser refuses it: correct the syntax" },
    ];
  }
  const loud = (await scan(text)).tokens.find(
    (token) => token.keywordKind > 0 && token.text !== token.text.toLowerCase(),
  );
  const findings = lintObjects(file, statements);
  if (loud) findings.push({ what: `${file}: ${loud.text} is in capitals`, remedy: "write keywords in lower case" });
  return findings;
}

/** Every file of sql/ is in the manifest, once. */
export function lintManifest(manifest: string, files: string[]): Finding[] {
  const included = [...manifest.matchAll(/^--! include (\S+)$/gm)].map(([, name]) => `sql/${name}`);
  return files
    .filter((file) => file.startsWith("sql/") && !["sql/manifest.sql", "sql/bootstrap.sql"].includes(file))
    .map((file) => ({ file, times: included.filter((name) => name === file).length }))
    .filter(({ times }) => times !== 1)
    .map(({ file, times }) => ({
      what: `${file}: is ${times} times in sql/manifest.sql`,
      remedy: "include it once, after what it needs",
    }));
}

function lintObjects(file: string, statements: Node[]): Finding[] {
  const folder = folders[basename(dirname(file))];
  if (!folder || !file.startsWith("sql/")) return [];
  const created = statements
    .flatMap((statement) => Object.entries(statement))
    .filter(([kind]) => /^(Create(?!Policy|Stats)|CompositeType|View)/.test(kind));
  const [first] = created;
  const name = first && nameOf(first[1]);
  const wanted = `${folder.schema || name?.[0]}.${basename(file, ".sql")}`;
  if (created.length === 1 && first && folder.statements.includes(first[0]) && name?.join(".") === wanted) return [];
  const found = created.map(([, statement]) => nameOf(statement).join(".")).join(", ") || "nothing";
  return [
    { what: `${file}: creates ${found} and not just ${wanted}`, remedy: "one object to a file, which has its name" },
  ];
}

interface Named {
  funcname?: Node[];
  typeName?: Node[];
  domainname?: Node[];
  relation?: { schemaname?: string; relname?: string };
  typevar?: { schemaname?: string; relname?: string };
}

function nameOf({ funcname, typeName, domainname, relation, typevar }: Named): string[] {
  const list = funcname ?? domainname ?? typeName; // a domain has both: its own name, and the type it is of
  if (list) return list.map((part) => ("String" in part ? (part.String.sval ?? "") : ""));
  const range = relation ?? typevar;
  return [range?.schemaname ?? "", range?.relname ?? ""];
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}
