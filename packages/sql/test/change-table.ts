import type { Edit, Expected, Reader } from "./change-edits.js";

/** Where the table stands in the guide. */
export const tableBegin =
  "<!-- Generated from packages/sql/test/change-edits.ts by `pnpm --filter @sluice/sql run docs`. -->";
export const tableEnd = "<!-- End of what is generated. -->";

/** The guide with the table of edits between its markers. */
export function withTable(guide: string, edits: Readonly<Record<string, readonly Edit[]>>): string {
  const begin = guide.indexOf(tableBegin);
  const end = guide.indexOf(tableEnd);
  if (begin < 0 || end < begin) return `${guide}\n${tableBegin}\n${tableEnd}\n`;
  const table = Object.entries(edits).map(([title, rows]) => section(title, rows));
  const text = [
    tableBegin,
    "<!-- prettier-ignore-start -->",
    ...table,
    "<!-- prettier-ignore-end -->",
    "",
  ].join("\n\n");
  return guide.slice(0, begin) + text + guide.slice(end);
}

function section(title: string, rows: readonly Edit[]): string {
  const head = "| edit | before and after | category | readers |\n| --- | --- | --- | --- |";
  return `### ${title}\n\n${head}\n${rows.map(row).join("\n")}`;
}

function row(edit: Edit): string {
  const queries = `${code(edit.before)}<br>${code(edit.after)}`;
  const readers = (edit.readers ?? []).map(readerText).join("<br>");
  return `| ${edit.what} | ${queries} | ${result(edit)} | ${readers} |`;
}

function readerText(reader: Reader): string {
  const edited = reader.after === undefined ? "" : `, now ${code(reader.after)}`;
  return `${code(reader.sql)}${edited}: ${result(reader)}`;
}

function result({ category, changed = "" }: Expected): string {
  if (changed === "") return category;
  return `${category}: ${changed === "all" ? "all" : changed.split(", ").map(code).join(", ")}`;
}

function code(sql: string): string {
  return `\`${sql.replaceAll("\n", " ").replaceAll("|", "\\|").replaceAll("`", "'")}\``;
}
