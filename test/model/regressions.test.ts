// Runs in which model and product once differed: each is kept, with the rule that says who was wrong.
import type { Command, Run } from "./commands.ts";
import { version1 } from "./parameters.ts";
import type { RuleVersion } from "./parameters.ts";
import { play } from "./play.ts";
import { openProduct } from "./product.ts";
import type { Product } from "./product.ts";
import type { Reward } from "./reward.ts";
import { nothing } from "./seeds.ts";
import { dayLength, hour } from "./time.ts";

let product: Product;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(async () => product.close());

const expectAgreement = async (start: string, commands: Command[], rules: Partial<Run> = {}): Promise<void> => {
  const run = { start: Date.parse(start), tokenZones: { ann: null }, versions: [], rewards: [], items: [], commands, ...rules };
  expect(await play(product.client, run)).toBeNull();
};

const version = (id: number, from: string, changes: Partial<RuleVersion>): RuleVersion => ({
  ...version1,
  ...changes,
  id,
  effectiveFrom: Date.parse(from),
});
const daily: Reward = {
  id: "daily",
  title: "Each day",
  conditions: [["energy", 1]],
  gives: { ...nothing, points: 1 },
  repeats: "day",
  startsAt: null,
  endsAt: null,
  stock: null,
  claimWithinHours: null,
  autoClaim: false,
  priority: 100,
  enabled: true,
};

const ann = { user: "ann" } as const;
const wait = (by: number): Command => ({ kind: "wait", by });
const look: Command = { kind: "look", ...ann };
const checkIn = (day: number | null = null): Command => ({ kind: "check in", ...ann, day });
const move = (zone: string): Command => ({ kind: "settings", ...ann, zone, dayStartHour: null });

// A level is never lost (6): SQL looked only at the thresholds of the version in force.
test("a level that a rule version raised stays when the next version comes, though no command came in between", async () => {
  const versions = [
    version(2, "2026-03-02T00:00:00Z", { level_thresholds: [0, 5], level_boosts_basis_points: [10000, 12000] }),
    version(3, "2026-03-03T00:00:00Z", { level_thresholds: [0, 1000], level_boosts_basis_points: [10000, 12000] }),
  ];
  await expectAgreement("2026-03-01T12:00:00Z", [checkIn(), wait(dayLength), look, wait(dayLength), look, checkIn()], {
    versions,
  });
});

// Settling is lazy and must give what a job at every day end would have given (4.4): SQL asked the stored state.
test("after a run that died unseen, today may be an earlier day again in the west, as after one whose end is stored", async () => {
  await expectAgreement("2026-03-01T12:00:00Z", [
    checkIn(),
    wait(20 * dayLength - 9 * hour), // 03:00, when the grace of the day before is over
    move("America/New_York"),
    look,
    checkIn(),
  ]);
});

test("after a run that died unseen, the day that ended it does not come back in the west", async () => {
  await expectAgreement("2026-03-01T12:00:00Z", [checkIn(), wait(39 * hour), move("Etc/GMT+12"), look, checkIn(-1)]);
});

// The latest unlock is claimed without a period key (sql/README.md): SQL listed two of one instant in either order.
test("two unlocks of one instant are listed in the order in which they were made", async () => {
  const commands: Command[] = [
    move("Atlantic/Azores"), // a command, which unlocks the day that it is there
    checkIn(-1),
    look,
    { kind: "claim", ...ann, reward: "daily", period: null },
    look,
  ];
  await expectAgreement("2026-03-02T01:30:00Z", commands, { rewards: [daily] });
});

// A change never makes a day missed that was still open (4.7): the model left the day before one without hours unmarked.
test("a move to Apia that skips the day without hours skips the day before it too, though its grace goes on", async () => {
  await expectAgreement("2011-12-28T20:00:00Z", [
    move("Pacific/Honolulu"),
    checkIn(),
    wait(39 * hour), // 01:00 on the 30th, and in Apia 01:00 on the 31st
    move("Pacific/Apia"),
    look,
    checkIn(),
  ]);
});

// An answer names what the command claimed by itself (command_result): SQL named it in the answers of repeats only.
test("the first answer of a spend and of a grant names what they claimed by themselves, as repeats do", async () => {
  const rewards = [{ ...daily, repeats: "once" as const, conditions: [], autoClaim: true }];
  const spend: Command = { kind: "spend", ...ann, from: "none", amount: 1, reason: null };
  const grant: Command = { kind: "grant", ...ann, gives: { points: 1 }, reason: "Why." };
  const again: Command = { kind: "again", back: 0, change: "nothing" };
  await expectAgreement("2026-03-01T12:00:00Z", [spend, again], { rewards });
  const bootstrap: Command = { kind: "bootstrap", ...ann, zone: null, dayStartHour: null };
  await expectAgreement("2026-03-01T12:00:00Z", [bootstrap, grant, again], { rewards });
});
