import { failpoint } from "../base/failpoint/failpoint.js";
import { runStatements } from "../warehouse/run-statements.js";
import { changesState } from "./run-record.js";
import type { RunStateChange } from "./state-change.js";
import { advance } from "./state-layout.js";
import { checkRow, toJson } from "./state-rows.js";
import type { RunEnd } from "./state-store.js";
import { stateRelation } from "./state-tables.js";
import { timeLiteral, type ChangeWriters, type StateWriter } from "./state-writer.js";
import { tickStatements } from "./tick-rows.js";
import { writeRows } from "./write-rows.js";

const runs = stateRelation("runs");

/** Writers of changes of the history. */
export const runWriters: ChangeWriters<RunStateChange> = {
  "start run": ({ run }, to) =>
    writeRows(to, "runs", [
      {
        run_id: run.runId,
        command: run.command,
        environment: run.environment,
        started_at: new Date(run.startedAt),
        finished_at: null,
        status: "running",
        summary: null,
      },
    ]),
  "end run": ({ end }, to) => endRun(end, to),
  "remove runs": async ({ before }, { runner, dialect }) => {
    const isOld = `started_at < ${timeLiteral(before, dialect)}`;
    const old = `run_id in (select run_id from ${dialect.relation(runs)} where ${isOld})`;
    await runStatements(runner, [
      dialect.deleteWhere(stateRelation("node_results"), old),
      dialect.deleteWhere(stateRelation("check_results"), old),
      dialect.deleteWhere(runs, isOld),
    ]);
  },
};

async function endRun({ run, nodes, checks, ticks }: RunEnd, to: StateWriter): Promise<void> {
  const { runner, dialect } = to;
  if (nodes.some(changesState)) await advance(to);
  const at = new Date(run.finishedAt ?? Date.now());
  const set = {
    finished_at: timeLiteral(at, dialect),
    status: dialect.literal(run.status),
    summary: dialect.literal(toJson(run.summary ?? null)),
  };
  const ended = dialect.updateWhere(runs, set, `run_id = ${dialect.literal(run.runId)}`);
  for (const sql of [ended, ...tickStatements(run, ticks ?? new Map(), dialect)])
    await runner.execute(sql, { deferred: true });
  const results = nodes.map(({ checkResults: _, ...node }) => ({
    run_id: run.runId,
    node: node.name,
    result: toJson(node),
  }));
  await writeRows(to, "node_results", results);
  await writeRows(
    to,
    "check_results",
    checks.map((check) => checkRow(check, run, at)),
  );
  failpoint("run.ended");
}
