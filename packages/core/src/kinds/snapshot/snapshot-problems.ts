import { type ColumnInfo, columnNamed, foldName } from "@sluice/sql/text";
import type { Dialect, TypeKind } from "../../warehouse/dialect.js";
import type { SnapshotOptions } from "../../model/kind.js";
import { keyColumns } from "../keyed/key-columns.js";
import { suggest } from "../../base/suggest.js";
import { changeColumns } from "./change-columns.js";
import { dateColumnOf, validityColumns } from "./snapshot-settings.js";

const times: readonly TypeKind[] = ["date", "timestamp", "timestamptz"];

/**
 * What is wrong with the options of a snapshot whose query gives these columns: options that contradict each other,
 * columns it does not give, and names that the snapshot itself needs. Ends of sentences about the model.
 */
export function snapshotProblems(
  query: readonly ColumnInfo[],
  options: SnapshotOptions,
  dialect: Dialect,
): readonly string[] {
  return [
    ...contradictions(options),
    ...unknownColumns(query, options),
    ...badDates(query, options, dialect),
    ...collisions(query, options),
  ];
}

function contradictions(options: SnapshotOptions): readonly string[] {
  const { strategy, updated_at, columns, valid_from } = options;
  const problems: string[] = [];
  if (strategy === "timestamp" && updated_at === undefined)
    problems.push("the strategy `timestamp` needs `updated_at`");
  if (valid_from === "updated_at" && updated_at === undefined)
    problems.push("`valid_from: updated_at` needs `updated_at`");
  const byTimestamp = strategy === "timestamp" || (!strategy && updated_at !== undefined);
  if (byTimestamp && columns !== undefined) {
    problems.push(
      "`columns` are compared by the strategy `check`; with `updated_at` alone the strategy is `timestamp`, " +
        "so write `strategy: check` or leave `columns` out",
    );
  }
  if (columns?.length === 0)
    problems.push("`columns` is empty, so that nothing would ever be a change");
  return [...problems, ...keyProblems(options)];
}

function keyProblems(options: SnapshotOptions): readonly string[] {
  const key = keyColumns(options.key).map(foldName);
  if (key.length === 0) return ["`key` is empty"];
  const twice = key.find((name, i) => key.indexOf(name) !== i);
  if (twice !== undefined) return [`\`key\` names \`${twice}\` twice`];
  const dating = [options.updated_at, dateColumnOf(options)];
  const dated = dating.find((name) => name !== undefined && key.includes(foldName(name)));
  return dated === undefined
    ? []
    : [`\`${dated}\` dates the versions of a key and cannot be part of it`];
}

function unknownColumns(query: readonly ColumnInfo[], options: SnapshotOptions): readonly string[] {
  const { columns, updated_at, valid_from } = options;
  const named: (readonly [string, string])[] = keyColumns(options.key).map((name) => ["key", name]);
  if (updated_at !== undefined) named.push(["updated_at", updated_at]);
  if (Array.isArray(columns)) named.push(...columns.map((name) => ["columns", name] as const));
  if (typeof valid_from === "object") named.push(["valid_from", valid_from.column]);
  const names = query.map(({ name }) => name);
  return named
    .filter(([, name]) => columnNamed(query, name) === undefined)
    .map(([option, name]) => `\`${option}\` names \`${name}\`, ${noSuchColumn(name, names)}`);
}

function noSuchColumn(name: string, names: readonly string[]): string {
  const near = suggest(name, names).map((candidate) => `\`${candidate}\``);
  return near.length > 0
    ? `which the query does not give; did you mean ${near.join(" or ")}?`
    : `which the query does not give; it gives ${names.join(", ")}`;
}

function badDates(
  query: readonly ColumnInfo[],
  options: SnapshotOptions,
  dialect: Dialect,
): readonly string[] {
  const problems: string[] = [];
  const name = dateColumnOf(options);
  const column = name === undefined ? undefined : columnNamed(query, name);
  if (column && !times.includes(dialect.parseType(column.type).kind)) {
    problems.push(
      `\`${column.name}\` says from when a version holds, but is ${column.type}; ` +
        "cast it to a date or timestamp, or set `valid_from: now`",
    );
  }
  const { current } = options;
  if (current !== undefined && !isInstant(current))
    problems.push(`\`current\` is no date or timestamp: ${JSON.stringify(current)}`);
  return problems;
}

/** True for `2024-01-31`, `2024-01-31 06:00:00` and the like, as every engine reads them. */
function isInstant(text: string): boolean {
  const written = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?Z?)?$/;
  if (!written.test(text) || Number.isNaN(Date.parse(text))) return false;
  // Date.parse takes 31 February for a day of March.
  return new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10));
}

function collisions(query: readonly ColumnInfo[], options: SnapshotOptions): readonly string[] {
  const { from, to, deleted } = validityColumns;
  const own: readonly string[] =
    options.hard_deletes === "new_record" ? [from, to, deleted] : [from, to];
  return query.flatMap(({ name }) => {
    const folded = foldName(name);
    if (own.includes(folded))
      return [`the query gives \`${name}\`, a column that the snapshot itself adds; rename it`];
    return Object.values<string>(changeColumns).includes(folded)
      ? [`the query gives \`${name}\`, a name that snapshots use inside; rename it`]
      : [];
  });
}
