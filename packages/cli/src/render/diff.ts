import type {
  ColumnDiff,
  ColumnsDiff,
  KeyedRowsDiff,
  ModelDiff,
  Row,
  RowsDiff,
  WholeRowsDiff,
} from "@sluice/core";
import { count, counted } from "./amounts.js";
import { renderDiagnostic } from "./diagnostic.js";
import {
  indented,
  renderSample,
  valueColumns,
  type DiffLayout,
  type Sample,
} from "./diff-sample.js";
import { renderGrid } from "./grid.js";
import { truncate, visible } from "./width.js";

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

const origins = { option: "", kind: " (key of its kind)", check: " (unique check)" };

function pairing(rows: RowsDiff): string {
  if (rows.by === "row") return "by whole rows (no key is known)";
  return `by ${rows.key.columns.map(visible).join(", ")}${origins[rows.key.from]}`;
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
        ["key only here", rows.onlyA, rows.onlyB],
        ...some(["key repeated", repeated.rowsA, repeated.rowsB]),
        ...some(["  of these unmatched", repeated.unmatchedA, repeated.unmatchedB]),
        ...some(["null in the key", nullKeys.a, nullKeys.b]),
      ],
      layout,
    ),
    ...changedText(rows),
  ];
  if (repeated.keys > 0) {
    const keys = counted(repeated.keys, "repeated key");
    lines.push(colours.yellow(`${keys}: the rows are compared whole, not paired`));
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
  const rows = `equal: ${count(both - changed)} of ${counted(both, "row")} in both (${share(both - changed, both)})`;
  const equal = columns.filter(({ differing }) => differing === 0).length;
  return [
    changed === 0
      ? rows
      : `${rows}, ${count(equal)} of ${counted(columns.length, "column")} throughout`,
  ];
}

function renderColumn(column: ColumnDiff, both: number, layout: DiffLayout): string[] {
  const { name, matched, differing, sample } = column;
  const title = `${visible(name)}: ${counted(differing, "row differs", "rows differ")}, ${share(matched, both)} equal`;
  const rows = sample.map(({ key, a, b }) => ({ key, more: [a, b] }));
  const lines = renderSample({ title, rows, more: valueColumns(sample, layout) }, layout);
  return lines.length > 0 ? lines : [title];
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
        ["only here", rows.onlyA, rows.onlyB],
      ],
      layout,
    ),
    "give a key with --on to see which columns differ",
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
