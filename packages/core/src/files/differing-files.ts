import path from "node:path";
import { foldName } from "../adapter/name.js";
import type { ColumnInfo, FileRead } from "../adapter/dialect.js";
import { SluiceError } from "../errors/sluice-error.js";
import type { Reading } from "./reading.js";

/**
 * Refuses Parquet files whose columns have types that no type of theirs holds without loss: a reader of several files
 * rounds the values of some. `columnsOf` gives the columns of files as they are. Raises `SOURCE.INEXACT`.
 */
export async function refuseMixedTypes(
  { read, relation, engine }: Reading,
  columnsOf: (read: FileRead) => Promise<readonly ColumnInfo[]>,
): Promise<void> {
  if (read.paths.length < 2) return;
  const { dialect } = engine;
  const bare = { ...read, columns: [] };
  const together = new Map((await columnsOf(bare)).map(({ name, type }) => [foldName(name), type]));
  for (const file of read.paths) {
    for (const { name, type } of await columnsOf({ ...bare, paths: [file] })) {
      const common = together.get(foldName(name)) ?? type;
      if (dialect.sameType(type, common) || dialect.widens(type, common)) continue;
      throw new SluiceError({
        code: "SOURCE.INEXACT",
        message: `${path.basename(file)}: the column \`${name}\` is ${type}; together with the other files of ${relation.name} it is read as ${common}, which does not hold every value of it.`,
        where: { file: relation.path, model: relation.name },
        hints: [
          "Write the files with one type, or make a source of each and cast them in a query.",
        ],
      });
    }
  }
}
