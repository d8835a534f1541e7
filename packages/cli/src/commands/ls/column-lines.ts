import type { Io } from "../../io/io.js";
import { renderGrid } from "../../render/grid.js";
import { visible } from "../../render/width.js";
import type { ListDocument } from "./list-document.js";

/** One line a column: its relation, type, checks and description. */
export function columnLines({ models, seeds, sources }: ListDocument, io: Io): string[] {
  const rows = [...models, ...seeds, ...sources].flatMap(({ name, columns, checks }) =>
    columns.map((column) => {
      const own = checks.filter(
        (check) => check.column?.toLowerCase() === column.name.toLowerCase(),
      );
      return [
        { text: visible(name) },
        { text: visible(column.name) },
        { text: visible(column.type ?? "unknown"), style: io.out.cyan },
        { text: visible(own.map(({ type }) => type).join(", ")) },
        { text: visible(column.description ?? ""), style: io.out.dim },
      ];
    }),
  );
  return renderGrid(
    [
      { header: "name" },
      { header: "column" },
      { header: "type" },
      { header: "checks", optional: true },
      { header: "description", optional: true },
    ],
    rows,
    { head: io.out.dim, width: io.stdout.columns },
  );
}
