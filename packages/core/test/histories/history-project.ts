import { AppendByTime, Append } from "./simulation/append.js";
import { ByKey } from "./simulation/by-key.js";
import { ByTime } from "./simulation/by-time.js";
import { Snapshot } from "./simulation/snapshot.js";
import type { InputRow, Logic, SimulatedTable } from "./simulation/table.js";
import { model } from "../safety/fault-project.js";

const firstHour = Date.UTC(2024, 0, 1);
const hourMs = 3_600_000;

/** A moment of a history as an ISO timestamp. */
export const at = (hour: number) => new Date(firstHour + hour * hourMs).toISOString();

/** The hours of a timestamp as SQL. */
const hours = (column: string) => `date_diff('hour', timestamp '2024-01-01', ${column})`;

interface Table {
  readonly kind: string;
  /** The selected columns, and a filter. */
  readonly query: (value: string) => { readonly columns: string; readonly where?: string };
  /** The columns of a row as one text. */
  readonly text: string;
  readonly simulate: () => SimulatedTable;
}

const byTime = (lookback: number): Table => ({
  kind: `{ type: incremental_by_time, time: day, start: 2024-01-01, lookback: ${String(lookback)} }`,
  query: (value) => ({
    columns: `id, cast(ts as date) as day, ${value} as v`,
    where: "ts >= $start and ts < $end",
  }),
  text: "concat_ws(' ', id, date_diff('day', date '2024-01-01', day), v)",
  simulate: () => new ByTime(lookback),
});

const byKey = (deletes: "ignore" | "missing" | "column"): Table => ({
  kind: `{ type: incremental_by_key, key: id, deletes: ${deletes === "column" ? "{ column: gone }" : deletes} }`,
  query: (value) => ({ columns: `id, gone, ${value} as v` }),
  text: "concat_ws(' ', id, v)",
  simulate: () => new ByKey(deletes),
});

const snapshot = (deletes: "ignore" | "invalidate"): Table => ({
  kind: `{ type: snapshot, key: id, hard_deletes: ${deletes} }`,
  query: (value) => ({ columns: `id, ${value} as v` }),
  text: `concat_ws(' ', id, v, ${hours("valid_from")}, coalesce(${hours("valid_to")}::text, '-'))`,
  simulate: () => new Snapshot(deletes),
});

const append = (kind: string, simulate: () => SimulatedTable): Table => ({
  kind,
  query: (value) => ({ columns: `id, ts, ${value} as v` }),
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

/** Models between the input and the tables, from the input on, with their kinds. */
export const above = { events: "table", shown: "view", inner: "ephemeral" } as const;
export const aboveNames = ["events", "shown", "inner"] as const;

/** Ways to write a query that give the same rows. */
export const spellings = ["plain", "in parentheses", "with an alias"] as const;
type Spelling = (typeof spellings)[number];

/** A query as it is written. */
export interface Written {
  readonly factor: number;
  readonly spelling: Spelling;
  /** An expression of a column that nobody reads; 0 for no such column. */
  readonly unread: number;
}

/** How all queries are written: one for all tables, and those above from the input on. */
export interface Edits {
  readonly own: Written;
  readonly above: readonly Written[];
}

const first: Written = { factor: 1, spelling: "plain", unread: 0 };
export const firstEdits: Edits = { own: first, above: aboveNames.map(() => first) };

/** The logic of the tables. */
export function logicOf({ own, above }: Edits): Logic {
  return {
    own: { factor: own.factor, text: own.spelling },
    above: above.map(({ factor, spelling, unread }) => ({ factor, text: `${spelling} ${unread}` })),
  };
}

function select(
  { factor, spelling }: Written,
  from: string,
  query: (value: string) => { readonly columns: string; readonly where?: string },
): string {
  const source = spelling === "with an alias" ? `${from} as e` : from;
  const amount = { plain: "amount", "in parentheses": "((amount))", "with an alias": "amount" };
  const { columns, where } = query(`(${amount[spelling]} * ${factor})::int`);
  return `select ${columns} from ${source}${where === undefined ? "" : ` where ${where}`}`;
}

/** The models of a project, as they are after edits; more lines of the headers of tables. */
export function modelFiles(edits: Edits, more = ""): Record<string, string> {
  const between = aboveNames.map((name, place) => {
    const written = edits.above[place] ?? first;
    const extra = written.unread === 0 ? "" : `, id + ${written.unread} as extra`;
    const from = place === 0 ? "raw.events" : `stg.${aboveNames[place - 1]}`;
    const text = select(written, from, (v) => ({
      columns: `id, ts, ${v} as amount, gone${extra}`,
    }));
    return [`models/stg/${name}.sql`, model(`kind: ${above[name]}`, text)] as const;
  });
  const marts = Object.entries(tables).map(
    ([name, { kind, query }]) =>
      [
        `models/marts/${name}.sql`,
        model(`kind: ${kind}\n${more}`, select(edits.own, "stg.inner", query)),
      ] as const,
  );
  return Object.fromEntries([...between, ...marts]);
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
