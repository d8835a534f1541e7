import type { TypedCheckSpec } from "@sluice/core";
import { compileRowCheck } from "../compile/row-check.js";
import { defineKind } from "../spec/kind.js";
import {
  sqlText,
  type BandOptions,
  type CommonOptions,
  type FilterOptions,
  type NullOptions,
} from "../spec/options.js";
import { typedSpec } from "../spec/typed-spec.js";
import { valueAs } from "./from-value.js";

/** Options of {@link expression}. */
export interface ExpressionOptions extends CommonOptions, FilterOptions, NullOptions, BandOptions {}

/**
 * An SQL condition holds for every row. A row where it is null passes by default. The condition may use `$parameters`,
 * subqueries on other models, and `self` as the name of the relation under check.
 * @example expression("discount <= total", { warn: "1%" })
 */
export function expression(
  condition: string,
  options: ExpressionOptions = {},
): TypedCheckSpec<never> {
  return typedSpec("expression", { args: { sql: condition, ...options } });
}

export const expressionKind = defineKind({
  type: "expression",
  perRow: true,
  shape: { sql: sqlText },
  columns: "none",
  filter: true,
  nulls: "pass",
  bands: true,
  fromValue: valueAs("sql"),
  title: ({ sql }) => sql,
  texts: ({ sql }) => [{ type: "expression", text: sql }],
  compile: ({ sql }, site) => compileRowCheck(site.scope.expression(sql), site),
});
