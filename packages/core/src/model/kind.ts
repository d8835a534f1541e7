import type { FileFormat } from "../adapter/dialect.js";

/** How a model is built and kept. */
export type ModelKind =
  | { readonly type: "view" }
  | { readonly type: "table" }
  | { readonly type: "ephemeral" }
  | ({ readonly type: "seed" } & SeedOptions)
  | ({ readonly type: "rows" } & RowsOptions);

/** Names of the kinds, as written in headers. */
export type ModelKindName = ModelKind["type"];

/** How a seed's file is read. */
export interface SeedOptions {
  /** Path relative to the project; `$name` stands for a project variable. */
  readonly file: string;
  /** @default from the file's extension */
  readonly format?: FileFormat | undefined;
  /** @default "," for csv, tab for tsv */
  readonly delimiter?: string | undefined;
  /** @default '"' */
  readonly quote?: string | undefined;
  readonly escape?: string | undefined;
  /** @default true */
  readonly header?: boolean | undefined;
  /** Texts that mean null, beside the empty field. */
  readonly null_values?: readonly string[] | undefined;
  /** Load every column as text. @default false */
  readonly all_text?: boolean | undefined;
}

/** A model whose rows come from a TypeScript async generator. */
export interface RowsOptions {
  /** Change it to rebuild when something the source text does not show has changed. @default "1" */
  readonly version?: string | undefined;
}
