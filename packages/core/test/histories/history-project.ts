import { AppendByTime, Append } from "./simulation/append.js";
import { ByKey } from "./simulation/by-key.js";
import { ByTime } from "./simulation/by-time.js";
import { Snapshot } from "./simulation/snapshot.js";
import type { InputRow, SimulatedTable } from "./simulation/table.js";
import { model } from "../safety/fault-project.js";

const firstHour = Date.UTC(2024, 0, 1);
const hourMs = 3_600_000;

/** A moment of a history as an ISO timestamp. */
export const at = (hour: number) => new Date(firstHour + hour * hourMs).toISOString();

/** The hours of a timestamp as SQL. */
const hours = (column: string) => `date_diff('hour', timestamp '2024-01-01', ${column})`;

interface Table {
  readonly kind: string;
  /** The query without its edits. */
  readonly query: (value: string) => string;
  /** The columns of a row as one text. */
  readonly text: string;
  readonly simulate: () => SimulatedTable;
}

const byTime = (lookback: number): Table => ({
  kind: `{ type: incremental_by_time, time: day, start: 2024-01-01, lookback: ${String(lookback)} }`,
  query: (value) =>
    `select id, cast(ts as date) as day, ${value} as v from raw.events where ts >= $start and ts < $end`,
  text: "concat_ws(' ', id, date_diff('day', date '2024-01-01', day), v)",
  simulate: () => new ByTime(lookback),
});

const byKey = (deletes: "ignore" | "missing" | "column"): Table => ({
  kind: `{ type: incremental_by_key, key: id, deletes: ${deletes === "column" ? "{ column: gone }" : deletes} }`,
  query: (value) => `select id, gone, ${value} as v from raw.events`,
  text: "concat_ws(' ', id, v)",
  simulate: () => new ByKey(deletes),
});

const snapshot = (deletes: "ignore" | "invalidate"): Table => ({
  kind: `{ type: snapshot, key: id, hard_deletes: ${deletes} }`,
  query: (value) => `select id, ${value} as v from raw.events`,
  text: `concat_ws(' ', id, v, ${hours("valid_from")}, coalesce(${hours("valid_to")}::text, '-'))`,
  simulate: () => new Snapshot(deletes),
});

const append = (kind: string, simulate: () => SimulatedTable): Table => ({
  kind,
  query: (value) => `select id, ts, ${value} as v from raw.events`,
  text: `concat_ws(' ', id, ${hours("ts")}, v)`,
  simulate,
});

/** Every kind, by the name of its model. */
export const tables: Readonly<Record<string, Table>> = {
  by_time: byTime(0),
  by_time_lookback: byTime(2),
  append: append("{ type: append }", () => new Append()),
  append_by_time: append("{ type: append, time: ts }", () => new AppendByTime()),
  by_key: byKey("ignore"),
  by_key_missing: byKey("missing"),
  by_key_column: byKey("column"),
  snapshot: snapshot("ignore"),
  snapshot_invalidate: snapshot("invalidate"),
};

/** How the queries of all models are written. */
export interface Edits {
  readonly factor: number;
  /** Another text of the same meaning. */
  readonly spelling: number;
}

/** The models of a project, as they are after edits. */
export function modelFiles({ factor, spelling }: Edits): Record<string, string> {
  const value = `(amount * ${String(factor)})::int`;
  const note = `-- spelling ${String(spelling)}\n`;
  return Object.fromEntries(
    Object.entries(tables).map(([name, { kind, query }]) => [
      `models/marts/${name}.sql`,
      model(`kind: ${kind}`, note + query(value)),
    ]),
  );
}

/** The seed with its rows. */
export function inputFiles(rows: readonly InputRow[]): Record<string, string> {
  const lines = rows.map(({ id, hour, amount, gone }) =>
    [id, at(hour).slice(0, 19).replace("T", " "), amount, gone].join(","),
  );
  return {
    "models/raw/events.seed.yaml":
      "file: data/events.csv\ncolumns:\n  id: { type: integer }\n  ts: { type: timestamp }\n  amount: { type: integer }\n  gone: { type: boolean }\n",
    "data/events.csv": `id,ts,amount,gone\n${lines.join("\n")}\n`,
  };
}

/** One query of the rows of every model, as `model` and `row`. */
export const contentQuery = Object.entries(tables)
  .map(([name, { text }]) => `select '${name}' as model, ${text} as row from marts.${name}`)
  .join(" union all ");
