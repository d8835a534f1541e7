import { open } from "node:fs/promises";
import path from "node:path";
import { duplicateName, foldName } from "@sluice/sql/text";
import type { FileRead } from "../../warehouse/dialect.js";
import { SluiceError } from "../../base/errors/sluice-error.js";
import { textOf, type Reading } from "./reading.js";

/** How much of a file is read for its header. */
const HEADER_BYTES = 1 << 16;

/** Names of the columns in the header of a CSV file. */
export async function headerOf(file: string, read: FileRead): Promise<readonly string[]> {
  return headerNames(await beginningOf(file, read), read);
}

/** The text of the first record of a CSV file, as far as it is read for its header. */
export async function headerText(file: string, read: FileRead): Promise<string> {
  const { quote = '"' } = read;
  const text = await beginningOf(file, read);
  let isQuoted = false;
  let header = "";
  for (const c of text) {
    if (c === quote && quote !== "") isQuoted = !isQuoted;
    else if (c === "\n" && !isQuoted) break;
    header += c;
  }
  return header;
}

/** Refuses a header with two columns of one name: readers of CSV call the second `id_1`. Raises `SOURCE.COLUMN_DUPLICATE`. */
export async function refuseDuplicateHeader({ read, relation }: Reading): Promise<void> {
  if (read.header === false || (read.format !== "csv" && read.format !== "tsv")) return;
  for (const file of read.paths) {
    const names = await headerOf(file, read);
    const same = duplicateName(names.filter((name) => name !== ""));
    if (same) throw duplicate(same, { file, line: headerLine(read), relation });
  }
}

/**
 * Refuses objects with keys that differ by their case alone, which a reader of JSON calls `id` and `id_1`. `columns` are
 * the names it gave.
 */
export async function refuseDuplicateKeys(
  { read, relation, engine, signal }: Reading,
  columns: readonly string[],
): Promise<void> {
  const folded = new Set(columns.map(foldName));
  const isSuspect = columns.some((name) => {
    const base = /^(.*)_\d+$/.exec(name)?.[1];
    return base !== undefined && folded.has(foldName(base));
  });
  if (!isSuspect) return;
  // Files of one relation are read by name: a key in another letter case is another column of theirs too.
  const keys: string[] = [];
  for (const file of read.paths) {
    const query = engine.dialect.objectKeys({ ...read, paths: [file] });
    for await (const row of engine.query(query, { signal })) {
      const key = textOf(row["name"]);
      if (!keys.includes(key)) keys.push(key);
    }
    const same = duplicateName(keys);
    if (same) throw duplicate(same, { file, relation });
  }
}

function duplicate(
  [one, other]: readonly [string, string],
  at: { readonly file: string; readonly line?: number; readonly relation: Reading["relation"] },
): SluiceError {
  const line = at.line === undefined ? "" : `, line ${at.line}`;
  return new SluiceError({
    code: "SOURCE.COLUMN_DUPLICATE",
    message: `${path.basename(at.file)}${line}: there are two columns \`${one}\` and \`${other}\`, and the case of letters does not tell columns apart.`,
    where: { file: at.relation.path, model: at.relation.name },
    hints: [`Rename \`${other}\` in the file.`],
  });
}

/** The beginning of a file, behind the lines that are left out. */
async function beginningOf(file: string, { skip = 0 }: FileRead): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const text = buffer.toString("utf8", 0, bytesRead).replace(/^\uFEFF/, "");
    return skip === 0 ? text : text.split("\n").slice(skip).join("\n");
  } finally {
    await handle.close();
  }
}

/** The line of the header. */
export const headerLine = ({ skip = 0 }: FileRead): number => skip + 1;

/** The values of the first record. */
export function headerNames(text: string, read: FileRead): readonly string[] {
  const delimiter = read.delimiter ?? (read.format === "tsv" ? "\t" : ",");
  const quote = read.quote ?? '"';
  const names: string[] = [];
  let name = "";
  let isQuoted = false;
  for (const c of text) {
    if (c === quote && quote !== "") isQuoted = !isQuoted;
    else if (isQuoted) name += c;
    else if (c === "\n") break;
    else if (c === delimiter) {
      names.push(name.trim());
      name = "";
    } else if (c !== "\r") name += c;
  }
  return [...names, name.trim()];
}
