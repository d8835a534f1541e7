import type { Colours } from "../io/io.js";
import {
  hiddenNote,
  layoutTable,
  tableHead,
  tableRow,
  type Cell,
  type TableColumn,
  type TableLayout,
} from "../render/table.js";
import type { ColumnInfo, Row } from "@sluice/core/adapter";
import { dataCell, dataColumn } from "./data-cell.js";
import type { RowWriter } from "./row-writer.js";

/** Rows that decide the widths; later ones are cut to them. */
const measured = 1000;

/** Rows as a table for people, cut to the terminal's width when there is one. */
export function tableWriter(colours: Colours, width: number | undefined): RowWriter {
  let columns: readonly TableColumn[] = [];
  let names: readonly string[] = [];
  let waiting: Cell[][] = [];
  let layout: TableLayout | undefined;
  const flush = (): string => {
    layout = layoutTable(columns, waiting, width);
    const lines = [
      ...tableHead(columns, layout, colours.bold),
      ...waiting.map((cells) => line(cells)),
    ];
    waiting = [];
    return `${lines.join("\n")}\n`;
  };
  const line = (cells: readonly Cell[]) => (layout ? tableRow(columns, layout, cells) : "");
  return {
    begin(infos: readonly ColumnInfo[]) {
      columns = infos.map(dataColumn);
      names = infos.map((info) => info.name);
      return "";
    },
    row(row: Row) {
      const cells = names.map((name) => dataCell(row[name], colours));
      if (layout) return `${line(cells)}\n`;
      waiting.push(cells);
      return waiting.length >= measured ? flush() : "";
    },
    end: () => (layout ? "" : flush()),
    notes: () => (layout ? [hiddenNote(columns, layout, width) ?? []].flat() : []),
  };
}
