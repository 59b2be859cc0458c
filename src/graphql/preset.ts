// How PostGraphile makes the API of what app_public holds: names, what is left out, limits, and who a request is.
import "./environment.ts";
import { PgAggregatesPreset } from "@graphile/pg-aggregates";
import { PgSimplifyInflectionPreset } from "@graphile/simplify-inflection";
import type { Request } from "express";
import type pg from "pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import type { Config } from "../config.ts";
import type { Identity } from "../identity/identity.ts";
import { closedSchema } from "./closed_schema.ts";
import { CompositeValuesPlugin } from "./composite_values.ts";
import { DocumentErrorsPlugin } from "./document_errors.ts";
import { documentGate } from "./document_gate.ts";
import { maskError } from "./errors.ts";
import { LoggedFieldsPlugin } from "./logged_fields.ts";
import { PageSizesPlugin } from "./page_sizes.ts";
import { pgServiceOver } from "./pg_service.ts";
import { PlainDatesPlugin } from "./plain_dates.ts";
import { NodeNamePlugin, PlainNamesPlugin } from "./plain_names.ts";
import "./plain_text.ts";
import "./quiet_abort.ts";
import { RequestErrorsPlugin } from "./request_errors.ts";
import { SignedOutPlugin } from "./signed_out.ts";
import { defaultGraphqlSettings, type GraphqlSettings } from "./settings.ts";
import { StrictScalarsPlugin } from "./strict_scalars.ts";
import { databaseTimeouts, grafastTimeouts } from "./timeouts.ts";
import { trustedOnlyPreset } from "./trusted_only.ts";

export interface PresetSettings extends GraphqlSettings {
  /** Whether PostgreSQL is 17 or later. */
  readonly isSince17: boolean;
}

/** The settings under which PostgreSQL runs a request: who asks, and where. */
export function settingsOf(identity: Request["identity"], mode: Config["mode"]): Record<string, string> {
  return {
    role: roleOf(identity),
    "app.issuer": identity?.issuer ?? "",
    "app.subject": identity?.subject ?? "",
    "app.zone": identity?.zone ?? "",
    // A test is as strict as production, unless it says that it is development.
    "app.development": mode === "development" ? "on" : "",
    timezone: "UTC",
  };
}

function roleOf(identity: Request["identity"]): string {
  if (!identity) return "app_anonymous";
  return identity.isOperator ? "app_operator" : "app_user";
}

/**
 * The preset over a pool that logs in as app_server.
 * @param mode in development some commands are open to everybody; in production the schema is not told
 */
export function presetOver(
  pool: pg.Pool,
  mode: Config["mode"],
  settings: PresetSettings = { ...defaultGraphqlSettings, isSince17: false },
): GraphileConfig.Preset {
  const { requestSecondsMax, trustedDocuments, isOneRoundTrip, isSince17 } = settings;
  const usersTimeouts = databaseTimeouts(requestSecondsMax, { isOperator: false, isSince17 });
  const operatorsTimeouts = databaseTimeouts(requestSecondsMax, { isOperator: true, isSince17 });
  const strangersSettings = Object.freeze({ ...settingsOf(null, mode), ...usersTimeouts });
  const settingsMade = new WeakMap<Identity, Record<string, string>>(); // identities are remembered with their tokens
  return {
    extends: [
      PostGraphileAmberPreset,
      PgSimplifyInflectionPreset,
      PgAggregatesPreset,
      // Before the gate, which looks at trusted documents too.
      ...(trustedDocuments ? [trustedOnlyPreset(trustedDocuments)] : []),
    ],
    plugins: [
      CompositeValuesPlugin,
      ...(mode === "production" ? [closedSchema()] : []),
      documentGate(),
      DocumentErrorsPlugin,
      LoggedFieldsPlugin,
      NodeNamePlugin,
      PageSizesPlugin,
      PlainDatesPlugin,
      PlainNamesPlugin,
      RequestErrorsPlugin,
      SignedOutPlugin,
      StrictScalarsPlugin,
    ],
    disablePlugins: [
      "NodePlugin",
      "NodeAccessorPlugin",
      "AddNodeInterfaceToSuitableTypesPlugin",
      "QueryQueryPlugin",
      "MutationPayloadQueryPlugin",
      "PgNodeIdAttributesPlugin",
    ],
    pgServices: [pgServiceOver(pool, isOneRoundTrip)],
    gather: { pgStrictFunctions: true }, // an argument without a default is required
    schema: {
      // A table is not an interface: it appears where a function returns it, and nowhere else.
      // What is listed without end can be summed up, where a column says so.
      defaultBehavior: [
        "-query:resource:list -query:resource:connection -query:resource:single -singularRelation -manyRelation",
        "-resource:insert -resource:update -resource:delete",
        ...["min", "max", "average", "distinctCount"].map((aggregate) => `-${aggregate}:resource:aggregates`),
        ...["stddev", "variance"].flatMap((name) => [
          `-${name}Sample:resource:aggregates`,
          `-${name}Population:resource:aggregates`,
        ]),
        "-resource:groupedAggregates -attribute:aggregate",
      ].join(" "),
      dontSwallowErrors: true,
      pgForbidSetofFunctionsToReturnNull: true,
      sortExport: true,
    },
    grafserv: {
      graphqlPath: "/graphql",
      graphiqlPath: "/graphiql",
      graphiql: mode !== "production",
      maxRequestLength: 100_000,
      maskError,
    },
    grafast: {
      context: ({ expressv4 }) => {
        const identity = expressv4?.req.identity;
        if (!identity) return { pgSettings: strangersSettings };
        const made = settingsMade.get(identity);
        if (made) return { pgSettings: made };
        const timeouts = identity.isOperator ? operatorsTimeouts : usersTimeouts;
        const pgSettings = Object.freeze({ ...settingsOf(identity, mode), ...timeouts });
        settingsMade.set(identity, pgSettings);
        return { pgSettings };
      },
      explain: false,
      timeouts: grafastTimeouts(requestSecondsMax),
    },
  };
}
