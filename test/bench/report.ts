// Writes the figures down: as tables in Markdown, which are printed too, and as JSON.
import { cpus, release, totalmem, type } from "node:os";
import { askedOf, digits, medianOf } from "./asked.ts";
import type { Figures } from "./bench.ts";
import { growthTables } from "./growth_report.ts";
import type { Turn } from "./measure.ts";
import { table } from "./table.ts";

/** All tables, the one of what is asked last. */
export function tablesOf(figures: Figures): string {
  const { growth, failures, differences, reasons } = figures;
  const wrong = [
    ...(failures > 0 ? [`${failures} answers were wrong, such as: ${[...new Set(reasons)].slice(0, 3).join(" / ")}`] : []),
    ...differences,
  ];
  return [
    "Medians of rounds. Statements: those that the server sends + those that only begin, set and commit; within: those that its functions run. CPU, WAL and flushes are for one request; WAL without the page images that follow a checkpoint.",
    variantsTable(figures),
    ...(growth ? growthTables(growth) : []),
    halfRateWords(figures),
    wrong.length > 0 ? wrong.join("\n") : "Every answer was right, and as many check-ins, claims and spends are stored as were answered.",
    table(
      ["", "asked", "figure (lowest to highest round)", ""],
      askedOf(figures).map(({ what, asked, figure, isReached }) => [what, asked, figure ?? "not measured", verdict(figures, isReached)]),
    ),
  ].join("\n\n");
}

// A turn of less than a second shows that all of it runs, and nothing about speed.
const verdict = ({ options }: Figures, isReached: boolean | undefined): string =>
  isReached === undefined ? "" : options.seconds < 1 ? "too short to judge" : isReached ? "reached" : "NOT reached";

/** test/bench/RESULTS.md: the tables, and what they were measured with. command: as it can be repeated */
export function resultsFile(figures: Figures, command: string): string {
  const { versions, postgresSettings } = figures;
  const facts = [
    `Machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}.`,
    `Versions: ${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ")}.`,
    `PostgreSQL's settings: ${Object.entries(postgresSettings).map(([name, value]) => `${name} ${value}`).join(", ")}.`,
  ];
  return `# Results of the benchmark\n\n\`\`\`sh\n${command}\n\`\`\`\n\n${facts.map((fact) => `- ${fact}`).join("\n")}\n\n${tablesOf(figures)}\n`;
}

/** Everything that was measured, each turn of it. */
export function toJson(figures: Figures): string {
  const plain = { ...figures, options: { ...figures.options, peer: figures.options.peer?.url }, asked: askedOf(figures) };
  return JSON.stringify(plain, (_key, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value), 2);
}

function variantsTable({ turns, statements, fsyncs }: Figures): string {
  const rows = [...turns.keys()].map((name) => {
    const of = (figure: (turn: Turn) => number | undefined): string => digits(medianOf(turns, name, figure));
    const counted = statements.get(name);
    return [
      name,
      of((turn) => turn.perSecond), of((turn) => turn.p50), of((turn) => turn.p99), of((turn) => turn.nodeMs), of((turn) => turn.postgresMs),
      counted ? `${counted.sent} + ${counted.frame}` : "–", counted ? String(counted.roundTrips) : "–", counted ? String(counted.within) : "–",
      of((turn) => turn.walBytes), digits(fsyncs.get(name)), of((turn) => turn.generatorShare * 100),
    ];
  });
  return table(
    ["", "requests/s", "p50 ms", "p99 ms", "Node CPU ms", "PostgreSQL CPU ms", "statements", "round trips", "statements within", "WAL bytes", "flushes", "generator CPU %"],
    rows,
  );
}

function halfRateWords({ halfRate }: Figures): string {
  const turns = halfRate.map(({ perSecond, p50, p99 }) => `${digits(perSecond)}/s: p50 ${digits(p50)} ms, p99 ${digits(p99)} ms`);
  return `GraphQL check-ins that come at half of the top rate, whether or not those before are answered: ${turns.join("; ")}.`;
}
