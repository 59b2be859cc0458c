// Names fields as a client would, and drops what only Relay 1 asked for: our commands repeat without a clientMutationId.

/** A field is either a list or a connection, so neither needs a suffix; clientMutationId stays only where it is the one field. */
export const PlainNamesPlugin: GraphileConfig.Plugin = {
  name: "PlainNamesPlugin",
  version: "1.0.0",
  after: ["PgSimplifyInflectionPlugin"],
  inflection: {
    replace: {
      listField: (_previous, _options, name) => name,
      connectionField: (_previous, _options, name) => name,
      enumValue: (previous, _options, value, codec) => previous?.(value, codec).toUpperCase() ?? value,
    },
  },
  schema: {
    hooks: {
      GraphQLObjectType_fields(fields, _build, { scope }) {
        const { clientMutationId: _dropped, ...others } = fields;
        if (scope.isMutationPayload) return others;
        // Without groups an aggregate has no keys.
        const { keys: _keys, ...sums } = fields;
        return scope.isPgAggregateContainerType ? sums : fields;
      },
      GraphQLInputObjectType_fields(fields, _build, { scope: { isMutationInput } }) {
        const { clientMutationId: _dropped, ...others } = fields;
        return isMutationInput && Object.keys(others).length > 0 ? others : fields;
      },
    },
  },
};

/** NodePlugin is off, and PgSimplifyInflectionPlugin warns unless there is this name of its to shorten. */
export const NodeNamePlugin: GraphileConfig.Plugin = {
  name: "NodeNamePlugin",
  version: "1.0.0",
  before: ["PgSimplifyInflectionPlugin"],
  inflection: { add: { nodeById: (_options, typeName) => typeName } },
};
