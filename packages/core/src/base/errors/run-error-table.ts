import type { ErrorEntry } from "./error-entry.js";

/** Errors of what happens while a plan runs: a part of the closed table. */
export const runErrorTable = {
  "RUN.PLAN_STALE": {
    meaning:
      "A saved plan no longer fits the project, or is one for another project, target or environment.",
    next: "Make the plan again and review it.",
  },
  "RUN.SHARED_RESTATEMENT": {
    meaning:
      "A restatement in one environment would change a table in place that other environments show too.",
    next: "Restate in production, or give `--shared` to change it for all of them.",
  },
  "RUN.CANCELLED": {
    meaning: "The run was interrupted.",
    next: "Run the same command again; finished models are kept.",
  },
  "RUN.SKIPPED": {
    meaning: "A model was skipped because one it reads failed.",
    next: "Mend the failed model first.",
  },
  "RUN.TIMEOUT": {
    meaning: "A model or a run took longer than its timeout and was stopped.",
    next: "Raise the timeout, or find out what it waits for; readers still see the last good version.",
  },
  "RUN.HELD": {
    meaning:
      "An edited table that is filled by time holds less of it than the version readers see, and does not replace it yet.",
    next: "Compute the rest: build without `--start` and `--end`, or set an earlier `start`.",
  },
  "RUN.LATE": {
    meaning: "A warning: a model has not succeeded within its `sla` after a tick of its cron.",
    next: "Run what is due with `sluice run`, or see in `sluice history` why it failed.",
  },
  "RUN.LATE_INPUT": {
    meaning:
      "A warning: rows of an input of a table that is filled by time were added, changed or removed in time that is computed.",
    next: "Compute the time again with the `sluice restate <model>` shown, or set `on_late_input: recompute`.",
  },
  "RUN.NOT_APPLIED": {
    meaning:
      "A model is due by its cron, or to be restated, but it was edited since it was applied; schedules and restatements compute only what is applied.",
    next: "Plan and apply the edit: `sluice plan <environment>`.",
  },
  "RUN.CHECK_FAILED": {
    meaning: "A blocking check failed, so the new version was not published.",
    next: "Look at the failing rows shown; readers still see the last good version.",
  },
  "RUN.KEY_DUPLICATE": {
    meaning: "Several rows have the same key, and nothing says which of them wins.",
    next: "Give one row a key, or an `order` that says which wins; the message shows keys.",
  },
  "RUN.TIME_NULL": {
    meaning: "A row has no value in the column that says when it is from.",
    next: "Give it a time in the query, or leave it out.",
  },
  "RUN.ROWS_STALE": {
    meaning: "Rows were left aside because the table has newer ones of their keys.",
    next: "Nothing, if they only came late; otherwise build the model anew.",
  },
  "RUN.SOURCE_EMPTY": {
    meaning: "A query gave no rows where that would have emptied its table.",
    next: "See whether what it reads was loaded; build the model anew if it is meant.",
  },
  "RUN.APPEND_AMBIGUOUS": {
    meaning: "It cannot be told which rows at the greatest time of a table were added before.",
    next: "Leave out columns that differ on every run, or give a finer time.",
  },
  "RUN.SCHEMA_CHANGED": {
    meaning: "A query gives other columns than its table has, and the model does not allow that.",
    next: "Take one of the ways out that the message names; each works by itself.",
  },
  "RUN.SNAPSHOT_KEY_NULL": {
    meaning: "A snapshot's query gives rows with a null in their key.",
    next: "Leave such rows out of the query, or choose another `key`.",
  },
  "RUN.SNAPSHOT_KEY_DUPLICATE": {
    meaning: "A snapshot's query gives several rows of one key.",
    next: "Keep one row a key in the query, or add to `key` what tells them apart.",
  },
  "RUN.SNAPSHOT_DATE_NULL": {
    meaning: "A snapshot's query gives rows without the date that orders their versions.",
    next: "Give the column a value in the query.",
  },
  "RUN.SNAPSHOT_DATE_LATE": {
    meaning: "A version of a snapshot is dated at or after the date that stands for no end.",
    next: "Set `current` to a date that no version will ever have.",
  },
  "RUN.COPY_FAILED": {
    meaning: "A run is published in the warehouse, but its copy for readers could not be written.",
    next: "Make room or correct the path, then run again; the copy of the run before is still there.",
  },
} as const satisfies Record<string, ErrorEntry>;
