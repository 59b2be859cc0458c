// Splits SQL into statements with PostgreSQL's own parser, so that each result has its line.
import { parse } from "libpg-query";

export interface Statement {
  sql: string;
  /** Where its first word stands, counted from 1. */
  line: number;
}

/** The statements of a file, comments and white space in front of them removed. Throws on a syntax error. */
export async function splitStatements(source: string): Promise<Statement[]> {
  const bytes = Buffer.from(source);
  const { stmts = [] } = await parse(source);
  return stmts.map(({ stmt_location: start = 0, stmt_len: length = bytes.length - start }) => {
    const text = bytes.toString("utf8", start, start + length);
    const skipped = /^(\s+|--.*|\/\*[^]*?\*\/)*/.exec(text)?.[0].length ?? 0;
    const before = bytes.toString("utf8", 0, start) + text.slice(0, skipped);
    return { sql: text.slice(skipped), line: before.split("\n").length };
  });
}
