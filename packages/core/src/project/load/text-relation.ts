import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import { defaultKind, fileKind } from "../../kinds/all-kinds.js";
import type { SourceDefinition } from "../../model/define.js";
import type { ModelKind } from "../../model/kind.js";
import type { Model, Source } from "../../model/model.js";
import type { Dialect } from "../../warehouse/dialect.js";
import { placeInFile, verbatim } from "../../model/source-text.js";
import { checkColumnTypes } from "./column-types.js";
import type { DiscoveredFile } from "./discover.js";
import { fileOptions, type RelationHeader } from "./header.js";
import { relationName, type FolderSettings, type RelationName } from "../../model/names.js";
import type { RelationFile, TextFile } from "./relation-file.js";

/** What a file defines. */
export interface Loaded {
  readonly models: readonly Model[];
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
  /** Models that a file may define which could not be loaded; a definition of the same name counts. */
  readonly assumed?: readonly Model[] | undefined;
}

/** The model, seed or source of a text file, with its folder's defaults. */
export function textRelation(
  found: DiscoveredFile,
  read: RelationFile,
  { folder, dialect }: { readonly folder: FolderSettings; readonly dialect: Dialect },
): Loaded {
  const parsed = withCheckedTypes(found, read, dialect);
  const { header } = parsed;
  const name = relationName({
    given: header.name,
    schema: header.schema,
    stem: found.stem,
    folders: found.folders,
    folderSchema: folder.schema,
  });
  const file = { file: found.file, fileText: found.text };
  if (parsed.type === "source") {
    return {
      models: [],
      sources: [textSource(name, parsed, { file, folder })],
      diagnostics: parsed.diagnostics,
    };
  }
  const body =
    parsed.type === "model" ? verbatim(found.file, found.text, parsed.bodyAt) : undefined;
  const diagnostics = [...parsed.diagnostics];
  if (body && parsed.isBlank && diagnostics.length === 0) diagnostics.push(emptyModel(name, file));
  const model: Model = {
    ...name,
    ...common(parsed, folder),
    path: found.file,
    kind: kindOf(parsed, folder),
    owner: header.owner ?? folder.owner,
    cron: header.cron ?? folder.cron,
    retries: header.retries,
    timeout: header.timeout,
    sla: header.sla,
    contract: header.contract ?? "named",
    sql: parsed.isBlank ? undefined : body,
    source: verbatim(found.file, found.text),
  };
  return { models: [model], sources: [], diagnostics };
}

function withCheckedTypes(found: DiscoveredFile, read: RelationFile, dialect: Dialect) {
  const text = { file: found.file, fileText: found.text };
  const { columns, diagnostics } = checkColumnTypes(read.columns, dialect, ({ name }, offset) =>
    placeInFile(text, (read.typesAt[name] ?? 0) + offset),
  );
  return { ...read, columns, diagnostics: [...read.diagnostics, ...diagnostics] };
}

function common(parsed: RelationFile, folder: FolderSettings) {
  return {
    description: parsed.header.description,
    tags: [...new Set([...folder.tags, ...(parsed.header.tags ?? [])])],
    meta: { ...folder.meta, ...parsed.header.meta },
    columns: parsed.columns,
    checks: parsed.checks,
  };
}

function kindOf(parsed: RelationFile, folder: FolderSettings): ModelKind {
  if (parsed.type === "seed")
    return fileKind({ file: parsed.header.file ?? "", ...fileOptions(parsed.header) });
  return parsed.header.kind ?? (folder.kind === undefined ? defaultKind : { type: folder.kind });
}

function textSource(
  name: RelationName,
  parsed: RelationFile,
  { file, folder }: { readonly file: TextFile; readonly folder: FolderSettings },
): Source {
  const { header } = parsed;
  return {
    ...name,
    ...common(parsed, folder),
    path: file.file,
    owner: header.owner ?? folder.owner,
    contract: header.contract ?? "named",
    location: sourceLocation(name, header),
    source: verbatim(file.file, file.fileText),
  };
}

/** Where a source is: files when `file` is given, else a table, by default of its own name. */
export function sourceLocation(
  name: RelationName,
  header: RelationHeader | SourceDefinition,
): Source["location"] {
  if (header.file !== undefined) return { type: "file", file: header.file, ...fileOptions(header) };
  const parts = (header.table ?? name.name).split(".");
  const [table = "", schema = name.schema, catalog] = [...parts].reverse();
  return { type: "table", catalog, schema, name: table };
}

function emptyModel(name: RelationName, file: { file: string; fileText: string }): Diagnostic {
  return diagnostic({
    code: "MODEL.EMPTY",
    message: `${name.name} has no query.`,
    where: placeInFile(file, file.fileText.length, name.name),
    hints: ["Write a select, or delete the file."],
  });
}
