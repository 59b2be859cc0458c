// Random numbers from a seed, so that the same clients want the same things again.

export interface Random {
  /** From 0 to 1, without 1. */
  next: () => number;
  /** A whole number from one to another. */
  from: (least: number, most: number) => number;
  chance: (probability: number) => boolean;
  of: <Value>(values: readonly Value[]) => Value;
  /** A key of an object, as often as its value says. */
  weighted: <Key extends string>(weights: Record<Key, number>) => Key;
  uuid: () => string;
}

/** Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = Math.trunc(state + 0x6d2b79f5);
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const from = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  const hex = (digits: number): string => Array.from({ length: digits }, () => from(0, 15).toString(16)).join("");
  return {
    next,
    from,
    chance: (probability) => next() < probability,
    of: (values) => {
      const value = values[from(0, values.length - 1)];
      if (value === undefined) throw new Error("nothing to choose from");
      return value;
    },
    weighted: <Key extends string>(weights: Record<Key, number>): Key => {
      const entries = Object.entries<number>(weights) as [Key, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      const found = entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1);
      if (!found) throw new Error("nothing to choose from");
      return found[0];
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
}
