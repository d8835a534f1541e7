import type { CheckContext, CheckSpec } from "@sluice/core";
import { columnNamed, sameName, type ColumnInfo, type Dialect } from "@sluice/core/adapter";
import { z } from "zod";
import { judgesShares } from "../compile/judge.js";
import type { CompiledCheck, Scope, Site } from "../compile/scope.js";
import { isPlain, type AuthorText } from "../compile/author-sql.js";
import { argumentProblems } from "./argument-problems.js";
import { didYouMean } from "./did-you-mean.js";
import { optionShape, resolveOptions, type OptionGroups, type ResolvedOptions } from "./options.js";

/** What a kind of check may ask about the columns it names. */
export interface Subject {
  /** The columns, when the relation's are known. */
  readonly columns: readonly ColumnInfo[];
  readonly dialect: Dialect;
}

/** What defines a kind of check. `S` is the zod shape of its own arguments. */
export interface KindDefinition<S extends z.ZodRawShape> extends OptionGroups {
  readonly type: string;
  /** It judges each row by itself. @default false */
  readonly perRow?: boolean;
  /** Its outcome follows from the run's `$now`, whatever the arguments. @default false */
  readonly readsClock?: boolean;
  /** It judges each group of rows that agree in its columns by itself. @default false */
  readonly perGroup?: boolean;
  readonly shape: S;
  /** How many columns it needs; `some` takes any number from one up. */
  readonly columns: "none" | "one" | "some";
  /** Columns that arguments of its own name; they must exist too. */
  readonly others?: (args: Args<S>) => readonly string[];
  /** Arguments that a bare value stands for, as `values` in `accepted_values: [a, b]`. */
  readonly fromValue: (value: unknown) => Readonly<Record<string, unknown>> | undefined;
  /** True when these arguments leave the check nothing but to warn. */
  readonly onlyWarns?: (args: Args<S>) => boolean;
  /** Rules beyond the shape; the end of a sentence when one is broken. */
  readonly problem?: (args: Args<S>, subject: Subject) => string | undefined;
  /** What stands in the parentheses of the default name. @default the columns */
  readonly title?: (args: Args<S>, columns: readonly string[]) => string;
  /** Plain names of other relations it reads. */
  readonly reads?: (args: Args<S>) => readonly string[];
  readonly texts?: (args: Args<S>) => readonly AuthorText[];
  /** Why the check need not run: its truth follows from the columns. */
  readonly skip?: (columns: readonly ColumnInfo[]) => string | undefined;
  readonly compile: (args: Args<S>, site: Site) => CompiledCheck;
}

/** Validated arguments of a kind. */
export type Args<S extends z.ZodRawShape> = z.output<z.ZodObject<S>>;

/** A kind of check whose arguments are nobody else's business. */
export interface Kind {
  readonly type: string;
  /** A parsed check, or the problems found: ends of sentences. */
  parse(spec: CheckSpec, context: CheckContext): ParsedCheck | readonly string[];
  /** Arguments it accepts, for hints. */
  readonly accepts: readonly string[];
}

/** A valid check, ready to be compiled. */
export interface ParsedCheck {
  readonly name: string;
  readonly options: ResolvedOptions;
  /** Rows that were checked need not be checked again while they stay as they are. */
  readonly perRow: boolean;
  /** Columns by which it judges groups of rows, each by itself; undefined where others have a say. */
  readonly perGroup: readonly string[] | undefined;
  /** Its outcome follows from the run's `$now` by its kind or its window; what its texts read is core's to find. */
  readonly readsClock: boolean;
  readonly reads: readonly string[];
  readonly texts: readonly AuthorText[];
  readonly skip: string | undefined;
  compile(scope: Scope): CompiledCheck;
}

const TITLE_LENGTH = 80;

/** Makes a kind of check from its definition. */
export function defineKind<S extends z.ZodRawShape>(definition: KindDefinition<S>): Kind {
  const schema = z.strictObject({
    ...definition.shape,
    ...columnShape(definition.columns),
    ...optionShape(definition),
  });
  const accepts = Object.keys(schema.shape);
  return {
    type: definition.type,
    accepts,
    parse: (spec, context) => {
      const expanded = expandValue(spec.args, definition.fromValue);
      if (typeof expanded === "string") return [expanded];
      const parsed = schema.safeParse(expanded);
      if (!parsed.success) return argumentProblems(parsed.error.issues, accepts);
      const options = resolveOptions(parsed.data, definition);
      if (typeof options === "string") return [options];
      const args = parsed.data as Args<S>;
      const severity = definition.onlyWarns?.(args) ? "warn" : options.severity;
      return complete(definition, { args, options: { ...options, severity }, spec, context });
    },
  };
}

interface Draft<S extends z.ZodRawShape> {
  readonly args: Args<S>;
  readonly options: ResolvedOptions;
  readonly spec: CheckSpec;
  readonly context: CheckContext;
}

function complete<S extends z.ZodRawShape>(
  definition: KindDefinition<S>,
  { args, options, spec, context }: Draft<S>,
): ParsedCheck | readonly string[] {
  const written = columnsOf(args, spec, definition.columns);
  if (typeof written === "string") return [written];
  const problems: string[] = [];
  const columns = context.columns ? findColumns(written, context.columns, problems) : [];
  if (context.columns) findColumns(definition.others?.(args) ?? [], context.columns, problems);
  if (problems.length > 0) return problems;
  const problem = definition.problem?.(args, { columns, dialect: context.dialect });
  if (problem !== undefined) return [problem];
  const without = windowProblem(definition, options, context);
  if (without !== undefined) return [without];
  const title = definition.title?.(args, written) ?? written.join(", ");
  const window = options.last === undefined ? "" : ` ${options.window ?? ""}`;
  const filter = options.where === undefined ? "" : ` where ${options.where}`;
  const filterText: AuthorText[] =
    options.where === undefined ? [] : [{ type: "expression", text: options.where }];
  const texts = [...(definition.texts?.(args) ?? []), ...filterText];
  // A subquery may look at other rows.
  const isPlainText = texts.every(({ text }) => isPlain(text));
  const isByRow = definition.perRow === true && isPlainText;
  // A share is one of all rows, and `all` asks for them.
  const isByGroup =
    definition.perGroup === true &&
    isPlainText &&
    options.window === undefined &&
    !judgesShares(options);
  const skip = columns.length > 0 ? definition.skip?.(columns) : undefined;
  return {
    name: options.name ?? `${definition.type}(${short(title)}${short(filter)}${window})`,
    options,
    reads: definition.reads?.(args) ?? [],
    perRow: options.window === undefined ? isByRow : options.window === "new_rows",
    perGroup: isByGroup ? written : undefined,
    readsClock: definition.readsClock === true || options.last !== undefined,
    texts,
    skip,
    compile: (scope) =>
      definition.compile(args, { scope, options, columns, all: context.columns ?? [] }),
  };
}

function windowProblem(
  { type, filter }: Pick<KindDefinition<z.ZodRawShape>, "type" | "filter">,
  { window, last }: ResolvedOptions,
  { time }: CheckContext,
): string | undefined {
  if (last === undefined || window === undefined) return undefined;
  if (!filter)
    return `\`${type}\` looks at all rows; leave out \`window: ${window}\` and say it in SQL`;
  if (time !== undefined) return undefined;
  return `\`window: ${window}\` needs a model that is filled by time (incremental_by_time)`;
}

const columnList = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)], {
  error: "expected a column name or a list of them",
});

function columnShape(columns: "none" | "one" | "some"): z.ZodRawShape {
  if (columns === "some")
    return { column: z.string().min(1).optional(), columns: columnList.optional() };
  return columns === "one" ? { column: z.string().min(1).optional() } : {};
}

/** Puts a bare value under its documented name. */
function expandValue(
  args: CheckSpec["args"],
  fromValue: KindDefinition<z.ZodRawShape>["fromValue"],
): Readonly<Record<string, unknown>> | string {
  if (!("value" in args)) return args;
  const { value, ...rest } = args;
  const expanded = fromValue(value);
  if (expanded === undefined) return "a bare value of this form is not understood here";
  const twice = Object.keys(expanded).find((key) => key in rest);
  return twice === undefined
    ? { ...expanded, ...rest }
    : `\`value\` and \`${twice}\` say the same twice`;
}

function columnsOf(
  args: Readonly<Record<string, unknown>>,
  spec: CheckSpec,
  needed: "none" | "one" | "some",
): readonly string[] | string {
  const named = args["columns"] ?? args["column"];
  const list = Array.isArray(named) ? named.map(String) : typeof named === "string" ? [named] : [];
  const columns = list.length > 0 ? list : spec.column === undefined ? [] : [spec.column];
  if (needed !== "none" && columns.length === 0) {
    return "no column given; write the check under a column, or add `column`";
  }
  const twice = columns.find((c, i) => columns.findIndex((d) => sameName(c, d)) !== i);
  return twice === undefined ? columns : `column \`${twice}\` is named twice`;
}

function findColumns(
  names: readonly string[],
  known: readonly ColumnInfo[],
  problems: string[],
): readonly ColumnInfo[] {
  return names.flatMap((name) => {
    const found = columnNamed(known, name);
    if (found) return [found];
    const candidates = known.map((c) => c.name);
    const near = didYouMean(name, candidates);
    problems.push(
      `there is no column \`${name}\`${near || `; columns are ${candidates.join(", ")}`}`,
    );
    return [];
  });
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= TITLE_LENGTH ? line : `${line.slice(0, TITLE_LENGTH - 1)}…`;
}
