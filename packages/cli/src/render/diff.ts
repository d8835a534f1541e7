import type {
  ColumnDiff,
  ColumnsDiff,
  KeyedRowsDiff,
  ModelDiff,
  Row,
  RowsDiff,
  WholeRowsDiff,
} from "@sluice/core";
import type { Colours } from "../io/io.js";
import { columnsOfRows, dataCell } from "../output/data-cell.js";
import { count, counted } from "./amounts.js";
import { renderDiagnostic } from "./diagnostic.js";
import { renderGrid } from "./grid.js";
import { renderTable, type Cell, type TableColumn } from "./table.js";
import { truncate, visible } from "./width.js";

/** How a difference is told. */
export interface DiffLayout {
  readonly colours: Colours;
  /** Cells a line may take. */
  readonly width?: number | undefined;
  /** Names of the two environments. */
  readonly a: string;
  readonly b: string;
}

/** What a model's status says, for lists. */
export function diffStatusText(model: ModelDiff, { a, b }: Pick<DiffLayout, "a" | "b">): string {
  switch (model.status) {
    case "only_a":
      return `only in ${a}`;
    case "only_b":
      return `only in ${b}`;
    case "shared":
      return "shared: the same table, not read";
    case "identical":
      return `identical${rowsText(model.diff?.rows)}`;
    case "same_columns":
      return "same columns, rows not compared";
    default:
      return model.status;
  }
}

function rowsText(rows: RowsDiff | undefined): string {
  return rows ? `: ${counted(rows.rowsA, "row")}, ${pairing(rows)}` : "";
}

/** All that was found of one model that differs, or could not be compared. */
export function renderModelDiff(model: ModelDiff, layout: DiffLayout): string[] {
  const { colours } = layout;
  const { diff, error } = model;
  const paint = error ? colours.red : colours.yellow;
  const by = diff?.rows ? `  ${pairing(diff.rows)}` : "";
  const head = `${paint(model.status)}  ${colours.bold(visible(model.name))}${by}`;
  if (error) return [head, ...indented(renderDiagnostic(error, colours))];
  if (!diff) return [head];
  const rows = diff.rows ? renderRows(diff.rows, layout) : [];
  return [head, ...indented([...renderColumns(diff.columns, layout), ...rows])];
}

const origins = {
  option: "",
  kind: ", the key of its kind",
  check: ", which a check says is unique",
};

function pairing(rows: RowsDiff): string {
  if (rows.by === "row") return "whole rows, as no key is known";
  return `by ${rows.key.columns.map(visible).join(", ")}${origins[rows.key.from]}`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}

function renderColumns({ onlyA, onlyB, retyped }: ColumnsDiff, layout: DiffLayout): string[] {
  const { a, b, width } = layout;
  const only = (where: string) => (column: { readonly name: string; readonly type: string }) =>
    `column only in ${where}: ${column.name} ${column.type}`;
  const lines = [
    ...onlyA.map(only(a)),
    ...onlyB.map(only(b)),
    ...retyped.map((c) => `column ${c.name}: ${c.a} in ${a}, ${c.b} in ${b}`),
  ];
  return lines.map((line) => truncate(visible(line), (width ?? Infinity) - 2));
}

function renderRows(rows: RowsDiff, layout: DiffLayout): string[] {
  return rows.by === "key" ? renderKeyed(rows, layout) : renderWhole(rows, layout);
}

type CountLine = readonly [label: string, a: number, b: number];

function renderCounts(lines: readonly CountLine[], { a, b, colours }: DiffLayout): string[] {
  return renderGrid(
    [{ header: "" }, { header: a, align: "right" }, { header: b, align: "right" }],
    lines.map(([label, x, y]) => [{ text: label }, { text: count(x) }, { text: count(y) }]),
    { head: colours.dim },
  );
}

function renderKeyed(rows: KeyedRowsDiff, layout: DiffLayout): string[] {
  const { repeated, nullKeys } = rows;
  const { colours, a, b } = layout;
  const some = (line: CountLine) => (line[1] + line[2] > 0 ? [line] : []);
  const lines = [
    ...renderCounts(
      [
        ["rows", rows.rowsA, rows.rowsB],
        ["key in both", rows.both, rows.both],
        ["key only there", rows.onlyA, rows.onlyB],
        ...some(["key repeated", repeated.rowsA, repeated.rowsB]),
        ...some(["  of these unmatched", repeated.unmatchedA, repeated.unmatchedB]),
        ...some(["null in the key", nullKeys.a, nullKeys.b]),
      ],
      layout,
    ),
    ...changedText(rows),
  ];
  if (repeated.keys > 0) {
    const text = `${counted(repeated.keys, "key is", "keys are")} repeated: their rows are compared whole, not paired.`;
    lines.push(colours.yellow(text));
  }
  const keys = (where: string, sample: readonly Row[]): Sample => ({
    title: `key only in ${where}`,
    rows: sample.map((key) => ({ key, more: [] })),
    more: [],
  });
  const samples: readonly Sample[] = [
    keys(a, rows.onlyASample),
    keys(b, rows.onlyBSample),
    {
      title: "repeated keys",
      rows: repeated.sample.map(({ key, ...n }) => ({
        key,
        more: [count(n.rowsA), count(n.rowsB)],
      })),
      more: [a, b].map((where) => ({ header: `rows in ${where}`, align: "right" })),
    },
  ];
  const differing = rows.columns.filter((column) => column.differing > 0);
  return [
    ...lines,
    ...differing.flatMap((column) => renderColumn(column, rows.both, layout)),
    ...samples.flatMap((sample) => renderSample(sample, layout)),
  ];
}

function changedText({ both, changed, columns }: KeyedRowsDiff): string[] {
  if (both === 0) return [];
  const equal = columns.filter(({ differing }) => differing === 0).length;
  const all = `${counted(both, "row")} in both: ${share(both - changed, both)} equal`;
  return [
    changed === 0
      ? all
      : `${all}, ${count(equal)} of ${counted(columns.length, "column")} equal in all`,
  ];
}

function renderColumn(column: ColumnDiff, both: number, layout: DiffLayout): string[] {
  const { name, matched, differing, sample } = column;
  const title = `${visible(name)}: ${counted(differing, "row differs", "rows differ")}, ${share(matched, both)} equal`;
  const rows = sample.map(({ key, a, b }) => ({ key, more: [a, b] }));
  const more = [{ header: layout.a }, { header: layout.b }];
  const lines = renderSample({ title, rows, more }, layout);
  return lines.length > 0 ? lines : [title];
}

/** Rows of a sample: the key, and what stands beside it. */
interface Sample {
  readonly title: string;
  readonly rows: readonly { readonly key: Row; readonly more: readonly (string | null)[] }[];
  /** Headers of what stands beside the key. */
  readonly more: readonly TableColumn[];
}

function renderSample({ title, rows, more }: Sample, { colours, width }: DiffLayout): string[] {
  if (rows.length === 0) return [];
  const keys = rows.map(({ key }) => key);
  const cells = rows.map((row): Cell[] =>
    [...Object.values(row.key), ...row.more].map((value) => dataCell(value, colours)),
  );
  const table = renderTable([...columnsOfRows(keys), ...more], cells, {
    width: width === undefined ? undefined : width - 4,
    head: colours.bold,
  });
  return ["", title, ...indented(table)];
}

function renderWhole(rows: WholeRowsDiff, layout: DiffLayout): string[] {
  const surplus = (where: string, sample: WholeRowsDiff["onlyASample"]): string[] =>
    renderSample(
      {
        title: `more often in ${where}`,
        rows: sample.map(({ row, times }) => ({ key: row, more: [count(times)] })),
        more: [{ header: "times more", align: "right" }],
      },
      layout,
    );
  return [
    ...renderCounts(
      [
        ["rows", rows.rowsA, rows.rowsB],
        ["equal in both", rows.both, rows.both],
        ["only there", rows.onlyA, rows.onlyB],
      ],
      layout,
    ),
    `Give a key with --on to see which columns differ.`,
    ...surplus(layout.a, rows.onlyASample),
    ...surplus(layout.b, rows.onlyBSample),
  ];
}

/** A share as text that never rounds a difference away: `100%` is said of all only, `0%` of none. */
export function share(part: number, whole: number): string {
  if (part === whole) return "100%";
  if (part === 0) return "0%";
  const percent = Math.floor((part / whole) * 10_000) / 100;
  return percent === 0 ? "<0.01%" : `${percent.toFixed(2)}%`;
}
