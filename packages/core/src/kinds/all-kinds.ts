import { SluiceError } from "../base/errors/sluice-error.js";
import type {
  EvolvingOptions,
  ModelKind,
  ModelKindName,
  RowsOptions,
  SeedOptions,
} from "../model/kind.js";
import { append } from "./append/append.js";
import { ephemeral } from "./ephemeral/ephemeral.js";
import { incrementalByKey } from "./incremental-by-key/incremental-by-key.js";
import { incrementalByTime } from "./incremental-by-time/incremental-by-time.js";
import type { Kind, KindOptions, OptionsOf } from "./kind.js";
import { rows } from "./rows/rows.js";
import { seed } from "./seed/seed.js";
import { snapshot } from "./snapshot/snapshot.js";
import { table } from "./table/table.js";
import type { IntervalOptions } from "./write.js";
import { view } from "./view/view.js";

const builtIn: { readonly [TName in ModelKindName]: Kind<OptionsOf<TName>> } = {
  view,
  table,
  ephemeral,
  seed,
  rows,
  incremental_by_time: incrementalByTime,
  incremental_by_key: incrementalByKey,
  append,
  snapshot,
};

const kinds = new Map<string, Kind>(Object.entries<Kind>(builtIn));

/** All kinds, in the order in which messages name them. */
export function allKinds(): readonly Kind[] {
  return [...kinds.values()];
}

/** Adds a kind to those that headers may name, before a project is loaded. Raises `INTERNAL.BUG` for a name that is taken. */
export function addKind<TOptions extends KindOptions>(kind: Kind<TOptions>): void {
  if (kinds.has(kind.type))
    throw new SluiceError({
      code: "INTERNAL.BUG",
      message: `There is a kind \`${kind.type}\` already.`,
    });
  kinds.set(kind.type, kind);
}

/** The kind with these options. */
export function kindOf({ type }: KindOptions): Kind {
  const kind = kinds.get(type);
  if (kind) return kind;
  throw new SluiceError({ code: "INTERNAL.BUG", message: `There is no kind \`${type}\`.` });
}

/** Options of kinds whose table is brought up to date, where others are made as a whole. */
export type IncrementalKind = KindOptions & EvolvingOptions;

/** True for a table that is brought up to date. */
export function isIncremental(kind: KindOptions): kind is IncrementalKind {
  return kindOf(kind).relation === "incremental";
}

/** True for a model that is part of the queries of its readers. */
export function isInlined(kind: KindOptions): boolean {
  return kindOf(kind).relation === "none";
}

/** True for a model with rows of its own in a table, where others show those of what they read. */
export function storesRows(kind: KindOptions): boolean {
  return !isInlined(kind) && !isView(kind);
}

/** True for a view. */
export function isView(kind: KindOptions): boolean {
  return kindOf(kind).relation === "view";
}

/** How time is cut for a table that is filled interval by interval; undefined for others. */
export function intervalsOf(kind: KindOptions): IntervalOptions | undefined {
  const { write } = kindOf(kind);
  return write.by === "intervals" ? write.intervals(kind) : undefined;
}

/** True for a table that is made as a whole from a query. */
export function isWholeQuery(kind: KindOptions): boolean {
  const { relation, input } = kindOf(kind);
  return relation === "table" && input === "query";
}

/** True for a model whose rows come from a generator. */
export function isGenerated(kind: KindOptions): kind is OptionsOf<"rows"> {
  return kindOf(kind).input === "generator";
}

/** The kind of a model whose header names none. */
export const defaultKind: ModelKind = { type: "view" };

/** The kind of a model whose rows are those of a file. */
export function fileKind(options: SeedOptions): ModelKind {
  return { type: "seed", ...options };
}

/** The kind of a model whose rows come from a generator. */
export function generatorKind(options: RowsOptions): ModelKind {
  return { type: "rows", ...options };
}

/** Options of kinds whose rows are those of a file. */
export type FileKind = OptionsOf<"seed">;

/** True for a table with rows that no build gives again. */
export function keepsHistory(kind: KindOptions): boolean {
  return kindOf(kind).keepsHistory;
}

/** True for a model whose rows are those of a file. */
export function isFromFile(kind: KindOptions): kind is FileKind {
  return kindOf(kind).input === "file";
}
