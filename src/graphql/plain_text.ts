// Lets PostgreSQL write a composite as it is, in its own format, and Node read it: half the SQL, and cheaper on both sides.
import "./environment.ts";
import { TYPES } from "postgraphile/@dataplan/pg";

const instant = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?([+-]\d\d)(:\d\d)?$/;

/** Takes an instant as PostgreSQL writes it in its ISO style, returns it as the API gives it out: with T, all six digits, and the whole offset. */
export function instantFrom(text: string): string | null {
  const [found, day, time, fraction = "", hours, minutes = ":00"] = instant.exec(text) ?? [];
  return found ? `${day}T${time}.${fraction.padEnd(6, "0")}${hours}${minutes}` : finite(text);
}

// What is not finite has no value in the API.
function finite(text: string): string | null {
  return text.endsWith("infinity") ? null : text;
}

// PostGraphile casts a composite piece by piece as soon as one of its attributes has a cast of its own.
for (const codec of [TYPES.text, TYPES.varchar, TYPES.bpchar, TYPES.char, TYPES.name, TYPES.uuid, TYPES.date, TYPES.timestamptz]) {
  delete codec.castFromPg;
  delete codec.listCastFromPg;
}
Object.assign(TYPES.timestamptz, { fromPg: instantFrom });
Object.assign(TYPES.date, { fromPg: finite });
