import type { TypedCheckSpec } from "@sluice/core";
import { z } from "zod";
import { compileRowCheck } from "../compile/row-check.js";
import { onlyColumn } from "../compile/scope.js";
import { defineKind } from "../spec/kind.js";
import { literalProblem, literalSchema, literalSql } from "../spec/literals.js";
import type { BandOptions, CommonOptions, FilterOptions, NullOptions } from "../spec/options.js";
import { typedSpec } from "../spec/typed-spec.js";
import { valueAs } from "./from-value.js";

/** Options of {@link acceptedValues}. */
export interface AcceptedValuesOptions
  extends CommonOptions, FilterOptions, NullOptions, BandOptions {}

/**
 * Every value is one of a list, compared exactly. Nulls pass by default.
 * @example acceptedValues("status", ["open", "closed"])
 */
export function acceptedValues<const C extends string>(
  column: C,
  values: readonly (string | number | boolean)[],
  options: AcceptedValuesOptions = {},
): TypedCheckSpec<C> {
  return typedSpec("accepted_values", { column, args: { values: [...values], ...options } });
}

export const acceptedValuesKind = defineKind({
  type: "accepted_values",
  perRow: true,
  shape: { values: z.array(literalSchema).min(1, "expected at least one value") },
  columns: "one",
  filter: true,
  nulls: "pass",
  bands: true,
  fromValue: valueAs("values"),
  problem: ({ values }, { columns: [column], dialect }) =>
    values.map((value) => literalProblem(value, { column, dialect })).find((p) => p !== undefined),
  compile: ({ values }, site) => {
    const { column, name } = onlyColumn(site);
    const { dialect } = site.scope;
    const list = values.map((value) => literalSql(value, { column, dialect })).join(", ");
    return compileRowCheck(`(${name} in (${list}))`, site);
  },
});
