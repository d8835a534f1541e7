import type { RelationRef } from "../warehouse/dialect.js";
import { columnNamed, surround } from "@sluice/sql/text";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { failpoint } from "../base/failpoint/failpoint.js";
import { agree } from "../kinds/keyed/row-sql.js";
import { sinceLiteral, sinceQuery } from "../kinds/keyed/since.js";
import { kindOf } from "../kinds/all-kinds.js";
import type { KindOptions } from "../kinds/kind.js";
import type { WriteRows } from "../kinds/write.js";
import { copyOf } from "../plan/planned-node.js";
import { physicalRef } from "../plan/view-ref.js";
import { ask } from "./ask-guard.js";
import { auditRows, isChecked, ROW } from "./audit.js";
import type { Audit } from "./audit-result.js";
import { physicalQuery } from "./build-model.js";
import { withClockChecks } from "./clock-checks.js";
import { explainedError } from "./explain-reading.js";
import { castList, intakeGuard, intakeOf, type Intake } from "./intake.js";
import { rowsOf } from "./rows-of.js";
import { unfinished, type Outcome } from "./outcome.js";
import { recordChange, type Update } from "./update.js";
import { stagingTable, writeRows, type Staged, type Written } from "./write-rows.js";

/** What a row of the changed keys is called where both are compared. */
const CHANGED = "_sluice_changed";

/**
 * Stages the rows of the query, looks for what may not be among them, and brings the table up to date with them, checks
 * and record in the same transaction. Where nothing changed nothing is written but the record that it was looked at.
 */
export async function updateByDelta(
  update: Update,
  write: WriteRows<KindOptions>,
): Promise<Outcome> {
  if (copyOf(update.planned)?.copyOnly === true) return checkCopy(update);
  const { node, planned, execution } = update;
  const query = physicalQuery(node, execution, { since: await sinceOf(update) });
  const intake = await intakeOf(update, query.text);
  const stage = stagingTable(update, "rows");
  // Rows of other types are staged as they are, looked through, and cast once for all steps.
  const first = intake.casts.length > 0 ? stagingTable(update, "given") : stage;
  const staged = surround(execution.dialect.createTableAs(first, ""), query, "");
  try {
    const { written, checkResults, refused } = await execution.protocol.update<Written>({
      write: async (tx) => {
        await tx.execute(staged.text, { signal: execution.signal });
        failpoint("rows.staged");
        if (first !== stage) await castRows(update, { tx, first, stage, intake });
        const done = await writeRows(update, write, { tx, stage, columns: intake.columns });
        failpoint("rows.written");
        return done;
      },
      check: isChecked(planned, execution)
        ? (runner, written) => auditChanged(update, runner, written)
        : undefined,
      record: async (tx, { rows, keys, dueAt }) => {
        for (const staging of new Set([stage, keys?.of ?? stage]))
          await tx.execute(execution.dialect.dropRelation(staging, "table"));
        await recordChange(update, tx, { changed: rows > 0, dueAt });
      },
    });
    written?.warnings.forEach(execution.warn);
    const status = refused ? "failed" : "built";
    return { status, rows: written?.rows ?? 0, checkResults, error: refused };
  } catch (error) {
    const found = await explainedError(error, node.model, { execution, rendered: staged });
    return unfinished(found, execution);
  }
}

/** Checks a copy and records that it has read its inputs. */
async function checkCopy(update: Update): Promise<Outcome> {
  const { planned, execution } = update;
  const { checkResults, refused } = await execution.protocol.update({
    write: () => Promise.resolve(),
    check: isChecked(planned, execution)
      ? (runner) => auditRows(update, { runner, within: undefined })
      : undefined,
    record: (tx) => recordChange(update, tx, { changed: false }),
  });
  return { status: refused ? "failed" : "built", rows: 0, checkResults, error: refused };
}

/**
 * What passed its checks and was not changed passes them: a history is not read through because somebody looked at it,
 * nor the rows of all keys because one of them changed.
 */
async function auditChanged(
  update: Update,
  runner: SqlRunner,
  { rows, keys }: Written,
): Promise<Audit> {
  const { planned } = update;
  const hasPassed = planned.action === "update" && planned.passed;
  if (!hasPassed) return auditRows(update, { runner, within: undefined });
  if (rows === 0) return auditUnchanged(update, runner);
  const { dialect } = update.execution;
  const within =
    keys &&
    `exists (select 1 from ${dialect.relation(keys.of)} as ${CHANGED} where ${agree([CHANGED, ROW], keys.columns, dialect)})`;
  return auditRows(update, { runner, within, groups: keys?.columns });
}

/** Of rows that stay as they are only what follows from the time may be another. */
async function auditUnchanged(update: Update, runner: SqlRunner): Promise<Audit> {
  const judged = withClockChecks(update.planned.name, update.execution);
  if (!judged) return { checkResults: [] };
  return auditRows({ ...update, execution: judged }, { runner, within: undefined });
}

/** `$since` as SQL; nobody asks for it where the kind has none. */
async function sinceOf({ node, planned, update, execution }: Update): Promise<string> {
  if (!node.parameters.includes("since")) return "null";
  const { kind } = node.model;
  const name = kindOf(kind).timeColumn(kind);
  const columns = execution.columns.get(node.model.name) ?? [];
  const column = name === undefined ? undefined : columnNamed(columns, name);
  if (!column) return "null";
  const { dialect, warehouse, graph } = execution;
  if (update.allRows === true) return sinceLiteral(column.type, null, dialect);
  const target = physicalRef(planned.physical);
  const sql = sinceQuery({ target, column, dialect, now: graph.project.now.at });
  const [row] = await rowsOf(warehouse, sql);
  return sinceLiteral(column.type, row?.["since"] ?? null, dialect);
}

/** Brings staged rows to the types of the table. Raises `RUN.SCHEMA_CHANGED` where that would change a value. */
async function castRows(
  update: Update,
  {
    tx,
    first,
    stage,
    intake,
  }: Omit<Staged, "columns"> & { readonly first: RelationRef; readonly intake: Intake },
): Promise<void> {
  const { dialect, signal } = update.execution;
  const from = dialect.relation(first);
  await ask(intakeGuard(update, { casts: intake.casts, from }), update.node, tx);
  const select = `select ${castList(intake, update)} from ${from}`;
  await tx.execute(dialect.createTableAs(stage, select), { signal });
  await tx.execute(dialect.dropRelation(first, "table"));
}
