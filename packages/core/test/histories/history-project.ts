import { tables, type Variant } from "./history-tables.js";
import type { InputRow, Logic } from "./simulation/table.js";
import { model } from "../safety/fault-project.js";

const firstHour = Date.UTC(2024, 0, 1);
const hourMs = 3_600_000;

/** A moment of a history as an ISO timestamp. */
export const at = (hour: number) => new Date(firstHour + hour * hourMs).toISOString();

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
  /** The options of tables of which others than the first were chosen, by their place. */
  readonly options: Readonly<Record<string, number>>;
}

const first: Written = { factor: 1, spelling: "plain", unread: 0 };
export const firstEdits: Edits = { own: first, above: aboveNames.map(() => first), options: {} };

/** The header and the query of a table, and its options for the simulation. */
export function variantOf(name: string, { options }: Pick<Edits, "options">): Variant {
  const variants = tables[name]?.variants ?? [];
  const variant = variants[(options[name] ?? 0) % variants.length];
  if (!variant) throw new Error(`there is no table ${name}`);
  return variant;
}

/** The logic of the tables. */
export function logicOf({ own, above }: Pick<Edits, "own" | "above">): Logic {
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

/** The models of a project with some tables, as they are after edits; more lines of the headers of tables. */
export function modelFiles(
  names: readonly string[],
  edits: Edits,
  more = "",
): Record<string, string> {
  const between = aboveNames.map((name, place) => {
    const written = edits.above[place] ?? first;
    const extra = written.unread === 0 ? "" : `, id + ${written.unread} as extra`;
    const from = place === 0 ? "raw.events" : `stg.${aboveNames[place - 1]}`;
    const text = select(written, from, (v) => ({
      columns: `id, ts, ${v} as amount, gone, changed${extra}`,
    }));
    return [`models/stg/${name}.sql`, model(`kind: ${above[name]}`, text)] as const;
  });
  const marts = names.map((name) => {
    const { kind, query } = variantOf(name, edits);
    const text = model(`kind: { ${kind} }\n${more}`, select(edits.own, "stg.inner", query));
    return [`models/marts/${name}.sql`, text] as const;
  });
  return Object.fromEntries([...between, ...marts]);
}

/** The seed with its rows. */
export function inputFiles(rows: readonly InputRow[]): Record<string, string> {
  const written = (hour: number) => at(hour).slice(0, 19).replace("T", " ");
  const lines = rows.map(({ id, hour, amount, gone, changed }) =>
    [id, written(hour), amount, gone, written(changed)].join(","),
  );
  return {
    "models/raw/events.seed.yaml":
      "file: data/events.csv\ncolumns:\n  id: { type: integer }\n  ts: { type: timestamp }\n  amount: { type: integer }\n  gone: { type: boolean }\n  changed: { type: timestamp }\n",
    "data/events.csv": `id,ts,amount,gone,changed\n${lines.join("\n")}\n`,
  };
}

/** One query of the rows of some tables, as `model` and `row`. */
export function contentQuery(names: readonly string[]): string {
  return names
    .map(
      (name) => `select '${name}' as model, ${tables[name]?.text} as row from marts.${name} as t`,
    )
    .join(" union all ");
}
