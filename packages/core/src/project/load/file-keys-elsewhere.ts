import { checks, description, excluded, type Elsewhere } from "./keys-elsewhere.js";

const readAs = {
  delim: "Write `delimiter`.",
  sep: "Write `delimiter`.",
  separator: "Write `delimiter`.",
  field_delimiter: "Write `delimiter`.",
  quotechar: "Write `quote`.",
  quote_char: "Write `quote`.",
  escape_char: "Write `escape`.",
  na_values: "Write `null_values`.",
  nullstr: "Write `null_values`.",
  null_string: "Write `null_values`.",
  all_varchar: "Write `all_text`.",
  has_header: "Write `header`.",
  column_types: "Write `columns: { order_id: { type: bigint } }`.",
  types: "Write `columns: { order_id: { type: bigint } }`.",
  dtype: "Write `columns: { order_id: { type: bigint } }`.",
  path: "Write `file`.",
  filename: "Write `file`.",
  files: "Write `file`; it may be a pattern such as `events/*.parquet`.",
  location: "Write `file`.",
  external_location: "Write `file`.",
  tests: checks,
  data_tests: checks,
  audits: checks,
  docs: description,
  desc: description,
  config: "Write its keys at the top of the file, without `config`.",
  kind: "Leave it out: the ending of the file's name says what it is.",
  materialized: "Leave it out: the ending of the file's name says what it is.",
};

/** Keys of seeds in other tools. */
export const seedKeys: Elsewhere = {
  ...readAs,
  enabled: excluded,
  seeds: "Write one file a seed, such as models/raw/orders.seed.yaml.",
};

/** Keys of sources in other tools. */
export const sourceKeys: Elsewhere = {
  ...readAs,
  identifier: "Write `table`.",
  table_name: "Write `table`.",
  tables: "Write one file a table, such as models/raw/orders.source.yaml.",
  sources: "Write one file a table, such as models/raw/orders.source.yaml.",
  database: "Write `table: database.schema.name`.",
  freshness: "Write `checks: [{ freshness: 1d }]` at the column that says when a row is from.",
  loaded_at_field: "Write `checks: [{ freshness: 1d }]` at that column.",
};

const targets = 'Write `targets: { dev: duckdb({ path: "shop.duckdb" }) }`.';
const folders = 'Write `models: { staging: { kind: "view" } }`.';

/** Keys of a configuration in other tools. */
export const configKeys: Elsewhere = {
  target: targets,
  outputs: targets,
  profile: targets,
  profiles: targets,
  gateways: targets,
  connections: targets,
  connection: targets,
  database: targets,
  warehouse: targets,
  default_target: "Write `defaultTarget`.",
  default_gateway: "Write `defaultTarget`.",
  variables: "Write `vars: z.object({ start_date: z.iso.date() })`.",
  model_paths: "Write `modelsDir`.",
  "model-paths": "Write `modelsDir`.",
  models_dir: "Write `modelsDir`.",
  modelPaths: "Write `modelsDir`.",
  model_defaults: folders,
  folders,
  seeds: folders,
  snapshots: folders,
  environment_suffix_target: "Write `environmentSchema`.",
  generate_schema_name: "Write `environmentSchema`.",
  environment_schema: "Write `environmentSchema`.",
};

/** Keys of a folder's defaults in other tools. */
export const folderKeys: Elsewhere = {
  materialized: "Write `kind`.",
  "+materialized": "Write `kind`.",
  "+schema": "Write `schema`.",
  "+tags": "Write `tags`.",
  dataset: "Write `schema`.",
  schedule: "Write `cron`.",
  group: "Write `owner`.",
  enabled: excluded,
  columns: "Write `columns` in the header of each model.",
  checks: "Write `checks` in the header of each model.",
};
