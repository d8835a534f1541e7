import { sameName } from "@sluice/sql/text";
import { keyColumns } from "../keyed/key-columns.js";
import { defineKind, type OptionsOf } from "../kind.js";
import { snapshotChecks } from "./snapshot-checks.js";
import { snapshotColumns } from "./snapshot-columns.js";
import { openRowsGuard } from "./open-rows-guard.js";
import { snapshotProblems } from "./snapshot-problems.js";
import { snapshotSchema } from "./snapshot-schema.js";
import { snapshotWrite } from "./snapshot-write.js";
import { dateColumnOf, validityColumns } from "./snapshot-settings.js";

export const snapshot = defineKind<OptionsOf<"snapshot">>({
  type: "snapshot",
  relation: "incremental",
  input: "query",
  schema: snapshotSchema,
  problems: (options, query, dialect) =>
    snapshotProblems(query, options, dialect).map((message) => ({
      message: `${message}.`,
      hints: [],
    })),
  tableColumns: (options, query, dialect) => snapshotColumns(query, options, dialect),
  // Without rows for deletions the query may have a column of that name itself.
  addedColumns: ({ hard_deletes }) => {
    const { from, to, deleted } = validityColumns;
    return hard_deletes === "new_record" ? [from, to, deleted] : [from, to];
  },
  addedFrom: (options, added) =>
    sameName(added, validityColumns.deleted) ? undefined : dateColumnOf(options),
  impliedChecks: snapshotChecks,
  fingerprint: ({ on_schema_change: _, ...options }) => [
    JSON.stringify(Object.entries(options).sort()),
  ],
  write: { by: "rows", steps: snapshotWrite },
  copyGuards: (kind, copy) => [openRowsGuard({ ...copy, kind })],
  key: ({ key }) => [...keyColumns(key), validityColumns.from],
  bringsRows: (_, use) => use !== "column",
  keepsHistory: true,
  evolving: ({ key, updated_at, columns }) => ({
    keepsRows: true,
    comparesRows: true,
    essential: [...keyColumns(key), ...(updated_at === undefined ? [] : [updated_at])],
    named: typeof columns === "object" ? columns : [],
  }),
});
