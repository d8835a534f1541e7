import type { RelationRef } from "../warehouse/dialect.js";
import { type ColumnInfo, columnNamed, surround } from "@sluice/sql/text";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { SluiceError, type Diagnostic } from "../base/errors/sluice-error.js";
import { failpoint } from "../base/failpoint/failpoint.js";
import { appendSteps } from "../kinds/append/append-steps.js";
import { waitingUntil } from "../kinds/append/waiting.js";
import { rowChanges, type KeyedSteps, type StagedRows } from "../kinds/keyed/keyed-steps.js";
import { mergeSteps } from "../kinds/incremental-by-key/merge-steps.js";
import { agree } from "../kinds/keyed/row-sql.js";
import { sinceLiteral, sinceQuery } from "../kinds/keyed/since.js";
import { keyColumns } from "../kinds/keyed/key-columns.js";
import { kindOf, type IncrementalKind } from "../kinds/all-kinds.js";
import { physicalRef } from "../plan/view-ref.js";
import { guardRefusal } from "../kinds/snapshot/snapshot-guards.js";
import { snapshotCounts, snapshotSteps } from "../kinds/snapshot/snapshot-steps.js";
import { personalColumns } from "../model/personal-columns.js";
import { aboutModel } from "./about-model.js";
import { ask } from "./ask-guard.js";
import { auditRows, isChecked, ROW, type Audit } from "./audit.js";
import { physicalQuery } from "./build-model.js";
import { withClockChecks } from "./clock-checks.js";
import { checkedTransaction } from "./checked-transaction.js";
import { explainedError } from "./explain-reading.js";
import { castList, intakeGuard, intakeOf, type Intake } from "./intake.js";
import { rowsOf } from "./rows-of.js";
import { unfinished, type Outcome } from "./outcome.js";
import { recordChange, type Update } from "./update.js";

/** Kinds whose query gives rows to be merged into the table. */
type DeltaKind = Exclude<IncrementalKind, { type: "incremental_by_time" }>;

/** What a row of the changed keys is called where both are compared. */
const CHANGED = "_sluice_changed";

/** What a write did. */
interface Written {
  /** Rows written: added, changed, or removed. */
  readonly rows: number;
  readonly warnings: readonly Diagnostic[];
  /** When the first row is due whose time has not come yet, in milliseconds. */
  readonly dueAt?: number | undefined;
  /** A table, until the transaction ends, that has every key of which rows were written; undefined where rows have none. */
  readonly keys?: { readonly of: RelationRef; readonly columns: readonly string[] } | undefined;
}

/**
 * Stages the rows of the query, looks for what may not be among them, and brings the table up to date with them, checks
 * and record in the same transaction. Where nothing changed nothing is written but the record that it was looked at.
 */
export async function updateByDelta(update: Update, kind: DeltaKind): Promise<Outcome> {
  if (update.update.copyOnly === true) return checkCopy(update);
  const { node, planned, execution } = update;
  const query = physicalQuery(node, execution, { since: await sinceOf(update, kind) });
  const intake = await intakeOf(update, query.text);
  const stage = besideOf(update, "rows");
  // Rows of other types are staged as they are, looked through, and cast once for all steps.
  const first = intake.casts.length > 0 ? besideOf(update, "given") : stage;
  const staged = surround(execution.dialect.createTableAs(first, ""), query, "");
  try {
    const { written, checkResults, refused } = await checkedTransaction<Written>(
      {
        write: async (tx) => {
          await tx.execute(staged.text, { signal: execution.signal });
          failpoint("rows.staged");
          if (first !== stage) await castRows(update, kind, { tx, first, stage, intake });
          const done = await writeRows(update, kind, { tx, stage, columns: intake.columns });
          failpoint("rows.written");
          return done;
        },
        check: isChecked(planned, execution)
          ? (runner, written) => auditChanged(update, runner, written)
          : undefined,
        record: async (tx, { rows, keys, dueAt }) => {
          for (const beside of new Set([stage, keys?.of ?? stage]))
            await tx.execute(execution.dialect.dropRelation(beside, "table"));
          await recordChange(update, tx, { changed: rows > 0, dueAt });
        },
      },
      execution,
    );
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
  const { checkResults, refused } = await checkedTransaction(
    {
      write: () => Promise.resolve(),
      check: isChecked(planned, execution)
        ? (runner) => auditRows(update, { runner, within: undefined })
        : undefined,
      record: (tx) => recordChange(update, tx, { changed: false }),
    },
    execution,
  );
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
  const { isNew, passed } = update.planned;
  if (isNew === true || passed !== true) return auditRows(update, { runner, within: undefined });
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

/** A table beside the kept one that lives as long as the transaction: writing it to storage is several times the work. */
function besideOf({ planned, execution }: Update, what: "given" | "rows" | "changes"): RelationRef {
  const name = `${planned.physical}__${what}`;
  return execution.dialect.temporaryTable(name) ?? physicalRef(name);
}

/** `$since` as SQL; nobody asks for it where the kind has none. */
async function sinceOf(
  { node, planned, update, execution }: Update,
  kind: DeltaKind,
): Promise<string> {
  if (!node.parameters.includes("since")) return "null";
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

interface Staged {
  readonly tx: SqlRunner;
  readonly stage: RelationRef;
}

/** Brings staged rows to the types of the table. Raises `RUN.SCHEMA_CHANGED` where that would change a value. */
async function castRows(
  update: Update,
  kind: DeltaKind,
  { tx, first, stage, intake }: Staged & { readonly first: RelationRef; readonly intake: Intake },
): Promise<void> {
  const { dialect, signal } = update.execution;
  const from = dialect.relation(first);
  await ask(intakeGuard(update, kind, { casts: intake.casts, from }), update.node, tx);
  const select = `select ${castList(intake, update)} from ${from}`;
  await tx.execute(dialect.createTableAs(stage, select), { signal });
  await tx.execute(dialect.dropRelation(first, "table"));
}

async function writeRows(
  update: Update,
  kind: DeltaKind,
  { tx, stage, columns }: Staged & { readonly columns: readonly ColumnInfo[] },
): Promise<Written> {
  const { planned, execution } = update;
  const { dialect } = execution;
  const rows: StagedRows = {
    target: physicalRef(planned.physical),
    source: dialect.relation(stage),
    columns,
    dialect,
    now: execution.graph.project.now.at,
  };
  switch (kind.type) {
    case "snapshot":
      return writeSnapshot(update, kind, { tx, rows });
    case "append":
      return runSteps(update, appendSteps({ ...rows, options: kind }), tx);
    case "incremental_by_key":
      return {
        ...(await runSteps(
          update,
          mergeSteps({ ...rows, options: kind, pii: personalColumns(update.node.model) }),
          tx,
        )),
        keys: { of: stage, columns: keyColumns(kind.key) },
      };
  }
}

async function runSteps(update: Update, steps: KeyedSteps, tx: SqlRunner): Promise<Written> {
  const warnings: Diagnostic[] = [];
  for (const guard of steps.guards) {
    const found = guard.finding(await rowsOf(tx, guard.sql));
    if (!found) continue;
    if (found.severity === "error") throw SluiceError.of([aboutModel(found, update.node)]);
    warnings.push(aboutModel(found, update.node));
  }
  const done = [];
  for (const { sql, effect } of steps.writes) {
    const { rows = 0 } = await tx.execute(sql, { signal: update.execution.signal });
    done.push({ effect, rows });
  }
  const { inserted, updated, deleted } = rowChanges(done);
  const [row] = steps.waiting === undefined ? [] : await rowsOf(tx, steps.waiting);
  return { rows: inserted + updated + deleted, warnings, dueAt: waitingUntil(row) };
}

async function writeSnapshot(
  update: Update,
  kind: Extract<DeltaKind, { type: "snapshot" }>,
  { tx, rows }: { readonly tx: SqlRunner; readonly rows: StagedRows },
): Promise<Written> {
  const { node, execution } = update;
  const { signal } = execution;
  const where = { file: node.model.path, model: node.model.name };
  const pii = personalColumns(update.node.model);
  const changes = besideOf(update, "changes");
  const steps = snapshotSteps({ ...rows, changes, options: kind });
  for (const guard of steps.guards) {
    const found = guardRefusal(guard, await rowsOf(tx, guard.query), { where, pii });
    if (found) throw SluiceError.of([found]);
  }
  await tx.execute(steps.stage, { signal });
  const [count = {}] = await rowsOf(tx, steps.count);
  const { keys, inserted, ended } = snapshotCounts(count);
  if (keys > 0) for (const sql of steps.writes) await tx.execute(sql, { signal });
  const columns = keyColumns(kind.key);
  return { rows: inserted + ended, warnings: [], keys: { of: changes, columns } };
}
