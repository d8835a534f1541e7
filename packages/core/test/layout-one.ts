import type { TestProject } from "./project.js";

/** Tables of layout 1 of the state, as its last release created them. */
const tables: Readonly<Record<string, string>> = {
  meta: "key varchar, value varchar",
  model_versions:
    "model varchar, fingerprint varchar, definition_fingerprint varchar, metadata_fingerprint varchar, generation integer, physical varchar, relation varchar, status varchar, row_count bigint, run_day varchar, inputs varchar, run_id varchar, built_at timestamp",
  environments:
    "environment varchar, model varchar, view_schema varchar, view_name varchar, physical varchar, fingerprint varchar, metadata_fingerprint varchar, run_id varchar, promoted_at timestamp",
  runs: "run_id varchar, command varchar, environment varchar, started_at timestamp, finished_at timestamp, status varchar, summary varchar",
  node_results: "run_id varchar, node varchar, result varchar",
  check_results:
    "run_id varchar, environment varchar, model varchar, check_name varchar, check_type varchar, status varchar, severity varchar, observed varchar, failing bigint, checked_rows bigint, result varchar, checked_at timestamp",
};

/** Tables that came with later layouts. */
const later = ["intervals", "input_hashes", "promotions", "environment_settings", "ticks"];

/** Makes the state of a warehouse what layout 1 would have held of it. */
export async function toLayoutOne(project: TestProject): Promise<void> {
  const statements = Object.entries(tables).flatMap(([name, columns]) => {
    const names = columns.split(", ").map((column) => column.split(" ")[0] ?? "");
    return [
      `create temp table kept_${name} as select ${names.join(", ")} from _sluice.${name}`,
      `drop table _sluice.${name}`,
      `create table _sluice.${name} (${columns})`,
      `insert into _sluice.${name} select * from kept_${name}`,
    ];
  });
  await project.execute(
    [
      ...statements,
      ...later.map((name) => `drop table _sluice.${name}`),
      "update _sluice.meta set value = '1' where key = 'schema_version'",
    ].join(";\n"),
  );
}

/** Rows of every table of a layout-1 state, as text. */
export async function layoutOneContent(
  project: TestProject,
): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {};
  for (const name of Object.keys(tables))
    found[name] = await project.rawRows(`select * from _sluice.${name} order by all`);
  return found;
}

/** Names of everything in the system schema that is no version of a model. */
export async function stateRelations(project: TestProject): Promise<readonly unknown[]> {
  const rows = await project.rawRows(
    "select table_name as name from information_schema.tables where table_schema = '_sluice' and not regexp_matches(table_name, '__[0-9a-f]{8}(_[0-9]+)?$') order by 1",
  );
  return rows.map(({ name }) => name);
}
