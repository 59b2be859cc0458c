// Reads the folder of trusted documents once, at the start: an id is then a key of a map and never a path, a folder that changes meanwhile
// changes nothing, and what is wrong with it is known before anybody calls.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { errorMessage, UserError } from "../user_error.ts";

const id = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * Reads every `<id>.graphql` of a folder; each can also be asked for by the SHA-256 of its text.
 * @throws UserError when there is none, or one whose name is no id
 */
export function readTrustedDocuments(folder: string): ReadonlyMap<string, string> {
  const documents = new Map<string, string>();
  try {
    for (const file of readdirSync(folder).filter((name) => extname(name) === ".graphql")) {
      const name = file.slice(0, -".graphql".length);
      if (!id.test(name))
        throw new UserError(`TRUSTED_DOCUMENTS has "${file}": name it by 1 to 128 letters, digits, - or _ before .graphql.`);
      const text = readFileSync(join(folder, file), "utf8");
      documents.set(name, text).set(createHash("sha256").update(text).digest("hex"), text);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`TRUSTED_DOCUMENTS ${folder} cannot be read (${errorMessage(error)}): set it to a folder of .graphql files.`);
  }
  if (documents.size === 0) throw new UserError(`TRUSTED_DOCUMENTS ${folder} is empty: put files <id>.graphql there, or leave it out.`);
  return documents;
}
