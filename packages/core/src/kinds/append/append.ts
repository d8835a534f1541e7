import { z } from "zod";
import { orderedProblems } from "../keyed/key-problems.js";
import { defineKind, type OptionsOf } from "../kind.js";
import { column, schemaChange } from "../option-schemas.js";
import { appendSteps } from "./append-steps.js";

export const append = defineKind<OptionsOf<"append">>({
  type: "append",
  relation: "incremental",
  input: "query",
  schema: z.strictObject({ type: z.literal("append"), time: column.optional(), ...schemaChange }),
  offers: { names: ["since"], with: "time" },
  parameters: ({ time }) => (time === undefined ? [] : ["since"]),
  problems: ({ time }, columns, dialect) =>
    time === undefined ? [] : orderedProblems("time", time, { columns, dialect }),
  fingerprint: ({ time }) => [time ?? ""],
  write: { by: "rows", steps: (options, input) => appendSteps({ ...input, options }) },
  timeColumn: ({ time }) => time,
  // Without `time` all rows would be added again.
  bringsRows: ({ time }, use) => time !== undefined && use === "rows",
  addsAllRows: ({ time }) => time === undefined,
  addsWhenDue: ({ time }) => time !== undefined,
  evolving: ({ time }) => ({
    keepsRows: true,
    comparesRows: time !== undefined,
    essential: time === undefined ? [] : [time],
    named: [],
  }),
});
