import { isFromFile } from "../../kinds/all-kinds.js";
import {
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
} from "node:fs";
import path from "node:path";
import type { FileFormat, FileRead } from "../../warehouse/dialect.js";
import type { SqlValue } from "../../warehouse/values.js";
import { SluiceError, type Place } from "../../base/errors/sluice-error.js";
import type { SeedOptions } from "../../model/kind.js";
import type { Model, Source } from "../../model/model.js";
import type { Project } from "../../model/project/project.js";
import { suggest } from "../../base/suggest.js";
import { optionProblems } from "./option-formats.js";
import { typedColumns } from "./typed-columns.js";

const formats: Readonly<Record<string, FileFormat>> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".json": "json",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".parquet": "parquet",
};

/** Reading instructions for a seed. Raises `CAPABILITY.UNSUPPORTED`, `SOURCE.NOT_FOUND`, `SOURCE.FORMAT_UNKNOWN`. */
export function seedRead(model: Model, project: Project): FileRead {
  if (!isFromFile(model.kind)) {
    throw new SluiceError({ code: "INTERNAL.BUG", message: `${model.name} is no seed.` });
  }
  return fileRead(model.kind, model, project);
}

/** Reading instructions for a source that is made of files. */
export function sourceRead(source: Source, project: Project): FileRead {
  if (source.location.type !== "file") {
    throw new SluiceError({ code: "INTERNAL.BUG", message: `${source.name} is no file source.` });
  }
  return fileRead(source.location, source, project);
}

function refuseFiles(file: string, where: Place, { target: { engine } }: Project): void {
  if (engine.capabilities.readsFiles) return;
  throw new SluiceError({
    code: "CAPABILITY.UNSUPPORTED",
    message: `${String(where.model)} reads ${file}, and ${engine.engine} reads no files.`,
    where,
    hints: [
      "Load the file into a table of the warehouse and declare that as a source with `table`.",
      "Or take a target whose engine reads files (capability `readsFiles`), such as DuckDB.",
    ],
  });
}

function fileRead(options: SeedOptions, relation: Model | Source, project: Project): FileRead {
  const where: Place = { file: relation.path, model: relation.name };
  refuseFiles(options.file, where, project);
  const file = fillVariables(options.file, project.vars, where);
  const absolute = path.resolve(project.dir, file);
  const paths = matchingFiles(absolute);
  if (paths.length === 0) throw notFound(file, absolute, where);
  const format = options.format ?? formats[path.extname(absolute).toLowerCase()];
  if (format === "csv" || format === "tsv") refuseEmpty(options, paths, where);
  if (!format) {
    throw new SluiceError({
      code: "SOURCE.FORMAT_UNKNOWN",
      message: `The format of ${file} cannot be told from its name.`,
      where,
      hints: ["Give `format: csv | tsv | json | ndjson | parquet`."],
    });
  }
  const [problem, ...others] = optionProblems(options, format, relation);
  if (problem) throw SluiceError.of([problem, ...others]);
  const { delimiter, quote, escape, header, date_format, timestamp_format } = options;
  const times = { dateFormat: date_format, timestampFormat: timestamp_format };
  return {
    format,
    paths,
    columns: typedColumns({ relation, formats: times, dialect: project.target.engine.dialect }),
    delimiter,
    quote,
    escape,
    header,
    nullValues: options.null_values,
    allText: options.all_text,
    unionByName: options.union_by_name,
    quotedNulls: options.quoted_nulls,
    decimal: options.decimal,
    thousands: options.thousands,
    encoding: options.encoding,
    skip: options.skip,
    sample: options.sample,
    ...(format === "ndjson" || format === "json" ? byteOrderMark(paths) : {}),
  };
}

/** How much of a file is looked at for a byte order mark and what follows. */
const BEGINNING_BYTES = 256;

function byteOrderMark(paths: readonly string[]): Pick<FileRead, "afterByteOrderMark"> {
  for (const file of paths) {
    const text = beginning(file);
    if (text.startsWith("\uFEFF"))
      return { afterByteOrderMark: text.slice(1).trimStart().slice(0, 1) };
  }
  return {};
}

function beginning(file: string): string {
  const handle = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(BEGINNING_BYTES);
    return bytes.toString("utf8", 0, readSync(handle, bytes, 0, BEGINNING_BYTES, 0));
  } finally {
    closeSync(handle);
  }
}

/** A file without its header line is no empty relation but a broken one: most often a failed export. */
function refuseEmpty(options: SeedOptions, paths: readonly string[], where: Place): void {
  if (options.header === false) return;
  const empty = paths.find((file) => statSync(file).size === 0);
  if (empty === undefined) return;
  const name = paths.length === 1 ? options.file : path.basename(empty);
  throw new SluiceError({
    code: "SOURCE.UNREADABLE",
    message: `The file ${name} is empty: it has no header line.`,
    where,
    hints: ["Write at least the header, or remove the seed or source."],
  });
}

/** `$name` and `${name}` in a path, by the value of the variable. */
function fillVariables(
  file: string,
  vars: Readonly<Record<string, SqlValue>>,
  where: Place,
): string {
  return file.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, plain?: string) => {
    const name = braced ?? plain ?? "";
    const value = vars[name];
    if (typeof value === "string" || typeof value === "number") return String(value);
    const near = suggest(name, Object.keys(vars));
    throw new SluiceError({
      code: "REF.PARAMETER_UNKNOWN",
      message: `\`$${name}\` in \`${file}\` is no text variable of the project.`,
      where,
      hints: [near[0] === undefined ? "Declare it in `vars`." : `Did you mean \`$${near[0]}\`?`],
    });
  });
}

/** The file itself, or the files a `*` in its last part matches, sorted. */
function matchingFiles(absolute: string): readonly string[] {
  // Unlike `existsSync` this raises what else keeps the file from being read, such as a folder without permission.
  if (statSync(absolute, { throwIfNoEntry: false })) return [absolute];
  const pattern = path.basename(absolute);
  const dir = path.dirname(absolute);
  if (!pattern.includes("*") || !existsSync(dir)) return [];
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  const matches = new RegExp(`^${escaped}$`);
  return readdirSync(dir)
    .filter((name) => matches.test(name))
    .sort()
    .map((name) => path.join(dir, name));
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function notFound(file: string, absolute: string, where: Place): SluiceError {
  const dir = path.dirname(absolute);
  const near = existsSync(dir) ? suggest(path.basename(absolute), readdirSync(dir)) : [];
  return new SluiceError({
    code: "SOURCE.NOT_FOUND",
    message: isLink(absolute)
      ? `The file ${file} is a link that leads nowhere.`
      : `The file ${file} does not exist.`,
    where,
    hints: [
      near[0] === undefined
        ? existsSync(dir)
          ? "Correct `file`, or put the file there."
          : `The folder ${path.dirname(file)} does not exist; correct \`file\` or the variable it is built from.`
        : `Did you mean ${path.join(path.dirname(file), near[0])}?`,
    ],
  });
}
