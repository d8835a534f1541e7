import type { TypedCheckSpec } from "@sluice/core";
import { SluiceError } from "@sluice/core/adapter";
import { z } from "zod";
import { compileRowCheck } from "../compile/row-check.js";
import { onlyColumn } from "../compile/scope.js";
import { defineKind } from "../spec/kind.js";
import type { BandOptions, CommonOptions, FilterOptions, NullOptions } from "../spec/options.js";
import { typedSpec } from "../spec/typed-spec.js";
import { valueAs } from "./from-value.js";
import { notTextProblem } from "./text-column.js";

/** Options of {@link regex}. */
export interface RegexOptions extends CommonOptions, FilterOptions, NullOptions, BandOptions {}

/**
 * The regular expression matches somewhere in every text; anchor it with `^` and `$` to match all of it. It is the
 * engine's dialect of regular expressions (DuckDB and BigQuery: RE2, without look-around). Nulls pass by default.
 * A RegExp may have the flags i, m, s and u; others raise `DQ.CHECK_INVALID`.
 * @example regex("sku", /^[A-Z]{3}-\d{4}$/)
 */
export function regex<const C extends string>(
  column: C,
  pattern: RegExp | string,
  options: RegexOptions = {},
): TypedCheckSpec<C> {
  const text = typeof pattern === "string" ? pattern : engineText(pattern);
  return typedSpec("regex", { column, args: { pattern: text, ...options } });
}

/** A RegExp as text with its flags in front, as RE2 writes them. */
function engineText({ source, flags }: RegExp): string {
  const refused = flags.replace(/[imsu]/g, "");
  if (refused !== "") {
    throw new SluiceError({
      code: "DQ.CHECK_INVALID",
      message: `A regex check cannot use the flag \`${refused}\`; it may have i, m, s and u.`,
    });
  }
  const inline = flags.replace("u", "");
  return inline === "" ? source : `(?${inline})${source}`;
}

export const regexKind = defineKind({
  type: "regex",
  perRow: true,
  shape: { pattern: z.string().min(1, "expected a regular expression") },
  columns: "one",
  filter: true,
  nulls: "pass",
  bands: true,
  fromValue: valueAs("pattern"),
  problem: (_args, subject) => notTextProblem("regex", subject),
  compile: ({ pattern }, site) => {
    const { name } = onlyColumn(site);
    return compileRowCheck(`(${site.scope.dialect.regexMatches(name, pattern)})`, site);
  },
});
