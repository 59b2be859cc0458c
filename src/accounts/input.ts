// Reads what a request about accounts brings; what is missing or of another type is refused by its name.
import type { Request } from "express";
import { isIP } from "node:net";
import { Refusal } from "./refusals.ts";

// Long enough that guessing at the rate that we let in leads nowhere; and a pass phrase is welcome, but not a body that keeps a core busy.
const passwordCharactersMin = 10;
const passwordCharactersMax = 1_000;

/** The body, which is JSON and an object. */
export function bodyOf(request: Request): Readonly<Record<string, unknown>> {
  const body: unknown = request.body;
  if (body === undefined)
    throw new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "The request has no JSON: send an object, as application/json.");
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Refusal(400, "BAD_REQUEST", "The request is no JSON object: send one.");
  return body as Record<string, unknown>;
}

/** A text that must be there. */
export function textOf(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value === "string") return value;
  throw new Refusal(400, "INVALID_INPUT", `"${name}" is missing or is no string: send it.`);
}

/** A text that may be left out. */
export function optionalTextOf(body: Readonly<Record<string, unknown>>, name: string): string | null {
  return body[name] === undefined || body[name] === null ? null : textOf(body, name);
}

/** A switch that may be left out. */
export function switchOf(body: Readonly<Record<string, unknown>>, name: string): boolean {
  const value = body[name] ?? false;
  if (typeof value === "boolean") return value;
  throw new Refusal(400, "INVALID_INPUT", `"${name}" is neither true nor false: send one of them, or leave it out.`);
}

/** A password to hold against one that there is: a shorter one than new ones may be is just wrong. */
export function passwordOf(body: Readonly<Record<string, unknown>>, name: string): string {
  return passwordOfLength(textOf(body, name), 0);
}

/** A password to be. */
export function newPasswordOf(body: Readonly<Record<string, unknown>>, name: string): string {
  return passwordOfLength(textOf(body, name), passwordCharactersMin);
}

/** Where the request comes from, when that is an address. */
export function addressOf(request: Request): string | null {
  const [address = ""] = (request.ip ?? "").split("%"); // without the zone of a link-local one
  return isIP(address) ? address : null;
}

function passwordOfLength(password: string, charactersMin: number): string {
  const characters = Array.from(password).length;
  // Half a character would be stored as any other half.
  if (characters >= charactersMin && characters <= passwordCharactersMax && password.isWellFormed()) return password;
  throw new Refusal(
    400,
    "INVALID_PASSWORD",
    `A password has ${passwordCharactersMin} to ${passwordCharactersMax} characters: choose another one.`,
  );
}
