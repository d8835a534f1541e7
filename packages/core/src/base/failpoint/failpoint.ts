/** Steps of a run at which a test may end the process, in the order they come. */
export const failpoints = [
  "state.created",
  "state.migrated",
  "run.started",
  "table.created",
  "table.recorded",
  "table.committed",
  "table.checked",
  "table.settled",
  "kept.created",
  "kept.recorded",
  "kept.prepared",
  "batch.deleted",
  "batch.inserted",
  "rows.staged",
  "rows.written",
  "kept.checked",
  "kept.changed",
  "kept.committed",
  "batches.merged",
  "late.checked",
  "group.settled",
  "promote.views",
  "promote.recorded",
  "run.ended",
  "run.committed",
] as const;

/** Name of a step. */
export type Failpoint = (typeof failpoints)[number];

/** `SLUICE_FAILPOINT=kept.changed:3` ends the process by SIGKILL when the step is reached for the third time. */
const armed = /^(?<name>[a-z]+\.[a-z]+)(?::(?<count>[1-9]\d*))?$/.exec(
  process.env["SLUICE_FAILPOINT"] ?? "",
)?.groups;

let left = Number(armed?.["count"] ?? 1);

/** Marks a step. Does nothing unless the environment names it: there is no way to arm one from inside. */
export function failpoint(name: Failpoint): void {
  if (armed?.["name"] !== name) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, "SIGKILL");
}
