import type { ColumnInfo } from "@sluice/sql/text";
import type { Row, SqlValue } from "../warehouse/values.js";
import { isSluiceError, SluiceError } from "../base/errors/sluice-error.js";
import type { Model } from "../model/model.js";
import type { Execution } from "./execution.js";

/** Rows between two progress events. */
const PROGRESS_ROWS = 50_000;

/** Rows of a `rows` model as arrays in column order, pulled from the generator as the engine takes them. */
export async function* generatedRows(
  model: Model,
  columns: readonly ColumnInfo[],
  execution: Execution,
): AsyncGenerator<readonly SqlValue[]> {
  const names = columns.map((c) => c.name);
  const known = new Set(names);
  let count = 0;
  try {
    const context = {
      vars: execution.graph.project.vars,
      now: execution.graph.project.now.at,
      signal: execution.signal,
    };
    for await (const row of model.rows?.(context) ?? []) {
      count += 1;
      yield toValues(row, { names, known, count, model });
      if (count % PROGRESS_ROWS === 0) execution.progress(model.name, count);
      if (execution.signal.aborted) return;
    }
  } catch (error) {
    if (isSluiceError(error)) throw error;
    throw new SluiceError({
      code: "MODEL.ROWS_FAILED",
      message: `The generator of ${model.name} failed after ${String(count)} rows: ${error instanceof Error ? error.message : String(error)}.`,
      where: { file: model.path, model: model.name },
      cause: error,
    });
  }
}

function toValues(
  row: Row | null,
  at: {
    readonly names: readonly string[];
    readonly known: ReadonlySet<string>;
    readonly count: number;
    readonly model: Model;
  },
): readonly SqlValue[] {
  const fail = (problem: string): SluiceError =>
    new SluiceError({
      code: "MODEL.ROWS_FAILED",
      message: `Row ${String(at.count)} of ${at.model.name} ${problem}.`,
      where: { file: at.model.path, model: at.model.name },
      hints: [`Yield objects with the keys ${at.names.join(", ")}.`],
    });
  if (typeof row !== "object" || row === null) throw fail("is no object");
  const extra = Object.keys(row).find((key) => !at.known.has(key));
  if (extra !== undefined) throw fail(`has the undeclared key \`${extra}\``);
  return at.names.map((name) => row[name] ?? null);
}
