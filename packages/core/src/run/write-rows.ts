import type { ColumnInfo } from "@sluice/sql/text";
import { SluiceError, type Diagnostic } from "../base/errors/sluice-error.js";
import { rowChanges, type RowSteps } from "../kinds/keyed/keyed-steps.js";
import { waitingUntil } from "../kinds/keyed/waiting-until.js";
import type { WriteRows } from "../kinds/write.js";
import type { KindOptions } from "../kinds/kind.js";
import { personalColumns } from "../model/personal-columns.js";
import { physicalRef } from "../plan/view-ref.js";
import type { RelationRef } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { aboutModel } from "./about-model.js";
import { rowsOf } from "./rows-of.js";
import type { Update } from "./update.js";

/** The effects of a write. */
export interface Written {
  /** Rows written: added, changed, or removed. */
  readonly rows: number;
  readonly warnings: readonly Diagnostic[];
  /** When the first row is due whose time has not come yet, in milliseconds. */
  readonly dueAt?: number | undefined;
  /** A table, until the transaction ends, that has every key of which rows were written; undefined where rows have none. */
  readonly keys?: { readonly of: RelationRef; readonly columns: readonly string[] } | undefined;
}

/** Rows of the query in a table beside the one that they come to. */
export interface Staged {
  readonly tx: SqlRunner;
  readonly stage: RelationRef;
  readonly columns: readonly ColumnInfo[];
}

/** Brings staged rows into the table by the steps of its kind. */
export async function writeRows(
  update: Update,
  write: WriteRows<KindOptions>,
  { tx, stage, columns }: Staged,
): Promise<Written> {
  const { node, planned, execution } = update;
  const { dialect } = execution;
  const changes = stagingTable(update, "changes");
  const steps = write.steps(node.model.kind, {
    target: physicalRef(planned.physical),
    source: dialect.relation(stage),
    columns,
    dialect,
    now: execution.graph.project.now.at,
    changes,
    pii: personalColumns(node.model),
    model: node.model,
  });
  const warnings = await askAll(update, steps, tx);
  const rows = await writeAll(update, steps, tx);
  const [row] = steps.waiting === undefined ? [] : await rowsOf(tx, steps.waiting);
  const keys = steps.keys && {
    of: steps.keys.in === "changes" ? changes : stage,
    columns: steps.keys.columns,
  };
  return { rows, warnings, dueAt: waitingUntil(row), keys };
}

/** A table beside the model's that lives as long as the transaction: writing it to storage is several times the work. */
export function stagingTable(
  { planned, execution }: Update,
  what: "given" | "rows" | "changes",
): RelationRef {
  const name = `${planned.physical}__${what}`;
  return execution.dialect.temporaryTable(name) ?? physicalRef(name);
}

/** Asks the guards one by one; raises the first refusal. */
async function askAll(
  { node }: Update,
  { guards }: RowSteps,
  tx: SqlRunner,
): Promise<readonly Diagnostic[]> {
  const warnings: Diagnostic[] = [];
  for (const guard of guards) {
    const found = guard.finding(await rowsOf(tx, guard.sql));
    if (!found) continue;
    if (found.severity === "error") throw SluiceError.of([aboutModel(found, node)]);
    warnings.push(aboutModel(found, node));
  }
  return warnings;
}

/** Runs the statements; gives how many rows were written. */
async function writeAll(
  { execution: { signal } }: Update,
  { changes, writes }: RowSteps,
  tx: SqlRunner,
): Promise<number> {
  if (changes) {
    await tx.execute(changes.stage, { signal });
    const [count = {}] = await rowsOf(tx, changes.count);
    const rows = changes.rows(count);
    if (rows > 0) for (const { sql } of writes) await tx.execute(sql, { signal });
    return rows;
  }
  const done = [];
  for (const { sql, effect } of writes) {
    const { rows = 0 } = await tx.execute(sql, { signal });
    done.push({ effect, rows });
  }
  const { inserted, updated, deleted } = rowChanges(done);
  return inserted + updated + deleted;
}
