import { createReadStream } from "node:fs";
import path from "node:path";
import { SluiceError } from "../../base/errors/sluice-error.js";
import type { Reading } from "./reading.js";

/** A character of a JSON text with a field, or with a value other than null. */
const content = /[^\s\uFEFF[\]{},nul]/;

/** True for JSON files with neither a field nor a value: their columns are unknown. */
export async function areFieldless(files: readonly string[]): Promise<boolean> {
  for (const file of files) {
    for await (const piece of createReadStream(file, "utf8"))
      if (content.test(String(piece))) return false;
  }
  return true;
}

/** A JSON source or seed without declared columns whose files have no field. */
export function fieldlessError({ relation, read }: Reading): SluiceError {
  const [file = "", ...others] = read.paths.map((one) => path.basename(one));
  const [subject, whose] =
    others.length > 0
      ? [`The files of ${relation.name} have`, "their"]
      : [`The file ${file} has`, "its"];
  return new SluiceError({
    code: "SOURCE.UNREADABLE",
    message: `${subject} no field, so ${whose} columns are unknown.`,
    where: { file: relation.path, model: relation.name },
    hints: [
      "Declare the columns with their types: `columns: { id: { type: bigint } }`; a file without records then gives no rows.",
      "Or put a record into the file.",
    ],
  });
}
