import { sameName } from "@sluice/sql/text";
import type { Row, SqlValue } from "../../warehouse/values.js";
import type { ErrorCode } from "../../base/errors/error-table.js";
import { diagnostic, type Diagnostic, type Place } from "../../base/errors/sluice-error.js";
import type { SnapshotSql } from "./snapshot-sql.js";

/** How many of the offending rows a message shows. */
const SHOWN = 3;

/** What stands in the place of personal data. */
const MASK = "***";

/** A query whose rows are a reason to refuse the input of a snapshot. */
export interface SnapshotGuard {
  readonly code: ErrorCode;
  /** Gives a few offending rows, each with `sluice_total`, how many there are; none when the input is good. */
  readonly query: string;
  /** What is wrong with one row, and with several: `has no key`, `have no key`. */
  readonly problem: readonly [one: string, several: string];
  /** What the offending things are: `row`, `key`. */
  readonly subject: "row" | "key";
  /** Columns that a message shows of them. */
  readonly shown: readonly string[];
  readonly hint: string;
}

/** What the input of a snapshot is refused for. */
export function snapshotGuards(sql: SnapshotSql, source: string): readonly SnapshotGuard[] {
  return [
    nullKeys(sql, source),
    duplicateKeys(sql, source),
    ...nullDates(sql, source),
    ...lateDates(sql, source),
  ];
}

/** What a refusal says beside what its guard found. */
export interface RefusalContext {
  readonly where: Place & { readonly model: string };
  /** Columns with personal data, whose values are not shown. */
  readonly pii?: readonly string[] | undefined;
}

/** The refusal that the rows of a guard's query mean; undefined when it gave none. */
export function guardRefusal(
  guard: SnapshotGuard,
  rows: readonly Row[],
  { where, pii = [] }: RefusalContext,
): Diagnostic | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const total = Number(first["sluice_total"]);
  const several = total !== 1;
  const shown = (row: Row, name: string) =>
    pii.some((hidden) => sameName(hidden, name)) && row[name] !== null
      ? MASK
      : show(row[name] ?? null);
  const sample = rows.map((row) => guard.shown.map((name) => shown(row, name)).join(", "));
  const dots = total > rows.length ? ", …" : "";
  const which = `${guard.shown.join(", ")} = ${sample.map((text) => `(${text})`).join(", ")}${dots}`;
  return diagnostic({
    code: guard.code,
    message:
      `${where.model} was not written: ${total} ${guard.subject}${several ? "s" : ""} of its query ` +
      `${guard.problem[several ? 1 : 0]}: ${which}.`,
    why: "A snapshot keeps the history of each key, so each key must be there once, and dated.",
    where,
    hints: [guard.hint],
  });
}

function show(value: SqlValue): string {
  if (value === null) return "null";
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value, plain) : String(value);
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

/** Rows of the query that a condition finds fault with. */
function offending(
  sql: SnapshotSql,
  source: string,
  using: { columns: readonly string[]; where: string },
) {
  const columns = using.columns.map((name) => sql.column("s", name));
  return (
    `select ${[...columns, "count(*) over () as sluice_total"].join(", ")}\n` +
    `from ${source} as s\nwhere ${using.where}\nlimit ${SHOWN}`
  );
}

function nullKeys(sql: SnapshotSql, source: string): SnapshotGuard {
  const { key } = sql.settings;
  const where = key.map((name) => `${sql.column("s", name)} is null`).join(" or ");
  return {
    code: "RUN.SNAPSHOT_KEY_NULL",
    query: offending(sql, source, { columns: key, where }),
    problem: ["has a null in its key", "have a null in their key"],
    subject: "row",
    shown: key,
    hint: `Leave such rows out of the query, or take another \`key\` than ${key.join(", ")}.`,
  };
}

function duplicateKeys(sql: SnapshotSql, source: string): SnapshotGuard {
  const { key } = sql.settings;
  const keys = key.map((name) => sql.column("s", name)).join(", ");
  return {
    code: "RUN.SNAPSHOT_KEY_DUPLICATE",
    query:
      `select ${keys}, count(*) over () as sluice_total\nfrom ${source} as s\n` +
      `group by ${keys}\nhaving count(*) > 1\norder by ${keys}\nlimit ${SHOWN}`,
    problem: ["occurs more than once", "occur more than once"],
    subject: "key",
    shown: key,
    hint: `Give one row a key: keep the latest of each in the query, or add a column to \`key\`.`,
  };
}

/** The columns that date versions, or tell which of two is later. */
function datingColumns({ settings }: SnapshotSql): readonly string[] {
  return [...new Set([settings.updatedAt, settings.date])].filter((name) => name !== undefined);
}

function nullDates(sql: SnapshotSql, source: string): readonly SnapshotGuard[] {
  const { key } = sql.settings;
  return datingColumns(sql).map((name) => ({
    code: "RUN.SNAPSHOT_DATE_NULL",
    query: offending(sql, source, { columns: key, where: `${sql.column("s", name)} is null` }),
    problem: [`has no \`${name}\``, `have no \`${name}\``],
    subject: "row",
    shown: key,
    hint: `Give \`${name}\` a value in the query, such as coalesce(${name}, created_at).`,
  }));
}

function lateDates(sql: SnapshotSql, source: string): readonly SnapshotGuard[] {
  const { key, current, date } = sql.settings;
  if (current === undefined) return [];
  const at = date === undefined ? sql.now : sql.column("s", date);
  return [
    {
      code: "RUN.SNAPSHOT_DATE_LATE",
      query: offending(sql, source, {
        columns: date === undefined ? key : [...key, date],
        where: `${at} >= ${sql.open} or ${sql.now} >= ${sql.open}`,
      }),
      problem: [`is dated ${current} or later`, `are dated ${current} or later`],
      subject: "row",
      shown: date === undefined ? key : [...key, date],
      hint: "`current` stands for no end and must lie after every date; set a later one.",
    },
  ];
}
