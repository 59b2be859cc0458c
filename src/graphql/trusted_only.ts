// Lets grafserv run trusted documents alone: whoever has a token cannot ask what no client of ours asks.
import { PersistedPlugin } from "@grafserv/persisted";
import { SafeError } from "postgraphile/grafast";
import type { ParsedGraphQLBody } from "postgraphile/grafserv";

/** Takes the documents by id; all others are refused with DOCUMENT_NOT_TRUSTED. */
export function trustedOnlyPreset(documents: ReadonlyMap<string, string>): GraphileConfig.Preset {
  return {
    plugins: [PersistedPlugin],
    grafserv: {
      // Always a text: of a request without an id the plugin would log the whole body.
      hashFromPayload: (payload: ParsedGraphQLBody) => idOf(payload) ?? "",
      persistedOperationsGetter: (name: string) => documents.get(name) ?? Promise.reject(refusal()),
    },
  };
}

function idOf({ documentId, extensions, id }: ParsedGraphQLBody): string | undefined {
  const apollos = extensions as { persistedQuery?: { sha256Hash?: unknown } | null } | null | undefined;
  return [documentId, apollos?.persistedQuery?.sha256Hash, id].find((found) => typeof found === "string");
}

function refusal(): SafeError {
  return new SafeError("This server runs known documents only: send the id of one as documentId, and no other.", {
    statusCode: 400,
    code: "DOCUMENT_NOT_TRUSTED",
  });
}
