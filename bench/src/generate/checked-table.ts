import type { GeneratedModel } from "./layers.js";

/** A wide table with checks, and each check as a query of its own that counts the failing rows. */
export interface CheckedTable {
  readonly model: GeneratedModel;
  /** YAML of the model's header. */
  readonly header: string;
  readonly queries: readonly string[];
}

const columns = ["n1", "n2", "n3", "n4", "n5", "n6", "n7"] as const;

/** 50 checks: one of uniqueness, seven of each of seven columns. One of them finds failing rows. */
export function checkedTable(rows: number): CheckedTable {
  const name = "checked_events";
  const all = columns.flatMap((column) => columnChecks(column));
  const header = [
    "checks:",
    "  - unique: { columns: [id] }",
    ...all.map((check) => `  - ${check.yaml}`),
  ];
  const table = `checked.${name}`;
  const draws = columns.map((column, i) => `(hash(i + ${i}) % 1000)::integer as ${column}`);
  return {
    model: {
      schema: "checked",
      name,
      kind: "table",
      parents: [],
      sql: () => `select i as id, ${draws.join(", ")} from range(${rows}) as t(i)`,
    },
    header: header.join("\n"),
    queries: [
      `select coalesce(sum(n), 0) from (select count(*) as n from ${table} group by id having count(*) > 1)`,
      ...all.map((check) => `select count(*) from ${table} where ${check.fails}`),
    ],
  };
}

function columnChecks(
  column: string,
): readonly { readonly yaml: string; readonly fails: string }[] {
  const most = column === "n1" ? 989 : 999;
  const expression = (sql: string) => ({
    yaml: `expression: { sql: "${sql}" }`,
    fails: `not (${sql})`,
  });
  return [
    { yaml: `not_null: { column: ${column} }`, fails: `${column} is null` },
    {
      yaml: `between: { column: ${column}, min: 0, max: ${most}, severity: warn }`,
      fails: `not (${column} between 0 and ${most})`,
    },
    {
      yaml: `between: { column: ${column}, min: 0, max: 5000, where: "id % 2 = 0" }`,
      fails: `id % 2 = 0 and not (${column} between 0 and 5000)`,
    },
    expression(`${column} * 2 >= ${column}`),
    expression(`${column} <> -1`),
    expression(`${column} + id >= id`),
    expression(`${column} % 1000 = ${column}`),
  ];
}
