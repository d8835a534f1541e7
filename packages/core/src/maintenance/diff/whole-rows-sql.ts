import { shownValue } from "./compared-column.js";
import { names, numbered, sideSelect, stacked, type ReadColumns, type Side } from "./sides-sql.js";

/** A comparison of whole rows, each as often as it occurs. There is at least one column. */
export type WholeRowsComparison = Omit<ReadColumns, "keys">;

export function wholeRowsMeasure(comparison: WholeRowsComparison): string {
  const sum = (value: string, name: string) => `coalesce(sum(${value}), 0) as ${name}`;
  return (
    `with ${counted(comparison)}\nselect ${sum("rows_a", "rows_a")}, ${sum("rows_b", "rows_b")}, ` +
    `${sum("least(rows_a, rows_b)", "paired")}, ${sum("greatest(rows_a - rows_b, 0)", "only_a")}, ` +
    `${sum("greatest(rows_b - rows_a, 0)", "only_b")} from sluice_counted`
  );
}

/** Some rows that one side has more often: `more_b` tells which, `times` how many times more. */
export function wholeRowsSample(comparison: WholeRowsComparison, limit: number): string {
  const { values, dialect } = comparison;
  const c = names("c", values.length);
  const shown = values.map((column, i) => {
    const name = numbered("c", i);
    return `${shownValue(column, `w.${name}`, dialect)} as ${name}`;
  });
  return (
    `with ${counted(comparison)}\n` +
    `select ${shown.join(", ")}, w.more_b as more_b, w.times as times from (\n` +
    `  select g.*, case when rows_b > rows_a then 1 else 0 end as more_b, abs(rows_a - rows_b) as times,\n` +
    `    row_number() over (partition by rows_b > rows_a order by ${c.join(", ")}) as n\n` +
    `  from sluice_counted as g where rows_a <> rows_b\n) as w where w.n <= ${String(limit)} order by w.more_b, w.n`
  );
}

function counted(comparison: WholeRowsComparison): string {
  const c = names("c", comparison.values.length);
  const select = (side: Side) => sideSelect(side, { ...comparison, keys: [] });
  return (
    `sluice_counted as (\n  select ${c.join(", ")}, sum(in_a) as rows_a, sum(in_b) as rows_b from (\n` +
    `  ${stacked(c, select("a"), select("b"))}\n  ) as u group by ${c.join(", ")}\n)`
  );
}
