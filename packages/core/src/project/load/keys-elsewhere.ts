import { allKinds } from "../../kinds/all-kinds.js";

/** Hints by a key or value of another tool: each says how to write it in Sluice. */
export type Elsewhere = Readonly<Record<string, string>>;

const kindNames = allKinds().flatMap(({ type, schema }) => (schema ? [type] : []));
const kind = `Write \`kind\`: ${kindNames.slice(0, -1).join(", ")} or ${kindNames.at(-1) ?? ""}.`;
/** How checks are written. */
export const checks = "Write `checks: [unique]` of a column or of the whole model.";
const byKey = "Write `key` inside `kind`: `kind: { type: incremental_by_key, key: order_id }`.";
const byTime =
  "Write `time` inside `kind`: `kind: { type: incremental_by_time, time: order_date, start: 2024-01-01 }`.";
const inKind = (key: string) => `Write \`${key}\` inside \`kind\`, beside its \`type\`.`;
const hooks =
  "Sluice runs the query alone; put what has to run before or after into a script around `sluice build`.";
const layout = "DuckDB has no such layout; leave the key out, or sort in the query.";
const config = "Write its keys at the top of the header, without `config`.";
/** How a file is left out. */
export const excluded =
  "Move what is not to be built out of the models folder, or leave it out with `--exclude`.";
/** How a description is written. */
export const description = "Write `description`.";

/** Keys of a model's header in dbt, SQLMesh and Dataform. */
export const modelKeys: Elsewhere = {
  materialized: kind,
  materialization: kind,
  type: kind,
  tests: checks,
  data_tests: checks,
  audits: checks,
  assertions: checks,
  constraints: checks,
  unique_tests: checks,
  unit_tests: "Write unit tests in `tests/*.test.yaml`.",
  key: byKey,
  unique_key: byKey,
  uniqueKey: byKey,
  primary_key: "Write `checks: [unique, not_null]` at the column, or `key` inside `kind`.",
  incremental_strategy: kind,
  strategy: inKind("strategy"),
  time: byTime,
  time_column: byTime,
  event_time: byTime,
  partition_by: byTime,
  partitioned_by: byTime,
  updatePartitionFilter: byTime,
  interval_unit: inKind("grain"),
  grain: inKind("grain"),
  grains: "Write `checks: [unique]` at the columns that identify a row.",
  references: "Write `checks: [{ relationships: { to: marts.customers } }]` at the column.",
  lookback: inKind("lookback"),
  batch_size: inKind("batch_size"),
  batch_concurrency: inKind("batch_concurrency"),
  start: inKind("start"),
  begin: inKind("start"),
  end: inKind("end"),
  updated_at: inKind("updated_at"),
  time_zone: inKind("time_zone"),
  on_schema_change: inKind("on_schema_change"),
  forward_only: inKind("forward_only"),
  on_late_input: inKind("on_late_input"),
  allow_partials: inKind("allow_partials"),
  schedule: "Write `cron`.",
  interval: "Write `cron`.",
  cron_tz: "Write the zone behind the times: `cron: 0 6 * * * Europe/Berlin`.",
  config,
  alias: "Write `name`: the name that readers use.",
  identifier: "Write `name`: the name that readers use.",
  model_name: "Write `name`: the name that readers use.",
  dataset: "Write `schema`.",
  database: "Write the database as a target in sluice.config.ts; a header has `schema` and `name`.",
  project: "Write the database as a target in sluice.config.ts; a header has `schema` and `name`.",
  dialect: "The target in sluice.config.ts decides the dialect; leave the key out.",
  docs: description,
  desc: description,
  comment: description,
  column_descriptions: "Write `columns: { order_id: { description: ... } }`.",
  column_tags: "Write `columns: { order_id: { tags: [...] } }`.",
  enabled: excluded,
  disabled: excluded,
  pre_hook: hooks,
  post_hook: hooks,
  pre_hooks: hooks,
  post_hooks: hooks,
  preOps: hooks,
  postOps: hooks,
  depends_on: "Leave it out: what a model reads follows from its query.",
  dependencies: "Leave it out: what a model reads follows from its query.",
  ref: "Leave it out: what a model reads follows from its query.",
  vars: "Write variables as `vars` in sluice.config.ts.",
  variables: "Write variables as `vars` in sluice.config.ts.",
  group: "Write `owner`.",
  full_refresh: "Leave it out and run `sluice build --rebuild` when the table is to be built anew.",
  cluster_by: layout,
  clustered_by: layout,
  clusterBy: layout,
  partitionBy: layout,
  physical_properties: layout,
  indexes: layout,
  storage_format: layout,
  freshness: "Write `checks: [{ freshness: 1d }]` at the column that says when a row is from.",
  version: "Leave it out: versions follow from the content of the project.",
};

/** Keys of a column in other tools. */
export const columnKeys: Elsewhere = {
  tests: "Write `checks: [unique]`.",
  data_tests: "Write `checks: [unique]`.",
  audits: "Write `checks: [unique]`.",
  assertions: "Write `checks: [unique]`.",
  constraints: "Write `checks: [unique]`, and `nullable: false` for not null.",
  data_type: "Write `type`.",
  dtype: "Write `type`.",
  datatype: "Write `type`.",
  not_null: "Write `nullable: false`.",
  required: "Write `nullable: false`.",
  optional: "Write `nullable: true`.",
  mode: "Write `nullable: false` for a required column.",
  unique: "Write `checks: [unique]`.",
  primary_key: "Write `checks: [unique, not_null]`.",
  accepted_values: "Write `checks: [{ accepted_values: [a, b] }]`.",
  relationships: "Write `checks: [{ relationships: { to: marts.customers } }]`.",
  references: "Write `checks: [{ relationships: { to: marts.customers } }]`.",
  docs: description,
  desc: description,
  comment: description,
  doc: description,
  meta: "Write `tags`, or `meta` of the whole model.",
  policy_tags: "Write `tags`.",
  tag: "Write `tags`.",
  sensitive: "Write `pii: true`.",
  masked: "Write `pii: true`.",
  name: "Leave it out: the name stands before the colon.",
  quote: "Leave it out: Sluice quotes where it has to.",
};

/** Options of a kind in other tools. */
export const kindKeys: Elsewhere = {
  name: "Write `type`.",
  kind: "Write `type`.",
  unique_key: "Write `key`.",
  primary_key: "Write `key`.",
  keys: "Write `key`.",
  time_column: "Write `time`.",
  event_time: "Write `time`.",
  partition_by: "Write `time`.",
  timestamp: "Write `time`.",
  interval_unit: "Write `grain`.",
  granularity: "Write `grain`.",
  interval: "Write `grain`.",
  timezone: "Write `time_zone`.",
  begin: "Write `start`.",
  start_date: "Write `start`.",
  end_date: "Write `end`.",
  check_cols: "Write `columns`.",
  updated_at_name: "Write `updated_at`.",
  invalidate_hard_deletes: "Write `hard_deletes: invalidate`.",
  dbt_valid_to_current: "Write `current`.",
  target_schema: "Write `schema` at the top of the header.",
  schedule: "Write `cron` at the top of the header.",
  cron: "Write `cron` at the top of the header.",
  disable_restatement:
    "Leave it out: `sluice restate <models>` does what it is told, and nothing else does.",
  when_matched: "Leave it out: a row of a known key replaces the old one.",
  incremental_strategy: "Leave it out: the `type` says how rows are written.",
  materialized: "Leave it out: the `type` says how rows are written.",
};

/** Keys of the long form of a cron in other tools. */
export const cronKeys: Elsewhere = {
  cron: "Write `expression`.",
  schedule: "Write `expression`.",
  schedule_interval: "Write `expression`.",
  tz: "Write `zone`.",
  timezone: "Write `zone`.",
  time_zone: "Write `zone`.",
  cron_tz: "Write `zone`.",
  catchup: "Write `catch_up`: latest, all or none.",
};

const kindValues: Elsewhere = {
  incremental:
    "Write incremental_by_time, incremental_by_key or append: what tells rows that are new.",
  incremental_by_time_range: "Write incremental_by_time.",
  microbatch: "Write incremental_by_time.",
  insert_overwrite: "Write incremental_by_time.",
  incremental_by_unique_key: "Write incremental_by_key.",
  merge: "Write incremental_by_key.",
  incremental_by_partition: "Write incremental_by_time.",
  incremental_unmanaged: "Write append.",
  scd_type_2: "Write snapshot.",
  scd_type_2_by_time: "Write snapshot.",
  scd_type_2_by_column: "Write snapshot.",
  scd2: "Write snapshot.",
  full: "Write table.",
  materialized_view: "Write table; a view that is stored is one.",
  "materialized view": "Write table; a view that is stored is one.",
  dynamic_table: "Write table.",
  embedded: "Write ephemeral.",
  inline: "Write ephemeral.",
  cte: "Write ephemeral.",
  seed: "Write a file such as models/raw/orders.seed.yaml.",
  rows: "Write a TypeScript file with `defineRows`.",
  external: "Write a file such as models/raw/orders.source.yaml.",
  source: "Write a file such as models/raw/orders.source.yaml.",
  operations: "Sluice builds queries; run other statements by a script of your own.",
};

/** Values of other tools, by the key they stand at. */
export const valuesElsewhere: Readonly<Record<string, Elsewhere>> = {
  kind: kindValues,
  on_schema_change: {
    append_new_columns: "Write append.",
    sync_all_columns: "Write sync.",
    full_refresh: "Write rebuild.",
  },
  contract: { enforced: "Write exact.", strict: "Write exact.", true: "Write exact." },
  hard_deletes: { true: "Write invalidate.", false: "Write ignore." },
  format: { jsonl: "Write ndjson.", json_lines: "Write ndjson.", txt: "Write csv." },
};
