import { z } from "zod";
import { defineKind } from "../../src/kinds/kind.js";
import { column, instant } from "../../src/kinds/option-schemas.js";

interface YearlyOptions {
  readonly type: "yearly";
  readonly day: string;
  readonly from: string;
}

/** A kind that Sluice does not have: a table that is filled year by year. */
export const yearly = defineKind<YearlyOptions>({
  type: "yearly",
  relation: "incremental",
  input: "query",
  schema: z.strictObject({ type: z.literal("yearly"), day: column, from: instant }),
  offers: { names: ["start", "end"] },
  fingerprint: ({ day, from }) => [day, from],
  timeColumn: ({ day }) => day,
  isRestatable: true,
  evolving: ({ day }) => ({
    keepsRows: false,
    comparesRows: false,
    essential: [day],
    named: [],
  }),
  write: {
    by: "intervals",
    intervals: ({ day, from }) => ({ time: day, grain: "year", start: from }),
  },
});
