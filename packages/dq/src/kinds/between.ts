import type { TypedCheckSpec } from "@sluice/core";
import { compileRowCheck } from "../compile/row-check.js";
import { onlyColumn } from "../compile/scope.js";
import {
  boundsFromPair,
  boundShape,
  boundsProblem,
  plainBounds,
  withinSql,
  type BoundOptions,
} from "../spec/bounds.js";
import { defineKind } from "../spec/kind.js";
import type { BandOptions, CommonOptions, FilterOptions, NullOptions } from "../spec/options.js";
import { typedSpec } from "../spec/typed-spec.js";

/** Options of {@link between}. */
export interface BetweenOptions
  extends CommonOptions, FilterOptions, NullOptions, BandOptions, BoundOptions {}

/**
 * Every value lies within bounds (`min` and `max` belong to them, `above` and `below` do not). Nulls pass by default;
 * NaN lies within no bounds; infinities compare as numbers do.
 * @example between("discount", { min: 0, below: 1 })
 */
export function between<const C extends string>(
  column: C,
  options: BetweenOptions,
): TypedCheckSpec<C> {
  return typedSpec("between", { column, args: plainBounds(options) });
}

export const betweenKind = defineKind({
  type: "between",
  perRow: true,
  shape: boundShape,
  columns: "one",
  filter: true,
  nulls: "pass",
  bands: true,
  fromValue: boundsFromPair,
  problem: (bounds, { columns: [column], dialect }) => boundsProblem(bounds, { column, dialect }),
  compile: (bounds, site) => {
    const { column, name } = onlyColumn(site);
    const { dialect } = site.scope;
    const within = withinSql(name, bounds, { column, dialect });
    const isFloat = dialect.parseType(column.type).kind === "float";
    // Engines order NaN above every number, so it would pass a check that has no upper bound.
    const passes = isFloat ? `${within} and not (${dialect.isNaN(name)})` : within;
    return compileRowCheck(`(${passes})`, site);
  },
});
