import type { TypedCheckSpec } from "@sluice/core";
import { z } from "zod";
import { compileRowCheck } from "../compile/row-check.js";
import { onlyColumn } from "../compile/scope.js";
import { defineKind } from "../spec/kind.js";
import type { BandOptions, CommonOptions, FilterOptions, NullOptions } from "../spec/options.js";
import { typedSpec } from "../spec/typed-spec.js";
import { formatNames, formatPattern, type FormatName } from "./format-patterns.js";
import { valueAs } from "./from-value.js";
import { notTextProblem } from "./text-column.js";

/** Options of {@link format}. */
export interface FormatOptions extends CommonOptions, FilterOptions, NullOptions, BandOptions {}

/**
 * Every text has a well-known form, over its whole length. It is a check of form only: an email address that no one
 * reads passes, and so does 31 February. Nulls pass by default.
 * @example format("email", "email")
 */
export function format<const C extends string>(
  column: C,
  name: FormatName,
  options: FormatOptions = {},
): TypedCheckSpec<C> {
  return typedSpec("format", { column, args: { format: name, ...options } });
}

export const formatKind = defineKind({
  type: "format",
  perRow: true,
  shape: {
    format: z.enum(formatNames, { error: `expected one of ${formatNames.join(", ")}` }),
  },
  columns: "one",
  filter: true,
  nulls: "pass",
  bands: true,
  fromValue: valueAs("format"),
  title: (args, columns) => `${columns.join(", ")}: ${args.format}`,
  problem: (_args, subject) => notTextProblem("format", subject),
  compile: (args, site) => {
    const { name } = onlyColumn(site);
    return compileRowCheck(
      `(${site.scope.dialect.regexMatches(name, formatPattern(args.format))})`,
      site,
    );
  },
});
