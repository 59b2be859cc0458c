// The short form of `npm run bench:catalogue`: that it runs. Nothing is timed in a test.
import { measureCatalogues } from "./catalogue.ts";

test("the home screen and the check-in are measured with 5 rewards and with 50", async () => {
  const measured = { ms: { 5: expect.any(Number), 50: expect.any(Number) }, ratio: expect.any(Number) };
  expect(await measureCatalogues(1, 5)).toEqual({ home: measured, checkIn: measured });
});
