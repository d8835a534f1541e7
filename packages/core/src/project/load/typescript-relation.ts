import type { Dialect } from "../../warehouse/dialect.js";
import {
  diagnostic,
  isSluiceError,
  SluiceError,
  type Diagnostic,
  type Place,
} from "../../base/errors/sluice-error.js";
import { defaultKind, fileKind, generatorKind } from "../../kinds/all-kinds.js";
import type { AnyDefinition, ModelDefinition, RefTarget } from "../../model/define.js";
import type { ColumnSpec, Model, RowsFunction, Source } from "../../model/model.js";
import { renderSql } from "../../model/render-sql.js";
import { placeInFile, verbatim, type SourceText } from "../../model/source-text.js";
import { isSqlPart, sql, type SqlRef } from "../../model/sql.js";
import { checkColumnTypes } from "./column-types.js";
import { definitionColumns, type DefinitionColumns } from "./definition-columns.js";
import { propertyPlaces, type PlaceOf } from "./definition-places.js";
import { definitionFaults } from "./definition-schema.js";
import type { DiscoveredFile } from "./discover.js";
import { fileOptions } from "./header.js";
import { kindSchema } from "./kind-schema.js";
import { placeInStack } from "./load-module.js";
import { moduleText } from "./module-text.js";
import { relationName, type FolderSettings, type RelationName } from "../../model/names.js";
import { sourceLocation, type Loaded } from "./text-relation.js";
import { untrackedWarnings } from "./untracked-warnings.js";

/** What loading a TypeScript file needs beside the file. */
export interface TypescriptContext {
  readonly exports: unknown;
  readonly folder: FolderSettings;
  readonly dialect: Dialect;
  /** Names of definitions by identity, so that refs may be values; filled for all files before any is converted. */
  readonly names: ReadonlyMap<object, RelationName>;
  /** The file and all that it imports by relative path: what decides the behaviour of its generators. */
  readonly moduleFiles: () => ReadonlyMap<string, string>;
}

/** The definitions a module exports, each once, the default export first. */
export function definitionsOf(exports: unknown): readonly AnyDefinition[] {
  if (typeof exports !== "object" || exports === null) return [];
  const values = new Set([exports, ...Object.values<unknown>({ ...exports })]);
  return [...values].filter(isDefinition);
}

function isDefinition(value: unknown): value is AnyDefinition {
  if (typeof value !== "object" || value === null || !("$define" in value)) return false;
  return ["model", "rows", "seed", "source"].includes(String(value.$define));
}

/** Name of a TypeScript definition: its own, or its file's. */
export function definitionName(
  definition: AnyDefinition,
  found: DiscoveredFile,
  folder: FolderSettings,
): RelationName {
  return relationName({
    given: definition.name,
    stem: found.stem,
    folders: found.folders,
    folderSchema: folder.schema,
  });
}

/** The models and sources of a TypeScript file. */
export function typescriptRelations(found: DiscoveredFile, context: TypescriptContext): Loaded {
  const models: Model[] = [];
  const sources: Source[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const definition of definitionsOf(context.exports)) {
    const name = context.names.get(definition);
    if (!name) continue;
    const source = verbatim(found.file, found.text);
    const placeOf = propertyPlaces({ source, name: definition.name, model: name.name });
    const faults = definitionFaults(definition, placeOf);
    diagnostics.push(...faults);
    if (faults.length > 0) {
      if (definition.$define !== "source") models.push(unreadModel(name, found));
      continue;
    }
    try {
      const { contract, ...read } = {
        ...commonOf(definition, name, { found, folder: context.folder }),
        ...definitionColumns(definition, placeOf),
        source,
      };
      const { columns, diagnostics: types } = checkColumnTypes(
        read.columns,
        context.dialect,
        (column, offset) => placeOfType(column, { offset, found, name, placeOf }),
      );
      diagnostics.push(...types);
      const common = { ...read, columns };
      if (definition.$define === "source") {
        sources.push({ ...common, contract, location: sourceLocation(name, definition) });
      } else {
        models.push(toModel(definition, { ...common, contract }, { ...context, placeOf }));
        diagnostics.push(...inputWarnings(definition, { found, name, context }));
      }
    } catch (error) {
      diagnostics.push(...definitionProblems(error, name, found));
      if (definition.$define !== "source") models.push(unreadModel(name, found));
    }
  }
  return { models, sources, diagnostics };
}

/** Warnings about a generator without a version of its own, which would speak for its inputs. */
function inputWarnings(
  definition: AnyDefinition,
  at: {
    readonly found: DiscoveredFile;
    readonly name: RelationName;
    readonly context: TypescriptContext;
  },
): readonly Diagnostic[] {
  if (definition.$define !== "rows" || definition.version !== undefined) return [];
  const { file, absolute } = at.found;
  const projectDir = absolute.slice(0, -file.length);
  return untrackedWarnings(at.context.moduleFiles(), { model: at.name.name, projectDir });
}

/** A model whose definition is at fault: its name is known, so that its readers are not at fault too. */
export function unreadModel(name: RelationName, found: DiscoveredFile): Model {
  return {
    ...name,
    path: found.file,
    kind: defaultKind,
    tags: [],
    meta: {},
    columns: [],
    contract: "named",
    checks: [],
    source: verbatim(found.file, found.text),
  };
}

function commonOf(
  definition: AnyDefinition,
  name: RelationName,
  at: { readonly found: DiscoveredFile; readonly folder: FolderSettings },
) {
  return {
    ...name,
    path: at.found.file,
    description: definition.description,
    tags: [...new Set([...at.folder.tags, ...(definition.tags ?? [])])],
    meta: { ...at.folder.meta, ...definition.meta },
    owner: definition.owner ?? at.folder.owner,
  };
}

/** The place of a type that stands once in the file, as a literal; else that of its column. */
function placeOfType(
  { name: column, type = "" }: ColumnSpec,
  at: {
    readonly offset: number;
    readonly found: DiscoveredFile;
    readonly name: RelationName;
    readonly placeOf: PlaceOf;
  },
): Place {
  const { file, text } = at.found;
  const [first, ...others] = ['"', "'", "`"].flatMap((quote) => {
    const literal = `${quote}${type}${quote}`;
    const [index, last] = [text.indexOf(literal), text.lastIndexOf(literal)];
    return index < 0 ? [] : index === last ? [index + 1] : [index + 1, last + 1];
  });
  if (first === undefined || others.length > 0) return at.placeOf(["columns", column, "type"]);
  return placeInFile({ file, fileText: text }, first + at.offset, at.name.name);
}

type Common = ReturnType<typeof commonOf> & DefinitionColumns & { readonly source: SourceText };
type Placed = TypescriptContext & { readonly placeOf: PlaceOf };

function toModel(
  definition: Exclude<AnyDefinition, { $define: "source" }>,
  common: Common,
  context: Placed,
): Model {
  const base = { ...common, ...scheduleOf(definition, context) };
  switch (definition.$define) {
    case "seed":
      return { ...base, kind: fileKind({ file: definition.file, ...fileOptions(definition) }) };
    case "rows":
      return {
        ...base,
        kind: generatorKind({ version: definition.version ?? "1" }),
        rows: definition.rows as RowsFunction,
        rowsSource: moduleText(context.moduleFiles()),
      };
    case "model": {
      return {
        ...base,
        kind: kindSchema.parse(definition.kind ?? context.folder.kind ?? defaultKind),
        sql: modelSql(definition, common.source, context),
      };
    }
  }
}

/** When a model runs and how long it may take. */
function scheduleOf(definition: Exclude<AnyDefinition, { $define: "source" }>, { folder }: Placed) {
  if (definition.$define === "seed") return { cron: folder.cron };
  const { cron = folder.cron, retries, timeout, sla } = definition;
  return { cron, retries, timeout, sla };
}

function modelSql(definition: ModelDefinition, source: SourceText, context: Placed): SourceText {
  const refs = Object.fromEntries(
    Object.entries(definition.refs ?? {}).map(([key, target]) => [
      key,
      refOf(target, key, context),
    ]),
  );
  const fragment: unknown = definition.sql(refs, {
    now: sql.param("now"),
    run_id: sql.param("run_id"),
    start: sql.param("start"),
    end: sql.param("end"),
    since: sql.param("since"),
  });
  if (!isSqlPart(fragment) || fragment.$sql !== "fragment") {
    throw new SluiceError({
      code: "MODEL.INVALID",
      message: "The `sql` function must return an sql`...` fragment.",
      where: context.placeOf(["sql"]),
    });
  }
  return renderSql(fragment, context.dialect, source);
}

function refOf(target: RefTarget, key: string, context: Placed): SqlRef {
  if (typeof target === "string") return { $sql: "ref", name: target };
  const name = context.names.get(target)?.name ?? target.name;
  if (name !== undefined) return { $sql: "ref", name };
  throw new SluiceError({
    code: "MODEL.INVALID",
    message: `The ref \`${key}\` is not a model of this project.`,
    where: context.placeOf(["refs", key]),
    hints: [
      "Export the definition from a file under the models folder, or ref it by its full name.",
    ],
  });
}

function definitionProblems(
  error: unknown,
  name: RelationName,
  { file, absolute }: DiscoveredFile,
): readonly Diagnostic[] {
  const projectDir = absolute.slice(0, -file.length);
  const where = { file, ...placeInStack(error, projectDir), model: name.name };
  if (isSluiceError(error)) {
    return error.all.map((found) => ({
      ...found,
      where: { ...(found.where ?? where), model: name.name },
    }));
  }
  return [
    diagnostic({
      code: "MODEL.INVALID",
      message: `${name.name} could not be defined: ${error instanceof Error ? error.message : String(error)}.`,
      where,
      hints: ["Correct the definition in the file."],
    }),
  ];
}
