import type { z } from "zod";
import type { ColumnInfo, Lexis } from "@sluice/sql/text";
import type { Diagnostic } from "../base/errors/sluice-error.js";
import type { CheckSpec } from "../model/check/check.js";
import type { ModelKind, ModelKindName } from "../model/kind.js";
import type { Model } from "../model/model.js";
import type { Project } from "../model/project/project.js";
import type { Dialect } from "../warehouse/dialect.js";
import type { ValueUse } from "../warehouse/parsing.js";
import type { Guard } from "./keyed/guard.js";
import type { CopiedTable, Write } from "./write.js";

/** A problem of an option, found when the columns of the query are known. */
export interface OptionProblem {
  /** To stand behind the model's name: begins in lower case, ends with a full stop. */
  readonly message: string;
  readonly hints: readonly string[];
}

/** How the columns of an incremental table may change. */
export interface Evolving {
  /** An edit leaves the rows of before in the table. */
  readonly keepsRows: boolean;
  /** Rows of the query are compared with those of the table, value by value. */
  readonly comparesRows: boolean;
  /** Columns without which the table cannot be brought up to date. */
  readonly essential: readonly string[];
  /** Columns that an option names besides. */
  readonly named: readonly string[];
}

/** Options of a kind: its name, and what its schema says. */
export interface KindOptions {
  readonly type: string;
}

/**
 * A kind of models: how rows come to be, and how they stay. Pure: data in, data out; `run` executes. Options are those of
 * the model's header, its type included.
 */
export interface Kind<TOptions extends KindOptions = KindOptions> {
  readonly type: string;
  /** `none`: part of the queries of readers; `view`, `table`: made as a whole; `incremental`: brought up to date. */
  readonly relation: "none" | "view" | "table" | "incremental";
  readonly input: "query" | "file" | "generator";
  /** Options as headers and definitions write them; undefined for a kind that has a file or a function of its own. */
  readonly schema: (z.ZodObject & z.ZodType<TOptions>) | undefined;
  /** Names of run parameters that queries of the kind may use, and the option that they need. */
  readonly offers: { readonly names: readonly string[]; readonly with?: string };
  /** Run parameters that the query may use beside those of every model. */
  parameters(options: TOptions): readonly string[];
  /** Problems of options with the columns that the query gives. */
  problems(
    options: TOptions,
    query: readonly ColumnInfo[],
    dialect: Dialect,
  ): readonly OptionProblem[];
  /** Problems of options by themselves. */
  faults(options: TOptions, model: Model, project: Project): readonly Diagnostic[];
  /** Columns of the table, given those of the query. */
  tableColumns(
    options: TOptions,
    query: readonly ColumnInfo[],
    dialect: Dialect,
  ): readonly ColumnInfo[];
  /** Names in lower case that the table may have beside the columns of the query. */
  addedColumns(options: TOptions): readonly string[];
  /** Column of the query that an added column has its values from; undefined: from none. */
  addedFrom(options: TOptions, added: string): string | undefined;
  /** Checks that every model of the kind has. */
  impliedChecks(options: TOptions): readonly CheckSpec[];
  /** Texts of the options that decide the rows of the query. */
  fingerprint(
    options: TOptions,
    query: { readonly sql: string; readonly lexis: Lexis },
  ): readonly string[];
  /** Columns that tell rows of the table apart; none where there are none. */
  key(options: TOptions): readonly string[];
  /** The column whose type `$start`, `$end` and `$since` have. */
  timeColumn(options: TOptions): string | undefined;
  /** IANA zone of the dates in that column; undefined: UTC. */
  timeZone(options: TOptions): string | undefined;
  /** True where a value that changes with the time may bring rows that the table does not hold. */
  bringsRows(options: TOptions, use: ValueUse): boolean;
  /** False for rows that a restatement leaves as they are. */
  readonly isRestatable: boolean;
  /** True for a table with rows that no build gives again: `--rebuild` goes on with it. */
  readonly keepsHistory: boolean;
  /** True where an update adds all rows of the query, since nothing tells those that the table has from others. */
  addsAllRows(options: TOptions): boolean;
  /** True where rows of the query are added only when their time has come. */
  addsWhenDue(options: TOptions): boolean;
  /** Undefined for a table that is made as a whole. */
  evolving(options: TOptions): Evolving | undefined;
  readonly write: Write<TOptions>;
  /** Asked of a copy that an edited model goes on with, before rows are written to it. */
  copyGuards(options: TOptions, copy: CopiedTable): readonly Guard[];
}

/** The members in which a kind differs from a table that is made as a whole from its query. */
export type KindParts<TOptions extends KindOptions> = Pick<
  Kind<TOptions>,
  "type" | "relation" | "input"
> &
  Partial<Kind<TOptions>>;

/** Makes a kind of the members in which it differs. */
export function defineKind<TOptions extends KindOptions>(
  parts: KindParts<TOptions>,
): Kind<TOptions> {
  return Object.freeze({
    schema: undefined,
    offers: { names: [] },
    parameters: () => parts.offers?.names ?? [],
    problems: () => [],
    faults: () => [],
    tableColumns: (_: TOptions, query: readonly ColumnInfo[]) => query,
    addedColumns: () => [],
    addedFrom: () => undefined,
    impliedChecks: () => [],
    fingerprint: () => [],
    key: () => [],
    timeColumn: () => undefined,
    timeZone: () => undefined,
    bringsRows: () => false,
    isRestatable: false,
    keepsHistory: false,
    addsAllRows: () => false,
    addsWhenDue: () => false,
    evolving: () => undefined,
    write: { by: "whole" as const },
    copyGuards: () => [],
    ...parts,
  });
}

/** The options of one kind. */
export type OptionsOf<TName extends ModelKindName> = Extract<ModelKind, { readonly type: TName }>;
