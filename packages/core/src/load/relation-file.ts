import type { ContentCache } from "../cache/content-cache.js";
import { sha256 } from "../cache/content-cache.js";
import type { CheckSpec } from "../check/check.js";
import { diagnostic, type Diagnostic } from "../errors/sluice-error.js";
import type { ColumnSpec } from "../model/model.js";
import { placeInFile } from "../model/source-text.js";
import { checkSpec, columnSpecs } from "./check-specs.js";
import {
  modelHeader,
  seedHeader,
  sourceHeader,
  type HeaderEntries,
  type RelationHeader,
} from "./header.js";
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

/** A file and its text. */
export interface TextFile {
  readonly file: string;
  readonly fileText: string;
}

/** Reads a relation's file, from the cache when the same text at the same path was read before. */
export function readRelationFile(text: TextFile, cache: ContentCache<RelationFile>): RelationFile {
  const key = sha256(text.file, text.fileText);
  const known = cache.get(key);
  if (known) return known;
  const parsed = parseRelationFile(text);
  const result = { ...parsed, isBlank: isBlank(text.fileText.slice(parsed.bodyAt)) };
  cache.set(key, result);
  return result;
}

type ParsedFile = Omit<RelationFile, "isBlank">;

const headerStart = /^\uFEFF?\s*\/\*\s*(model|seed|source)\b[^\S\n]*(?:\n|(?=\*\/)|(?=[^\s]))/;

function parseRelationFile(text: TextFile): ParsedFile {
  if (/\.sql$/i.test(text.file)) return parseSqlFile(text);
  const type = /\.source\.ya?ml$/i.test(text.file) ? "source" : "seed";
  const yaml =
    type === "source"
      ? parseYaml({ ...text, text: text.fileText, at: 0 }, sourceHeader)
      : parseYaml({ ...text, text: text.fileText, at: 0 }, seedHeader);
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

function parseSqlFile(text: TextFile): ParsedFile {
  const start = headerStart.exec(text.fileText);
  if (!start) {
    const bom = text.fileText.startsWith("\uFEFF") ? 1 : 0;
    return { ...nothing, bodyAt: bom };
  }
  const at = start[0].length;
  const end = text.fileText.indexOf("*/", at);
  if (end < 0) {
    const where = placeInFile(text, start[0].indexOf("/*"));
    const unclosed = diagnostic({
      code: "MODEL.HEADER_INVALID",
      message: "The header comment is not closed.",
      where,
      hints: ["End the header with */."],
    });
    return { ...nothing, bodyAt: text.fileText.length, diagnostics: [unclosed] };
  }
  const yaml = parseYaml({ ...text, text: text.fileText.slice(at, end), at }, modelHeader);
  const parsed = { type: "model", text, header: yaml.value ?? {} } as const;
  if (yaml.diagnostics.length > 0 && /^\*\/\d/.test(text.fileText.slice(end))) {
    // What follows is the rest of the header, no query.
    const diagnostics = yaml.diagnostics.map(endedByStep);
    return assemble({ ...parsed, bodyAt: text.fileText.length, yaml: { ...yaml, diagnostics } });
  }
  return assemble({ ...parsed, bodyAt: end + 2, yaml });
}

/** The steps of a cron end the comment that they stand in. */
function endedByStep(found: Diagnostic): Diagnostic {
  const hint =
    "`*/` ends the header: in a cron write the range that is stepped through, `0-59/15` for `*/15` in minutes, `0-23/6` for `*/6` in hours.";
  return { ...found, hints: [hint, ...found.hints] };
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

function isBlank(sql: string): boolean {
  return (
    sql
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/--[^\n]*/g, "")
      .replace(/[\s;\uFEFF]/g, "") === ""
  );
}
