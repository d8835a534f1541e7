import { isInlinedModel } from "../project/resolve/inlined-models.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { isView } from "../kinds/all-kinds.js";
import type { PlanNode } from "../plan/plan.js";
import type { StateBefore } from "../plan/state-before.js";
import type { Execution } from "./execution.js";

/** Rows that engines read as one piece: DuckDB divides a table by 122,880, Trino and BigQuery by more. */
const FEW_ROWS = 10_000;

/** The numbers of rows that the state knows of whole tables, by model; an incremental table changes after it is recorded. */
export function knownRows(
  physical: ReadonlyMap<string, string>,
  { relations }: Pick<StateBefore, "relations">,
): Map<string, number> {
  const rows = new Map<string, number>();
  for (const [model, name] of physical) {
    const version = relations.get(name)?.[0];
    if (version?.relation === "table" && version.revision === 0 && version.rows !== undefined)
      rows.set(model, version.rows);
  }
  return rows;
}

type Known = Pick<Execution, "graph" | "planned" | "rows">;

/** True where the query of a model is known to read few rows: no source, no file, and only models of known size. */
export function readsFewRows(node: PlanNode, execution: Known): boolean {
  return rowsRead(node, execution) <= FEW_ROWS;
}

/** True where the table of a model and whatever its checks read beside it are known to have few rows. */
export function checksFewRows({ name, checkReads = [] }: PlanNode, execution: Known): boolean {
  const read = [name, ...checkReads.map((one) => one.name)];
  return read.reduce((sum, one) => sum + rowsOf(one, execution), 0) <= FEW_ROWS;
}

/** The runner with the hint that its statements read few rows. */
export function forFewRows(runner: SqlRunner): SqlRunner {
  return {
    query: (sql, options) => runner.query(sql, { ...options, fewRows: true }),
    execute: (sql, options) => runner.execute(sql, { ...options, fewRows: true }),
    load: (target, rows, options) => runner.load(target, rows, { ...options, fewRows: true }),
  };
}

/** Rows of a table, or of the tables under a view; infinite where they are not known. */
function rowsOf(name: string, execution: Known): number {
  const { planned, rows } = execution;
  const known = rows.get(name);
  if (known !== undefined) return known;
  const node = planned.get(name);
  const found = node && isView({ type: node.kind }) ? rowsRead(node, execution) : Infinity;
  // Whoever asks runs after what it reads: the number does not change any more.
  rows.set(name, found);
  return found;
}

function rowsRead({ name, reads, sources }: PlanNode, execution: Known): number {
  if (sources.length > 0 || reads.length === 0 || readsOutside(name, execution)) return Infinity;
  return reads.reduce((sum, read) => sum + rowsOf(read, execution), 0);
}

/** True for a query that reads files or another database, itself or through ephemeral models. */
function readsOutside(name: string, { graph }: Pick<Known, "graph">): boolean {
  const node = graph.nodes.get(name);
  if (node?.query?.readsOutside === true) return true;
  return (node?.parents ?? []).some(
    (parent) => isInlinedModel(graph, parent) && readsOutside(parent, { graph }),
  );
}
