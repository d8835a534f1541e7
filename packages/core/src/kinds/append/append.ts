import { z } from "zod";
import { appendProblems } from "../keyed/key-problems.js";
import { defineKind, type OptionsOf } from "../kind.js";
import { column, evolving } from "../option-schemas.js";

export const append = defineKind<OptionsOf<"append">>({
  type: "append",
  relation: "incremental",
  input: "query",
  schema: z.strictObject({ type: z.literal("append"), time: column.optional(), ...evolving }),
  parameters: ({ time }) => (time === undefined ? [] : ["since"]),
  problems: (options, query, dialect) => appendProblems(query, options, dialect),
  fingerprint: ({ time }) => [time ?? ""],
  timeColumn: ({ time }) => time,
  // Without `time` all rows would be added again.
  bringsRows: ({ time }, use) => time !== undefined && use === "rows",
  evolving: ({ time }) => ({
    keepsRows: true,
    comparesRows: time !== undefined,
    essential: time === undefined ? [] : [time],
    named: [],
  }),
});
