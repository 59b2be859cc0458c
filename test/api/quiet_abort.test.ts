/** Aborting as Node does it, without an exception made for each. */
import "../../src/graphql/quiet_abort.ts";

const aborted = (...reason: unknown[]): AbortSignal => {
  const controller = new AbortController();
  controller.abort(...reason);
  return controller.signal;
};

test("tells whoever listens, once", () => {
  const controller = new AbortController();
  let told = 0;
  controller.signal.addEventListener("abort", () => void (told += 1));
  expect(controller.signal.aborted).toBe(false);
  controller.abort();
  controller.abort();
  expect(told).toBe(1);
  expect(controller.signal.reason).toMatchObject({ name: "AbortError" });
});

test("keeps the reason that it is given", () => {
  const why = new Error("enough");
  expect(aborted(why).reason).toBe(why);
});

test("makes no exception of its own for each", () => {
  expect(aborted().reason).toBe(aborted(undefined).reason);
});
