// Imported before anything of Graphile: it reads GRAPHILE_ENV once, and its development mode is slower and tells more than clients should see.
process.env["GRAPHILE_ENV"] ??= "production";
