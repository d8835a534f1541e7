import type { Assignments, DmlDialect, RowMerge } from "@sluice/core/adapter";
import { quoteIdentifier, relation } from "./text.js";

/** DuckDB's statements that write rows. */
export const dml: DmlDialect = {
  insertValues: (target, columns, rows) =>
    `insert into ${relation(target)} (${nameList(columns)}) values ${rows.map((row) => `(${row.join(", ")})`).join(", ")}`,
  insertSelect: (target, columns, select) =>
    `insert into ${relation(target)} (${nameList(columns)})\n${select}`,
  deleteWhere: (target, predicate) => `delete from ${relation(target)} where ${predicate}`,
  // A join, where a correlated `exists` over a join would hash the whole table first.
  deleteMatched: (target, { alias, from, match }) =>
    `delete from ${relation(target)} as ${alias} using ${from}\nwhere ${match}`,
  deleteUnmatched: (target, { alias, from, match }) =>
    `delete from ${relation(target)} as ${alias}\nwhere not exists (select 1 from ${from} where ${match})`,
  updateWhere: (target, set, predicate) =>
    `update ${relation(target)} set ${assignmentList(set)} where ${predicate}`,
  updateFrom: (target, set, { alias, from, match }) =>
    `update ${relation(target)} as ${alias} set ${assignmentList(set)}\nfrom ${from}\nwhere ${match}`,
  mergeRows: (target, merge) =>
    [
      `merge into ${relation(target)} as ${merge.alias} using ${merge.from}`,
      `on ${merge.match}`,
      ...mergeClauses(merge),
    ].join("\n"),
  nullSafeEqual: (a, b) => `${a} is not distinct from ${b}`,
  nullSafeDistinct: (a, b) => `${a} is distinct from ${b}`,
};

/** The engine takes the first clause that a row fits. */
function mergeClauses({ deleteWhere, update, insert, deleteUnmatched }: RowMerge): string[] {
  const clauses: string[] = [];
  if (deleteWhere !== undefined) clauses.push(`when matched and ${deleteWhere} then delete`);
  if (update)
    clauses.push(
      `when matched${condition(update.where)} then update set ${assignmentList(update.set)}`,
    );
  if (insert) {
    const { values, where } = insert;
    clauses.push(
      `when not matched${condition(where)} then insert (${nameList(Object.keys(values))}) values (${Object.values(values).join(", ")})`,
    );
  }
  if (deleteUnmatched === true) clauses.push("when not matched by source then delete");
  return clauses;
}

function condition(where: string | undefined): string {
  return where === undefined ? "" : ` and ${where}`;
}

function nameList(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(", ");
}

function assignmentList(set: Assignments): string {
  return Object.entries(set)
    .map(([column, value]) => `${quoteIdentifier(column)} = ${value}`)
    .join(", ");
}
