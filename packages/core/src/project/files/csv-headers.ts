import path from "node:path";
import { type ColumnInfo, foldName } from "@sluice/sql/text";
import type { FileRead } from "../../warehouse/dialect.js";
import { SluiceError } from "../../base/errors/sluice-error.js";
import { otherSeparator } from "./csv-fault.js";
import { headerLine, headerNames, headerOf, headerText } from "./duplicate-columns.js";
import type { Reading } from "./reading.js";

const hasHeader = ({ format, header }: FileRead) =>
  header !== false && (format === "csv" || format === "tsv");

/** Refuses a file with one column whose name has another separator: nobody split it. Raises `SOURCE.UNREADABLE`. */
export async function refuseUnsplit({ read, relation }: Reading): Promise<void> {
  if (!hasHeader(read)) return;
  for (const file of read.paths) {
    const text = await headerText(file, read);
    const [only = "", ...others] = headerNames(text, read);
    const separator = others.length > 0 ? undefined : otherSeparator(text, read);
    if (separator === undefined) continue;
    const own = read.delimiter ?? (read.format === "tsv" ? "\t" : ",");
    throw new SluiceError({
      code: "SOURCE.UNREADABLE",
      message: `${path.basename(file)}, line ${headerLine(read)}: there is one column, \`${only}\`, since ${JSON.stringify(own)} does not occur; values seem to be separated by another character.`,
      where: { file: relation.path, model: relation.name },
      hints: [
        `Say how values are separated: \`delimiter: ${JSON.stringify(separator)}\`.`,
        "A name of one column may have such a character in quotes.",
      ],
    });
  }
}

/**
 * Refuses a header with an empty name, which the engine makes up (`column1`), unless that name is declared. Raises
 * `SOURCE.COLUMN_UNNAMED`.
 */
export async function refuseUnnamed(
  { read, relation }: Reading,
  columnsOf: (read: FileRead) => Promise<readonly ColumnInfo[]>,
): Promise<void> {
  if (!hasHeader(read)) return;
  const declared = new Set(relation.columns.map(({ name }) => foldName(name)));
  for (const file of read.paths) {
    const names = await headerOf(file, read);
    if (!names.includes("")) continue;
    const given = await columnsOf({ ...read, paths: [file], columns: [] });
    const at = names.findIndex(
      (name, i) => name === "" && !declared.has(foldName(given[i]?.name ?? "")),
    );
    if (at === -1) continue;
    const name = given[at]?.name;
    throw new SluiceError({
      code: "SOURCE.COLUMN_UNNAMED",
      message: `${path.basename(file)}, line ${headerLine(read)}: the column ${at + 1} of ${names.length} has no name.`,
      where: { file: relation.path, model: relation.name },
      hints: [
        name === undefined
          ? "Name it in the file."
          : `Name it in the file, or declare it by the name that the engine gives it: \`${name}: { type: varchar }\`.`,
      ],
    });
  }
}
