// Makes a run that fails smaller, as long as it fails: what is left is what matters.
import type { Command, Run } from "./commands.ts";
import type { Item } from "./item.ts";
import { version1 } from "./parameters.ts";
import type { RuleVersion } from "./parameters.ts";
import type { Reward } from "./reward.ts";
import { nothing } from "./seeds.ts";

type Fails = (run: Run) => Promise<boolean>;

export async function shrink(run: Run, fails: Fails): Promise<Run> {
  let smallest = run;
  for (let size = Infinity; size > sizeOf(smallest);) {
    size = sizeOf(smallest);
    for (const simplify of [withoutCommands, withoutRewards, withoutItems, withoutVersions, withSimplerParts])
      smallest = await simplify(smallest, fails);
  }
  return smallest;
}

const sizeOf = (run: Run): number => JSON.stringify(run).length;

async function firstThatFails(run: Run, candidates: Iterable<Run>, fails: Fails): Promise<Run> {
  for (const candidate of candidates) if (await fails(candidate)) return candidate;
  return run;
}

/** Leaves out ever shorter pieces of a list. */
async function withoutPieces<T>(list: T[], make: (rest: T[]) => Run, fails: Fails): Promise<T[]> {
  let rest = list;
  for (let length = list.length; length >= 1; length = Math.floor(length / 2)) {
    for (let start = rest.length - length; start >= 0; start -= length) {
      const shorter = rest.toSpliced(start, length);
      if (await fails(make(shorter))) rest = shorter;
    }
  }
  return rest;
}

async function withoutCommands(run: Run, fails: Fails): Promise<Run> {
  const make = (commands: Command[]): Run => ({ ...run, commands });
  return make(await withoutPieces(run.commands, make, fails));
}

async function withoutRewards(run: Run, fails: Fails): Promise<Run> {
  const make = (rewards: Reward[]): Run => ({ ...run, rewards });
  return make(await withoutPieces(run.rewards, make, fails));
}

async function withoutItems(run: Run, fails: Fails): Promise<Run> {
  const make = (items: Item[]): Run => ({ ...run, items });
  return make(await withoutPieces(run.items, make, fails));
}

async function withoutVersions(run: Run, fails: Fails): Promise<Run> {
  const make = (versions: RuleVersion[]): Run => ({
    ...run,
    versions: versions.map((version, index) => ({ ...version, id: index + 2 })),
  });
  return make(await withoutPieces(run.versions, make, fails));
}

/** Puts what is usual in the place of each part that may be. */
async function withSimplerParts(run: Run, fails: Fails): Promise<Run> {
  let simplest = run;
  for (const candidate of simplerParts) simplest = await firstThatFails(simplest, candidate(simplest), fails);
  return simplest;
}

const usualReward = {
  startsAt: null,
  endsAt: null,
  stock: null,
  claimWithinHours: null,
  autoClaim: false,
  enabled: true,
};

const simplerParts: ((run: Run) => Run[])[] = [
  ({ tokenZones, ...run }) =>
    Object.keys(tokenZones)
      .filter((user) => tokenZones[user] !== null)
      .map((user) => ({ ...run, tokenZones: { ...tokenZones, [user]: null } })),
  ...Object.entries(version1)
    .filter(([name]) => name !== "id" && name !== "effectiveFrom" && !name.startsWith("level"))
    .map(
      ([name, value]) =>
        ({ versions, ...run }: Run): Run[] =>
          versions
            .filter((version) => version[name as keyof RuleVersion] !== value)
            .map((version) => ({
              ...run,
              versions: versions.map((other) => (other === version ? { ...version, [name]: value } : other)),
            })),
    ),
  ...Object.entries({ ...usualReward, repeats: "once", conditions: [] }).map(
    ([name, value]) =>
      ({ rewards, ...run }: Run): Run[] =>
        rewards.map((reward) => ({
          ...run,
          rewards: rewards.map((other) => (other === reward ? { ...reward, [name]: value } : other)),
        })),
  ),
  ({ rewards, ...run }) =>
    rewards.map((reward) => ({
      ...run,
      rewards: rewards.map((other) => (other === reward ? { ...reward, gives: { ...nothing, points: 1 } } : other)),
    })),
];
