// Bounds every list with pages: nobody reads a journal of years in one answer, whether they ask for all of it or for nothing in particular.
import { type FieldArg, lambda, SafeError, type Step } from "postgraphile/grafast";
import { pages } from "./document_limits.ts";

interface Paged extends Step {
  setFirst(first: Step<number>): void;
  setOffset(offset: Step<number>): void;
}

/** Gives `first` a default, and `first` and `offset` their bounds, on every field that has them. A list whose length its own arguments bound has neither. */
export const PageSizesPlugin: GraphileConfig.Plugin = {
  name: "PageSizesPlugin",
  version: "1.0.0",
  after: ["PgFirstLastBeforeAfterArgsPlugin"],
  schema: {
    hooks: {
      GraphQLObjectType_fields_field_args(args, build, { Self, scope: { fieldName, isPgFieldConnection } }) {
        const { first, offset, ...others } = args;
        if (!first || !offset) return args;
        if (`${Self.name}.${fieldName}` === "Me.calendar") return others;
        // What is no connection does not say that there is more.
        const byDefault = isPgFieldConnection ? pages.default : pages.max;
        return {
          ...others,
          first: {
            ...first,
            description: build.wrapDescription(
              `Only read the first \`n\` values of the set, at most ${pages.max}; by default ${byDefault}.`,
              "arg",
            ),
            defaultValue: byDefault,
            applyPlan: (_: unknown, $list: Paged, arg: FieldArg) => {
              $list.setFirst(lambda(arg.getRaw(), (n) => bounded("first", n ?? byDefault, pages.max)));
            },
          },
          offset: {
            ...offset,
            description: build.wrapDescription(`Skip the first \`n\` values, at most ${pages.offsetMax}.`, "arg"),
            applyPlan: (_: unknown, $list: Paged, arg: FieldArg) => {
              $list.setOffset(lambda(arg.getRaw(), (n) => bounded("offset", n ?? 0, pages.offsetMax)));
            },
          },
        };
      },
    },
  },
};

function bounded(name: string, value: unknown, max: number): number {
  if (typeof value === "number" && value >= 0 && value <= max) return value;
  throw new SafeError(`${name} is ${String(value)}: it can be 0 to ${max}.`, { code: "INVALID_INPUT" });
}
