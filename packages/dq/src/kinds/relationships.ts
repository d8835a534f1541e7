import type { TypedCheckSpec } from "@sluice/core";
import { columnNamed, SluiceError, suggest } from "@sluice/core/adapter";
import { z } from "zod";
import { judgeRows, judgesShares } from "../compile/judge.js";
import {
  allOf,
  countRows,
  filterSql,
  onlyColumn,
  type CompiledCheck,
  type Scope,
  type Site,
} from "../compile/scope.js";
import { defineKind } from "../spec/kind.js";
import type { BandOptions, CommonOptions, FilterOptions, NullOptions } from "../spec/options.js";
import { typedSpec } from "../spec/typed-spec.js";
import { valueAs } from "./from-value.js";

/** A relation by name, or a defined model, seed or source that has one. */
export type RelationName = string | { readonly name: string };

/** Options of {@link relationships}. */
export interface RelationshipsOptions
  extends CommonOptions, FilterOptions, NullOptions, BandOptions {
  /** Relation that must hold the value. */
  readonly to: RelationName;
  /** Its column. @default the column's own name */
  readonly field?: string;
}

/**
 * Every value occurs in a column of another relation. Nulls refer to nothing and pass by default.
 * @example relationships("user_id", { to: "marts.dim_customers", field: "customer_id" })
 */
export function relationships<const C extends string>(
  column: C,
  options: RelationshipsOptions,
): TypedCheckSpec<C> {
  const to = typeof options.to === "string" ? options.to : options.to.name;
  return typedSpec("relationships", { column, args: { ...options, to } });
}

export const relationshipsKind = defineKind({
  type: "relationships",
  shape: { to: z.string().trim().min(1), field: z.string().min(1).optional() },
  columns: "one",
  filter: true,
  nulls: "pass",
  bands: true,
  fromValue: valueAs("to"),
  title: ({ to }, columns) => `${columns.join(", ")} -> ${to}`,
  reads: ({ to }) => [to],
  compile: ({ to, field }, site) => compileRelationships(site, to, field),
});

function compileRelationships(site: Site, to: string, field: string | undefined): CompiledCheck {
  const { scope, options } = site;
  const { column, name: own } = onlyColumn(site);
  // Qualified: a column the parent lacks must be an error, not the child's column of that name.
  const theirs = `parent.${scope.identifier(fieldOf(to, field ?? column.name, scope))}`;
  const where = filterSql(site);
  // `not exists` would say the same, but engines plan it as a join per distinct value, at twice the cost.
  const orphan =
    `${own} not in (select ${theirs} from ${scope.table(to)} as parent ` +
    `where ${theirs} is not null)`;
  const nullsPass = options.onNull === "pass";
  const present = nullsPass ? `${own} is not null` : undefined;
  const fails = nullsPass ? orphan : `(${own} is null or ${orphan})`;
  const from = `from ${scope.from} where ${allOf(where, present, fails)}`;
  return {
    metrics: judgesShares(options) ? { rows: countRows(scope, where, present) } : {},
    set: `select count(*) as failing, 0 as distinct_keys ${from}`,
    failingRows: { select: `select * ${from}` },
    wholeRows: true,
    judge: (measures) => judgeRows(measures, options),
  };
}

/** The referenced column. Raises `SQL.BIND` when the other relation is known not to have it. */
function fieldOf(to: string, field: string, scope: Scope): string {
  const columns = scope.columnsOf(to);
  if (!columns || columnNamed(columns, field)) return field;
  const names = columns.map(({ name }) => name);
  const [near] = suggest(field, names);
  throw new SluiceError({
    code: "SQL.BIND",
    message: `${to} has no column \`${field}\`.`,
    hints: [near === undefined ? `It has: ${names.join(", ")}.` : `Did you mean \`${near}\`?`],
  });
}
