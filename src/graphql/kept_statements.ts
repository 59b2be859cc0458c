// Keeps the SQL that PostGraphile makes for a step of a plan: it would make the same text anew for every request.
import { PgSelectStep, version, type PgCodec } from "postgraphile/@dataplan/pg";
import { isPromiseLike, type ExecutionDetails, type ExecutionValue, type Step } from "postgraphile/grafast";
import { sql, type SQL } from "postgraphile/pg-sql2";

/** The version whose inside is as this file takes it to be; see its tests before you raise it. */
export const knownVersion = "1.1.2";

type PagingIds = Record<(typeof pagings)[number], number | null>;
type Inlined = PagingIds & { readonly dependencies: readonly Step[]; readonly applyDepIds: readonly number[] };
type Send = (specs: object[], common: Common) => Promise<{ values: unknown[] }>;

/** What of a step says which SQL it makes. */
interface Select extends Inlined {
  readonly operationPlan: { readonly operation: { readonly operation: string } };
  readonly resource: { executeWithCache: Send; executeWithoutCache: Send };
  readonly contextId: number;
  readonly placeholders: readonly Placeholder[];
  readonly deferreds: readonly { readonly dependencyIndex: number }[];
  readonly streamDetailsDepIds: readonly number[];
  execute(details: ExecutionDetails): Promise<readonly Result[]>;
}

interface Placeholder {
  readonly dependencyIndex: number;
  readonly codec: PgCodec;
  readonly alreadyEncoded: boolean;
}

interface Common {
  readonly text: string;
  readonly rawSqlValues: readonly unknown[];
  readonly identifierIndex: number | null;
}

interface Result {
  readonly items: unknown;
}

/** Of one request: the SQL that arguments become, by text and values. */
interface Given {
  readonly key: string;
  readonly fragments: readonly { readonly text: string; readonly values: readonly unknown[] }[];
}

interface Kept {
  readonly common: Common;
  /** Without rows. */
  readonly result: Result;
}

/** Stands for a value while the SQL is made. */
class Mark {
  readonly valueIn: (given: Given, details: ExecutionDetails) => unknown;
  constructor(valueIn: Mark["valueIn"]) {
    this.valueIn = valueIn;
  }
}

const pagings = ["firstStepId", "lastStepId", "offsetStepId", "afterStepId", "beforeStepId"] as const;
const inliner = "PgSelectInlineApplyStep";
// Of one step: by the sizes of pages, and by which arguments there are.
const keptMax = 20;

/** Keeps nothing with a version of PostGraphile that we do not know. installed: for a test */
export function keptStatements(installed: string = version): GraphileConfig.Plugin {
  const keptOf = new WeakMap<Select, Map<string, Kept>>();
  const plugin: GraphileConfig.Plugin = { name: "KeptStatementsPlugin", version: "1.0.0" };
  if (installed !== knownVersion) {
    console.warn(`@dataplan/pg ${installed} is not what keeping its SQL was tested with (${knownVersion}): it is made for each request.`);
    return plugin;
  }
  return {
    ...plugin,
    grafast: {
      middleware: {
        executeStep(next, { step, executeDetails }) {
          if (!(step instanceof PgSelectStep)) return next();
          const select = step as unknown as Select;
          const given = givenTo(select, executeDetails);
          if (!given) return next();
          const kept = keptOf.get(select) ?? new Map<string, Kept>();
          keptOf.set(select, kept);
          const found = kept.get(given.key);
          if (found) return run(select, found, given, executeDetails);
          return kept.size < keptMax ? makeAndRun(select, given, executeDetails, kept, next) : next();
        },
      },
    },
  };
}

async function makeAndRun(select: Select, given: Given, details: ExecutionDetails, kept: Map<string, Kept>, next: () => unknown): Promise<readonly unknown[]> {
  // Only where nothing has been sent may PostGraphile begin anew.
  const made = await make(select, given, details).catch(() => undefined);
  if (!made) return (await next()) as readonly unknown[];
  kept.set(given.key, made);
  return run(select, made, given, details);
}

// Undefined when the SQL depends on more than the plan, the sizes of pages, and which arguments there are.
function givenTo(select: Select, { count, stream, values, extra }: ExecutionDetails): Given | undefined {
  if (count !== 1 || stream !== null || pagings.some((name) => select[name] !== null)) return undefined;
  if (select.streamDetailsDepIds.some((index) => isGiven(values[index]?.unaryValue()))) return undefined;
  const key: unknown[] = [];
  const { store } = (extra as unknown as { _bucket: { store: Map<number, ExecutionValue> } })._bucket;
  for (const index of select.applyDepIds) {
    const step = select.dependencies[index];
    const isKnown = step?.constructor.name === inliner ? addSizes(step as unknown as Inlined, store, key) : addsNothing(values[index]?.unaryValue());
    if (!isKnown) return undefined;
  }
  const fragments = select.deferreds.map(({ dependencyIndex }) => sql.compile(values[dependencyIndex]?.unaryValue() as SQL));
  for (const { text, values: itsValues } of fragments) {
    // With values it is made again from its text, which must name nothing outside of itself, nor hold what looks like the place of a value.
    if (itsValues.length > 0 && /ERROR!|__|'/.test(text)) return undefined;
    key.push(text);
  }
  return { key: JSON.stringify(key), fragments };
}

function addSizes({ applyDepIds, dependencies, ...ids }: Inlined, store: Map<number, ExecutionValue>, key: unknown[]): boolean {
  for (const name of pagings) {
    const id = ids[name];
    const value = id === null ? undefined : store.get(dependencies[id]?.id ?? -1);
    if (id !== null && value?.isBatch !== false) return false;
    const size = value?.unaryValue() as unknown;
    if (isGiven(size) && typeof size !== "number") return false;
    key.push(size ?? null);
  }
  return applyDepIds.every((index) => {
    const step = dependencies[index];
    return step?.constructor.name === inliner && addSizes(step as unknown as Inlined, store, key);
  });
}

const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

// Most inputs are for the function that is called, and have nothing to add to the SQL around it. What they would add fails here.
function addsNothing(applied: unknown): boolean {
  try {
    for (const apply of [applied].flat()) if (isGiven(apply)) (apply as (to: object) => void)({});
    return true;
  } catch {
    return false;
  }
}

// Has PostGraphile run the step with marks for values, and takes what it would send.
async function make(select: Select, { fragments }: Given, details: ExecutionDetails): Promise<Kept | undefined> {
  const values = details.values.map((value) => value as ExecutionValue);
  const add = (value: unknown): number => values.push({ isBatch: false, at: () => value, unaryValue: () => value } as unknown as ExecutionValue) - 1;
  const placeholders = select.placeholders.map((of) => {
    const mark = new Mark((_given, { values: itsValues }) => {
      const value: unknown = itsValues[of.dependencyIndex]?.at(0);
      return !isGiven(value) ? null : of.alreadyEncoded ? value : of.codec.toPg(value);
    });
    return { ...of, dependencyIndex: add(mark), alreadyEncoded: true };
  });
  const deferreds = select.deferreds.map((of, index) => {
    const { text = "", values: itsValues = [] } = fragments[index] ?? {};
    return itsValues.length === 0 ? of : { ...of, dependencyIndex: add(marked(text, index)) };
  });
  const applyDepIds = select.applyDepIds.filter((index) => select.dependencies[index]?.constructor.name === inliner);
  let common: Common | undefined;
  const taken: Send = (_specs, given) => {
    common = given;
    return Promise.resolve({ values: [[]] });
  };
  const resource = Object.assign(Object.create(select.resource) as object, { executeWithCache: taken, executeWithoutCache: taken });
  const one = Object.assign(Object.create(select) as Select, { resource, placeholders, deferreds, applyDepIds });
  const [result] = await one.execute({ ...details, values: values as never });
  return common?.identifierIndex === null && result ? { common, result } : undefined;
}

// As if its text had been written here, with marks for values.
function marked(text: string, fragment: number): SQL {
  const strings = text.split(/\$\d+/);
  const marks = (text.match(/\$\d+/g) ?? []).map((place) => {
    const mark = new Mark(({ fragments }) => fragments[fragment]?.values[Number(place.slice(1)) - 1]);
    return sql.value(mark as never);
  });
  return sql(Object.assign(strings, { raw: strings }), ...marks);
}

async function run({ resource, operationPlan, contextId }: Select, { common, result }: Kept, given: Given, details: ExecutionDetails): Promise<readonly unknown[]> {
  const rawSqlValues = common.rawSqlValues.map((value) => (value instanceof Mark ? value.valueIn(given, details) : value));
  const context = details.values[contextId]?.unaryValue() as unknown;
  const way = operationPlan.operation.operation === "query" ? "executeWithCache" : "executeWithoutCache";
  const { values } = await resource[way]([{ context, queryValues: [] }], { ...common, rawSqlValues });
  return values.map((items) => (isPromiseLike(items) ? items : { ...result, items }));
}
