import type { BackupManifest } from "@sluice/core";
import { bytes, counted } from "./amounts.js";

/** `12.5 MiB, 3 tables with 1,204 rows and 4 views`. */
export function backupSize({ bytes: size, relations }: BackupManifest): string {
  const tables = relations.filter(({ type }) => type === "table");
  const rows = tables.reduce((sum, table) => sum + (table.rows ?? 0), 0);
  const views = relations.length - tables.length;
  const more = views === 0 ? "" : ` and ${counted(views, "view")}`;
  return `${bytes(size)}, ${counted(tables.length, "table")} with ${counted(rows, "row")}${more}`;
}
