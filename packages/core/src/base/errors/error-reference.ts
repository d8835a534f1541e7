import type { ErrorEntry } from "./error-table.js";

/** What the first part of a code says about where the trouble is, in the order of the page. */
const areas: Readonly<Record<string, string>> = {
  CONFIG: "The configuration of the project, its targets and variables.",
  MODEL: "The definition of a model, seed or source: its file, header and name.",
  REF: "Names in queries: what they read and which parameters they use.",
  CONTRACT: "Declared columns against those a query has.",
  SQL: "The SQL of a query, as the engine takes it.",
  SOURCE: "Files and tables that seeds and sources read.",
  DQ: "Data checks and unit tests.",
  RUN: "What happens while a plan runs.",
  STATE: "What Sluice keeps in the warehouse about itself.",
  ADAPTER: "The warehouse: opening it, its lock, its limits.",
  CAPABILITY: "What the engine of a target cannot do.",
  SYSTEM: "The machine: files, folders and limits of the operating system.",
  OUTPUT: "What commands print and write.",
  CLI: "The command line.",
  INTERNAL: "Sluice itself.",
};

/** The reference page of all errors, as Markdown. Every area is on it, known or not. */
export function errorReference(table: Readonly<Record<string, ErrorEntry>>): string {
  const used = new Set(Object.keys(table).map(areaOf));
  const order = [...new Set([...Object.keys(areas), ...used])].filter((area) => used.has(area));
  const sections = order.flatMap((area) => [
    `## ${area}`,
    areas[area] ?? "",
    ...Object.entries(table)
      .filter(([code]) => areaOf(code) === area)
      .map(([code, { meaning, next }]) => `### ${code}\n\n${meaning}\n\n**Next:** ${next}`),
  ]);
  return `${[
    "# Errors",
    "Generated from the table of codes by `pnpm --filter @sluice/core run docs`; edit `packages/core/src/base/errors/error-table.ts`.",
    "Every error has one of these codes. A message says what is wrong in one sentence, where in your files it stands, and what to do next; `sluice explain <code>` shows the text below.",
    ...sections.filter((section) => section !== ""),
  ].join("\n\n")}\n`;
}

function areaOf(code: string): string {
  return code.slice(0, code.indexOf("."));
}
