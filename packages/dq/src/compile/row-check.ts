import { judgeRows } from "./judge.js";
import { allOf, countRows, filterSql, type CompiledCheck, type Site } from "./scope.js";

/**
 * A check of single rows. `passes` is a condition on a row that `not` may stand before; where it is null the check's
 * null rule decides. Everything is counted in the shared scan.
 */
export function compileRowCheck(passes: string, site: Site): CompiledCheck {
  const { scope, options } = site;
  const where = filterSql(site);
  const fails = options.onNull === "fail" ? `not coalesce(${passes}, false)` : `not ${passes}`;
  return {
    metrics: {
      failing: scope.dialect.countIf(allOf(where, fails)),
      rows: countRows(scope, where),
    },
    failingRows: { select: `select * from ${scope.from} where ${allOf(where, fails)}` },
    wholeRows: true,
    judge: (measures) => judgeRows(measures, options),
  };
}
