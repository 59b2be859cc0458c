// One kind of command as fast-check makes it up, and how often.
import fc from "fast-check";
import type { Command } from "./commands.ts";

export const user = fc.constantFrom("ann", "ann", "bob");

type Parts<Kind extends Command["kind"]> = {
  [Part in Exclude<keyof Extract<Command, { kind: Kind }>, "kind">]: fc.Arbitrary<
    Extract<Command, { kind: Kind }>[Part]
  >;
};

export function often<Kind extends Command["kind"]>(
  weight: number,
  kind: Kind,
  parts: Parts<Kind>,
): { weight: number; arbitrary: fc.Arbitrary<Command> } {
  const arbitraries: Record<string, fc.Arbitrary<unknown>> = parts;
  const given = fc.record(arbitraries);
  return { weight, arbitrary: given.map((values) => ({ ...values, kind }) as Command) };
}
