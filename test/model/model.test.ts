// The short form of the model: a few runs, some the same each time and some new ones. `npm run model` plays more.
import type pg from "pg";
import { check, describeFound } from "./check.ts";
import { openProduct } from "./product.ts";
import type { Product } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(async () => product.close());

const expectNone = async (client: pg.ClientBase, seed: number, runs: number): Promise<void> => {
  const found = await check(client, { runs, seed, commands: 50 });
  if (found) throw new Error(describeFound(found));
};

test("model and product agree, in the same runs each time", async () => {
  await expectNone(product.client, 1, 40);
});

// New runs at each desk; in CI the same, so that a change is judged by what it did.
const seed = process.env["CI"] ? 2 : Math.floor(Math.random() * 2 ** 31);
test(`model and product agree, in runs of seed ${seed}`, async () => {
  await expectNone(product.client, seed, 20);
});
