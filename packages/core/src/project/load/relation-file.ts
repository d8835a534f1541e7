import { type Lexis, tokenize } from "@sluice/sql/text";
import type { ContentCache } from "../../base/cache/content-cache.js";
import { sha256 } from "../../base/cache/content-cache.js";
import type { CheckSpec } from "../../model/check/check.js";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { ColumnSpec } from "../../model/model.js";
import { placeInFile } from "../../model/source-text.js";
import { checkSpec, columnSpecs } from "./check-specs.js";
import {
  modelHeader,
  seedHeader,
  sourceHeader,
  type HeaderEntries,
  type RelationHeader,
} from "./header.js";
import { endedEarly, findHeader, type HeaderFault } from "./header-comment.js";
import { parseYaml } from "./parse-yaml.js";

/** What the text of a `.sql`, `.seed.yaml` or `.source.yaml` file says. Plain data: it is cached. */
export interface RelationFile {
  readonly type: "model" | "seed" | "source";
  readonly header: RelationHeader;
  readonly columns: readonly ColumnSpec[];
  /** Offsets of the types in the file, by column. */
  readonly typesAt: Readonly<Record<string, number>>;
  readonly checks: readonly CheckSpec[];
  /** Offset where the query begins. */
  readonly bodyAt: number;
  /** Nothing but comments, white space and semicolons stands there. */
  readonly isBlank: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export interface TextFile {
  readonly file: string;
  readonly fileText: string;
}

/** Reads a relation's file, from the cache when the same text at the same path was read before. */
export async function readRelationFile(
  text: TextFile,
  using: { readonly cache: ContentCache<RelationFile>; readonly lexis: Lexis },
): Promise<RelationFile> {
  const key = sha256(text.file, text.fileText);
  const known = using.cache.get(key);
  if (known) return known;
  const parsed = await parseRelationFile(text, using.lexis);
  const result = { ...parsed, isBlank: isBlank(text.fileText.slice(parsed.bodyAt), using.lexis) };
  using.cache.set(key, result);
  return result;
}

type ParsedFile = Omit<RelationFile, "isBlank">;

async function parseRelationFile(text: TextFile, lexis: Lexis): Promise<ParsedFile> {
  if (/\.sql$/i.test(text.file)) return parseSqlFile(text, lexis);
  const type = /\.source\.ya?ml$/i.test(text.file) ? "source" : "seed";
  const yaml =
    type === "source"
      ? await parseYaml({ ...text, text: text.fileText, at: 0 }, sourceHeader)
      : await parseYaml({ ...text, text: text.fileText, at: 0 }, seedHeader);
  return assemble({ type, text, bodyAt: text.fileText.length, header: yaml.value ?? {}, yaml });
}

/** A model's file without a header. */
const nothing: Omit<ParsedFile, "bodyAt"> = {
  type: "model",
  header: {},
  columns: [],
  typesAt: {},
  checks: [],
  diagnostics: [],
};

async function parseSqlFile(text: TextFile, lexis: Lexis): Promise<ParsedFile> {
  const { yaml: found, bodyAt, faults } = findHeader(text.fileText, lexis);
  const diagnostics = faults.map((fault) => misplaced(fault, text));
  if (!found) return { ...nothing, bodyAt, diagnostics };
  const header = (end: number) => {
    const { start: at } = found;
    return parseYaml({ ...text, text: text.fileText.slice(at, end), at }, modelHeader);
  };
  const yaml = await header(found.end);
  const parsed = { type: "model", text, header: yaml.value ?? {} } as const;
  const next = text.fileText.indexOf("*/", found.end + 2);
  const isCut =
    yaml.diagnostics.length > 0 && next >= 0 && (await header(next)).diagnostics.length === 0;
  // The text that follows is the rest of the header, no query.
  const rest = { ...nothing, bodyAt: text.fileText.length };
  if (bodyAt === rest.bodyAt && diagnostics.length > 0) return { ...rest, diagnostics };
  if (isCut)
    return { ...rest, diagnostics: [misplaced(endedEarly(text.fileText, found.end), text)] };
  const all = { ...yaml, diagnostics: [...yaml.diagnostics, ...diagnostics] };
  return assemble({ ...parsed, bodyAt, yaml: all });
}

function misplaced({ at, message, hint }: HeaderFault, text: TextFile): Diagnostic {
  return diagnostic({
    code: "MODEL.HEADER_INVALID",
    message,
    where: placeInFile(text, at),
    hints: [hint],
  });
}

function assemble(input: {
  readonly type: RelationFile["type"];
  readonly text: TextFile;
  readonly bodyAt: number;
  readonly header: RelationHeader & HeaderEntries;
  readonly yaml: {
    readonly diagnostics: readonly Diagnostic[];
    readonly offsetOf: (p: readonly PropertyKey[]) => number;
  };
}): ParsedFile {
  const { columns: declared = {}, checks: entries = [], ...header } = input.header;
  const where = (path: readonly PropertyKey[]) =>
    placeInFile(input.text, input.yaml.offsetOf(path));
  const typeAt = (column: string) => {
    const at = input.yaml.offsetOf(["columns", column, "type"]);
    return /["']/.test(input.text.fileText[at] ?? "") ? at + 1 : at;
  };
  const columnChecks = Object.entries(declared).flatMap(([column, entry]) =>
    (entry?.checks ?? []).map((check, i) =>
      checkSpec(check, { column, where: where(["columns", column, "checks", i]) }),
    ),
  );
  return {
    type: input.type,
    header,
    columns: columnSpecs(declared),
    typesAt: Object.fromEntries(
      Object.entries(declared).flatMap(([name, column]) =>
        column?.type === undefined ? [] : [[name, typeAt(name)] as const],
      ),
    ),
    checks: [
      ...columnChecks,
      ...entries.map((check, i) => checkSpec(check, { where: where(["checks", i]) })),
    ],
    bodyAt: input.bodyAt,
    diagnostics: input.yaml.diagnostics,
  };
}

function isBlank(sql: string, lexis: Lexis): boolean {
  return tokenize(sql.replaceAll("\uFEFF", " "), lexis).every(({ text }) => text === ";");
}
