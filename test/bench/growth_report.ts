// The growth section of the report: what a call costs among more users, what it touches, and how large everything is.
import { digits, medianOf } from "./asked.ts";
import { grown, nameAt, type Growth } from "./growth.ts";
import { compare, type Turn } from "./measure.ts";
import { table } from "./table.ts";

/** The tables of it, with their words. */
export function growthTables(growth: Growth): string[] {
  return [
    `Among more users (10000x365: each with 365 days instead). ${Math.round(growth.active * 100)} % of them ever come, but no fewer than the smallest size has; they are far from each other, and their pages have been read before. All check-ins are of one day. ÷ first: requests/s, the median of the rounds' ratios.`,
    costTable(growth),
    "What one call touches, looked at by EXPLAIN: pages are of tables, indexes and the catalogue, each time counted.",
    touchedTable(growth),
    "What is stored:",
    sizesTable(growth),
  ];
}

function costTable({ sizes, turns }: Growth): string {
  const rows = grown.flatMap((name) =>
    sizes.map((size) => {
      const at = nameAt(name, size.name);
      const of = (figure: (turn: Turn) => number | undefined): string => digits(medianOf(turns, at, figure));
      const ratio = compare(turns, at, nameAt(name, sizes[0]?.name ?? ""));
      return [
        name, words(size.name), of((turn) => turn.perSecond), digits(ratio?.median), of((turn) => turn.p50), of((turn) => turn.p99),
        of((turn) => turn.nodeMs), of((turn) => turn.postgresMs), of((turn) => turn.walBytes), of((turn) => turn.walPageImageBytes),
      ];
    }),
  );
  return table(["", "users", "requests/s", "÷ first", "p50 ms", "p99 ms", "Node CPU ms", "PostgreSQL CPU ms", "WAL bytes", "page images"], rows);
}

function touchedTable({ sizes, touched }: Growth): string {
  const rows = ["check-in", "home", "claim"].flatMap((command) =>
    sizes.map(({ name }) => {
      const found = touched.get(nameAt(command, name));
      return [command, words(name), digits(found?.buffers), digits(found?.read), digits(found?.walRecords), digits(found?.walBytes), digits(found?.walPageImages)];
    }),
  );
  return table(["", "users", "pages", "not in memory", "WAL records", "WAL bytes, images too", "page images"], rows);
}

const megabytes = (bytes: number): string => digits(bytes / 2 ** 20);

function sizesTable({ sizes, relations }: Growth): string {
  const rows = sizes.flatMap(({ name }) =>
    (relations.get(name) ?? []).map((relation) => [
      relation.table, words(name), digits(relation.rows), megabytes(relation.bytes), digits(relation.bytes / relation.rows),
      megabytes(relation.indexes.reduce((sum, { bytes }) => sum + bytes, 0)),
      digits(relation.indexes.reduce((sum, { bytes }) => sum + bytes, 0) / relation.rows), relation.indexes.map(({ height }) => height).join(", "),
    ]),
  );
  return table(["", "users", "rows", "MB", "bytes a row", "indexes MB", "bytes a row", "their heights"], rows);
}

const words = (size: string): string => size.replace(/\d+/g, (number) => Number(number).toLocaleString("en"));
