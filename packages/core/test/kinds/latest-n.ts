import { columnNamed } from "@sluice/sql/text";
import { z } from "zod";
import { defineKind } from "../../src/kinds/kind.js";
import { nullTimeGuard, type RowSteps } from "../../src/kinds/keyed/keyed-steps.js";
import { columnList } from "../../src/kinds/keyed/row-sql.js";
import { column, schemaChange } from "../../src/kinds/option-schemas.js";
import { unknownColumn } from "../../src/kinds/unknown-column.js";
import type { WriteInput } from "../../src/kinds/write.js";

interface LatestOptions {
  readonly type: "latest_n";
  /** How many rows the table holds. */
  readonly rows: number;
  /** Column by which rows are newer than others. */
  readonly time: string;
}

/** A kind that Sluice does not have: a table of the newest rows. `$since` is the greatest time it holds. */
export const latestN = defineKind<LatestOptions>({
  type: "latest_n",
  relation: "incremental",
  input: "query",
  schema: z.strictObject({
    type: z.literal("latest_n"),
    rows: z.int().min(1),
    time: column,
    ...schemaChange,
  }),
  offers: { names: ["since"] },
  problems: ({ time }, query) =>
    columnNamed(query, time) ? [] : [unknownColumn(query, time, "time")],
  fingerprint: ({ rows, time }) => [`${String(rows)} ${time}`],
  timeColumn: ({ time }) => time,
  evolving: ({ time }) => ({
    keepsRows: false,
    comparesRows: false,
    essential: [time],
    named: [],
  }),
  write: { by: "rows", steps: latestSteps },
});

/** Adds the rows that are newer than all there are, then removes those that are no longer among the newest. */
function latestSteps({ rows, time }: LatestOptions, input: WriteInput): RowSteps {
  const { dialect, target, source, columns } = input;
  const names = columns.map(({ name }) => name);
  const by = dialect.quoteIdentifier(time);
  const table = dialect.relation(target);
  const newer = `select ${columnList(names, dialect)} from ${source} where coalesce(${by} > (select max(${by}) from ${table}), true)`;
  const kept = `select ${by} from ${table} order by ${by} desc limit ${String(rows)}`;
  return {
    guards: [nullTimeGuard("time", time, input)],
    writes: [
      { effect: "insert", sql: dialect.insertSelect(target, names, newer) },
      { effect: "delete", sql: `delete from ${table} where ${by} not in (${kept})` },
    ],
  };
}
