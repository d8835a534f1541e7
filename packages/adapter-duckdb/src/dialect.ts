import type { ColumnInfo, Dialect } from "@sluice/core/adapter";
import { castExact } from "./exact/cast-exact.js";
import { dml } from "./dml.js";
import { exactText } from "./exact/exact-text.js";
import { functions } from "./function-catalogue.js";
import { lexis } from "./lexis.js";
import { literal } from "./literals.js";
import { objectKeys, readFiles, refusedValues } from "./read-exact.js";
import { quoteIdentifier, quoteText, relation } from "./text.js";
import { commonType } from "./common-type.js";
import { parseType, sameType, typeFor } from "./types.js";
import { timeFormatProblem } from "./time-format-problem.js";
import { typeProblem } from "./type-problem.js";
import { engineName } from "./version.js";
import { lowest, widens } from "./widening.js";

/** DuckDB's catalog of tables that one connection sees and that no file holds. */
const TEMPORARY = "temp";

function columnDefinition(column: ColumnInfo): string {
  return `${quoteIdentifier(column.name)} ${column.type}${column.nullable ? "" : " not null"}`;
}

/** DuckDB's SQL text: pure and synchronous. */
export const dialect: Dialect = Object.freeze({
  name: "duckdb",
  lexis,
  functions,
  quoteIdentifier,
  literal,
  relation,
  cast: (expression, type) => `cast(${expression} as ${type})`,
  tryCast: (expression, type) => `try_cast(${expression} as ${type})`,
  castExact,
  exactText,
  createSchema: (name) => `create schema if not exists ${quoteIdentifier(name)}`,
  dropSchema: (name) => `drop schema if exists ${quoteIdentifier(name)} cascade`,
  dropEmptySchema: (name) => `drop schema if exists ${quoteIdentifier(name)}`,
  createTable: (target, columns) =>
    `create table ${relation(target)} (${columns.map(columnDefinition).join(", ")})`,
  createTableAs: (target, select) => {
    const temporary = target.catalog === TEMPORARY ? "temporary " : "";
    return `create ${temporary}table ${relation(target)} as\n${select}`;
  },
  temporaryTable: (name) => ({ catalog: TEMPORARY, schema: "main", name }),
  createView: (target, select) => `create or replace view ${relation(target)} as\n${select}`,
  ...dml,
  dropRelation: (target, type) => `drop ${type} if exists ${relation(target)}`,
  readFiles,
  refusedValues,
  objectKeys,
  countIf: (predicate) => `count_if(${predicate})`,
  regexMatches: (expression, pattern) => `regexp_matches(${expression}, ${quoteText(pattern)})`,
  isFinite: (expression) => `isfinite(${expression})`,
  isNaN: (expression) => `isnan(${expression})`,
  typeFor,
  parseType,
  sameType,
  typeProblem,
  timeFormatProblem,
  widens,
  commonType,
  lowest,
  epochSeconds: (expression, type) =>
    ["integer", "bigint"].includes(parseType(type).kind)
      ? `cast(${expression} as bigint)`
      : `cast(floor(epoch(${expression})) as bigint)`,
  rowsHash: (columns) => ({
    hash: `cast(coalesce(sum(cast(hash(${columns.join(", ")}) as hugeint)), 0) as varchar)`,
    version: engineName,
  }),
} satisfies Dialect);
