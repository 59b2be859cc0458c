// Pauses, repairs and amnesties that fast-check makes up, aimed at the days at which they can go wrong.
import fc from "fast-check";
import { often, user } from "./often.ts";

const reason = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom("Outage.", "Storm.", "x".repeat(200)) },
  fc.constantFrom("", "x".repeat(201)),
);

export const ofTheCalendar = [
  often(3, "pause", { user, from: fc.constant("today"), days: fc.integer({ min: -1, max: 5 }) }),
  often(1, "pause", { user, from: fc.constant("today"), days: fc.integer({ min: 6, max: 35 }) }),
  often(3, "pause", {
    user,
    from: fc.constantFrom("end of the pause", "longest pause"),
    days: fc.constantFrom(0, 0, -1, 1),
  }),
  often(1, "pause again", { user, days: fc.constantFrom(1, 2, 5) }),
  often(6, "repair", { user, from: fc.constant("gap"), back: fc.constantFrom(0, 0, 0, 0, 1, 2, 5) }),
  often(3, "repair", { user, from: fc.constant("repaired day"), back: fc.constantFrom(0, 0, 1, 2) }),
  often(1, "repair", { user, from: fc.constant("today"), back: fc.integer({ min: -1, max: 8 }) }),
  often(2, "amnesty", {
    user,
    from: fc.constant("today"),
    after: fc.integer({ min: -5, max: 2 }),
    days: fc.constantFrom(1, 2, 3, 4, 1, 2, 3, 4, 0, 31, 32),
    reason,
  }),
  often(3, "amnesty", {
    user,
    from: fc.constantFrom("latest gap", "latest gap", "first gap", "freeze", "repaired day", "repaired day"),
    after: fc.constantFrom(0, 0, 0, -1, 1),
    days: fc.constantFrom(null, null, 1, 2),
    reason,
  }),
  often(1, "amnesty", {
    user,
    from: fc.constant("amnesty"),
    after: fc.constantFrom(0, 0, 0, 1),
    days: fc.constantFrom(null, null, null, 3),
    reason,
  }),
];
