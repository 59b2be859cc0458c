// Any server that has the REST routes of the service we would be compared with: `POST /checkins` and `GET /me`, with a bearer token.
import { readFileSync } from "node:fs";
import type { Generator } from "./load.ts";
import type { Peer } from "./options.ts";
import type { Variant } from "./variants.ts";

/** Its check-in and its home screen. Tokens are used in turn; `@file` stands for those in a file, one a line. */
export function peerVariants(generator: Generator, { url, tokens: given, pid }: Peer, connections: number): Variant[] {
  const tokens = given.flatMap((token) =>
    token.startsWith("@") ? readFileSync(token.slice(1), "utf8").split("\n").filter(Boolean) : [token],
  );
  const { origin, pathname } = new URL(url);
  const variant = (name: string, route: string, body: string | undefined): Variant => {
    let at = 0;
    return {
      name: `peer ${name}`,
      ...(pid !== undefined && { pid }),
      async prepare(count) {
        const requests = Array.from({ length: count }, () => ({
          token: tokens[at++ % tokens.length] ?? "",
          ...(body !== undefined && { body }),
        }));
        const path = `${pathname.replace(/\/$/, "")}${route}`;
        // Whoever has checked in today may be told so as it likes.
        const statuses = [200, 201, 204, 409];
        const task = { kind: "http", origin, path, connections, requests, expected: "", statuses } as const;
        return async () => ({ ...(await generator.play(task)), asked: count });
      },
    };
  };
  return [variant("check-in", "/checkins", "{}"), variant("home", "/me", undefined)];
}
