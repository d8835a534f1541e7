import { z } from "zod";
import { keyColumns } from "../keyed/key-columns.js";
import { defineKind, type OptionsOf } from "../kind.js";
import { column, columns, evolving } from "../option-schemas.js";
import { storedKeyGuard } from "./key-guards.js";
import { keyProblems } from "./merge-problems.js";
import { mergeSteps } from "./merge-steps.js";

export const incrementalByKey = defineKind<OptionsOf<"incremental_by_key">>({
  type: "incremental_by_key",
  relation: "incremental",
  input: "query",
  schema: z.strictObject({
    type: z.literal("incremental_by_key"),
    key: columns,
    updated_at: column.optional(),
    order: column.optional(),
    deletes: z.union([z.enum(["ignore", "missing"]), z.strictObject({ column })]).optional(),
    ...evolving,
  }),
  offers: { names: ["since"], with: "updated_at" },
  // With `missing` a query of the newest rows alone would remove all others.
  parameters: ({ updated_at, deletes }) =>
    updated_at === undefined || deletes === "missing" ? [] : ["since"],
  problems: (options, query, dialect) => keyProblems(query, options, dialect),
  fingerprint: ({ key, updated_at, order, deletes }) => [
    JSON.stringify([key, updated_at, order, deletes]),
  ],
  write: {
    by: "rows",
    steps: (options, input) => ({
      ...mergeSteps({ ...input, options }),
      keys: { in: "rows", columns: keyColumns(options.key) },
    }),
  },
  copyGuards: ({ key }, copy) => [storedKeyGuard({ ...copy, key: keyColumns(key) })],
  key: ({ key }) => keyColumns(key),
  timeColumn: ({ updated_at }) => updated_at,
  bringsRows: (_, use) => use !== "column",
  isRestatable: true,
  evolving: ({ key, updated_at, forward_only }) => ({
    keepsRows: forward_only === true,
    comparesRows: false,
    essential: [...keyColumns(key), ...(updated_at === undefined ? [] : [updated_at])],
    named: [],
  }),
});
