// How PostGraphile reaches PostgreSQL: in one round trip where we know the driver, in its own way otherwise, and fairly.
import type pg from "pg";
import { makePgService } from "postgraphile/adaptors/pg";
import { fairShare } from "../database/fair_share.ts";
import { driverVersions, knownVersions, oneRoundTrip } from "../database/one_round_trip.ts";

type Service = ReturnType<typeof makePgService>;

/**
 * The service over a pool that logs in as app_server.
 * @param isOneRoundTrip false is PostGraphile's own adaptor
 * @param installed with versions of the driver that we do not know it is too
 */
export function pgServiceOver(pool: pg.Pool, isOneRoundTrip: boolean, installed = driverVersions()): Service {
  const service = makePgService({ pool, schemas: ["app_public"] });
  const isOurs = isOneRoundTrip && isTested(installed);
  const createWithPgClient: Service["adaptor"]["createWithPgClient"] = async (settings, variant) => {
    const own = await service.adaptor.createWithPgClient(settings, variant);
    return fairShare(pool, isOurs ? oneRoundTrip(pool, own) : own) as typeof own; // without rawClient, which only another adaptor's own code asks for
  };
  return { ...service, adaptor: { ...service.adaptor, createWithPgClient } };
}

function isTested(installed: typeof knownVersions): boolean {
  const isKnown = installed.pg === knownVersions.pg && installed.protocol === knownVersions.protocol;
  if (!isKnown)
    console.warn(
      `pg ${installed.pg} with pg-protocol ${installed.protocol} is not what one round trip was tested with ` +
        `(${knownVersions.pg}, ${knownVersions.protocol}): each request takes PostGraphile's own four.`,
    );
  return isKnown;
}
