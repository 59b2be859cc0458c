// Names what the database tools look at: the product's schemas, files, and the tables whose rows are part of it.
export const schemas = ["app_public", "app_rules", "app_private"];

/** Their rows come from migrations, as rules, rewards and items do, and are reviewed with the schema. */
export const seededTables = [
  "app_private.error_codes",
  "app_private.metrics",
  "app_private.rule_versions",
  "app_private.items",
  "app_private.rewards",
  "app_private.reward_conditions",
];
