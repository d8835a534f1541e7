import { isMet, judged, type Measurement } from "../bench.js";

const titles = ["what", "sluice", "against", "ratio", "bar", "verdict"] as const;

/** Measurements as the rows of a Markdown table, aligned for the terminal. */
export function renderTable(measurements: readonly Measurement[]): string {
  const rows = [titles, ...measurements.map(cells)];
  const widths = titles.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  const [head, ...body] = rows.map(line);
  return [head, rule, ...body].join("\n");
}

function cells(measurement: Measurement): readonly string[] {
  const { what, unit, ours, against, bar } = measurement;
  return [
    what,
    amount(ours, unit),
    against ? `${amount(against.value, unit)} (${against.what})` : "",
    against ? times(against.ratio) : "",
    bar ? `<= ${bar.of === "ratio" ? times(bar.max) : amount(bar.max, unit)}` : "",
    verdict(measurement),
  ];
}

/** `met`, or by how much it was missed. */
function verdict(measurement: Measurement): string {
  const [value, met] = [judged(measurement), isMet(measurement)];
  if (!measurement.bar || value === undefined) return "";
  const off = Math.round(100 * (value / measurement.bar.max - 1));
  return met === true ? "met" : `missed by ${off} %`;
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)}x`;
}

function amount(value: number, unit: Measurement["unit"]): string {
  switch (unit) {
    case "s":
      return `${value.toFixed(value < 10 ? 2 : 1)} s`;
    case "ms":
      return `${value.toFixed(1)} ms`;
    case "MB":
      return `${value.toFixed(0)} MB`;
    case "us/node":
      return `${value.toFixed(0)} us/node`;
    case "queries":
    case "rows":
      return value.toFixed(0);
    case "exponent":
      return value.toFixed(2);
  }
}
