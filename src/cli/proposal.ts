// Reads a proposal as whatIf takes it in GraphQL, so that one text serves both.
import { readFileSync } from "node:fs";
import { errorMessage, UserError } from "../user_error.ts";

/** A proposal with the names of the database. */
export interface Proposal {
  readonly since: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly rewards: readonly Readonly<Record<string, unknown>>[];
  readonly oneIn: number;
}

type Json = Readonly<Record<string, unknown>>;

/** The names that a part of a proposal may have, and the parts within it. */
interface Shape {
  readonly type: string;
  readonly parts?: Readonly<Record<string, Shape>>;
}

/** The attributes of a composite type of the database. */
export type AttributesOf = (type: string) => readonly string[];

const itemShape: Shape = { type: "inventory_item" };
const rewardShape: Shape = {
  type: "reward",
  parts: { conditions: { type: "condition" }, gives: { type: "effects", parts: { items: itemShape } } },
};
const parameterShape: Shape = { type: "rule_parameters" };

/** The composite types of which a proposal is made. */
export const proposalTypes = ["rule_parameters", "reward", "condition", "effects", "inventory_item"];

/**
 * @param file holds JSON such as {"since": "2026-03-01T00:00:00Z", "parameters": {"energyMax": 120}, "rewards": [], "oneIn": 10}
 * @throws UserError when it cannot be read, is no JSON, or has a name that is not known
 */
export function readProposal(file: string, attributesOf: AttributesOf): Proposal {
  const { since, parameters = {}, rewards = [], oneIn = 1, ...others } = readObject(file);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new UserError(`A proposal has no "${unknown}": it has since, parameters, rewards and oneIn.`);
  if (typeof since !== "string" || Number.isNaN(Date.parse(since)))
    throw new UserError(`since is ${JSON.stringify(since)}: let it be an instant, such as "2026-03-01T00:00:00Z".`);
  if (typeof oneIn !== "number" || !Number.isInteger(oneIn)) throw new UserError("oneIn is no whole number: let it be 1 for all users.");
  if (!Array.isArray(rewards)) throw new UserError("rewards is no list.");
  return {
    since: new Date(since).toISOString(), // the same instant to the database, whatever its zone
    parameters: renamed(parameters, parameterShape, "parameters", attributesOf) as Json,
    rewards: rewards.map((reward, index) => renamed(reward, rewardShape, `rewards[${index}]`, attributesOf) as Json),
    oneIn,
  };
}

function readObject(file: string): Json {
  try {
    const json: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (isObject(json)) return json;
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${errorMessage(error)}`);
  }
  throw new UserError(`${file} is no JSON object.`);
}

// From GraphQL's spelling to the database's: energyMax to energy_max, WEEK to week.
function renamed(value: unknown, shape: Shape, where: string, attributesOf: AttributesOf): unknown {
  if (Array.isArray(value)) return value.map((item, index) => renamed(item, shape, `${where}[${index}]`, attributesOf));
  if (!isObject(value)) throw new UserError(`${where} is no object.`);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const attribute = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      if (!attributesOf(shape.type).includes(attribute)) throw new UserError(`${where} has no "${name}".`);
      const part = shape.parts?.[attribute];
      if (part !== undefined && inner !== null) return [attribute, renamed(inner, part, `${where}.${name}`, attributesOf)];
      return [attribute, attribute === "repeats" && typeof inner === "string" ? inner.toLowerCase() : inner];
    }),
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
